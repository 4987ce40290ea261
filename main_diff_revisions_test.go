package main

// This file holds what diff says of revisions to what it says of the folders that they hold.

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestDiffOfRevisions commits the demo's moments: after on main, and before and during, from which it parts, on both.
func TestDiffOfRevisions(t *testing.T) {
	playInto(t, t.TempDir())
	repo, err := git.PlainInitWithOptions("repo", &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: "refs/heads/main"}})
	if err != nil {
		t.Fatal(err)
	}
	commitMoment(t, repo, "before")
	during := commitMoment(t, repo, "during")
	commitMoment(t, repo, "after")
	if err := repo.Storer.SetReference(plumbing.NewHashReference("refs/heads/pr", during)); err != nil {
		t.Fatal(err)
	}

	want := map[string]schemas.Comparison{}
	for _, pair := range [][2]string{{"before", "during"}, {"during", "after"}, {"before", "after"}, {"after", "during"}} {
		want[pair[0]+" "+pair[1]] = comparisonOf(t, pair[0], pair[1])
	}
	for args, pair := range map[string]string{
		"main~1 main": "during after", "main~2..pr": "before during", "pr main": "during after", "pr...main": "during after", "pr...": "during after",
		"main~2": "before after", "before main": "before after", "main ./during": "after during", "main pr --path docs/shop": "after during", "main pr --path docs/shop/data": "after during",
	} {
		got := comparisonOf(t, append(strings.Fields(args), "--repo", filepath.Join("repo", "docs"))...)
		if w := want[pair]; !reflect.DeepEqual(got.Services, w.Services) || !reflect.DeepEqual(got.Clusters, w.Clusters) || !reflect.DeepEqual(got.Unread, w.Unread) {
			t.Errorf("%s: %d services, want the %d of %s", args, len(got.Services), len(w.Services), pair)
		}
	}
	got := comparisonOf(t, "main~1", "main", "--repo", "repo")
	if got.Old.Kind != schemas.SideRevision || got.Old.Commit != during.String() || got.Old.Path != "docs/shop" {
		t.Errorf("the old side is %+v", got.Old)
	}

	if err := os.Mkdir("pr", 0o777); err != nil {
		t.Fatal(err)
	}
	for args, says := range map[string]string{
		"pr main --repo repo":               "pr is a file or folder here, and a revision too: write ./pr for the one, or heads/pr,",
		"main~1 maim --repo repo":           "there is no file or folder maim, and the repository at repo has no revision maim; did you mean main?",
		"main~7 main --repo repo":           "main~7 asks for parent number 1 of commit ",
		"main~1 main --repo repo --path up": "main~1: up: it holds neither data/index.json nor",
		"main pr":                           "there is no file or folder main, and .: no Git repository here",
		"main...heads/pr":                   "main...heads/pr: .: no Git repository here; --repo names one",
		"before after --repo before":        "before: no Git repository here",
	} {
		var said, talk bytes.Buffer
		if code := run(context.Background(), append([]string{"plimsoll", "diff"}, strings.Fields(args)...), &said, &talk); code != exitUsage || !strings.Contains(talk.String(), says) || said.Len() > 0 {
			t.Errorf("%s ends with %d and says %q, want %q", args, code, talk.String(), says)
		}
	}
}

func comparisonOf(t *testing.T, args ...string) schemas.Comparison {
	t.Helper()
	var c schemas.Comparison
	if err := json.Unmarshal(diffOf(t, exitDone, append(args, "--format", "json")...), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// commitMoment brings docs/shop to what a moment's data was, and the working folder with it.
func commitMoment(t *testing.T, repo *git.Repository, moment string) plumbing.Hash {
	t.Helper()
	tree, err := repo.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join("repo", "docs", "shop")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(moment)); err != nil {
		t.Fatal(err)
	}
	if err := tree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		t.Fatal(err)
	}
	hash, err := tree.Commit(moment, &git.CommitOptions{Author: &object.Signature{Name: "plimsoll", Email: "plimsoll@example", When: time.Date(2026, 11, 19, 11, 0, 0, 0, time.UTC)}})
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

package e2e

// This file publishes from checkouts: a person's, and those that CI systems make.

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// TestCheckout publishes from a folder in a clone: what the clone's owner has staged or changed stays theirs.
func TestCheckout(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	w := newWorld(t, "{}")
	clone := filepath.Join(w.dir, "clone")
	_, err := docs.git.Run(w.dir, "clone", "-q", docs.path, clone)
	docs.must(err)
	write(t, filepath.Join(clone, "README.md"), "# Half written\n")
	write(t, filepath.Join(clone, "guide", "new.md"), "Not added.\n")

	w.plimsoll(0, "run", "-o", "clone/services")
	same(t, docs.tree("main", "services"), with(w.site("clone/services"), "NOTES.txt", "Ours.\n"))
	if got := docs.tree("main", "")["README.md"]; got != "# Docs\n" {
		t.Errorf("what was half written was published: %q", got)
	}
	if _, ok := docs.tree("main", "guide")["new.md"]; ok {
		t.Error("what was not added was published")
	}
	if got := read(t, filepath.Join(clone, "README.md")); got != "# Half written\n" {
		t.Errorf("what was half written is %q", got)
	}
	status, err := docs.git.Run(clone, "status", "--porcelain")
	docs.must(err)
	if want := " M README.md\n?? guide/new.md"; status != want {
		t.Errorf("git status says\n%s\nwant\n%s", status, want)
	}
	docs.sound()

	// Someone else pushes, and the clone does not know.
	docs.commit("main", map[string]string{"guide/more.md": "More.\n"})
	w.clusters["eu"]["cart"] = "2"
	w.plimsoll(0, "run", "-o", "clone/services")
	if docs.tree("main", "guide")["more.md"] != "More.\n" {
		t.Error("what someone else pushed is lost")
	}
	same(t, docs.tree("main", "services"), with(w.site("clone/services"), "NOTES.txt", "Ours.\n"))
}

// TestCheckoutOfCI publishes from what CI systems check out: one commit without those before it, no branch, and a token
// in the address it came from.
func TestCheckoutOfCI(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	docs.commit("main", map[string]string{"guide/more.md": "More.\n"})
	server := web(t, docs)
	w := newWorld(t, "{branch: main}")
	w.env = []string{"SSL_CERT_FILE=" + server.Authority}
	g := docs.git
	g.Env = []string{"GIT_SSL_CAINFO=" + server.Authority}
	origin := strings.Replace(server.URL, "https://", "https://job:"+token+"@", 1) + "/docs.git"
	for _, step := range [][]string{
		{"clone", "-q", "--depth=1", origin, "clone"}, {"-C", "clone", "checkout", "-q", "--detach"},
	} {
		_, err := g.Run(w.dir, step...)
		docs.must(err)
	}
	w.plimsoll(0, "run", "-o", "clone/services")
	same(t, docs.tree("main", "services"), with(w.site("clone/services"), "NOTES.txt", "Ours.\n"))
	w.clusters["eu"]["cart"] = "2"
	w.plimsoll(0, "run", "-o", "clone/services")
	same(t, docs.tree("main", "services"), with(w.site("clone/services"), "NOTES.txt", "Ours.\n"))
	if n := len(docs.commits("main")); n != 4 {
		t.Errorf("%d commits, want someone's two and ours", n)
	}
	docs.sound()
	noSecrets(t, filepath.Join(w.dir, "clone", "services"))
	noSecretsIn(t, docs.path)

	// The token has expired: the line that says so must not show it.
	server.Set(servers.Faults{Token: "another"})
	w.clusters["eu"]["cart"] = "3"
	t.Log(w.plimsoll(1, "run", "-o", "clone/services").oneError(t))
	noSecrets(t, filepath.Join(w.dir, "clone", "services"))
}

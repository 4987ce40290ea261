package git

// This file is where a site is published to: a repository, a branch and a folder of it, as the configuration or the
// checkout around the site's folder says.

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/transport"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Target is a place to publish to.
type Target struct {
	Name   string // of the repository, as messages call it: without credentials
	Branch string
	Base   string // set: Branch is ours, and rebuilt on this one's tip
	Path   string // a folder of the repository; empty: its root

	endpoint *transport.Endpoint
	dir      string    // the site's folder: git is asked there for what it has configured
	checkout *checkout // that the folder lies in, where it is published to the checkout's origin
}

// TargetError is a mistake in a field of the configuration that only looking at the repository shows.
type TargetError struct {
	Field string // "publish.repository"
	Text  string
}

func (e *TargetError) Error() string { return e.Field + ": " + e.Text }

// Locate finds the target that a configuration means for the site in dir.
func Locate(c *schemas.PublishConfig, dir string) (*Target, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	t := &Target{Branch: c.Branch, Base: c.Base, Path: c.Path, dir: dir}
	repository := c.Repository
	if repository == "" {
		if repository, err = t.around(dir); err != nil {
			return nil, err
		}
	}
	if t.endpoint, err = transport.NewEndpoint(repository); err != nil {
		return nil, &TargetError{"publish.repository", "is neither a URL such as https://git.example.com/shop/docs.git nor a path"}
	}
	t.Name = named(t.endpoint)
	if t.Branch == t.Base {
		return nil, &TargetError{"publish.base", "must not be branch: with base, branch is Plimsoll's own and is rewritten"}
	}
	return t, nil
}

// around fills the target from the checkout that dir lies in, and is where that was cloned from.
func (t *Target) around(dir string) (string, error) {
	at := &TargetError{"publish.repository", fmt.Sprintf("is not set, and %s lies in no checkout of a Git repository: name the repository to publish to", dir)}
	repository, err := gogit.PlainOpenWithOptions(standingAbove(dir), &gogit.PlainOpenOptions{DetectDotGit: true, EnableDotGitCommonDir: true})
	if err != nil {
		return "", at
	}
	tree, err := repository.Worktree()
	if err != nil {
		return "", at
	}
	within, err := filepath.Rel(tree.Filesystem.Root(), dir)
	if err != nil || strings.HasPrefix(within, "..") {
		return "", at
	}
	if within != "." {
		t.Path = filepath.ToSlash(within)
	}
	origin, err := repository.Remote("origin")
	if err != nil || len(origin.Config().URLs) == 0 {
		return "", &TargetError{"publish.repository", fmt.Sprintf("is not set, and the checkout in %s has no remote named origin: name the repository to publish to", tree.Filesystem.Root())}
	}
	head, err := repository.Reference(plumbing.HEAD, false)
	if t.Branch == "" && (err != nil || head.Type() != plumbing.SymbolicReference) {
		return "", &TargetError{"publish.branch", "is not set, and the checkout is on no branch: name the branch to publish to"}
	}
	if t.Branch == "" {
		t.Branch = head.Target().Short()
	}
	t.checkout = &checkout{repository, tree.Filesystem.Root()}
	return fromCheckout(tree.Filesystem.Root(), origin.Config().URLs[0]), nil
}

// standingAbove is dir, or what of the way to it exists: a first run makes the rest.
func standingAbove(dir string) string {
	for dir != filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			break
		}
		dir = filepath.Dir(dir)
	}
	return dir
}

// fromCheckout makes a path that a remote has whole: Git means it to be relative to the checkout.
func fromCheckout(root, repository string) string {
	host, _, colon := strings.Cut(repository, ":")
	if filepath.IsAbs(repository) || colon && !strings.Contains(host, "/") {
		return repository
	}
	return filepath.Join(root, repository)
}

// named is an endpoint in words, without a secret that may stand in a checkout's origin.
func named(e *transport.Endpoint) string {
	switch e.Protocol {
	case "file":
		return e.Path
	case "ssh":
		shown := *e
		shown.Password = ""
		return shown.String()
	}
	shown := *e
	shown.User, shown.Password = "", ""
	name := shown.String()
	if u, err := url.Parse(name); err == nil {
		u.RawQuery, u.Fragment = "", ""
		name = u.String()
	}
	return name
}

func (t *Target) branchRef() plumbing.ReferenceName { return plumbing.NewBranchReferenceName(t.Branch) }
func (t *Target) baseRef() plumbing.ReferenceName   { return plumbing.NewBranchReferenceName(t.Base) }

// at is a file of the site as it lies in the repository.
func (t *Target) at(name string) string { return path.Join(t.Path, name) }

// String is the target in words: "main of https://git.example.com/docs.git (services)".
func (t *Target) String() string { return t.Branch + " of " + t.Place() }

// Place is the repository and the folder in it, in words.
func (t *Target) Place() string {
	text := t.Name
	if t.Path != "" {
		text += " (" + t.Path + ")"
	}
	return text
}

// identity tells targets apart in what is remembered.
func (t *Target) identity() string {
	return strings.Join([]string{t.Name, t.Branch, cmp.Or(t.Base, "-"), cmp.Or(t.Path, ".")}, "\t")
}

// errLost is a push that came second: what it was built on is the tip no longer.
var errLost = errors.New("another push came first")

package git

// This file finds the commit that a name stands for, as git rev-parse does: branches, tags, origin/main, abbreviated
// hashes, and steps back from them, as in HEAD~3 and main^2.

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Revision is a commit, and the name by which it was found.
type Revision struct {
	Name, Hash string

	commit *object.Commit
	tree   *object.Tree
	lock   *sync.Mutex
}

// Files is the commit's tree.
func (v *Revision) Files() fs.ReadDirFS { return Files(v.tree, v.lock) }

// UnknownError is a name that stands for no commit.
type UnknownError struct {
	Name, Repository string
	Nearest          string // the name that was perhaps meant
	Shallow          bool
}

func (e *UnknownError) Error() string {
	text := fmt.Sprintf("the repository at %s has no revision %s", e.Repository, e.Name)
	switch {
	case e.Nearest != "":
		return text + "; did you mean " + e.Nearest + "?"
	case e.Shallow:
		return text + ", and is a shallow clone: git fetch --unshallow origin " + e.Name + ":" + e.Name + " gets it, in CI a checkout with fetch-depth: 0"
	default:
		return text + "; git branch --all and git tag list those that there are"
	}
}

// Revision finds a commit by name. Where there is none of that name it is an *UnknownError.
func (r *Repository) Revision(name string) (*Revision, error) {
	at := strings.IndexAny(name, "~^")
	if at < 0 {
		at = len(name)
	}
	base, steps := name[:at], name[at:]
	hash, err := r.named(base)
	if err != nil {
		return nil, err
	}
	commit, err := r.peeled(hash)
	if err != nil {
		return nil, r.lacks(name, err)
	}
	if commit, err = r.back(commit, name, steps); err != nil {
		return nil, err
	}
	return r.revision(name, commit)
}

func (r *Repository) revision(name string, commit *object.Commit) (*Revision, error) {
	tree, err := commit.Tree()
	if err != nil {
		return nil, r.lacks(name, err)
	}
	return &Revision{Name: name, Hash: commit.Hash.String(), commit: commit, tree: tree, lock: &r.lock}, nil
}

// named resolves a name without steps. A reference goes before an abbreviated hash, as in Git: a branch may be called
// "add".
func (r *Repository) named(name string) (plumbing.Hash, error) {
	if name == "@" {
		name = "HEAD"
	}
	if plumbing.IsHash(name) {
		return plumbing.NewHash(name), nil
	}
	if name != "" {
		for _, rule := range plumbing.RefRevParseRules {
			ref, err := storer.ResolveReference(r.repo.Storer, plumbing.ReferenceName(fmt.Sprintf(rule, name)))
			if err == nil {
				return ref.Hash(), nil
			}
		}
	}
	const least = 4 // digits of a hash, as in Git
	if len(name) >= least && strings.Trim(strings.ToLower(name), "0123456789abcdef") == "" {
		if hash, err := r.repo.ResolveRevision(plumbing.Revision(name)); err == nil {
			return *hash, nil
		}
	}
	return plumbing.ZeroHash, &UnknownError{Name: name, Repository: r.dir, Nearest: r.nearest(name), Shallow: r.shallow()}
}

// nearest is the name that was perhaps meant: of a branch that only the remote has, that one.
func (r *Repository) nearest(name string) string {
	refs, err := r.repo.References()
	if err != nil {
		return ""
	}
	var names []string
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Name().IsBranch() || ref.Name().IsRemote() || ref.Name().IsTag() {
			names = append(names, ref.Name().Short())
		}
		return nil
	})
	slices.Sort(names)
	if err == nil && slices.Contains(names, "origin/"+name) {
		return "origin/" + name
	}
	return schemas.Nearest(name, names)
}

// peeled is the commit that a hash names, or a tag with a message of its own.
func (r *Repository) peeled(hash plumbing.Hash) (*object.Commit, error) {
	commit, err := r.repo.CommitObject(hash)
	if !errors.Is(err, plumbing.ErrObjectNotFound) {
		return commit, err
	}
	tag, err := r.repo.TagObject(hash)
	if err != nil {
		return nil, err
	}
	if tag.TargetType == plumbing.TagObject {
		return r.peeled(tag.Target)
	}
	return tag.Commit()
}

// back takes the steps: ~2 is the grandparent, ^2 the second parent.
func (r *Repository) back(commit *object.Commit, name, steps string) (*object.Commit, error) {
	for steps != "" {
		mark := steps[0]
		digits := len(steps) - 1 - len(strings.TrimLeft(steps[1:], "0123456789"))
		n, err := strconv.Atoi(cmp.Or(steps[1:1+digits], "1"))
		if steps = steps[1+digits:]; err != nil || steps != "" && steps[0] != '~' && steps[0] != '^' {
			return nil, fmt.Errorf("%s is no revision that can be read here: ~N and ^N may follow a name", name)
		}
		if mark == '^' {
			commit, err = r.parent(commit, name, n)
		}
		for ; mark == '~' && n > 0 && err == nil; n-- {
			commit, err = r.parent(commit, name, 1)
		}
		if err != nil {
			return nil, err
		}
	}
	return commit, nil
}

// parent is the nth one; the 0th is the commit itself.
func (r *Repository) parent(commit *object.Commit, name string, n int) (*object.Commit, error) {
	if n == 0 {
		return commit, nil
	}
	if n > commit.NumParents() {
		return nil, fmt.Errorf("%s asks for parent number %d of commit %.7s, which has %d", name, n, commit.Hash.String(), commit.NumParents())
	}
	parent, err := commit.Parent(n - 1)
	if err != nil {
		return nil, r.lacks(name, err)
	}
	return parent, nil
}

// MergeBase is the commit from which two lines of history parted.
func (r *Repository) MergeBase(a, b *Revision) (*Revision, error) {
	name := "the merge base of " + a.Name + " and " + b.Name
	bases, err := a.commit.MergeBase(b.commit)
	switch {
	case err != nil:
		return nil, r.lacks(name, err)
	case len(bases) == 0 && r.shallow():
		return nil, fmt.Errorf("%s is not there: %s is a shallow clone: %s", name, r.dir, unshallow)
	case len(bases) == 0:
		return nil, fmt.Errorf("%s and %s have no commit in common: compare them with two dots, %[1]s..%[2]s", a.Name, b.Name)
	default:
		return r.revision(name, bases[0])
	}
}

// Sites are the folders in which a site's data lies, of those that lie least deep: what stands within a site is no other.
func (v *Revision) Sites() ([]string, error) {
	const deepest = 5
	level := map[string]*object.Tree{".": v.tree}
	for range deepest {
		var found []string
		for dir, tree := range level {
			if _, err := tree.FindEntry("data/index.json"); err == nil {
				found = append(found, dir)
			}
		}
		if len(found) > 0 {
			slices.Sort(found)
			return found, nil
		}
		next, err := below(level)
		if err != nil {
			return nil, err
		}
		level = next
	}
	return nil, nil
}

// below are the folders of a level's folders.
func below(level map[string]*object.Tree) (map[string]*object.Tree, error) {
	next := map[string]*object.Tree{}
	for dir, tree := range level {
		for _, e := range tree.Entries {
			if e.Mode.IsFile() || strings.HasPrefix(e.Name, ".") {
				continue
			}
			sub, err := tree.Tree(e.Name)
			if errors.Is(err, object.ErrDirectoryNotFound) { // a submodule
				continue
			}
			if err != nil {
				return nil, found("look through", path.Join(dir, e.Name), err)
			}
			next[path.Join(dir, e.Name)] = sub
		}
	}
	return next, nil
}

package git

// This file opens a repository on this machine to read from, and says what is wrong where a part of it is missing.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	format "github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// Repository is one that is read. Root is its working folder; a bare one has none.
type Repository struct {
	Root string

	dir  string // as it was given
	repo *git.Repository
	lock sync.Mutex // of what Files reads of it
}

// ErrNoRepository is a folder that no repository holds.
var ErrNoRepository = errors.New("no Git repository")

// OpenRepository opens the repository that dir lies in: in a checkout, a linked worktree, a submodule, or a bare one.
func OpenRepository(dir string) (*Repository, error) {
	admin, root, err := administration(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	place := osfs.New(admin)
	var common billy.Filesystem
	if b, err := os.ReadFile(filepath.Join(admin, "commondir")); err == nil { // of a linked worktree
		common = osfs.New(from(admin, string(b)))
	}
	store := filesystem.NewStorageWithOptions(dotgit.NewRepositoryFilesystem(place, common), cache.NewObjectLRUDefault(),
		filesystem.Options{AlternatesFS: osfs.New("/")}) // objects that a clone borrows from another
	repo, err := git.Open(lenient{store}, nil)
	switch {
	case errors.Is(err, git.ErrRepositoryNotExists):
		return nil, fmt.Errorf("%s: %w here", dir, ErrNoRepository)
	case errors.Is(err, git.ErrUnknownExtension), errors.Is(err, git.ErrUnsupportedExtensionRepositoryFormatVersion), errors.Is(err, git.ErrUnsupportedRepositoryFormatVersion):
		return nil, fmt.Errorf("%s: this form of repository cannot be read (%w): name two folders instead, each checked out by git worktree add", dir, err)
	case err != nil:
		return nil, fmt.Errorf("open the repository at %s: %w", dir, err)
	}
	return &Repository{Root: root, dir: dir, repo: repo}, nil
}

// administration finds the folder that Git calls the Git directory, and the working folder that it belongs to.
func administration(dir string) (admin, root string, err error) {
	at, err := filepath.Abs(dir)
	if err != nil {
		return "", "", err
	}
	for {
		if stands(at, "HEAD") && stands(at, "objects") {
			return at, "", nil
		}
		link := filepath.Join(at, ".git")
		if b, err := os.ReadFile(link); err == nil {
			target, ok := strings.CutPrefix(string(b), "gitdir:")
			if !ok {
				return "", "", fmt.Errorf("%s does not say where its repository is", link)
			}
			return from(at, target), at, nil
		}
		if stands(link, "HEAD") {
			return link, at, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return "", "", fmt.Errorf("%w here", ErrNoRepository)
		}
		at = up
	}
}

// from is a path as a file in dir has it.
func from(dir, name string) string {
	name = filepath.FromSlash(strings.TrimSpace(name))
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

func stands(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// lenient opens what the library refuses though it can read it: sparse checkouts, partial clones.
type lenient struct{ *filesystem.Storage }

func (l lenient) Config() (*config.Config, error) {
	c, err := l.Storage.Config()
	if err != nil {
		return nil, err
	}
	harmless := []string{"worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees"}
	extensions := c.Raw.Section("extensions")
	extensions.Options = slices.DeleteFunc(extensions.Options, func(o *format.Option) bool { return slices.Contains(harmless, strings.ToLower(o.Key)) })
	return c, nil
}

// shallow tells whether the history was cut off when it was cloned.
func (r *Repository) shallow() bool {
	cut, err := r.repo.Storer.Shallow()
	return err == nil && len(cut) > 0
}

// lacks words an object that is not there: most often a clone that was told to leave it out.
func (r *Repository) lacks(what string, err error) error {
	switch {
	case !errors.Is(err, plumbing.ErrObjectNotFound) && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", what, err)
	case r.shallow():
		return fmt.Errorf("%s: %s is a shallow clone: %s", what, r.dir, unshallow)
	default:
		return fmt.Errorf("%s: %s lacks an object of it: git fsck tells which", what, r.dir)
	}
}

const unshallow = "git fetch --unshallow gets the rest, in CI a checkout with fetch-depth: 0"

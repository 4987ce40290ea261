package git

// This file is a repository in a folder of this machine, where there is no git program to ask: its objects are read where
// they lie, and its branches are moved as git moves them, by a lock file beside each.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

type folderRepository struct {
	dir   string // that holds HEAD
	store *filesystem.Storage
}

func openFolder(dir string, writing bool) (*folderRepository, error) {
	bare := true
	if info, err := os.Stat(filepath.Join(dir, ".git")); err == nil && info.IsDir() {
		dir, bare = filepath.Join(dir, ".git"), false
	}
	if _, err := os.Stat(filepath.Join(dir, "HEAD")); err != nil {
		return nil, transport.ErrRepositoryNotFound
	}
	r := &folderRepository{dir, filesystem.NewStorage(osfs.New(dir), cache.NewObjectLRU(4*cache.MiByte))}
	config, err := r.store.Config()
	if err != nil {
		return nil, fmt.Errorf("read its config: %w", err)
	}
	if config.Raw.Section("extensions").Option("refstorage") != "" || config.Raw.Section("extensions").Option("objectformat") != "" {
		return nil, errors.New("it is of a kind that only git itself can write: install git")
	}
	if writing {
		return r, errors.Join(r.hooks(), r.checkedOut(bare))
	}
	return r, nil
}

// hooks refuses a repository that wants a word in what is pushed: only git runs its hooks.
func (r *folderRepository) hooks() error {
	for _, name := range []string{"pre-receive", "update", "post-receive", "post-update", "reference-transaction", "proc-receive"} {
		if info, err := os.Stat(filepath.Join(r.dir, "hooks", name)); err == nil && info.Mode()&0o111 != 0 {
			return fmt.Errorf("it has a hook (%s), which only git can run: install git", name)
		}
	}
	return nil
}

func (r *folderRepository) checkedOut(bare bool) error {
	if bare {
		return nil
	}
	return errors.New("it has a working tree, which would no longer be what its branch says: publish to a bare repository, or install git")
}

func (r *folderRepository) refs(_ context.Context, names []plumbing.ReferenceName) (map[plumbing.ReferenceName]plumbing.Hash, error) {
	refs := map[plumbing.ReferenceName]plumbing.Hash{}
	for _, name := range names {
		switch ref, err := r.store.Reference(name); {
		case errors.Is(err, plumbing.ErrReferenceNotFound):
		case err != nil:
			return nil, fmt.Errorf("read its branch %s: %w", name.Short(), err)
		default:
			refs[name] = ref.Hash()
		}
	}
	return refs, nil
}

func (r *folderRepository) fetch(ctx context.Context, names []plumbing.ReferenceName, _ knownCommit) (map[plumbing.ReferenceName]plumbing.Hash, storer.EncodedObjectStorer, error) {
	refs, err := r.refs(ctx, names)
	return refs, r.store, err
}

func (r *folderRepository) push(_ context.Context, m move) error {
	out, in := io.Pipe()
	go func() { in.CloseWithError(m.pack(in)) }()
	defer out.Close()
	if err := packfile.UpdateObjectStorage(r.store, out); err != nil {
		return fmt.Errorf("write its objects: %w", err)
	}
	name := filepath.Join(r.dir, filepath.FromSlash(m.ref.String()))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return fmt.Errorf("make its branch: %w", err)
	}
	lock, err := os.OpenFile(name+".lock", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: if nobody is at work there, remove %s.lock", errLost, name)
	}
	if err != nil {
		return fmt.Errorf("lock its branch: %w", err)
	}
	err = r.advance(lock, m)
	err = errors.Join(err, lock.Close())
	if err == nil {
		err = os.Rename(name+".lock", name)
	}
	if err != nil {
		os.Remove(name + ".lock")
	}
	return err
}

// advance writes where the branch shall be, if it is still where it was.
func (r *folderRepository) advance(lock io.Writer, m move) error {
	now, err := r.store.Reference(m.ref)
	switch {
	case errors.Is(err, plumbing.ErrReferenceNotFound) && m.old.IsZero():
	case err == nil && now.Hash() == m.old && !m.old.IsZero():
	case err == nil || errors.Is(err, plumbing.ErrReferenceNotFound):
		return errLost
	default:
		return fmt.Errorf("read its branch: %w", err)
	}
	_, err = io.WriteString(lock, m.new.String()+"\n")
	return err
}

func (r *folderRepository) close() {}

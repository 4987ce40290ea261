package git

// This file takes a checkout along that the site lies in: its branch and its index follow the commit that was pushed, so
// that git status shows what people did and not what was just published.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// checkout is a repository of which the site's folder is a part.
type checkout struct {
	repository *gogit.Repository
	root       string
}

// follow moves the checkout from the commit that was built on to the one that was pushed. Where it stands elsewhere,
// because somebody has committed in it or others have pushed, it is left alone, and the error says so.
func (p *publisher) follow(ctx context.Context, on plumbing.Hash, made *made, changes []change) error {
	c := p.target.checkout
	if c == nil {
		return nil
	}
	store, ok := c.repository.Storer.(*filesystem.Storage)
	head, err := c.repository.Reference(plumbing.HEAD, false)
	if !ok || err != nil || head.Target() != p.target.branchRef() {
		return nil // it is on another branch, which does not change
	}
	at, err := c.repository.Reference(p.target.branchRef(), false)
	if err != nil || at.Hash() != on {
		return fmt.Errorf("the checkout in %s stays at %s, which is not what this was published on: others have pushed since, or it has commits of its own", c.root, shortOf(at))
	}
	dir := store.Filesystem().Root()
	if _, err := os.Stat(filepath.Join(dir, "HEAD")); err != nil {
		return nil
	}
	if err := c.stage(dir, store, p.target, changes); err != nil {
		return fmt.Errorf("the checkout in %s stays at %s: %w", c.root, short(on), err)
	}
	local := &folderRepository{dir, store}
	if err := local.push(ctx, move{ref: p.target.branchRef(), old: on, new: made.hash, pack: made.pack}); err != nil {
		return fmt.Errorf("the checkout in %s stays at %s: %w", c.root, short(on), err)
	}
	remote := plumbing.NewRemoteReferenceName("origin", p.target.Branch)
	return store.SetReference(plumbing.NewHashReference(remote, made.hash))
}

func shortOf(ref *plumbing.Reference) string {
	if ref == nil {
		return "no commit"
	}
	return short(ref.Hash())
}

// stage brings what was published into the index, and leaves all else that is staged there.
func (c *checkout) stage(dir string, store *filesystem.Storage, t *Target, changes []change) error {
	lock, err := os.OpenFile(filepath.Join(dir, "index.lock"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return errors.New("another git is at work in it")
	}
	if err != nil {
		return err
	}
	defer os.Remove(lock.Name()) // which is gone where all went well
	staged, err := store.Index()
	if err == nil {
		restage(staged, c.root, t, changes)
		err = index.NewEncoder(lock).Encode(staged)
	}
	if err := errors.Join(err, lock.Close()); err != nil {
		return err
	}
	return os.Rename(lock.Name(), filepath.Join(dir, "index"))
}

func restage(staged *index.Index, root string, t *Target, changes []change) {
	touched := make(map[string]change, len(changes))
	for _, c := range changes {
		touched[t.at(c.name)] = c
	}
	staged.Entries = slices.DeleteFunc(staged.Entries, func(e *index.Entry) bool { _, ok := touched[e.Name]; return ok })
	for name, c := range touched {
		if c.removed() {
			continue
		}
		e := &index.Entry{Name: name, Hash: c.now.hash, Mode: filemode.Regular, Size: uint32(c.now.size)}
		if info, err := os.Lstat(filepath.Join(root, filepath.FromSlash(name))); err == nil {
			e.ModifiedAt = info.ModTime()
		}
		staged.Entries = append(staged.Entries, e)
	}
}

// hand offers what the checkout holds, so that nothing of it is fetched again.
func (c *checkout) hand(branch plumbing.ReferenceName) (storer.EncodedObjectStorer, plumbing.Hash) {
	at, err := c.repository.Reference(branch, true)
	if err != nil {
		return c.repository.Storer, plumbing.ZeroHash
	}
	return c.repository.Storer, at.Hash()
}

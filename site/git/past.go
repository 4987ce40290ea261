package git

// This file reads what was published before, for a folder that has no past of its own.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// Past is what the branch says now. A publishing that follows need not fetch it again.
type Past struct {
	Files fs.FS // of the site; nil where there are none

	store storer.EncodedObjectStorer
	known knownCommit
}

// ReadPast fetches the newest commit of the branch, without those before it. With base set it is the newer site of the
// two branches': which of them the last run left depends on whether its pull request has been merged.
func ReadPast(ctx context.Context, t *Target, scratch string) (*Past, error) {
	secrets := &secrets{}
	past, err := readPast(ctx, t, scratch, secrets)
	for tries := 1; errors.Is(err, errLost) && tries < mostReads; tries++ { // a branch that is rewritten all the time
		past, err = readPast(ctx, t, scratch, secrets)
	}
	if err != nil {
		secrets.settle(ctx, t, !denied(err))
		return nil, fmt.Errorf("read the past from %s: %w", t, secrets.explain(t, err))
	}
	secrets.settle(ctx, t, true)
	return past, nil
}

// mostReads is how often a branch may move just while it is read.
const mostReads = 10

func readPast(ctx context.Context, t *Target, scratch string, secrets *secrets) (*Past, error) {
	r, err := connect(t, scratch, secrets, false)
	if err != nil {
		return nil, err
	}
	defer r.close()
	names := []plumbing.ReferenceName{t.branchRef()}
	if t.Base != "" {
		names = append(names, t.baseRef())
	}
	refs, err := r.refs(ctx, names)
	if err != nil || len(refs) == 0 {
		return &Past{}, err
	}
	refs, store, err := r.fetch(ctx, names, knownCommit{})
	if err != nil {
		return nil, err
	}
	past := &Past{store: store}
	var newest time.Time
	for _, name := range names {
		hash, ok := refs[name]
		if !ok {
			continue
		}
		c, err := object.GetCommit(store, hash)
		if err != nil {
			return nil, fmt.Errorf("read commit %s: %w", hash, err)
		}
		past.known = knownCommit{hash, c.Committer.When}
		files, err := siteIn(store, c, t.Path)
		if err != nil {
			return nil, err
		}
		if files == nil {
			continue
		}
		b, _ := fs.ReadFile(files, accountFile) // a site without one is as old as can be
		if finished := finishedOf(b); past.Files == nil || finished.After(newest) {
			past.Files, newest = files, finished
		}
	}
	return past, nil
}

// Moved says whether the branch holds another site than the one that the folder published last, or, where that is not
// known, than the folder holds: another machine has published since, and the folder is to go on from there. A branch for
// a pull request is ours as a whole, and rebuilt.
func Moved(ctx context.Context, t *Target, f *Folder) (bool, error) {
	if t.Base != "" {
		return false, nil
	}
	p := &publisher{target: t, folder: f, secrets: &secrets{}, last: recall(f, t)}
	p.start()
	moved, err := p.moved(ctx)
	if missing(err) { // what is remembered is too little to go on from
		p.objects, p.known = &objects{}, knownCommit{}
		moved, err = p.moved(ctx)
	}
	p.secrets.settle(ctx, t, !denied(err))
	if err != nil {
		return false, fmt.Errorf("look at %s: %w", t, p.secrets.explain(t, err))
	}
	return moved, nil
}

func (p *publisher) moved(ctx context.Context) (bool, error) {
	r, err := connect(p.target, p.folder.Scratch, p.secrets, false)
	if err != nil {
		return false, err
	}
	defer r.close()
	at, err := p.tips(ctx, r)
	if err != nil || at.branch.IsZero() || at.branch == p.last.hash {
		return false, err
	}
	c, err := p.objects.commit(at.branch)
	if err != nil {
		return false, err
	}
	index, ok, err := p.objects.find(c.tree, p.target.at(indexFile))
	if err != nil || !ok {
		return false, err
	}
	if !p.last.hash.IsZero() {
		return index.hash != p.last.files[indexFile].hash, nil
	}
	b, err := p.folder.Read(indexFile)
	return err == nil && blobHash(b) != index.hash, err
}

// siteIn is the folder of a commit that sites are published to; nil where there is none.
func siteIn(store storer.EncodedObjectStorer, c *object.Commit, folder string) (fs.FS, error) {
	tree, err := object.GetTree(store, c.TreeHash)
	if err == nil && folder != "" {
		tree, err = tree.Tree(folder)
	}
	if errors.Is(err, object.ErrDirectoryNotFound) || errors.Is(err, object.ErrEntryNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the tree of commit %s: %w", c.Hash, err)
	}
	return Files(tree, new(sync.Mutex)), nil
}

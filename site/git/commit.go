package git

// This file makes the commit and the pack of all that is new with it.

import (
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// made is a commit that is ready to be pushed.
type made struct {
	hash      plumbing.Hash
	published *Published
	pack      func(io.Writer) error
}

func (p *publisher) commit(at tips, plan *plan) (*made, error) {
	services, err := tell(p.folder, plan.built.changes, p.last, p.objects)
	if err != nil {
		return &made{}, err
	}
	who := p.author()
	c := &object.Commit{
		Author: who, Committer: who, TreeHash: plan.built.root,
		Message: message(services, plan.built.changes, p.finished, p.options.Version, p.options.SkipCI),
	}
	if !at.on.IsZero() {
		c.ParentHashes = []plumbing.Hash{at.on}
	}
	encoded := &plumbing.MemoryObject{}
	if err := c.Encode(encoded); err != nil {
		return &made{}, fmt.Errorf("make the commit: %w", err)
	}
	raw, err := bytesOf(encoded)
	if err != nil {
		return &made{}, fmt.Errorf("make the commit: %w", err)
	}
	done := &Published{Commit: encoded.Hash().String(), Tip: short(encoded.Hash()), Message: c.Message, Services: len(services)}
	for _, one := range plan.built.changes {
		switch {
		case one.removed():
			done.Removed = append(done.Removed, one.name)
		case one.added():
			done.Added = append(done.Added, one.name)
		default:
			done.Changed = append(done.Changed, one.name)
		}
	}
	return &made{encoded.Hash(), done, func(w io.Writer) error { return p.pack(w, raw, plan.built) }}, nil
}

// pack writes the commit, the new trees and the new contents: all that the repository may lack, and nothing that it was
// not asked to hold.
func (p *publisher) pack(w io.Writer, commit []byte, b *built) error {
	contents := map[plumbing.Hash]file{} // a content that several files have is written once
	for _, c := range b.changes {
		if !c.removed() {
			contents[c.now.hash] = c.now
		}
	}
	pack, err := newPack(w, 1+len(b.fresh)+len(contents))
	if err != nil {
		return err
	}
	if err := pack.add(plumbing.CommitObject, commit); err != nil {
		return err
	}
	for _, raw := range b.fresh {
		if err := pack.add(plumbing.TreeObject, raw); err != nil {
			return err
		}
	}
	for _, one := range contents {
		content, err := p.content(one)
		if err != nil {
			return err
		}
		if err := pack.add(plumbing.BlobObject, content); err != nil {
			return err
		}
	}
	return pack.end()
}

// content is a file as it was when it was looked at.
func (p *publisher) content(one file) ([]byte, error) {
	b, err := p.folder.Read(one.name)
	if err != nil {
		return nil, err
	}
	if blobHash(b) != one.hash {
		return nil, fmt.Errorf("%s/%s changed while it was being published: publish again", p.folder.Dir, one.name)
	}
	return b, nil
}

// clean takes out of a name what would end it within a commit.
func clean(name string) string { return strings.NewReplacer("<", "", ">", "").Replace(tame(name)) }

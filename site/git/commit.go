package git

// This file makes the commit and the pack of all that is new with it.

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
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
	return &made{encoded.Hash(), done, func(w io.Writer) error { return p.pack(w, encoded, plan.built) }}, nil
}

// pack writes the commit, the new trees and the new contents: all that the repository may lack, and nothing that it was
// not asked to hold.
func (p *publisher) pack(w io.Writer, commit plumbing.EncodedObject, b *built) error {
	load := parcel{objects: map[plumbing.Hash]plumbing.EncodedObject{commit.Hash(): commit}}
	order := []plumbing.Hash{commit.Hash()}
	add := func(hash plumbing.Hash, o plumbing.EncodedObject) {
		if load.objects[hash] == nil {
			load.objects[hash] = o
			order = append(order, hash)
		}
	}
	for hash, raw := range b.fresh {
		add(hash, &packed{hash: hash, kind: plumbing.TreeObject, size: int64(len(raw)), read: func() ([]byte, error) { return raw, nil }})
	}
	for _, c := range b.changes {
		if !c.removed() {
			add(c.now.hash, &packed{hash: c.now.hash, kind: plumbing.BlobObject, size: c.now.size, read: func() ([]byte, error) { return p.content(c.now) }})
		}
	}
	_, err := packfile.NewEncoder(w, load, false).Encode(order, 0)
	return err
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

// parcel is what the library packs: the objects of one push, and no repository behind them.
type parcel struct {
	storer.EncodedObjectStorer
	objects map[plumbing.Hash]plumbing.EncodedObject
}

func (p parcel) EncodedObject(_ plumbing.ObjectType, hash plumbing.Hash) (plumbing.EncodedObject, error) {
	o, ok := p.objects[hash]
	if !ok {
		return nil, plumbing.ErrObjectNotFound
	}
	return o, nil
}

// packed is an object whose bytes are read when they are written, so that no site has to fit into memory.
type packed struct {
	plumbing.EncodedObject
	hash plumbing.Hash
	kind plumbing.ObjectType
	size int64
	read func() ([]byte, error)
}

func (p *packed) Hash() plumbing.Hash       { return p.hash }
func (p *packed) Type() plumbing.ObjectType { return p.kind }
func (p *packed) Size() int64               { return p.size }

func (p *packed) Reader() (io.ReadCloser, error) {
	b, err := p.read()
	return io.NopCloser(bytes.NewReader(b)), err
}

// clean takes out of a name what would end it within a commit.
func clean(name string) string { return strings.NewReplacer("<", "", ">", "").Replace(tame(name)) }

package git

// This file reads the objects that are at hand: trees that are remembered, and what was fetched.

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// objects is what of a repository is at hand.
type objects struct {
	commits map[plumbing.Hash]commit
	trees   map[plumbing.Hash][]byte
	stores  []storer.EncodedObjectStorer
}

// commit is what is to be known of one.
type commit struct {
	tree   plumbing.Hash
	parent plumbing.Hash // zero where it has none
	when   time.Time
}

// entry is one line of a tree.
type entry struct {
	name string
	mode filemode.FileMode
	hash plumbing.Hash
}

func (o *objects) commit(hash plumbing.Hash) (commit, error) {
	if c, ok := o.commits[hash]; ok {
		return c, nil
	}
	for _, s := range o.stores {
		found, err := object.GetCommit(s, hash)
		if missing(err) {
			continue
		}
		if err != nil {
			return commit{}, fmt.Errorf("read commit %s: %w", hash, err)
		}
		c := commit{tree: found.TreeHash, when: found.Committer.When}
		if len(found.ParentHashes) > 0 {
			c.parent = found.ParentHashes[0]
		}
		return c, nil
	}
	return commit{}, plumbing.ErrObjectNotFound
}

// tree is a tree as Git writes it.
func (o *objects) tree(hash plumbing.Hash) ([]byte, error) {
	if raw, ok := o.trees[hash]; ok {
		return raw, nil
	}
	return o.read(plumbing.TreeObject, hash)
}

func (o *objects) blob(hash plumbing.Hash) ([]byte, error) { return o.read(plumbing.BlobObject, hash) }

func (o *objects) read(kind plumbing.ObjectType, hash plumbing.Hash) ([]byte, error) {
	for _, s := range o.stores {
		found, err := s.EncodedObject(kind, hash)
		if missing(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read object %s: %w", hash, err)
		}
		b, err := bytesOf(found)
		if err != nil {
			return nil, fmt.Errorf("read object %s: %w", hash, err)
		}
		return b, nil
	}
	return nil, plumbing.ErrObjectNotFound
}

func bytesOf(o plumbing.EncodedObject) ([]byte, error) {
	r, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// entries takes a tree apart.
func entries(raw []byte) ([]entry, error) {
	list := make([]entry, 0, bytes.Count(raw, []byte{0})+1)
	for len(raw) > 0 {
		head, rest, ok := bytes.Cut(raw, []byte{0})
		mode, name, named := strings.Cut(string(head), " ")
		bits, err := strconv.ParseUint(mode, 8, 32)
		if !ok || !named || err != nil || len(rest) < len(plumbing.Hash{}) {
			return nil, fmt.Errorf("a tree of the repository is damaged")
		}
		e := entry{name: name, mode: filemode.FileMode(bits)}
		raw = rest[copy(e.hash[:], rest):]
		list = append(list, e)
	}
	return list, nil
}

// find is what stands at a path below a tree; ok is false where nothing does.
func (o *objects) find(tree plumbing.Hash, name string) (found entry, ok bool, err error) {
	if tree.IsZero() {
		return entry{}, false, nil
	}
	found = entry{mode: filemode.Dir, hash: tree}
	if name == "" || name == "." {
		return found, true, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if found.mode != filemode.Dir {
			return entry{}, false, nil
		}
		raw, err := o.tree(found.hash)
		if err != nil {
			return entry{}, false, err
		}
		list, err := entries(raw)
		if err != nil {
			return entry{}, false, err
		}
		if found, ok = among(list, part); !ok {
			return entry{}, false, nil
		}
	}
	return found, true, nil
}

func among(list []entry, name string) (entry, bool) {
	for _, e := range list {
		if e.name == name {
			return e, true
		}
	}
	return entry{}, false
}

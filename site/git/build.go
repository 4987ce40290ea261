package git

// This file lays the site's files over a tree: what changes, what goes, and the new trees on the way to it. Nothing but
// the directories that hold files of the site is looked at.

import (
	"cmp"
	"crypto/sha1"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// built is a tree with the site in it.
type built struct {
	root    plumbing.Hash
	changes []change
	fresh   map[plumbing.Hash][]byte // trees that the repository may not have
	seen    map[plumbing.Hash][]byte // all trees on the way, old and new ones
}

// change is one file that is not as it was.
type change struct {
	name string        // within the site
	old  plumbing.Hash // zero where it is added
	now  file          // without hash where it is removed
}

func (c change) added() bool   { return c.old.IsZero() }
func (c change) removed() bool { return c.now.hash.IsZero() }

// builder builds one tree.
type builder struct {
	*built
	target  *Target
	objects *objects
	owned   map[string]bool // by their names within the site: what may be replaced and removed
}

// put is a file that must stand at a path of the repository; one without a hash must not.
type put struct {
	path string
	file file
}

// build lays files over the tree old, which may be zero. Of what stands there, only what owned names is replaced or
// removed; what else stands in the way is an error.
func build(t *Target, o *objects, old plumbing.Hash, files []file, owned map[string]bool) (*built, error) {
	b := &builder{&built{fresh: map[plumbing.Hash][]byte{}, seen: map[plumbing.Hash][]byte{}}, t, o, owned}
	puts := make([]put, 0, len(files))
	wanted := make(map[string]bool, len(files))
	for _, one := range files {
		puts = append(puts, put{t.at(one.name), one})
		wanted[one.name] = true
	}
	for name := range owned {
		if !wanted[name] {
			puts = append(puts, put{t.at(name), file{name: name}})
		}
	}
	slices.SortFunc(puts, func(x, y put) int { return comparePaths(x.path, y.path) })
	var err error
	b.root, err = b.dir(old, "", puts)
	slices.SortFunc(b.changes, func(x, y change) int { return cmp.Compare(x.name, y.name) })
	return b.built, err
}

// comparePaths orders a directory's files right behind it: a, a/x, a-b.
func comparePaths(x, y string) int {
	for i := range min(len(x), len(y)) {
		if x[i] == y[i] {
			continue
		}
		if x[i] == '/' {
			return -1
		}
		if y[i] == '/' {
			return 1
		}
		return cmp.Compare(x[i], y[i])
	}
	return cmp.Compare(len(x), len(y))
}

// dir builds one directory and is its new hash; zero where nothing is left in it. The puts are all below at.
func (b *builder) dir(old plumbing.Hash, at string, puts []put) (plumbing.Hash, error) {
	var list []entry
	if !old.IsZero() {
		raw, err := b.objects.tree(old)
		if err != nil {
			return old, err
		}
		if list, err = entries(raw); err != nil {
			return old, err
		}
		b.seen[old] = raw
	}
	where := make(map[string]int, len(list))
	for i, e := range list {
		where[e.name] = i
	}
	changed := false
	for len(puts) > 0 {
		name, n := group(at, puts)
		i, stands := where[name]
		var before entry
		if stands {
			before = list[i]
		}
		after, err := b.entry(before, path.Join(at, name), puts[:n])
		if err != nil {
			return old, err
		}
		puts = puts[n:]
		switch {
		case after == before:
			continue
		case stands:
			list[i] = after // one without a hash goes below
		default:
			after.name = name
			where[name] = len(list)
			list = append(list, after)
		}
		changed = true
	}
	if !changed {
		return old, nil
	}
	return b.write(list), nil
}

// group is the name of the first put's next step below at, and how many puts take it.
func group(at string, puts []put) (name string, n int) {
	below := 0
	if at != "" {
		below = len(at) + 1
	}
	name, _, _ = strings.Cut(puts[0].path[below:], "/")
	n = 1
	for n < len(puts) {
		rest := puts[n].path[below:]
		if !strings.HasPrefix(rest, name) || len(rest) > len(name) && rest[len(name)] != '/' {
			break
		}
		n++
	}
	return name, n
}

// entry is what an entry becomes by the puts at its path or below it; without a hash, it goes.
func (b *builder) entry(before entry, at string, puts []put) (entry, error) {
	below := puts
	if puts[0].path == at {
		below = puts[1:]
	}
	comes := slices.ContainsFunc(below, func(p put) bool { return !p.file.hash.IsZero() })
	if puts[0].path == at && !comes { // a file; what once stood below it has gone with it, or goes now
		return b.leaf(before, puts[0], below)
	}
	puts = below
	after := entry{name: path.Base(at), mode: filemode.Dir}
	switch {
	case before.hash.IsZero():
	case before.mode == filemode.Dir:
		after.hash = before.hash
	case !comes:
		return before, nil // what is to go has gone
	case !plain(before.mode) || !b.owned[b.nameOf(at)]:
		return before, b.inTheWay(at, before)
	default:
		b.changes = append(b.changes, change{name: b.nameOf(at), old: before.hash})
	}
	hash, err := b.dir(after.hash, at, puts)
	if err != nil || hash.IsZero() {
		return entry{}, err
	}
	after.hash = hash
	return after, nil
}

// leaf is what an entry becomes where a file must stand, or must not; below are the puts below its path, of files that go.
func (b *builder) leaf(before entry, p put, below []put) (entry, error) {
	goes := p.file.hash.IsZero()
	if before.mode == filemode.Dir && !before.hash.IsZero() {
		hash, err := b.dir(before.hash, p.path, below)
		if err != nil {
			return before, err
		}
		before.hash = hash
		switch {
		case goes:
			return before, nil // somebody's directory: only what was ours below it goes
		case !hash.IsZero():
			return before, b.inTheWay(p.path, before)
		}
	}
	stands := !before.hash.IsZero()
	switch {
	case goes && (!stands || !plain(before.mode)):
		return before, nil // it has gone, or somebody has put something else there
	case stands && before.hash == p.file.hash && before.mode == filemode.Regular:
		return before, nil
	case stands && (!plain(before.mode) || !b.owned[p.file.name] && before.hash != p.file.hash):
		return before, b.inTheWay(p.path, before)
	}
	b.changes = append(b.changes, change{p.file.name, before.hash, p.file})
	if goes {
		return entry{}, nil
	}
	return entry{path.Base(p.path), filemode.Regular, p.file.hash}, nil
}

// plain says that an entry is a file, whatever its rights.
func plain(mode filemode.FileMode) bool {
	return mode == filemode.Regular || mode == filemode.Executable || mode == filemode.Deprecated
}

// nameOf is a path of the repository as a name within the site.
func (b *builder) nameOf(at string) string {
	return strings.TrimPrefix(strings.TrimPrefix(at, b.target.Path), "/")
}

func (b *builder) inTheWay(at string, e entry) error {
	what := "is not Plimsoll's"
	switch e.mode {
	case filemode.Symlink:
		what = "is a symbolic link"
	case filemode.Submodule:
		what = "is a submodule"
	case filemode.Dir:
		what = "is a directory with files that are not Plimsoll's"
	}
	on := b.target.Branch
	if b.target.Base != "" {
		on = b.target.Base
	}
	return fmt.Errorf("%s in %s of %s %s, and a file of the site must stand there: move it away, or choose another folder with publish.path", at, on, b.target.Name, what)
}

// write makes a tree of entries, in the order that Git wants: a directory as if its name ended with a slash.
func (b *builder) write(list []entry) plumbing.Hash {
	list = slices.DeleteFunc(list, func(e entry) bool { return e.hash.IsZero() })
	if len(list) == 0 {
		return plumbing.ZeroHash
	}
	key := func(e entry) string {
		if e.mode == filemode.Dir {
			return e.name + "/"
		}
		return e.name
	}
	slices.SortFunc(list, func(x, y entry) int { return strings.Compare(key(x), key(y)) })
	var raw []byte
	for _, e := range list {
		raw = fmt.Appendf(raw, "%o %s\x00", uint32(e.mode), e.name)
		raw = append(raw, e.hash[:]...)
	}
	h := sha1.New()
	fmt.Fprintf(h, "tree %d\x00", len(raw))
	h.Write(raw)
	hash := plumbing.Hash(h.Sum(nil))
	b.fresh[hash], b.seen[hash] = raw, raw
	return hash
}

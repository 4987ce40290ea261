package git

// This file decides whether there is anything to publish, and what.

import (
	"cmp"
	"maps"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// plan is what a publishing comes to.
type plan struct {
	nothing  bool   // some branch says it already
	says     string // which
	built    *built
	files    []file
	commit   commit        // that stands at the branch's tip then; its tree is built.root where there is something
	account  plumbing.Hash // of the account in it
	finished time.Time
}

// plan lays the site over the tip. With base set the branch is only looked at: it is ours as a whole.
func (p *publisher) plan(at tips) (*plan, error) {
	on, err := p.standing(at.on)
	if err != nil {
		return nil, err
	}
	b, err := build(p.target, p.objects, on.commit.tree, p.files, on.owned)
	if err != nil {
		return nil, err
	}
	made := &plan{built: b, files: p.files, commit: commit{b.root, at.on, p.options.Now}, account: p.hashOf(accountFile), finished: p.finished}
	if p.quiet(b, on) {
		made.rests(on, cmp.Or(p.target.Base, p.target.Branch))
		return made, nil
	}
	if p.target.Base == "" || at.branch.IsZero() {
		return made, nil
	}
	branch, err := p.standing(at.branch)
	if err != nil {
		return nil, err
	}
	if branch.commit.tree == b.root {
		made.rests(branch, p.target.Branch)
		return made, nil
	}
	if there, err := build(p.target, p.objects, branch.commit.tree, p.files, branch.owned); err == nil && branch.commit.parent == at.on && p.quiet(there, branch) {
		maps.Copy(b.seen, there.seen)
		made.rests(branch, p.target.Branch)
	} else if missing(err) {
		return nil, err
	}
	return made, nil
}

// rests says that the plan is to leave all as it stands.
func (p *plan) rests(at *standing, says string) {
	p.says, p.nothing, p.commit, p.account, p.finished = says, true, at.commit, at.account, at.finished
}

// standing is a commit as far as publishing cares.
type standing struct {
	commit   commit
	owned    map[string]bool // files in it that Plimsoll wrote
	account  plumbing.Hash   // zero where there is none
	finished time.Time
}

func (p *publisher) standing(tip plumbing.Hash) (*standing, error) {
	if tip.IsZero() {
		return &standing{}, nil
	}
	c, err := p.objects.commit(tip)
	if err != nil {
		return nil, err
	}
	s := &standing{commit: c}
	if s.owned, err = p.owned(c.tree); err != nil {
		return nil, err
	}
	account, ok, err := p.objects.find(c.tree, p.target.at(accountFile))
	if err != nil || !ok || !plain(account.mode) {
		return s, err
	}
	s.account = account.hash
	switch s.account {
	case p.last.account:
		s.finished = p.last.finished
	case p.hashOf(accountFile):
		s.finished = p.finished
	default:
		b, err := p.objects.blob(s.account)
		if err != nil {
			return nil, err
		}
		s.finished = finishedOf(b)
	}
	return s, nil
}

// Files that name all others.
const (
	manifestFile = ".plimsoll.json"
	indexFile    = "data/index.json"
)

// owned lists the files that a tree's own manifest and index name. Where they are those that were published last, what
// they name is remembered, and they are not read.
func (p *publisher) owned(tree plumbing.Hash) (map[string]bool, error) {
	hashes := map[string]plumbing.Hash{}
	same := true
	for _, name := range []string{manifestFile, indexFile} {
		found, ok, err := p.objects.find(tree, p.target.at(name))
		if err != nil {
			return nil, err
		}
		if ok && plain(found.mode) {
			hashes[name] = found.hash
		}
		same = same && hashes[name] == p.last.files[name].hash
	}
	if len(hashes) == 0 {
		return nil, nil
	}
	if same && !p.last.hash.IsZero() {
		names := make(map[string]bool, len(p.last.files))
		for name := range p.last.files {
			names[name] = true
		}
		return names, nil
	}
	contents := map[string][]byte{}
	for name, hash := range hashes {
		b, err := p.objects.blob(hash)
		if err != nil {
			return nil, err
		}
		contents[name] = b
	}
	return p.folder.Wrote(contents[manifestFile], contents[indexFile]), nil
}

func (p *publisher) hashOf(name string) plumbing.Hash {
	for _, one := range p.files {
		if one.name == name {
			return one.hash
		}
	}
	return plumbing.ZeroHash
}

// quiet says that a tree with the site in it is no news to who reads what stands: nothing but the account of the run is
// other, and the one that stands is young enough.
func (p *publisher) quiet(b *built, at *standing) bool {
	for _, c := range b.changes {
		if !isAccount(c.name) || c.added() {
			return false
		}
	}
	return len(b.changes) == 0 || p.finished.Sub(at.finished) < p.options.Heartbeat
}

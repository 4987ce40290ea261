package git

// This file publishes a site: one commit on the newest tip, pushed; and again on the new tip where another push came
// first.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Options of one publishing.
type Options struct {
	Now       time.Time     // of the commit
	Heartbeat time.Duration // how old the published account may become before it is published alone
	Author    schemas.AuthorConfig
	SkipCI    bool
	Version   string // of plimsoll
	DryRun    bool   // everything but the push
	Past      *Past  // that was read just before; nil: none was
}

// Published is what became of it.
type Published struct {
	Commit   string // empty where there was nothing to publish
	Tip      string // what the branch says then
	Says     string // the branch that says it already, where there was nothing to publish
	Message  string
	Added    []string // paths within the site
	Changed  []string
	Removed  []string
	Services int // that the message tells of
	Tries    int
	Stays    error // why a checkout that the site lies in did not follow; nil: it did, or there is none
}

// How often a lost race is run again, and for how long: sixteen at once need some twenty tries.
const (
	mostTries   = 100
	mostWaiting = 4 * time.Minute
	mostPassing = 3 // of faults that may pass
)

// Publish commits the folder and pushes it.
func Publish(ctx context.Context, t *Target, f *Folder, o Options) (*Published, error) {
	secrets := &secrets{}
	p := &publisher{target: t, folder: f, options: o, secrets: secrets, last: recall(f, t)}
	var err error
	if p.files, err = survey(f, p.last.files); err != nil {
		return nil, err
	}
	if p.finished, err = p.account(); err != nil {
		return nil, err
	}
	p.start()
	done, err := p.run(ctx)
	if denied(err) {
		secrets.settle(ctx, t, false)
	}
	if err != nil {
		return nil, fmt.Errorf("publish to %s: %w", t, secrets.explain(t, err))
	}
	secrets.settle(ctx, t, true)
	return done, nil
}

// publisher is one publishing under way.
type publisher struct {
	target  *Target
	folder  *Folder
	options Options
	secrets *secrets
	last    *remembered

	files    []file
	finished time.Time // of the run that is published
	objects  *objects
	known    knownCommit                  // the newest whose trees are at hand
	alone    bool                         // what a checkout holds turned out to be too little
	pushed   map[plumbing.Hash]*Published // commits that may have arrived although nobody said so
}

// start takes what is remembered for what is known of the repository.
func (p *publisher) start() {
	p.objects = &objects{commits: map[plumbing.Hash]commit{}, trees: map[plumbing.Hash][]byte{}}
	p.known, p.pushed = knownCommit{}, map[plumbing.Hash]*Published{}
	if !p.last.hash.IsZero() {
		p.objects.commits[p.last.hash], p.objects.trees = p.last.commit, p.last.trees
		p.known = knownCommit{p.last.hash, p.last.commit.when}
	}
	if c := p.target.checkout; c != nil && !p.alone {
		store, at := c.hand(p.target.branchRef())
		p.objects.stores = append(p.objects.stores, store)
		if found, err := p.objects.commit(at); err == nil {
			p.known = knownCommit{at, found.when}
		}
	}
	if past := p.options.Past; past != nil && past.store != nil {
		p.objects.stores = append(p.objects.stores, past.store)
		p.known = past.known
	}
}

// run tries until the site has arrived, and forgets what is remembered where that turns out to be of no use.
func (p *publisher) run(ctx context.Context) (*Published, error) {
	ctx, cancel := context.WithTimeout(ctx, movingTakes)
	defer cancel()
	began, faults := time.Now(), 0
	for try := 1; ; try++ {
		done, err := p.attempt(ctx)
		switch {
		case err == nil:
			done.Tries = try
			return done, nil
		case missing(err) && !p.known.hash.IsZero():
			p.last, p.options.Past, p.alone = &remembered{files: timesOnly(p.last.files)}, nil, true
			p.start()
			continue
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case passing(err) && faults < mostPassing:
			faults++
		case !errors.Is(err, errLost):
			return nil, err
		}
		if try >= mostTries || time.Since(began) > mostWaiting {
			return nil, fmt.Errorf("%w, %d times: publish again when it is quieter there", err, try)
		}
		wait := min(50*time.Millisecond<<min(try, 6), 2*time.Second)
		select {
		case <-time.After(time.Duration(rand.Int64N(int64(wait)))):
		case <-ctx.Done():
		}
	}
}

// attempt builds the commit on the tip as it is now, and pushes it.
func (p *publisher) attempt(ctx context.Context) (*Published, error) {
	r, err := connect(p.target, p.folder.Scratch, p.secrets, !p.options.DryRun)
	if err != nil {
		return nil, err
	}
	defer r.close()
	tips, err := p.tips(ctx, r)
	if err != nil {
		return nil, err
	}
	if done := p.pushed[tips.branch]; done != nil {
		return done, nil
	}
	plan, err := p.plan(tips)
	if err != nil {
		return nil, err
	}
	if plan.nothing {
		p.keep(tips.branch, plan)
		return &Published{Tip: shortOrNone(tips.branch), Says: plan.says}, nil
	}
	made, err := p.commit(tips, plan)
	if err != nil || p.options.DryRun {
		return made.published, err
	}
	p.pushed[made.hash] = made.published
	m := move{ref: p.target.branchRef(), old: tips.branch, new: made.hash, pack: made.pack}
	if err := r.push(ctx, m); err != nil {
		return nil, err
	}
	p.keep(made.hash, plan)
	made.published.Stays = p.follow(ctx, tips.on, made, plan.built.changes)
	return made.published, nil
}

func shortOrNone(h plumbing.Hash) string {
	if h.IsZero() {
		return ""
	}
	return short(h)
}

// tips are where the branches stand; zero where they do not exist.
type tips struct {
	branch plumbing.Hash
	on     plumbing.Hash // what the commit is built on: the branch's tip, or base's
}

// tips hears where the branches stand, and fetches what is not at hand of them.
func (p *publisher) tips(ctx context.Context, r remote) (tips, error) {
	names := []plumbing.ReferenceName{p.target.branchRef()}
	if p.target.Base != "" {
		names = append(names, p.target.baseRef())
	}
	refs, err := r.refs(ctx, names)
	if err != nil {
		return tips{}, err
	}
	for _, name := range names {
		if hash := refs[name]; !hash.IsZero() && !p.has(hash) {
			if refs, err = p.fetch(ctx, r, names); err != nil {
				return tips{}, err
			}
			break
		}
	}
	found := tips{branch: refs[names[0]], on: refs[names[len(names)-1]]}
	if p.target.Base != "" && found.on.IsZero() {
		return found, fmt.Errorf("it has no branch %s, which publish.base names", p.target.Base)
	}
	return found, nil
}

func (p *publisher) has(hash plumbing.Hash) bool {
	_, err := p.objects.commit(hash)
	return err == nil
}

func (p *publisher) fetch(ctx context.Context, r remote, names []plumbing.ReferenceName) (map[plumbing.ReferenceName]plumbing.Hash, error) {
	refs, store, err := r.fetch(ctx, names, p.known)
	if err != nil {
		return nil, err
	}
	p.objects.stores = append(p.objects.stores, store)
	for _, name := range names {
		if c, err := p.objects.commit(refs[name]); err == nil {
			p.known = knownCommit{refs[name], c.when}
		}
	}
	return refs, nil
}

// account is when the run ended that is to be published.
func (p *publisher) account() (time.Time, error) {
	b, err := p.folder.Read(accountFile)
	if err != nil {
		return time.Time{}, err
	}
	return finishedOf(b), nil
}

// accountFile and its script change at every run; alone they are no reason to commit.
const (
	accountFile   = "data/run.json"
	accountScript = "data/run.js"
)

func isAccount(name string) bool { return name == accountFile || name == accountScript }

// finishedOf reads the end of a run out of its account; the zero time where it cannot be read.
func finishedOf(b []byte) time.Time {
	var run struct{ Finished time.Time }
	_ = json.Unmarshal(b, &run) // what cannot be read is as old as can be
	return run.Finished
}

// keep remembers what now stands in the branch. That it cannot be kept is no failure: nothing depends on it.
func (p *publisher) keep(tip plumbing.Hash, plan *plan) {
	if p.options.DryRun {
		return
	}
	r := &remembered{target: p.target.identity(), hash: tip, commit: plan.commit, account: plan.account, finished: plan.finished, trees: plan.built.seen, files: map[string]file{}}
	for _, one := range plan.files {
		r.files[one.name] = one
	}
	_ = p.folder.Keep(rememberedFile, r.encode(time.Now()))
}

// author is who commits: what the configuration says, else what git is told by its variables.
func (p *publisher) author() object.Signature {
	who := object.Signature{Name: p.options.Author.Name, Email: p.options.Author.Email, When: p.options.Now.UTC()}
	for _, from := range []struct {
		to                *string
		variable, without string
	}{{&who.Name, "GIT_AUTHOR_NAME", "Plimsoll"}, {&who.Email, "GIT_AUTHOR_EMAIL", "plimsoll@localhost"}} {
		if *from.to == "" {
			*from.to = os.Getenv(from.variable)
		}
		if *from.to = clean(*from.to); *from.to == "" {
			*from.to = from.without
		}
	}
	return who
}

package git

// This file is the repository at the other end, and the two ways to it: over a wire, and a folder without git.

import (
	"context"
	"io"
	"os/exec"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// remote is one conversation with a repository. It ends with a push, successful or not.
type remote interface {
	// refs tells where branches stand; those that do not exist are left out.
	refs(ctx context.Context, branches []plumbing.ReferenceName) (map[plumbing.ReferenceName]plumbing.Hash, error)
	// fetch brings the newest commits of branches with all that belongs to them, save what belongs to the known one, and
	// tells which they were: they may be newer than what refs said.
	fetch(ctx context.Context, branches []plumbing.ReferenceName, known knownCommit) (map[plumbing.ReferenceName]plumbing.Hash, storer.EncodedObjectStorer, error)
	// push moves one branch from old (zero: it must not exist) to new. If it stands elsewhere, nothing happens, and
	// the error is errLost.
	push(ctx context.Context, move move) error
	close()
}

// knownCommit is a commit whose trees are at hand, and when it was made; without hash there is none.
type knownCommit struct {
	hash plumbing.Hash
	when time.Time
}

// move is what a push asks for.
type move struct {
	ref      plumbing.ReferenceName
	old, new plumbing.Hash
	pack     func(io.Writer) error // the objects that the repository lacks
}

// Deadlines: of asking what a repository holds, where silence is a fault, and of moving data, where a slow line is none.
const (
	askingTakes = 30 * time.Second
	movingTakes = 10 * time.Minute
)

// connect opens a conversation, to write or only to read.
func connect(t *Target, scratch string, secrets *secrets, writing bool) (remote, error) {
	if t.endpoint.Protocol == "file" {
		if _, err := exec.LookPath("git"); err != nil {
			return openFolder(t.endpoint.Path, writing)
		}
	}
	return &wire{target: t, scratch: scratch, secrets: secrets, writing: writing}, nil
}

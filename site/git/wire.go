package git

// This file speaks Git's protocol: over https, over ssh, and with git's own programs beside a repository on disk. It
// works on the sessions below go-git's remotes, which walk every object there is before they push one.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/sideband"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// wire is a conversation by protocol. The session that pushes is opened first and stays open while another fetches.
type wire struct {
	target  *Target
	scratch string
	secrets *secrets
	writing bool

	down transport.UploadPackSession
	up   transport.ReceivePackSession
	says *packp.AdvRefs // of the session that the conversation began with
}

func (w *wire) refs(ctx context.Context, names []plumbing.ReferenceName) (map[plumbing.ReferenceName]plumbing.Hash, error) {
	says, err := w.begin(ctx, w.writing)
	if err != nil {
		return nil, err
	}
	w.says = says
	return standingAt(says, names), nil
}

// begin opens one of the two sessions and hears what the repository holds. Whoever answers to a name is asked for by
// the first session; what it needs is offered without being asked, as far as it is known.
func (w *wire) begin(ctx context.Context, writing bool) (*packp.AdvRefs, error) {
	says, err := w.ask(ctx, writing)
	if denied(err) && w.secrets.ask(ctx, w.target) {
		says, err = w.ask(ctx, writing)
	}
	if err != nil {
		return nil, err
	}
	if formats := says.Capabilities.Get(capability.ObjectFormat); len(formats) > 0 && formats[0] != "sha1" {
		return nil, fmt.Errorf("its objects are named by %s, and Plimsoll can only write those of sha1", formats[0])
	}
	return says, nil
}

func (w *wire) ask(ctx context.Context, writing bool) (*packp.AdvRefs, error) {
	type answer struct {
		session transport.Session
		says    *packp.AdvRefs
	}
	got, err := within(ctx, askingTakes, func(ctx context.Context) (a answer, err error) {
		if a.session, err = w.open(ctx, writing); err != nil {
			return a, err
		}
		a.says, err = a.session.AdvertisedReferencesContext(ctx)
		return a, err
	})
	if errors.Is(err, transport.ErrEmptyRemoteRepository) {
		got.says, err = packp.NewAdvRefs(), nil
	}
	if err != nil {
		return nil, bare(err)
	}
	if writing {
		w.up, _ = got.session.(transport.ReceivePackSession)
	} else {
		w.down, _ = got.session.(transport.UploadPackSession)
	}
	return got.says, nil
}

func (w *wire) open(ctx context.Context, writing bool) (transport.Session, error) {
	client, auth, err := w.secrets.client(ctx, w.target)
	if err != nil {
		return nil, err
	}
	endpoint := *w.target.endpoint // a session changes its own
	endpoint.Password = ""
	if endpoint.Protocol != "ssh" {
		endpoint.User = ""
	}
	if writing {
		return client.NewReceivePackSession(&endpoint, auth)
	}
	return client.NewUploadPackSession(&endpoint, auth)
}

func standingAt(says *packp.AdvRefs, names []plumbing.ReferenceName) map[plumbing.ReferenceName]plumbing.Hash {
	refs := map[plumbing.ReferenceName]plumbing.Hash{}
	for _, name := range names {
		if hash, ok := says.References[name.String()]; ok {
			refs[name] = hash
		}
	}
	return refs
}

func (w *wire) fetch(ctx context.Context, names []plumbing.ReferenceName, known knownCommit) (map[plumbing.ReferenceName]plumbing.Hash, storer.EncodedObjectStorer, error) {
	says := w.says
	if w.writing || says == nil {
		var err error
		if says, err = w.begin(ctx, false); err != nil {
			return nil, nil, err
		}
	}
	tips := standingAt(says, names)
	wants := slices.Collect(maps.Values(tips))
	store, err := w.newStore()
	if err != nil || len(wants) == 0 {
		return tips, store, err
	}
	err = w.download(ctx, says, wants, known, store)
	if err != nil && strings.Contains(err.Error(), "not our ref") { // the branch was rewritten since it was heard of
		return nil, nil, errLost
	}
	if err != nil && !known.hash.IsZero() && ctx.Err() == nil { // what is known is of no use there: a branch that was rewritten, a clock that ran ahead
		if says, err = w.begin(ctx, false); err == nil {
			tips = standingAt(says, names)
			err = w.download(ctx, says, slices.Collect(maps.Values(tips)), knownCommit{}, store)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	return tips, store, nil
}

// download asks for commits and unpacks the answer into a store.
func (w *wire) download(ctx context.Context, says *packp.AdvRefs, wants []plumbing.Hash, known knownCommit, store *filesystem.Storage) error {
	ctx, sound, stop := w.watch(ctx)
	defer stop()
	if !w.writing {
		w.says = nil // what was heard is answered: such a session is good for one request
	}
	answer, err := w.down.UploadPack(ctx, newestOnly(says.Capabilities, wants, known))
	if errors.Is(err, transport.ErrEmptyUploadPackRequest) { // nothing came, as where a server finds no commit so young
		return io.ErrUnexpectedEOF
	}
	if err != nil {
		return broken(ctx, err)
	}
	defer answer.Close()
	pack := w.unpacked(hearingReader{answer, sound}, says.Capabilities)
	if err := packfile.UpdateObjectStorage(store, pack); err != nil {
		if w.target.endpoint.Protocol == "file" { // git's own program beside us ends when it has said all, and is waited for
			io.Copy(io.Discard, answer)
		}
		return fmt.Errorf("unpack what it sent: %w", broken(ctx, err))
	}
	return nil
}

// watch listens while data moves. Over http the connection itself does.
func (w *wire) watch(ctx context.Context) (watched context.Context, sound, stop func()) {
	ctx, cancel := context.WithTimeout(ctx, movingTakes)
	if protocol := w.target.endpoint.Protocol; protocol == "http" || protocol == "https" {
		return ctx, func() {}, cancel
	}
	watched, sound, end := watch(ctx)
	return watched, sound, func() { end(); cancel() }
}

// broken is why a conversation broke off.
func broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return bare(err)
}

// bare takes an error out of what the library wraps it in, which errors.Is cannot see through.
func bare(err error) error {
	var unexpected *plumbing.UnexpectedError
	var permanent *plumbing.PermanentError
	for {
		switch {
		case errors.As(err, &unexpected):
			err = unexpected.Err
		case errors.As(err, &permanent):
			err = permanent.Err
		default:
			return err
		}
	}
}

// newestOnly asks for commits without those before them, where the server can leave them out: without those before the
// known commit, where it can tell them by their time, else for each as if it had none before it. A server that was asked
// for one commit alone would not see that it follows the known one, and would send all files.
func newestOnly(can *capability.List, wants []plumbing.Hash, known knownCommit) *packp.UploadPackRequest {
	r := packp.NewUploadPackRequestFromCapabilities(can)
	r.Wants = wants
	set := func(c capability.Capability) bool { return can.Supports(c) && r.Capabilities.Set(c) == nil }
	set(capability.NoProgress)
	switch {
	case !set(capability.Shallow):
	case !known.hash.IsZero() && set(capability.DeepenSince):
		r.Depth = packp.DepthSince(known.when)
		r.Haves, r.Shallows = []plumbing.Hash{known.hash}, []plumbing.Hash{known.hash}
	default:
		r.Depth = packp.DepthCommits(1)
	}
	return r
}

// unpacked is the pack within an answer. What the server says beside it is heard where it is an error.
func (w *wire) unpacked(answer io.Reader, can *capability.List) io.Reader {
	switch {
	case can.Supports(capability.Sideband64k):
		return sideband.NewDemuxer(sideband.Sideband64k, answer)
	case can.Supports(capability.Sideband):
		return sideband.NewDemuxer(sideband.Sideband, answer)
	default:
		return answer
	}
}

// newStore is a place for fetched objects: on disk, because a site of ten thousand pages has no place in memory.
func (w *wire) newStore() (*filesystem.Storage, error) {
	dir, err := os.MkdirTemp(w.scratch, "fetched-")
	if err != nil {
		return nil, fmt.Errorf("make room for what is fetched: %w", err)
	}
	return filesystem.NewStorageWithOptions(osfs.New(dir), cache.NewObjectLRU(4*cache.MiByte), filesystem.Options{KeepDescriptors: true}), nil
}

func (w *wire) push(ctx context.Context, m move) error {
	if w.up == nil || w.says == nil {
		if _, err := w.begin(ctx, true); err != nil {
			return err
		}
	}
	can := w.says.Capabilities
	request := packp.NewReferenceUpdateRequestFromCapabilities(can)
	request.Commands = []*packp.Command{{Name: m.ref, Old: m.old, New: m.new}}
	ctx, sound, stop := w.watch(ctx)
	defer stop()
	heard := &heard{}
	if can.Supports(capability.Sideband64k) && request.Capabilities.Set(capability.Sideband64k) == nil {
		request.Progress = hearing{heard, sound}
	}
	out, in := io.Pipe()
	go func() { in.CloseWithError(m.pack(hearing{in, sound})) }()
	request.Packfile = out
	defer out.Close()
	report, err := w.up.ReceivePack(ctx, request)
	if report == nil && err != nil {
		err = broken(ctx, err)
	}
	return rejected(report, err, heard.lines())
}

func (w *wire) close() {
	if w.down != nil {
		w.down.Close()
	}
	if w.up != nil {
		w.up.Close()
	}
}

// within bounds what takes no notice of a context, as go-git's dialling of ssh. What does not end is left behind.
func within[T any](ctx context.Context, limit time.Duration, do func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSilent)
	defer cancel()
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := do(ctx)
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		if r.err != nil && ctx.Err() != nil {
			r.err = context.Cause(ctx)
		}
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

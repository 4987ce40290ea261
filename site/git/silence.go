package git

// This file ends conversations in which nothing is said any more: a cron job must not hang on a server that does.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// mostSilence is how long neither side may say anything while data moves. Servers that check a large push say every few
// seconds that they are still there.
const mostSilence = 60 * time.Second

var (
	errSilent = fmt.Errorf("no answer within %v", askingTakes)
	errMute   = errors.New("nothing was said for a minute")
)

// watch is a context that ends when nothing is heard for too long; what it gives is to be called with every sound.
func watch(ctx context.Context) (watched context.Context, sound func(), stop func()) {
	watched, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(mostSilence, func() { cancel(errMute) })
	return watched, func() { timer.Reset(mostSilence) }, func() { timer.Stop(); cancel(nil) }
}

// hearing tells of every read and write.
type hearing struct {
	io.Writer
	sound func()
}

func (h hearing) Write(p []byte) (int, error) {
	h.sound()
	return h.Writer.Write(p)
}

type hearingReader struct {
	io.Reader
	sound func()
}

func (h hearingReader) Read(p []byte) (int, error) {
	h.sound()
	return h.Reader.Read(p)
}

// patient is a connection that is given up when nothing passes either way: http sends a push whole, where no watch can
// hear how far it is.
type patient struct{ net.Conn }

func (p patient) Read(b []byte) (int, error) {
	p.Conn.SetDeadline(time.Now().Add(mostSilence))
	return p.Conn.Read(b)
}

func (p patient) Write(b []byte) (int, error) {
	p.Conn.SetDeadline(time.Now().Add(mostSilence))
	return p.Conn.Write(b)
}

func dialPatiently(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: 15 * time.Second}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return patient{conn}, nil
}

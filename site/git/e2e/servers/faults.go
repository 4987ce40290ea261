package servers

// This file is what goes wrong at a web server, and when.

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
)

// Faults is how a web server behaves; the zero value serves everyone.
type Faults struct {
	Token      string // the password that is asked for, whatever the user's name; empty: none
	Expires    int    // the token is good for so many requests, 0: for all
	Status     int    // the answer to every request, 0: what the backend says
	FileBlocks int    // no file that the server writes may be longer, in blocks of 512 bytes: its disk is full; 0: it is not
	OnPush     Push   // what becomes of the packs that are pushed, nil: they are received
}

// Push receives a pack, or does not.
type Push func(*Web, http.ResponseWriter, *http.Request)

// Cut ends the connection after the first bytes of a pack.
func Cut(_ *Web, _ http.ResponseWriter, r *http.Request) {
	io.CopyN(io.Discard, r.Body, 512)
	panic(http.ErrAbortHandler)
}

// Hang takes the whole pack and says nothing, until the client has gone or the server is closed.
func Hang(w *Web, _ http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	select {
	case <-r.Context().Done():
	case <-w.closed:
	}
	panic(http.ErrAbortHandler)
}

// Lose receives the pack and ends the connection before its sender learns of it.
func Lose(w *Web, _ http.ResponseWriter, r *http.Request) {
	w.pass(httptest.NewRecorder(), r, 0)
	panic(http.ErrAbortHandler)
}

// spool writes a body into a file without a name.
func spool(body io.Reader) (*os.File, int64, error) {
	f, err := os.CreateTemp("", "plimsoll-push-")
	if err != nil {
		return nil, 0, err
	}
	os.Remove(f.Name())
	size, err := io.Copy(f, body)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close()
	}
	return f, size, err
}

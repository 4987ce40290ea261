package servers

// This file is the web server: basic authentication over TLS, and git http-backend behind it as CGI.

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// Web serves the repositories of one folder.
type Web struct {
	URL       string // https://127.0.0.1:PORT, a repository's path comes after it
	Authority string // the file of the certificate that signs the server's: SSL_CERT_FILE, GIT_SSL_CAINFO

	root, backend string
	server        *httptest.Server
	closed        chan struct{}

	mu     sync.Mutex
	faults Faults
	good   int // requests that the token was good for
	pushes int
}

// NewWeb starts the server; work is a folder for what it needs itself.
func NewWeb(root, work string) (*Web, error) {
	core, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		return nil, fmt.Errorf("find git http-backend: %w: install git", err)
	}
	w := &Web{root: root, closed: make(chan struct{}), Authority: filepath.Join(work, "authority.pem")}
	w.backend = filepath.Join(strings.TrimSpace(string(core)), "git-http-backend")
	if _, err := os.Stat(w.backend); err != nil {
		return nil, fmt.Errorf("find git http-backend: %w: install git with its server part", err)
	}
	w.server = httptest.NewUnstartedServer(http.HandlerFunc(w.serve))
	w.server.Config.ErrorLog = log.New(io.Discard, "", 0) // of clients that were killed, or that do not believe us
	w.server.EnableHTTP2 = true                           // as the great hosts have it
	w.server.StartTLS()
	w.URL = w.server.URL
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.server.Certificate().Raw})
	return w, os.WriteFile(w.Authority, certificate, 0o644)
}

// Close ends the server and what hangs in it.
func (w *Web) Close() {
	close(w.closed)
	w.server.CloseClientConnections()
	w.server.Close()
}

// Set says how the server behaves from now on.
func (w *Web) Set(f Faults) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults, w.good = f, 0
}

// Pushes is how many packs have arrived, whatever became of them.
func (w *Web) Pushes() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pushes
}

func (w *Web) serve(rw http.ResponseWriter, r *http.Request) {
	f, ok := w.admit(rw, r)
	if !ok {
		return
	}
	push := r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/git-receive-pack")
	if push {
		w.mu.Lock()
		w.pushes++
		w.mu.Unlock()
	}
	if push && f.OnPush != nil {
		f.OnPush(w, rw, r)
		return
	}
	w.pass(rw, r, f.FileBlocks)
}

// Pass receives a pack in good order, for a Push that only does something beside.
func (w *Web) Pass(rw http.ResponseWriter, r *http.Request) { w.pass(rw, r, 0) }

// admit answers by itself what is not to reach the backend.
func (w *Web) admit(rw http.ResponseWriter, r *http.Request) (Faults, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.faults
	if f.Status != 0 {
		http.Error(rw, http.StatusText(f.Status), f.Status)
		return f, false
	}
	if f.Token == "" {
		return f, true
	}
	_, password, _ := r.BasicAuth()
	if password != f.Token || f.Expires > 0 && w.good >= f.Expires {
		rw.Header().Set("WWW-Authenticate", `Basic realm="loopback"`)
		http.Error(rw, "Unauthorized", http.StatusUnauthorized)
		return f, false
	}
	w.good++
	return f, true
}

// pass hands the request to git http-backend. CGI wants to know how long a body is, so one that does not say is
// written down first, as other web servers do.
func (w *Web) pass(rw http.ResponseWriter, r *http.Request, fileBlocks int) {
	if r.ContentLength < 0 || len(r.TransferEncoding) > 0 {
		spooled, size, err := spool(r.Body)
		if err != nil {
			http.Error(rw, err.Error(), http.StatusBadRequest)
			return
		}
		defer spooled.Close()
		r = r.Clone(r.Context())
		r.Body, r.ContentLength, r.TransferEncoding = spooled, size, nil
	}
	backend := &cgi.Handler{Path: w.backend, Stderr: io.Discard, Env: append(Environment(w.root),
		"GIT_PROJECT_ROOT="+w.root, "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=publisher")}
	if fileBlocks > 0 {
		backend.Path = "/bin/sh"
		backend.Args = []string{"-c", fmt.Sprintf(`trap "" XFSZ; ulimit -f %d; exec "$0"`, fileBlocks), w.backend}
	}
	backend.ServeHTTP(rw, r)
}

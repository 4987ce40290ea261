package git

// This file serves a repository over http, by the library's own server: it moves no ref behind anybody's back, which is
// enough to see what is sent and asked for. Real servers are in e2e.

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/server"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// web is a server with a password. answer, where it is set, is given before the repository is.
type web struct {
	place    *place
	password string

	mu     sync.Mutex
	answer func(http.ResponseWriter, *http.Request) bool
	heard  []string // of each request its path and whether it had the password
}

// serve puts the place's repository behind a web server.
func (p *place) serve() *web {
	p.Helper()
	w := &web{place: p, password: "hunter2-and-more"}
	s := httptest.NewServer(w)
	p.Cleanup(s.Close)
	p.config.Repository = s.URL + "/docs.git"
	p.Setenv(TokenVariable, w.password)
	return w
}

func (w *web) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	_, password, _ := r.BasicAuth()
	w.mu.Lock()
	w.heard = append(w.heard, fmt.Sprintf("%s %v", r.URL.Path, password == w.password))
	answer := w.answer
	w.mu.Unlock()
	if answer != nil && answer(rw, r) {
		return
	}
	if password != w.password {
		rw.Header().Set("WWW-Authenticate", `Basic realm="docs"`)
		http.Error(rw, "no entry for "+password, http.StatusUnauthorized)
		return
	}
	store := w.place.open().Storer.(*filesystem.Storage)
	git := server.NewServer(server.MapLoader{"file:///docs": store})
	endpoint := &transport.Endpoint{Protocol: "file", Path: "/docs"}
	if err := serveGit(rw, r, git, endpoint); err != nil {
		w.place.Errorf("serve %s: %v", r.URL, err)
	}
}

func (w *web) be(answer func(http.ResponseWriter, *http.Request) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer, w.heard = answer, nil
}

// requests are those since the last be.
func (w *web) requests() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.heard, ", ")
}

func serveGit(rw http.ResponseWriter, r *http.Request, git transport.Transport, at *transport.Endpoint) error {
	ctx := context.Background()
	up, err := git.NewUploadPackSession(at, nil)
	if err != nil {
		return err
	}
	down, err := git.NewReceivePackSession(at, nil)
	if err != nil {
		return err
	}
	switch _, last, _ := strings.Cut(r.URL.Path, "docs.git/"); last {
	case "info/refs":
		return advertise(rw, r.URL.Query().Get("service"), up, down)
	case "git-upload-pack":
		request := packp.NewUploadPackRequest()
		if err := request.UploadRequest.Decode(r.Body); err != nil {
			return err
		}
		answer, err := up.UploadPack(ctx, request)
		if err != nil {
			return err
		}
		return answer.Encode(rw)
	default:
		request := packp.NewReferenceUpdateRequest()
		if err := request.Decode(io.NopCloser(r.Body)); err != nil {
			return err
		}
		report, err := down.ReceivePack(ctx, request)
		if err != nil {
			return err
		}
		return report.Encode(rw)
	}
}

func advertise(rw http.ResponseWriter, service string, up transport.UploadPackSession, down transport.ReceivePackSession) error {
	var says *packp.AdvRefs
	var err error
	if service == transport.ReceivePackServiceName {
		says, err = down.AdvertisedReferences()
	} else {
		says, err = up.AdvertisedReferences()
	}
	if err != nil {
		return err
	}
	says.Prefix = [][]byte{[]byte("# service=" + service), pktline.Flush}
	says.Capabilities.Delete(capability.Capability("symref"))
	var b bytes.Buffer
	if err := says.Encode(&b); err != nil {
		return err
	}
	_, err = rw.Write(b.Bytes())
	return err
}

func TestPublishOverTheWeb(t *testing.T) {
	p := newPlace(t)
	w := p.serve()
	p.publish()
	p.holds("main", "services/data/run.json", account(12))
	w.be(nil)
	p.change("services/checkout/index.html", "<p>2")
	p.publish()
	want := "/docs.git/info/refs true, /docs.git/git-receive-pack true"
	if got := w.requests(); got != want {
		t.Errorf("with all remembered, it asks %s, want %s", got, want)
	}
	p.somebody("main", map[string]string{"README.md": "theirs"})
	p.publish()
	p.holds("main", "README.md", "theirs")
	p.kept = map[string][]byte{}
	if done := p.publish(); done.Commit != "" {
		t.Errorf("with nothing remembered, it publishes %+v", done)
	}
}

// TestFaultsOfTheWeb wants each in words, and the token in none of them.
func TestFaultsOfTheWeb(t *testing.T) {
	status := func(code int) func(http.ResponseWriter, *http.Request) bool {
		return func(rw http.ResponseWriter, r *http.Request) bool {
			user, password, _ := r.BasicAuth()
			http.Error(rw, "no: "+user+":"+password+" "+r.Header.Get("Authorization"), code)
			return true
		}
	}
	for _, test := range []struct {
		why    string
		answer func(http.ResponseWriter, *http.Request) bool
		says   string
	}{
		{"expired", status(401), "the credentials from PLIMSOLL_GIT_TOKEN were refused (401): they have expired, or are of another host"},
		{"not allowed", status(403), "the credentials from PLIMSOLL_GIT_TOKEN may not do this (403): give them the right to write to the repository"},
		{"gone", status(404), "there is no such repository, or these credentials may not see it"},
		{"in trouble", status(503), "the server is in trouble (503): publish again later"},
		{"no Git", status(200), "what answers there does not speak Git's protocol: look at publish.repository"},
		{"cut off", func(rw http.ResponseWriter, _ *http.Request) bool {
			conn, _, err := rw.(http.Hijacker).Hijack()
			if err == nil {
				conn.Close()
			}
			return true
		}, "the connection ended half way: publish again"},
	} {
		t.Run(test.why, func(t *testing.T) {
			p := newPlace(t)
			w := p.serve()
			w.be(test.answer)
			_, err := p.try()
			if err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "publish to main of http://127.0.0.1:") {
				t.Fatalf("it says %v, want %q", err, test.says)
			}
			if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "aHVudGVy") {
				t.Errorf("the token is in %v", err)
			}
			w.be(nil)
			p.publish()
		})
	}
}

func TestNoCredentials(t *testing.T) {
	p := newPlace(t)
	p.serve()
	t.Setenv(TokenVariable, "")
	_, err := p.try()
	if err == nil || !strings.Contains(err.Error(), "it wants credentials, and none were found: set PLIMSOLL_GIT_TOKEN, or let a credential helper of Git know them") {
		t.Errorf("it says %v", err)
	}
}

func TestNoCredentialsInTheClear(t *testing.T) {
	p := newPlace(t)
	p.config.Repository = "http://git.example.com/docs.git"
	t.Setenv(TokenVariable, "hunter2")
	_, err := p.try()
	if err == nil || !strings.Contains(err.Error(), "use https") {
		t.Errorf("it says %v", err)
	}
}

package git

// This file finds the credentials for a repository, and keeps them out of everything that is said.

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing/transport"
	gitfile "github.com/go-git/go-git/v5/plumbing/transport/file"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/plumbing/transport/ssh"
)

// TokenVariable holds a token for repositories that are reached by https.
const TokenVariable = "PLIMSOLL_GIT_TOKEN"

// secrets are the credentials of one command.
type secrets struct {
	auth   githttp.AuthMethod // nil: none, or not looked for yet
	origin string             // where auth came from, for messages
	looked bool
	filled *filled  // what a credential helper of git's gave
	hidden []string // texts that no message may hold
}

// client is a way to the target, with what opens its door.
func (s *secrets) client(ctx context.Context, t *Target) (transport.Transport, transport.AuthMethod, error) {
	switch t.endpoint.Protocol {
	case "file":
		return gitfile.DefaultClient, nil, nil
	case "ssh":
		auth, err := sshAuth(t.endpoint)
		return ssh.DefaultClient, auth, err
	}
	if !s.looked {
		s.looked = true
		s.look(ctx, t)
	}
	if s.auth == nil {
		return githttp.NewClient(httpClient()), nil, nil // not a nil pointer within an interface
	}
	if t.endpoint.Protocol == "http" && !onThisMachine(t.endpoint.Host) {
		return nil, nil, errors.New("the credentials would travel by plain http, for everybody on the way to read: use https")
	}
	return githttp.NewClient(httpClient()), s.auth, nil
}

// look finds what is at hand without asking anyone: a token, what a checkout's origin or its configuration holds.
func (s *secrets) look(ctx context.Context, t *Target) {
	e := t.endpoint
	if token := strings.TrimSpace(os.Getenv(TokenVariable)); token != "" {
		s.use(TokenVariable, userOf(e), token)
		return
	}
	if e.Password != "" { // of a checkout's origin: a configuration holds none
		s.use("the URL of the checkout's origin", e.User, e.Password)
		return
	}
	if header := extraHeader(ctx, t); header != "" {
		name, value, _ := strings.Cut(header, ":")
		value = strings.TrimSpace(value)
		s.hide(value)
		if _, encoded, ok := strings.Cut(value, " "); ok {
			s.hide(encoded)
			if plain, err := base64.StdEncoding.DecodeString(encoded); err == nil {
				_, password, _ := strings.Cut(string(plain), ":")
				s.hide(password)
			}
		}
		s.auth, s.origin = &headerAuth{http.CanonicalHeaderKey(strings.TrimSpace(name)), value}, "http.extraheader of the checkout"
	}
}

func (s *secrets) use(origin, user, password string) {
	s.hide(password)
	s.hide(base64.StdEncoding.EncodeToString([]byte(user + ":" + password)))
	s.auth, s.origin = &githttp.BasicAuth{Username: user, Password: password}, origin
}

// userOf is the name that goes with a token. Most hosts take any; those that do not are known.
func userOf(e *transport.Endpoint) string {
	host := strings.ToLower(e.Host)
	switch {
	case e.User != "":
		return e.User
	case strings.Contains(host, "gitlab"):
		return "oauth2"
	case host == "bitbucket.org":
		return "x-token-auth"
	default:
		return "x-access-token"
	}
}

// ask has git's credential helpers asked, where nothing else was at hand, and says whether it is worth another try.
func (s *secrets) ask(ctx context.Context, t *Target) bool {
	if s.auth != nil || t.endpoint.Protocol == "ssh" {
		return false
	}
	s.filled = fill(ctx, t)
	if s.filled == nil {
		return false
	}
	s.use("git's credential helper", s.filled.username, s.filled.password)
	return true
}

// settle tells the helper whether what it gave was good.
func (s *secrets) settle(ctx context.Context, t *Target, good bool) {
	if s.filled == nil {
		return
	}
	s.filled.settle(ctx, t, good)
	s.filled = nil
}

func (s *secrets) hide(text string) {
	if text != "" {
		s.hidden = append(s.hidden, text, url.QueryEscape(text), url.PathEscape(text))
	}
}

// redact takes the credentials out of a text.
func (s *secrets) redact(text string) string {
	for _, secret := range s.hidden {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}

// headerAuth is a header as a checkout's configuration holds it.
type headerAuth struct{ name, value string }

func (h *headerAuth) Name() string            { return "http-extraheader" }
func (h *headerAuth) String() string          { return h.Name() }
func (h *headerAuth) SetAuth(r *http.Request) { r.Header.Set(h.name, h.value) }

func onThisMachine(host string) bool {
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// httpClient gives up on what does not connect. How long an answer may take is said where it is asked for.
func httpClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialPatiently,
		TLSHandshakeTimeout:   15 * time.Second,
		ForceAttemptHTTP2:     true,
		ResponseHeaderTimeout: mostSilence,
		ExpectContinueTimeout: time.Second,
	}}
}

// denied says that the server wants credentials, or others.
func denied(err error) bool {
	return errors.Is(err, transport.ErrAuthenticationRequired) || errors.Is(err, transport.ErrAuthorizationFailed)
}

// refusal is what to do about credentials that a server did not take.
func (s *secrets) refusal(t *Target, err error) error {
	switch {
	case t.endpoint.Protocol == "ssh":
		return err
	case s.origin == "":
		return fmt.Errorf("it wants credentials, and none were found: set %s, or let a credential helper of Git know them", TokenVariable)
	case errors.Is(err, transport.ErrAuthorizationFailed):
		return fmt.Errorf("the credentials from %s may not do this (403): give them the right to write to the repository", s.origin)
	default:
		return fmt.Errorf("the credentials from %s were refused (401): they have expired, or are of another host", s.origin)
	}
}

package git

// This file turns what goes wrong at the other end into one line with a next step.

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"syscall"
	"unicode"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/pktline"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
)

// heard is what a server says beside its answer: the output of its hooks.
type heard struct{ b bytes.Buffer }

// brokeOff is the status of a server that gave none.
const brokeOff = "it broke off"

// mostHeard is as much as one line can take.
const mostHeard = 2000

func (h *heard) Write(p []byte) (int, error) {
	h.b.Write(p[:min(len(p), max(0, mostHeard-h.b.Len()))])
	return len(p), nil
}

func (h *heard) lines() string { return plainText(h.b.String()) }

// plainText is a server's text in one line of what can be seen.
func plainText(text string) string {
	var lines []string
	text = regexp.MustCompile(`\x1b\[[0-9;?]*[ -/]*[@-~]`).ReplaceAllString(text, "") // colours
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.Map(func(r rune) rune {
			if unicode.In(r, unicode.Cc, unicode.Cf) {
				return -1
			}
			return r
		}, line)
		if line = strings.Join(strings.Fields(line), " "); strings.Trim(line, "=*-# ") != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// refusedError is a server that heard a push out and declined it.
type refusedError struct {
	why  string // the status, as the server puts it
	said string // what its hooks printed
}

func (e *refusedError) Error() string {
	text := "it refused: " + e.why
	if e.why == brokeOff {
		text = brokeOff
	}
	if e.said != "" {
		text += ": " + e.said
	}
	for _, s := range steps() {
		if strings.Contains(strings.ToLower(text), s.says) {
			return text + ": " + s.step
		}
	}
	return text
}

type step struct{ says, step string }

// steps is what to do about refusals that hosts word alike.
func steps() []step {
	return []step{
		{"protected branch", "let this account push to the branch, or set publish.base and open a pull request"},
		{"gh006", "let this account push to the branch, or set publish.base and open a pull request"},
		{"gh013", "let this account push to the branch, or set publish.base and open a pull request"},
		{"not allowed to push", "let this account push to the branch, or set publish.base and open a pull request"},
		{"checked out", "publish to a bare repository, or to another branch"},
		{"no space left", "free some space there and publish again"},
		{"disk quota", "free some space there and publish again"},
		{"unpacker error", "look for a full disk or a quota there, and publish again"},
		{"abnormal exit", "look for a full disk or a quota there, and publish again"},
		{"hook declined", "look at what its hook wants"},
	}
}

// rejected is how a push ended: nil, errLost, or why not.
func rejected(report *packp.ReportStatus, err error, said string) error {
	if report == nil && err != nil && said != "" {
		return &refusedError{brokeOff, said}
	}
	if report == nil {
		return err
	}
	why := ""
	for _, s := range report.CommandStatuses {
		if s.Status != "ok" {
			why = plainText(s.Status)
		}
	}
	if report.UnpackStatus != "ok" {
		why = "unpacker error: " + plainText(report.UnpackStatus)
	}
	switch {
	case why == "" && err == nil:
		return nil
	case why == "":
		return err
	case outrun(why):
		return errLost
	default:
		return &refusedError{why, said}
	}
}

// outrun says that a status means: the branch has moved, or is being moved. Each server words it for itself.
func outrun(why string) bool {
	why = strings.ToLower(why)
	for _, words := range []string{
		"non-fast-forward", "fetch first", "failed to update ref", "failed to lock", "cannot lock ref", "unable to lock", "could not lock",
		"incorrect old value", "reference already exists", "but expected", "stale info", "stale old", "lock exists", "lock_failure", "lock error",
	} {
		if strings.Contains(why, words) {
			return true
		}
	}
	return false
}

// passing says that the same may go well a moment later: a connection that broke, a server that is starting or full.
func passing(err error) bool {
	if answer := (*githttp.Err)(nil); errors.As(err, &answer) {
		return answer.StatusCode() >= 500 || answer.StatusCode() == 429
	}
	if cutOff(err) {
		return true
	}
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// cutOff says that a stream of HTTP/2 ended half way; the library names it by its text alone.
func cutOff(err error) bool {
	return err != nil && strings.Contains(err.Error(), "stream error:")
}

// explain says in words what a person can do about an error.
func (s *secrets) explain(t *Target, err error) error {
	if denied(err) {
		err = s.refusal(t, err)
	}
	text := s.redact(wordsFor(t, err))
	return &remoteError{text, err}
}

// remoteError is an error in words that hold no credentials. What it came from is for errors.Is alone.
type remoteError struct {
	text string
	err  error
}

func (e *remoteError) Error() string { return e.text }
func (e *remoteError) Unwrap() error { return e.err }

func wordsFor(t *Target, err error) string {
	var dns *net.DNSError
	var web *url.Error
	var answer *githttp.Err
	text := err.Error()
	switch {
	case errors.As(err, &answer) && answer.StatusCode() >= 500:
		return fmt.Sprintf("the server is in trouble (%d): publish again later", answer.StatusCode())
	case errors.As(err, &answer) && answer.StatusCode() == http.StatusTooManyRequests:
		return "the server wants fewer requests (429): publish again later"
	case errors.As(err, &answer):
		return fmt.Sprintf("the server answered %s: look at publish.repository", answer.Response.Status)
	case errors.Is(err, context.Canceled):
		return "interrupted: nothing was lost, publish again"
	case errors.Is(err, transport.ErrRepositoryNotFound):
		return "there is no such repository, or these credentials may not see it"
	case errors.Is(err, errSilent), errors.Is(err, errMute), errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), timedOut(err):
		return "it did not answer in time: look whether the host can be reached from here"
	case errors.Is(err, pktline.ErrInvalidPktLen):
		return "what answers there does not speak Git's protocol: look at publish.repository"
	case errors.As(err, &dns):
		return fmt.Sprintf("the host %s is not known: look at publish.repository, and at the network", dns.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused: look at the host and port in publish.repository"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "the disk is full: free some space and publish again; the site is intact"
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return "its certificate is signed by an authority that is not known here: set SSL_CERT_FILE to the authority's certificate"
	case errors.As(err, new(*tls.CertificateVerificationError)):
		_, why, _ := strings.Cut(text, "x509: ")
		return "its certificate is not to be believed: " + plainText(why) + ": look at the host in publish.repository"
	case cutOff(err), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the connection ended half way: publish again, and look for a full disk at the other end where that does not help"
	case strings.Contains(text, "knownhosts: key is unknown"):
		return fmt.Sprintf("its key is not among the known hosts: add what ssh-keyscan %s prints to ~/.ssh/known_hosts, after comparing it with what the host publishes", t.endpoint.Host)
	case strings.Contains(text, "knownhosts: key mismatch"):
		return "its key is not the one among the known hosts: somebody may be in between; correct ~/.ssh/known_hosts only when you know that the host has a new key"
	case strings.Contains(text, "unable to authenticate"):
		return "none of the keys for ssh was accepted: give one of them the right to write to the repository"
	case strings.Contains(text, "dubious ownership"):
		return "git distrusts the repository because another user owns it: git config --global --add safe.directory " + t.endpoint.Path
	case errors.As(err, &web):
		return plainText(web.Err.Error())
	}
	return plainText(strings.TrimPrefix(strings.TrimPrefix(text, "unknown error: "), "remote: "))
}

func timedOut(err error) bool {
	var slow net.Error
	return errors.As(err, &slow) && slow.Timeout()
}

// missing says that an object is not at hand, as when a server left out what it should have sent.
func missing(err error) bool { return errors.Is(err, plumbing.ErrObjectNotFound) }

package source

// This file turns what went wrong while reading into one of the read states, and into a sentence that says whom to
// ask. Sentences stand in snapshots: they hold no port, request id or duration that differs from run to run.

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"syscall"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// readError is a read that did not end ok.
type readError struct {
	state   schemas.ReadState
	message string
	fatal   bool // what holds for one kind holds for the whole cluster
}

func (e *readError) Error() string { return e.message }

// fail makes a readError. Its text goes through the cleaner, because servers, proxies and plugins wrote parts of it.
func fail(state schemas.ReadState, format string, a ...any) *readError {
	return &readError{state: state, message: facts.Clean(fmt.Sprintf(format, a...), facts.MessageBytes)}
}

func failWhole(state schemas.ReadState, format string, a ...any) *readError {
	e := fail(state, format, a...)
	e.fatal = true
	return e
}

// stateOf says what an error of a request, or of reading its body, means.
func stateOf(ctx context.Context, err error, server string) *readError {
	var known *readError
	var wrong decodeError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &wrong):
		return fail(schemas.ReadFailed, "%v", wrong)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return failWhole(schemas.ReadTimeout, "%s did not answer in time: look at the server, or raise the cluster's timeout", server)
	case ctx.Err() != nil:
		return failWhole(schemas.ReadFailed, "the run was interrupted")
	case strings.Contains(err.Error(), "TLS handshake timeout"): // net/http's, after ten seconds of silence
		return failWhole(schemas.ReadTimeout, "%s accepts connections and then says nothing: look at the server, or at what stands before it", server)
	}
	for _, c := range connectionFaults() {
		if text, ok := c(err); ok {
			return failWhole(schemas.ReadUnreachable, "%s cannot be reached: %s", server, text)
		}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		return fail(schemas.ReadFailed, "%s ended its answer early, again and again", server)
	}
	return fail(schemas.ReadFailed, "%s: %s", server, withoutPorts(err))
}

// connectionFaults are the ways in which no connection comes about, each with words for it.
func connectionFaults() []func(error) (string, bool) {
	return []func(error) (string, bool){authorityFault, hostnameFault, certificateFault, tlsFault, nameFault, dialFault}
}

func authorityFault(err error) (string, bool) {
	var e x509.UnknownAuthorityError
	return "its certificate is signed by an authority that the kubeconfig does not trust: renew certificate-authority-data", errors.As(err, &e)
}

func hostnameFault(err error) (string, bool) {
	var e x509.HostnameError
	if !errors.As(err, &e) {
		return "", false
	}
	return fmt.Sprintf("its certificate is not for %s: set tls-server-name, or the name that the certificate has", e.Host), true
}

func certificateFault(err error) (string, bool) {
	var invalid x509.CertificateInvalidError
	if !errors.As(err, &invalid) {
		return "", false
	}
	if invalid.Reason == x509.Expired {
		return "its certificate has expired or is not valid yet, or this machine's clock is wrong", true
	}
	return "its certificate is not valid", true
}

func tlsFault(err error) (string, bool) {
	var header tls.RecordHeaderError
	var alert tls.AlertError
	var verification *tls.CertificateVerificationError
	switch {
	case errors.As(err, &header), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return "it does not speak TLS: is the address right?", true
	case errors.As(err, &alert):
		return fmt.Sprintf("it refused the TLS handshake (%v)", alert), true
	case errors.As(err, &verification):
		return fmt.Sprintf("its certificate does not verify (%v)", verification.Err), true
	}
	return "", false
}

func nameFault(err error) (string, bool) {
	var e *net.DNSError
	if !errors.As(err, &e) {
		return "", false
	}
	if e.IsNotFound {
		return fmt.Sprintf("no such host %s", e.Name), true
	}
	return fmt.Sprintf("the name %s could not be looked up", e.Name), true
}

func dialFault(err error) (string, bool) {
	var e *net.OpError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused", true
	case !errors.As(err, &e) || e.Op != "dial" && e.Op != "proxyconnect" && e.Op != "socks connect":
		return "", false
	case e.Timeout():
		return "no answer to the connection: is a VPN or a firewall rule missing?", true
	case e.Op == "dial":
		return reason(e.Err), true
	default:
		return "the proxy: " + reason(e.Err), true
	}
}

// reason is an error's innermost cause, without the addresses around it.
func reason(err error) string {
	var call *os.SyscallError
	if errors.As(err, &call) {
		return call.Err.Error()
	}
	return withoutPorts(err)
}

// localPort matches the ends of a connection; the local one differs at every run.
var localPort = regexp.MustCompile(`\S+:\d+->(\S+:\d+)`)

func withoutPorts(err error) string {
	return localPort.ReplaceAllString(err.Error(), "$1")
}

// worse orders the states by which names a cluster best of which nothing could be read.
func worse() []schemas.ReadState {
	return []schemas.ReadState{
		schemas.ReadUnauthorized, schemas.ReadUnreachable, schemas.ReadTimeout, schemas.ReadForbidden,
		schemas.ReadFailed, schemas.ReadNotServed,
	}
}

// sumUp is the state of a whole cluster: ok if anything could be read, else what its kinds have in common, or the
// worst of it.
func sumUp(reads []schemas.RunRead) (schemas.ReadState, string) {
	first := map[schemas.ReadState]string{}
	for _, r := range reads {
		if _, ok := first[r.State]; !ok {
			first[r.State] = r.Message
		}
	}
	if _, ok := first[schemas.ReadOK]; ok {
		return schemas.ReadOK, ""
	}
	for _, s := range worse() {
		if message, ok := first[s]; ok && s != schemas.ReadNotServed {
			return s, message
		}
	}
	return schemas.ReadFailed, "it serves none of the kinds that Plimsoll reads: is this a Kubernetes API server?"
}

package source

import (
	"context"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestConnectionRefused(t *testing.T) {
	s := serve(t, &apiServer{})
	c := s.cluster(t, `{token: secret}`)
	s.Close()
	started := time.Now()
	r := Read(t.Context(), c, facts.Kinds(), func(Progress) {})
	wantCluster(t, r, schemas.ReadUnreachable, "cannot be reached: connection refused")
	wantRead(t, r, "*", schemas.ReadUnreachable, "")
	if time.Since(started) > 3*time.Second {
		t.Errorf("took %v", time.Since(started))
	}
}

func TestConnectionFaults(t *testing.T) {
	good := serve(t, &apiServer{})
	other := httptest.NewTLSServer(http.NotFoundHandler())
	defer other.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	ca := func(s *httptest.Server) string {
		return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
	}
	port := good.URL[strings.LastIndexByte(good.URL, ':'):]
	cases := []struct{ about, server, ca, says string }{
		{"no CA", good.URL, "", "signed by an authority that the kubeconfig does not trust"},
		{"another name", "https://localhost" + port, ca(good.Server), "its certificate is not for localhost: set tls-server-name"},
		{"no TLS", "https://" + plain.Listener.Addr().String(), "", "it does not speak TLS"},
		{"no such host", "https://plimsoll.invalid", "", "plimsoll.invalid"},
	}
	for _, c := range cases {
		r := quickly(t, kubeconfig(t, c.server, c.ca, `{token: secret}`))
		if r.State != schemas.ReadUnreachable || !strings.Contains(r.Message, c.says) {
			t.Errorf("%s: %s, %q, want …%s…", c.about, r.State, r.Message, c.says)
		}
	}
}

func TestServerThatAcceptsAndNeverAnswers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() // its backlog accepts; nobody speaks
	c := kubeconfig(t, "https://"+l.Addr().String(), "", `{token: secret}`)
	c.Timeout = schemas.Duration(300 * time.Millisecond)
	r := Read(t.Context(), c, facts.Kinds(), func(Progress) {})
	wantCluster(t, r, schemas.ReadTimeout, "did not answer in time: look at the server, or raise the cluster's timeout")
}

func TestInterruptedRun(t *testing.T) {
	s := serve(t, &apiServer{misbehave: func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	r := Read(ctx, s.cluster(t, `{token: secret}`), facts.Kinds(), func(Progress) {})
	wantCluster(t, r, schemas.ReadFailed, "the run was interrupted")
}

// Messages stand in snapshots: a port or an address that changes at every run would be a change of the service.
func TestMessagesAreTheSameAtEveryRun(t *testing.T) {
	read := func(port int) error {
		return fmt.Errorf("get: %w", &net.OpError{Op: "read", Net: "tcp", Source: &net.TCPAddr{IP: net.IPv4(10, 0, 0, 7), Port: port},
			Addr: &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 6443}, Err: os.NewSyscallError("read", syscall.ETIMEDOUT)})
	}
	a, b := stateOf(t.Context(), read(40001), "https://k"), stateOf(t.Context(), read(40002), "https://k")
	if a.message != b.message || a.state != schemas.ReadFailed {
		t.Errorf("%s %q, %q", a.state, a.message, b.message)
	}
	if e := stateOf(t.Context(), errors.New("Get: net/http: TLS handshake timeout"), "https://k"); e.state != schemas.ReadTimeout || !e.fatal {
		t.Errorf("%s %q", e.state, e.message)
	}
	unroutable := &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1), Port: 6443}, Err: os.ErrDeadlineExceeded}
	if e := stateOf(t.Context(), unroutable, "https://k"); e.state != schemas.ReadUnreachable || !strings.Contains(e.message, "is a VPN or a firewall rule missing?") {
		t.Errorf("%s %q", e.state, e.message)
	}
}

func TestSumUp(t *testing.T) {
	read := func(s schemas.ReadState) schemas.RunRead {
		return schemas.RunRead{State: s, Message: "because " + string(s)}
	}
	cases := []struct {
		reads   []schemas.RunRead
		state   schemas.ReadState
		message string
	}{
		{[]schemas.RunRead{read(schemas.ReadForbidden), read(schemas.ReadOK)}, schemas.ReadOK, ""},
		{[]schemas.RunRead{read(schemas.ReadForbidden), read(schemas.ReadForbidden)}, schemas.ReadForbidden, "because forbidden"},
		{[]schemas.RunRead{read(schemas.ReadForbidden), read(schemas.ReadTimeout)}, schemas.ReadTimeout, "because timeout"},
		{[]schemas.RunRead{read(schemas.ReadNotServed), read(schemas.ReadForbidden)}, schemas.ReadForbidden, "because forbidden"},
		{[]schemas.RunRead{read(schemas.ReadNotServed)}, schemas.ReadFailed, "it serves none of the kinds that Plimsoll reads: is this a Kubernetes API server?"},
	}
	for _, c := range cases {
		if state, message := sumUp(c.reads); state != c.state || message != c.message {
			t.Errorf("%+v: %s %q", c.reads, state, message)
		}
	}
}

func TestRefusalsInEitherEncoding(t *testing.T) {
	want := status(403, "Forbidden", `User "ann" cannot list`)
	for _, b := range [][]byte{encodeProtobuf(want), []byte(`{"kind":"Status","reason":"Forbidden","message":"User \"ann\" cannot list"}`)} {
		if got := decodeStatus(b); got.Kind != "Status" || got.Message != want.Message {
			t.Errorf("%+v", got)
		}
	}
	for _, b := range []string{"", "<html>", `{"kind":"Pod"}`, "k8s\x00junk"} {
		if got := decodeStatus([]byte(b)); got.Kind != "" {
			t.Errorf("%q became %+v", b, got)
		}
	}
	anonymous := &statusError{code: 403, status: *status(403, "Forbidden", `User "system:anonymous" cannot list`)}
	if e := anonymous.explain(listing{resource: "pods"}, "https://k"); !strings.Contains(e.message, "no credentials reached the server") {
		t.Error(e.message)
	}
	if errors.Is(e500(), e500()) || !e500().passing() || (&statusError{code: 501}).passing() {
		t.Error("500 passes, 501 stays")
	}
}

func e500() *statusError { return &statusError{code: 500} }

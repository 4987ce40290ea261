package source

// This file is one request to an API server: sent again where that may help, counted, and its failures explained.
// The transport (TLS, proxy, tokens) is client-go's; its REST client is left aside because a list must be read
// while it arrives, and every failure must become one of our states.

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/client-go/rest"
)

const (
	// dialTimeout leaves an unroutable address time to be called unreachable within ten seconds.
	dialTimeout = 8 * time.Second
	// attempts bounds how often one request is sent: with the pauses between, that takes about five seconds.
	attempts   = 5
	firstPause = 300 * time.Millisecond
	// pauseAtMost is how long a server's Retry-After is obeyed; a longer one is a failure to be told now.
	pauseAtMost = 30 * time.Second
)

// client talks to one API server.
type client struct {
	http     *http.Client
	base     *url.URL
	gzip     bool          // measured: 10,000 pods cost both ends less packed than 22 MB of TLS, even over loopback
	pause    time.Duration // before the second attempt
	requests atomic.Int64
	bytes    atomic.Int64 // as they came over the wire
}

// newClient prepares a client. It opens no connection.
func newClient(config *rest.Config) (*client, error) {
	base, _, err := rest.DefaultServerUrlFor(config)
	if err != nil {
		return nil, fmt.Errorf("server %q: %w", config.Host, err)
	}
	config = rest.CopyConfig(config)
	config.UserAgent = userAgent()
	config.Dial = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
	c := &client{base: base, gzip: !config.DisableCompression, pause: firstPause}
	config.DisableCompression = true // the transport's own would hide how many bytes came
	if c.http, err = rest.HTTPClientFor(config); err != nil {
		return nil, err
	}
	c.http = &http.Client{Transport: c.http.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // a redirect leads to a login page, and would take the token along
	}}
	return c, nil
}

func userAgent() string {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = cmp.Or(info.Main.Version, version)
	}
	return "plimsoll/" + version
}

func (c *client) close() { utilnet.CloseIdleConnectionsFor(c.http.Transport) }

// server names the API server in messages.
func (c *client) server() string { return c.base.Scheme + "://" + c.base.Host }

// request is what is asked for.
type request struct {
	path   string
	query  url.Values
	accept string
	post   []byte // JSON to post; nil: it is a GET
}

// answer is a 200, or the 201 of a post, whose body is still arriving.
type answer struct {
	media string
	body  io.Reader
}

// get asks, and hands a good answer to use. Both are tried again where that may help: use must start from nothing
// each time.
func (c *client) get(ctx context.Context, r request, use func(answer) error) error {
	pause := c.pause
	for try := 1; ; try++ {
		err := c.once(ctx, r, use)
		if err == nil || try == attempts || ctx.Err() != nil {
			return err
		}
		wait, again := retry(err)
		if !again {
			return err
		}
		wait = max(wait, pause/2+rand.N(pause)) // jitter: clusters and kinds fail together, and should not return together
		pause *= 2
		if !sleep(ctx, wait) {
			return err
		}
	}
}

// sleep waits, unless the deadline comes first: then there is no point in waiting for it.
func sleep(ctx context.Context, d time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return false
	}
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *client) once(ctx context.Context, r request, use func(answer) error) error {
	u := c.base.JoinPath(r.path)
	u.RawQuery = r.query.Encode()
	ctx, cancel := context.WithCancel(ctx) // ends the body where it is not read to its end
	defer cancel()
	req, err := r.http(ctx, u.String())
	if err != nil {
		return err
	}
	if c.gzip {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	c.requests.Add(1)
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := c.body(res)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK && (r.post == nil || res.StatusCode != http.StatusCreated) {
		return refusal(res, body)
	}
	media, _, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err != nil {
		media = "no content type"
	}
	return use(answer{media: media, body: body})
}

func (r request) http(ctx context.Context, url string) (*http.Request, error) {
	method := http.MethodGet
	if r.post != nil {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(r.post))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", r.accept)
	if r.post != nil {
		req.Header.Set("Content-Type", mediaJSON)
	}
	return req, nil
}

// body counts what arrives, and unpacks it.
func (c *client) body(res *http.Response) (io.Reader, error) {
	counted := &counter{r: res.Body, n: &c.bytes}
	if res.Header.Get("Content-Encoding") != "gzip" {
		return counted, nil
	}
	unpacked, err := gzip.NewReader(counted)
	if errors.Is(err, gzip.ErrHeader) {
		return nil, malformed("the answer says it is packed with gzip, and is not")
	}
	return unpacked, err
}

type counter struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// retry says whether an error may pass, and how long the server wants to be left alone. Every request is a list, a
// discovery or a review that nobody stores: asking twice does no harm.
func retry(err error) (wait time.Duration, again bool) {
	var status *statusError
	var known *readError
	var wrong decodeError
	switch {
	case errors.As(err, &status):
		return status.after, status.passing() && status.after <= pauseAtMost
	case errors.As(err, &known), errors.As(err, &wrong):
		return 0, false
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return 0, true
	}
	return 0, utilnet.IsProbableEOF(err) || lostStream(err)
}

// lostStream knows how HTTP/2 says that a connection or an answer broke; its errors have no exported types in
// net/http.
func lostStream(err error) bool {
	text := err.Error()
	return strings.Contains(text, "stream error: ") || strings.Contains(text, "http2: client connection lost")
}

// retryAfter is the header in seconds; a date is not what API servers send.
func retryAfter(h http.Header) time.Duration {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || n < 0 {
		return 0
	}
	return min(time.Duration(n), 24*3600) * time.Second
}

package source

// This file is what API servers, and the proxies before them, answer instead of what was asked for.

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// maxStatus bounds how much of a refusal is read.
const maxStatus = 64 << 10

// statusError is an answer other than 200.
type statusError struct {
	code   int
	media  string
	to     string        // the host that a redirect leads to
	status metav1.Status // empty where the answer was not one of Kubernetes
	after  time.Duration // Retry-After
}

func (e *statusError) Error() string {
	text := fmt.Sprintf("%d %s", e.code, http.StatusText(e.code))
	if e.status.Message != "" {
		text += ": " + e.status.Message
	}
	return text
}

// passing says that the same request may succeed a little later.
func (e *statusError) passing() bool {
	return e.code == http.StatusTooManyRequests || e.code >= 500 && e.code != http.StatusNotImplemented
}

// expired says that the rest of a list is gone: between two pages, etcd was compacted.
func (e *statusError) expired() bool { return e.code == http.StatusGone }

func refusal(res *http.Response, body io.Reader) error {
	e := &statusError{code: res.StatusCode, after: retryAfter(res.Header)}
	e.media, _, _ = mime.ParseMediaType(res.Header.Get("Content-Type"))
	if to, err := res.Location(); err == nil {
		e.to = to.Host
	}
	text, _ := io.ReadAll(io.LimitReader(body, maxStatus)) // what is missing of a reason is no reason of its own
	e.status = decodeStatus(text)
	return e
}

// decodeStatus reads a Status in either encoding.
func decodeStatus(b []byte) metav1.Status {
	var s metav1.Status
	if rest, ok := bytes.CutPrefix(b, protobufMagic); ok {
		var envelope runtime.Unknown
		if envelope.Unmarshal(rest) != nil || envelope.Kind != "Status" || s.Unmarshal(envelope.Raw) != nil {
			return metav1.Status{}
		}
		s.Kind = envelope.Kind // which stands in the envelope alone
		return s
	}
	if json.Unmarshal(b, &s) != nil || s.Kind != "Status" {
		return metav1.Status{}
	}
	return s
}

// listing is what was asked for, in messages: "list pods in namespace shop".
type listing struct {
	resource  string // "pods", "deployments.apps"
	namespace string
}

func (l listing) String() string {
	if l.resource == "" {
		return "what the cluster serves"
	}
	return "list " + l.resource + " in " + l.where()
}

func (l listing) where() string {
	if l.namespace == "" {
		return "all namespaces"
	}
	return "namespace " + l.namespace
}

// explain says what an error of a request means for what was asked.
func (c *client) explain(ctx context.Context, err error, l listing) *readError {
	var status *statusError
	if errors.As(err, &status) {
		return status.explain(l, c.server())
	}
	return stateOf(ctx, err, c.server())
}

// explain says what an answer means for that list.
func (e *statusError) explain(l listing, server string) *readError {
	ours := e.status.Kind != ""
	switch {
	case e.code == http.StatusUnauthorized:
		return failWhole(schemas.ReadUnauthorized, "%s refused the credentials: they have expired or are wrong; log in again", server)
	case e.code == http.StatusForbidden && ours:
		return e.forbidden(l)
	case e.code == http.StatusNotFound && ours, e.code == http.StatusNotFound && e.media == "text/plain":
		return fail(schemas.ReadNotServed, "%s does not serve %s", server, l.resource)
	case e.code == http.StatusTooManyRequests:
		return fail(schemas.ReadFailed, "%s: %s has too much to do (429): try again later", l, server)
	case e.code >= 300 && e.code < 400:
		return fail(schemas.ReadFailed, "%s: %s answered with a redirect to %s: is a proxy or a login page in between?", l, server, cmp.Or(e.to, "nowhere"))
	case !ours && e.media != mediaJSON && e.media != "text/plain":
		return fail(schemas.ReadFailed, "%s: %s answered %d with %s: is a proxy or a login page in between?", l, server, e.code, cmp.Or(e.media, "no content type"))
	default:
		return fail(schemas.ReadFailed, "%s: %s answered %v", l, server, e)
	}
}

// Anonymous is what a cluster calls whoever shows no credentials.
const Anonymous = "system:anonymous"

// namedUser finds whom the server takes us for.
var namedUser = regexp.MustCompile(`User "([^"]*)"`)

// forbidden names the right that is missing, and whom to give it to.
func (e *statusError) forbidden(l listing) *readError {
	who := "these credentials"
	if m := namedUser.FindStringSubmatch(e.status.Message); m != nil {
		who = m[1]
	}
	switch {
	case who == Anonymous:
		return fail(schemas.ReadForbidden, "%s is not allowed for %s: no credentials reached the server", l, who)
	case l.namespace == "":
		return fail(schemas.ReadForbidden, "%s is not allowed for %s: ask for verb list on %s in a ClusterRole, or set namespaces: to those that you may read", l, who, l.resource)
	default:
		return fail(schemas.ReadForbidden, "%s is not allowed for %s: ask for verb list on %s in a Role there", l, who, l.resource)
	}
}

// listQuery is what a list asks for.
func listQuery(fieldSelector string, limit int, next string) url.Values {
	q := url.Values{}
	if fieldSelector != "" {
		q.Set("fieldSelector", fieldSelector)
	}
	if limit > 0 {
		q.Set("limit", fmt.Sprint(limit))
	}
	if next != "" {
		q.Set("continue", next)
	}
	return q
}

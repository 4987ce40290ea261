package source

// This file reads one list to its end: in one request where the server can send it as it goes, in pages where it
// would build it in memory first.

import (
	"context"
	"errors"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const (
	// pageSize is kubectl's own.
	pageSize = 500
	// streamsFrom is the minor version of 1.x from which servers encode a list while they send it, and serve it
	// consistently from their cache.
	streamsFrom = 34
	// restarts bounds how often a list begins anew because its later pages had expired.
	restarts = 3
	// pages bounds a list that never ends: fifty million objects.
	pages = 100_000
	// tellEvery is after how many objects a long list says how far it is.
	tellEvery = 1000
)

// acceptLists asks for protobuf, which has a third of JSON's size and decodes in a quarter of the time; JSON is for
// servers that do not speak it.
const acceptLists = mediaProtobuf + "," + mediaJSON

// list returns the facts of one list, all of them or none.
func (l *liveRead) list(ctx context.Context, k facts.Kind, namespace string, read *schemas.RunRead) (*facts.Cluster, *readError) {
	if e := l.given(); e != nil {
		return nil, e
	}
	if why := l.served.lacks(k); why != "" && (k.Group == "" || k.Group == "apps") {
		return nil, fail(schemas.ReadFailed, "%s, as every Kubernetes does: is a proxy in between?", why)
	} else if why != "" {
		return nil, fail(schemas.ReadNotServed, "%s", why)
	}
	what := listing{resource: k.Plural(), namespace: namespace}
	for range restarts {
		got, err := l.pages(ctx, k, namespace, read)
		var status *statusError
		switch {
		case err == nil:
			return got, nil
		case errors.As(err, &status) && status.expired():
		default:
			return nil, l.explain(ctx, err, k, what)
		}
	}
	return nil, fail(schemas.ReadFailed, "%s: the list expired %d times while it was read: the server is too slow, or compacts too often", what, restarts)
}

// explain says what an error means for a list. A 404 for what the server has just said that it serves comes from
// something in between, and does not say that nothing is there.
func (l *liveRead) explain(ctx context.Context, err error, k facts.Kind, what listing) *readError {
	e := l.client.explain(ctx, err, what)
	if e.state == schemas.ReadNotServed && l.served.kinds[gv(k)+"/"+k.Resource] {
		return fail(schemas.ReadFailed, "%s: %s answered 404, and says that it serves them: is a proxy in between?", what, l.client.server())
	}
	return e
}

// pages reads a list from its start. Retries repeat a page, and what a broken one held is dropped.
func (l *liveRead) pages(ctx context.Context, k facts.Kind, namespace string, read *schemas.RunRead) (*facts.Cluster, error) {
	all := &facts.Cluster{}
	read.Objects = 0
	limit := pageSize
	if l.served.minor >= streamsFrom {
		limit = 0
	}
	next := ""
	for range pages {
		r := request{path: listPath(k, namespace), query: listQuery(k.FieldSelector, limit, next), accept: acceptLists}
		var page *page
		err := l.client.get(ctx, r, func(a answer) error {
			page = l.newPage(k, read.Objects)
			return page.decode(a)
		})
		if err != nil {
			return nil, err
		}
		all.Merge(page.facts)
		read.Objects += page.objects
		if next = page.head.Continue; next == "" {
			return all, nil
		}
	}
	return nil, malformed("the list has no end")
}

func listPath(k facts.Kind, namespace string) string {
	path := groupPath(k)
	if namespace != "" {
		path += "/namespaces/" + namespace
	}
	return path + "/" + k.Resource
}

// page is one answer on its way into facts.
type page struct {
	kind    facts.Kind
	facts   *facts.Cluster
	head    listHead
	objects int
	tell    func(objects int) // of this page
}

func (l *liveRead) newPage(k facts.Kind, before int) *page {
	return &page{kind: k, facts: &facts.Cluster{}, tell: func(objects int) { l.told(k.Plural(), before+objects) }}
}

// decode reduces the body as it arrives.
func (p *page) decode(a answer) error {
	decoder, ok := decoders()[a.media]
	if !ok {
		return malformed("the server answered with %s, not with a Kubernetes list: is a proxy or a login page in between?", a.media)
	}
	reduce := p.kind.Proto
	if a.media == mediaJSON {
		reduce = p.kind.JSON
	}
	head, err := decoder(a.body, p.kind.Kind+"List", func(b []byte) error {
		if err := reduce(p.facts, b); err != nil {
			return decodeError{err}
		}
		p.objects++
		if p.objects%tellEvery == 0 {
			p.tell(p.objects)
		}
		return nil
	})
	p.head = head
	return err
}

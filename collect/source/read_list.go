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
func (l *liveRead) list(ctx context.Context, one oneList, read *schemas.RunRead) (*facts.Cluster, *readError) {
	if e := l.given(); e != nil {
		return nil, e
	}
	if one.lacking != nil {
		return nil, one.lacking
	}
	what := listing{resource: one.Plural(), namespace: one.namespace}
	for range restarts {
		got, err := l.pages(ctx, one.Kind, one.namespace, read)
		var status *statusError
		switch {
		case err == nil:
			return got, nil
		case errors.As(err, &status) && status.expired():
		default:
			return nil, l.explain(ctx, err, one.Kind, what)
		}
	}
	return nil, fail(schemas.ReadFailed, "%s: the list expired %d times while it was read: the server is too slow, or compacts too often", what, restarts)
}

// explain says what an error means for a list. A 404 for what the server has just said that it serves comes from
// something in between, and does not say that nothing is there.
func (l *liveRead) explain(ctx context.Context, err error, k facts.Kind, what listing) *readError {
	e := l.client.explain(ctx, err, what)
	_, said := l.served.kinds[k.Group+"/"+k.Version+"/"+k.Resource]
	if e.state == schemas.ReadNotServed && said {
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
		r := request{path: listPath(k, namespace), query: listQuery(k.FieldSelector, limit, next), accept: accepted(k)}
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

// accepted are the encodings in which a kind is asked for. Custom resources have no protobuf.
func accepted(k facts.Kind) string {
	if k.Proto == nil {
		return mediaJSON
	}
	return acceptLists
}

func listPath(k facts.Kind, namespace string) string {
	path := groupPath(k.Group, k.Version)
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
	if reduce == nil {
		return malformed("the server answered with %s, which custom resources do not have", a.media)
	}
	head, err := decoder(a.body, listKind(p.kind), func(b []byte) error {
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
	if !p.kind.Namespaced {
		for _, r := range p.facts.Resources {
			r.Namespace = "" // a reducer does not know that there is none
		}
	}
	return err
}

// listKind is what a list of that kind calls itself. Whoever defines a custom kind may call its list what they like.
func listKind(k facts.Kind) string {
	if k.Custom {
		return anyList
	}
	return k.Kind + "List"
}

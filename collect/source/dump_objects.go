package source

// This file takes the objects out of a dump's files, one at a time: a list of ten thousand pods is larger than the
// memory that a run should need.

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/util/json"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// typeMeta is what an object or a list says that it is.
type typeMeta struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

// item is what a typed list holds: a PodList holds Pods. A plain List does not say.
func (t typeMeta) item() typeMeta {
	kind, ok := strings.CutSuffix(t.Kind, "List")
	if !ok || kind == "" {
		return typeMeta{}
	}
	return typeMeta{t.APIVersion, kind}
}

// objectHead is what decides what becomes of an object.
type objectHead struct {
	typeMeta
	Metadata struct {
		Namespace string `json:"namespace"`
		Name      string `json:"name"`
	} `json:"metadata"`
}

var utf8Mark = []byte("\xef\xbb\xbf")

// pass is one way through a file. kubectl sorts a list's fields, so that its kind comes after its items; where those
// do not carry theirs, the file is read a second time.
type pass struct {
	ctx     context.Context
	dump    *dump
	assumed typeMeta   // of what an array or a list without kind holds
	known   []typeMeta // what each document holds, from the first pass; nil in that
	learned []typeMeta
	unknown map[int][]string // in the first pass, namespaces of objects without kind by document
	wrong   []*atLine        // with single objects; the file goes on
}

// readObjects reads a file of objects.
func (d *dump) readObjects(ctx context.Context, name string) error {
	var assumed typeMeta
	d.current, _ = d.kindOfPath(name)
	if d.current.Kind != "" {
		assumed = typeMeta{d.current.APIVersion(), d.current.Kind}
	}
	wrong, err := d.passes(ctx, assumed, func(p *pass) error { return d.run(name, p) })
	for _, w := range wrong {
		d.broken(name, w)
	}
	return err
}

// passes goes through the objects that read reads, once or twice. It returns what is wrong with single objects, and
// what ended the reading.
func (d *dump) passes(ctx context.Context, assumed typeMeta, read func(*pass) error) ([]*atLine, error) {
	first := &pass{ctx: ctx, dump: d, assumed: assumed, unknown: map[int][]string{}}
	err := read(first)
	again := false
	for doc, namespaces := range first.unknown {
		if first.learned[doc].Kind != "" {
			again = true
			continue
		}
		for _, namespace := range namespaces {
			d.skip(typeMeta{}, namespace)
		}
	}
	if !again {
		return first.wrong, err
	}
	second := &pass{ctx: ctx, dump: d, known: first.learned}
	_ = read(second) // breaks where the first one did
	return append(first.wrong, second.wrong...), err
}

func (d *dump) run(name string, p *pass) error {
	f, err := d.open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 64<<10)
	mark, _ := r.Peek(3)
	_, named := d.kindOfPath(name)
	switch {
	case len(mark) == 0 && named: // what kubectl get pods > pods.json leaves behind when it fails
		return errors.New("is empty: what should have written it has failed; dump it again")
	case bytes.Equal(mark, utf8Mark):
		_, _ = r.Discard(len(utf8Mark))
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		return errors.New("is UTF-16, as PowerShell's > writes it: save it as UTF-8")
	}
	if suffix(name) == ".json" {
		return readJSONObjects(newLines(r), p)
	}
	return readYAMLObjects(r, p)
}

// begin starts a document.
func (p *pass) begin() { p.learned = append(p.learned, typeMeta{}) }

// end learns what the document holds, if it turned out to be a list. A plain List does not say, but pods.json does: that
// is how kubectl writes that there are none.
func (p *pass) end(list typeMeta) {
	item := list.item()
	p.learned[len(p.learned)-1] = item
	if list.Kind == "List" {
		item = p.assumed
	}
	if k, ok := p.dump.version(item); ok {
		p.dump.hold(k, 0) // an empty list, of whatever version, says that there are none
	}
}

// single takes a document that is one object. Without a kind it is no business of Kubernetes.
func (p *pass) single(raw []byte, line int) error {
	if p.known != nil {
		return p.stopped()
	}
	var h objectHead
	if json.Unmarshal(raw, &h) == nil && h.Kind != "" {
		p.take(h, raw, line)
	}
	return p.stopped()
}

// listed takes an item of a list that is known to hold list, or not yet known. It says what a reader of the file
// must know: that nobody waits any more.
func (p *pass) listed(list typeMeta, raw []byte, line int) error {
	var h objectHead
	doc := len(p.learned) - 1
	switch err := json.Unmarshal(raw, &h); {
	case err != nil || h.Kind == "" && h.Metadata.Name == "": // no object, or none of Kubernetes
	case h.Kind != "":
		if p.known == nil {
			p.take(h, raw, line)
		}
	case list.Kind != "":
		if p.known == nil {
			h.typeMeta = list
			p.take(h, raw, line)
		}
	case p.known != nil && p.known[doc].Kind != "":
		h.typeMeta = p.known[doc]
		p.take(h, raw, line)
	case p.known == nil:
		p.unknown[doc] = append(p.unknown[doc], h.Metadata.Namespace)
	}
	return p.stopped()
}

func (p *pass) take(h objectHead, raw []byte, line int) {
	if err := p.dump.object(h, raw); err != nil && len(p.wrong) <= troubleAtMost {
		at := &atLine{line: line, err: err}
		if k, ok := p.dump.kindOf(h.typeMeta); ok {
			at.resource, at.namespace = k.Plural(), facts.Clean(cmp.Or(h.Metadata.Namespace, "default"), 0)
		}
		p.wrong = append(p.wrong, at)
	}
}

// missed is the resource that is missed where a document breaks, as far as it has said what it is.
func (p *pass) missed(t typeMeta) string {
	if item := t.item(); item.Kind != "" {
		t = item
	}
	if k, ok := p.dump.version(t); ok {
		return k.Plural()
	}
	return ""
}

func (p *pass) stopped() error { return p.ctx.Err() }

// lines counts the lines that a decoder has been given, so that an offset can be told as a line.
type lines struct {
	r      io.Reader
	ends   []int64 // offsets of line ends that lie ahead of what was asked for
	passed int     // line ends before those
	offset int64
}

func newLines(r io.Reader) *lines { return &lines{r: r} }

func (l *lines) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.offset+int64(i))
		}
	}
	l.offset += int64(n)
	return n, err
}

// at is the line of an offset; offsets are asked for in ascending order.
func (l *lines) at(offset int64) int {
	n := 0
	for n < len(l.ends) && l.ends[n] < offset {
		n++
	}
	l.passed += n
	l.ends = append(l.ends[:0], l.ends[n:]...)
	return l.passed + 1
}

package source

// This file reads JSON lists, item by item: a server or an aggregated API may not speak protobuf.

import (
	"encoding/json"
	"errors"
	"io"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// decodeJSONList hands every item of a list of that kind to item, whose bytes are valid during the call only.
func decodeJSONList(r io.Reader, kind string, item func([]byte) error) (listHead, error) {
	budget := &budget{r: r, left: maxItem}
	d := &jsonList{Decoder: json.NewDecoder(budget), budget: budget, kind: kind, item: item}
	if err := d.object(); err != nil {
		return listHead{}, explainJSON(err)
	}
	return d.head, nil
}

// jsonList is the state of one decoding.
type jsonList struct {
	*json.Decoder
	budget *budget
	kind   string
	item   func([]byte) error
	raw    json.RawMessage // of the item at hand
	head   listHead
	typed  bool
	found  bool
}

// budget bounds what one value of a stream may take.
type budget struct {
	r    io.Reader
	left int
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, malformed("JSON: an object is larger than %d bytes", maxItem)
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// object reads the list's own fields, in any order.
func (d *jsonList) object() error {
	if err := d.delimiter('{'); err != nil {
		return err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if err := d.field(key); err != nil {
			return err
		}
		d.budget.left = maxItem
	}
	if err := d.delimiter('}'); err != nil {
		return err
	}
	if !d.typed || !d.found {
		return malformed("the answer holds no %s", d.kind)
	}
	return nil
}

func (d *jsonList) field(key json.Token) error {
	switch key {
	case "kind":
		var kind string
		if err := d.Decode(&kind); err != nil {
			return err
		}
		d.typed = true
		return checkKind(kind, d.kind)
	case "metadata":
		var m metav1.ListMeta
		if err := d.Decode(&m); err != nil {
			return err
		}
		d.head = headOf(&m)
		return nil
	case "items":
		d.found = true
		return d.items()
	default:
		return d.Decode(&d.raw)
	}
}

func (d *jsonList) items() error {
	open, err := d.Token()
	if err != nil || open == nil { // "items": null is how some write an empty list
		return err
	}
	if open != json.Delim('[') {
		return malformed("JSON: items is %v, not a list", open)
	}
	for d.More() {
		if err := d.Decode(&d.raw); err != nil {
			return err
		}
		if err := d.item(d.raw); err != nil {
			return err
		}
		d.budget.left = maxItem
	}
	return d.delimiter(']')
}

func (d *jsonList) delimiter(want json.Delim) error {
	got, err := d.Token()
	if err != nil {
		return err
	}
	if got != want {
		return malformed("JSON: %v where %v is expected", got, want)
	}
	return nil
}

// explainJSON tells a body that ended early, which may be asked for again, from one that is not JSON.
func explainJSON(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var wrong decodeError
	switch {
	case errors.As(err, &wrong):
		return err
	case errors.As(err, &syntax) && syntax.Error() == "unexpected end of JSON input":
		return io.ErrUnexpectedEOF
	case errors.As(err, &syntax), errors.As(err, &kind):
		return malformed("JSON: %w", err)
	}
	return cutOff(err)
}

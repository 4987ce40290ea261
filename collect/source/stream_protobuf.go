package source

// This file reads Kubernetes' protobuf lists: four bytes of magic, then a runtime.Unknown {1: type, 2: raw,
// 3: encoding, 4: content type}, whose raw is the list {1: metadata, 2: items, repeated}. The generated decoder
// would want the whole of raw in memory.

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

var protobufMagic = []byte("k8s\x00")

// window is how much of a body is buffered. An object that fits is decoded where it lies, and most do.
const window = 64 << 10

// maxHead bounds what surrounds the items: type, metadata and fields that this program does not know.
const maxHead = 1 << 20

// Wire types of protobuf.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

// decodeProtobufList hands every item of a list of that kind to item, whose bytes are valid during the call only.
func decodeProtobufList(r io.Reader, kind string, item func([]byte) error) (listHead, error) {
	d := &protobufList{wire: wire{r: bufio.NewReaderSize(r, window), left: math.MaxInt64}, kind: kind, item: item}
	magic, err := d.r.Peek(len(protobufMagic))
	if err != nil {
		return listHead{}, cutOff(err)
	}
	if !bytes.Equal(magic, protobufMagic) {
		return listHead{}, malformed("the answer says it is Kubernetes protobuf, and is not")
	}
	_, _ = d.r.Discard(len(protobufMagic)) // what was peeked at is there
	if err := d.envelope(); err != nil {
		return listHead{}, err
	}
	return d.head, nil
}

// protobufList is the state of one decoding.
type protobufList struct {
	wire
	kind  string
	item  func([]byte) error
	head  listHead
	typed bool
	found bool
}

// envelope reads the fields of the runtime.Unknown, up to the end of the body.
func (d *protobufList) envelope() error {
	for {
		if _, err := d.r.Peek(1); errors.Is(err, io.EOF) {
			break
		}
		field, kind, err := d.tag()
		if err != nil {
			return err
		}
		switch {
		case field == 1 && kind == wireBytes:
			err = d.bytes(maxHead, d.checkType)
		case field == 2 && kind == wireBytes && d.found:
			err = malformed("the answer holds two lists")
		case field == 2 && kind == wireBytes:
			d.found = true
			err = d.list()
		case field == 3 && kind == wireBytes:
			err = d.bytes(maxHead, plainOnly)
		default:
			err = d.skip(kind)
		}
		if err != nil {
			return err
		}
	}
	if !d.found {
		return io.ErrUnexpectedEOF // even an empty list has its metadata
	}
	if !d.typed {
		return malformed("the answer does not say that it is a %s", d.kind)
	}
	return nil
}

func (d *protobufList) checkType(b []byte) error {
	var t runtime.TypeMeta
	if err := t.Unmarshal(b); err != nil {
		return malformed("read the type of the list: %w", err)
	}
	d.typed = true
	return checkKind(t.Kind, d.kind)
}

func checkKind(got, want string) error {
	if got != want && want != anyList {
		return malformed("the answer is a %q, not a %s", got, want)
	}
	return nil
}

func plainOnly(encoding []byte) error {
	if len(encoding) > 0 {
		return malformed("the list is encoded as %q, which this program does not read", encoding)
	}
	return nil
}

// list reads the fields of the list itself, exactly as many bytes as its length announces.
func (d *protobufList) list() error {
	size, err := d.length(math.MaxInt64)
	if err != nil {
		return err
	}
	outer := d.left - size
	d.left = size
	for d.left > 0 {
		field, kind, err := d.tag()
		switch {
		case err != nil:
		case field == 1 && kind == wireBytes:
			err = d.bytes(maxHead, d.readMeta)
		case field == 2 && kind == wireBytes:
			err = d.bytes(maxItem, d.item)
		default:
			err = d.skip(kind)
		}
		if err != nil {
			return err
		}
	}
	d.left = outer
	return nil
}

func (d *protobufList) readMeta(b []byte) error {
	var m metav1.ListMeta
	if err := m.Unmarshal(b); err != nil {
		return malformed("read the metadata of the list: %w", err)
	}
	d.head = headOf(&m)
	return nil
}

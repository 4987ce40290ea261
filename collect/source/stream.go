package source

// This file takes the items out of a Kubernetes list while its body arrives, so that no list is ever held in
// memory: one item is, until it has become facts.

import (
	"errors"
	"fmt"
	"io"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// maxItem bounds one object. etcd refuses anything over a few megabytes; what is larger is not a Kubernetes object.
const maxItem = 64 << 20

// listHead is what a list says of itself.
type listHead struct {
	Continue  string // where the next page starts, empty at the end
	Remaining int64  // how many objects follow, where the server says it
}

// anyList is asked for where it is not known what the list calls itself.
const anyList = "list"

func headOf(m *metav1.ListMeta) listHead {
	head := listHead{Continue: m.Continue}
	if m.RemainingItemCount != nil {
		head.Remaining = *m.RemainingItemCount
	}
	return head
}

// decodeError says that bytes arrived but are not what was asked for: asking again would not help.
type decodeError struct{ error }

func (e decodeError) Unwrap() error { return e.error }

func malformed(format string, a ...any) error { return decodeError{fmt.Errorf(format, a...)} }

// cutOff makes the end of a body inside a list an error that nobody takes for the end of the list.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// decoders are the encodings of a list, by media type.
func decoders() map[string]func(r io.Reader, kind string, item func([]byte) error) (listHead, error) {
	return map[string]func(io.Reader, string, func([]byte) error) (listHead, error){
		mediaProtobuf: decodeProtobufList,
		mediaJSON:     decodeJSONList,
	}
}

const (
	mediaProtobuf = "application/vnd.kubernetes.protobuf"
	mediaJSON     = "application/json"
)

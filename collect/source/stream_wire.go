package source

// This file is protobuf's wire format as a stream: tags, lengths and bytes, nothing of which is trusted.

import (
	"bufio"
	"io"
)

// wire reads protobuf fields from a body. left is how many bytes the message that is being read still has: no
// field may reach past it.
type wire struct {
	r    *bufio.Reader
	left int64
	buf  []byte // for what is larger than r's window
}

// tag reads which field follows, and how it is encoded.
func (w *wire) tag() (field uint64, kind int, err error) {
	v, err := w.varint()
	if err != nil {
		return 0, 0, err
	}
	if v>>3 == 0 || v>>3 > 1<<29-1 {
		return 0, 0, malformed("protobuf: %d is no field number", v>>3)
	}
	return v >> 3, int(v & 7), nil
}

// varint reads a number of at most ten bytes.
func (w *wire) varint() (uint64, error) {
	var v uint64
	for shift := 0; shift < 70; shift += 7 {
		if w.left == 0 {
			return 0, malformed("protobuf: a number reaches past its message")
		}
		b, err := w.r.ReadByte()
		if err != nil {
			return 0, cutOff(err)
		}
		w.left--
		if shift == 63 && b > 1 {
			break
		}
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v, nil
		}
	}
	return 0, malformed("protobuf: a number has more than 64 bits")
}

// length reads the length of what follows.
func (w *wire) length(most int64) (int64, error) {
	n, err := w.varint()
	if err != nil {
		return 0, err
	}
	if n > uint64(w.left) {
		return 0, malformed("protobuf: a field of %d bytes reaches past its message", n)
	}
	if n > uint64(most) {
		return 0, malformed("protobuf: a field of %d bytes, where at most %d are expected", n, most)
	}
	return int64(n), nil
}

// bytes reads a field and lends it to use.
func (w *wire) bytes(most int64, use func([]byte) error) error {
	size, err := w.length(most)
	if err != nil {
		return err
	}
	n := int(size)
	w.left -= size
	if n <= w.r.Size() {
		b, err := w.r.Peek(n)
		if err != nil {
			return cutOff(err)
		}
		if err := use(b); err != nil {
			return err
		}
		_, err = w.r.Discard(n)
		return err
	}
	if err := w.fill(n); err != nil {
		return cutOff(err)
	}
	return use(w.buf)
}

// fill reads n bytes into the buffer, which grows with what arrives: a length alone allocates nothing.
func (w *wire) fill(n int) error {
	w.buf = w.buf[:0]
	for len(w.buf) < n {
		step := min(n-len(w.buf), max(window, len(w.buf)))
		start := len(w.buf)
		w.buf = append(w.buf, make([]byte, step)...)
		if _, err := io.ReadFull(w.r, w.buf[start:]); err != nil {
			return err
		}
	}
	return nil
}

// skip leaves a field out that this program does not know.
func (w *wire) skip(kind int) error {
	var n int64
	var err error
	switch kind {
	case wireVarint:
		_, err = w.varint()
	case wireFixed64:
		n = 8
	case wireFixed32:
		n = 4
	case wireBytes:
		n, err = w.length(maxItem)
	default:
		err = malformed("protobuf: %d is no wire type", kind)
	}
	if err != nil {
		return err
	}
	if n > w.left {
		return malformed("protobuf: a field reaches past its message")
	}
	w.left -= n
	_, err = w.r.Discard(int(n))
	return cutOff(err)
}

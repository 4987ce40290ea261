package facts

// This file leaves out of an object's protobuf what no reducer looks at, before it is decoded: decoding costs more
// than anything else that is done with an object, and what is never decoded (managed fields, the values of
// environment variables, arguments) can never be kept by mistake.

import "encoding/binary"

// Fields says which fields of a message are decoded.
type Fields struct {
	rest   bool // those that are not listed are kept
	listed []listed
}

// listed is one field of a message, by its number.
type listed struct {
	named  bool
	keep   bool
	within *Fields // nil: all of it
	key    string  // of a map: the only entry that is kept; empty: all of them
}

func keepOnly(numbers ...int) *Fields   { return (&Fields{}).list(true, numbers) }
func keepAllBut(numbers ...int) *Fields { return (&Fields{rest: true}).list(false, numbers) }

func (f *Fields) list(keep bool, numbers []int) *Fields {
	for _, n := range numbers {
		f.at(n).named, f.at(n).keep = true, keep
	}
	return f
}

// in keeps a field, and of it what within says.
func (f *Fields) in(number int, within *Fields) *Fields {
	*f.at(number) = listed{named: true, keep: true, within: within}
	return f
}

// entry keeps of a map the entry of that key.
func (f *Fields) entry(number int, key string) *Fields {
	*f.at(number) = listed{named: true, keep: true, key: key}
	return f
}

func (f *Fields) at(number int) *listed {
	for len(f.listed) <= number {
		f.listed = append(f.listed, listed{})
	}
	return &f.listed[number]
}

func (f *Fields) of(number uint64) (keep bool, within *Fields, key string) {
	if number < uint64(len(f.listed)) && f.listed[number].named {
		l := &f.listed[number]
		return l.keep, l.within, l.key
	}
	return f.rest, nil, ""
}

// prune appends what is kept of a message to dst. Bytes that are no message are appended as they are, for the decoder
// to complain about.
func (f *Fields) prune(dst, message []byte) []byte {
	start := len(dst)
	pruned, ok := f.appendKept(dst, message)
	if !ok {
		return append(pruned[:start], message...)
	}
	return pruned
}

func (f *Fields) appendKept(dst, message []byte) ([]byte, bool) {
	for len(message) > 0 {
		t, ok := tokenAt(message)
		if !ok {
			return dst, false
		}
		keep, within, key := f.of(t.number)
		switch {
		case !keep:
		case key != "" && t.message && !keyed(message[t.body:t.end], key):
		case within == nil || !t.message:
			dst = append(dst, message[:t.end]...)
		default:
			dst = append(dst, message[:t.body]...)
			from := len(dst)
			if dst, ok = within.appendKept(dst, message[t.body:t.end]); !ok {
				return dst, false
			}
			putLength(dst[from-(t.body-t.tag):from], len(dst)-from)
		}
		message = message[t.end:]
	}
	return dst, true
}

// keyed says that an entry of a map has that key; or that it is not written as entries are, which is for the decoder
// to complain about. Of several keys the last one counts.
func keyed(entry []byte, key string) bool {
	const keyField, valueField = 1, 2
	same := false
	for len(entry) > 0 {
		t, ok := tokenAt(entry)
		if !ok || !t.message && (t.number == keyField || t.number == valueField) {
			return true
		}
		if t.number == keyField {
			same = string(entry[t.body:t.end]) == key
		}
		entry = entry[t.end:]
	}
	return same
}

// putLength writes a length over one that was at least as great, in as many bytes: protobuf allows for leading zeros.
func putLength(b []byte, n int) {
	last := len(b) - 1
	for i := range last {
		b[i] = byte(n) | 0x80
		n >>= 7
	}
	b[last] = byte(n)
}

// token is where the first field of a message has its parts: the tag ends, the body begins, all of it ends.
type token struct {
	number         uint64
	message        bool // its wire type is that of strings, bytes and messages
	tag, body, end int
}

// tokenAt measures the field that b begins with; false where b is not protobuf.
func tokenAt(b []byte) (token, bool) {
	tag, n := binary.Uvarint(b)
	if n <= 0 {
		return token{}, false
	}
	t := token{number: tag >> 3, tag: n, body: n}
	switch tag & 7 {
	case 0: // a number
		_, m := binary.Uvarint(b[n:])
		if m <= 0 {
			return t, false
		}
		t.end = n + m
	case 1: // eight bytes
		t.end = n + 8
	case 5: // four bytes
		t.end = n + 4
	case 2:
		length, m := binary.Uvarint(b[n:])
		if m <= 0 || length > uint64(len(b)-n-m) {
			return t, false
		}
		t.message, t.body = true, n+m
		t.end = t.body + int(length)
	default:
		return t, false
	}
	return t, t.end <= len(b)
}

package collect

// This file leaves managed fields out of an object before it is decoded: nothing of them is kept, and they are a
// third of an ordinary pod's bytes and of the work of decoding it.

import "encoding/binary"

// Protobuf field numbers that all Kubernetes objects share.
const (
	fieldMetadata      = 1  // of an object
	fieldManagedFields = 17 // of its ObjectMeta
)

// withoutManagedFields appends the object to dst without metadata.managedFields. Bytes that are not an object are
// appended as they are, for the decoder to complain about.
func withoutManagedFields(dst, object []byte) []byte {
	start := len(dst)
	for rest := object; len(rest) > 0; {
		field, body, size := fieldAt(rest)
		if size == 0 {
			return append(dst[:start], object...)
		}
		if field == fieldMetadata && body != nil {
			dst = appendPruned(dst, body)
		} else {
			dst = append(dst, rest[:size]...)
		}
		rest = rest[size:]
	}
	return dst
}

// appendPruned appends the metadata field. Managed fields stand last in it, so that its new length is known before
// anything is copied.
func appendPruned(dst, metadata []byte) []byte {
	kept := 0
	for rest := metadata; len(rest) > 0; {
		field, _, size := fieldAt(rest)
		if size == 0 {
			kept = len(metadata)
			break
		}
		if field != fieldManagedFields {
			kept += size
		}
		rest = rest[size:]
	}
	dst = append(dst, fieldMetadata<<3|wireBytes)
	dst = binary.AppendUvarint(dst, uint64(kept))
	if kept == len(metadata) {
		return append(dst, metadata...)
	}
	for rest := metadata; len(rest) > 0; {
		field, _, size := fieldAt(rest)
		if field != fieldManagedFields {
			dst = append(dst, rest[:size]...)
		}
		rest = rest[size:]
	}
	return dst
}

// fieldAt measures the field that b begins with; body is nil where it is not one of bytes, and size is 0 where b
// is not protobuf.
func fieldAt(b []byte) (field uint64, body []byte, size int) {
	tag, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, nil, 0
	}
	switch tag & 7 {
	case wireVarint:
		_, m := binary.Uvarint(b[n:])
		if m <= 0 {
			return 0, nil, 0
		}
		size = n + m
	case wireFixed64:
		size = n + 8
	case wireFixed32:
		size = n + 4
	case wireBytes:
		length, m := binary.Uvarint(b[n:])
		if m <= 0 || length > uint64(len(b)-n-m) {
			return 0, nil, 0
		}
		size = n + m + int(length)
		return tag >> 3, b[n+m : size : size], size
	}
	if size > len(b) {
		return 0, nil, 0
	}
	return tag >> 3, nil, size
}

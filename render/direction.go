package render

// This file keeps text from turning round what stands beside it.

import "bytes"

// neutralize puts a replacement character, of as many bytes, in the place of each character that says how text is to
// run from there on: embeddings and overrides (U+202A to U+202E) and isolates (U+2066 to U+2069). Left open, one in a
// name would turn round the words after it, and show a page that says something else than its source. Letters that run
// from right to left by themselves are left alone.
func neutralize(page []byte) {
	for i := 0; ; i++ {
		at := bytes.IndexByte(page[i:], 0xe2)
		if at < 0 || i+at+2 >= len(page) {
			return
		}
		i += at
		second, third := page[i+1], page[i+2]
		if second == 0x80 && 0xaa <= third && third <= 0xae || second == 0x81 && 0xa6 <= third && third <= 0xa9 {
			copy(page[i:], "\ufffd")
		}
	}
}

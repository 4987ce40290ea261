package git

// This file writes a pack: whole objects, one after the other. The library's own encoder first gathers all of them, and
// packs as tightly as it can: for a push of small changes that is most of the time that it takes.

import (
	"bufio"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"hash"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
)

// pack is a pack under way.
type pack struct {
	out  io.Writer // counts into sum
	b    *bufio.Writer
	sum  hash.Hash
	zlib *zlib.Writer
}

// newPack begins a pack of so many objects.
func newPack(w io.Writer, objects int) (*pack, error) {
	p := &pack{b: bufio.NewWriterSize(w, 64<<10), sum: sha1.New()}
	p.out = io.MultiWriter(p.b, p.sum)
	var err error
	if p.zlib, err = zlib.NewWriterLevel(p.out, zlib.BestSpeed); err != nil {
		return nil, err
	}
	head := binary.BigEndian.AppendUint32([]byte("PACK"), 2)
	_, err = p.out.Write(binary.BigEndian.AppendUint32(head, uint32(objects)))
	return p, err
}

// add writes one object: its kind and size, seven bits to a byte after the first four, then its bytes.
func (p *pack) add(kind plumbing.ObjectType, content []byte) error {
	size := uint64(len(content))
	head := []byte{byte(kind)<<4 | byte(size&0xf)}
	for size >>= 4; size > 0; size >>= 7 {
		head[len(head)-1] |= 0x80
		head = append(head, byte(size&0x7f))
	}
	if _, err := p.out.Write(head); err != nil {
		return err
	}
	p.zlib.Reset(p.out)
	if _, err := p.zlib.Write(content); err != nil {
		return err
	}
	return p.zlib.Close()
}

// end writes the sum of all that was written.
func (p *pack) end() error {
	if _, err := p.b.Write(p.sum.Sum(nil)); err != nil {
		return err
	}
	return p.b.Flush()
}

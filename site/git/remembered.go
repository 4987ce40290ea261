package git

// This file remembers a publishing for the next one: which commit it left, that commit's trees, and how the files looked
// on disk. With it, a publishing that nobody came in between of fetches nothing and reads only what has changed. All of
// it can be lost: then the repository is asked.

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// rememberedFile is its name in the folder's workings.
const rememberedFile = "published"

// rememberedHead is its first line; another version is forgotten.
const rememberedHead = "what plimsoll published last, version 1\n"

type remembered struct {
	target   string
	hash     plumbing.Hash // of the commit
	commit   commit
	account  plumbing.Hash // of the account of a run in it
	finished time.Time     // of that run
	files    map[string]file
	trees    map[plumbing.Hash][]byte
}

// recall reads what was kept of a target. Files are believed whatever the target is: they are the folder's.
func recall(f *Folder, t *Target) *remembered {
	m, err := parseRemembered(f.Recall(rememberedFile))
	if err != nil {
		return &remembered{}
	}
	if m.target != t.identity() {
		return &remembered{files: timesOnly(m.files)}
	}
	return m
}

// timesOnly forgets that the files were published.
func timesOnly(files map[string]file) map[string]file {
	for name, one := range files {
		if one.when == 0 {
			delete(files, name)
		}
	}
	return files
}

func (m *remembered) encode(now time.Time) []byte {
	var b bytes.Buffer
	b.WriteString(rememberedHead)
	fmt.Fprintf(&b, "%s\n%s %s %s %d %s %d\n", m.target, m.hash, m.commit.tree, m.commit.parent, m.commit.when.Unix(), m.account, m.finished.Unix())
	fmt.Fprintf(&b, "%d %d\n", len(m.files), len(m.trees))
	settled := now.Add(-100 * time.Millisecond).UnixNano() // a file so young may change once more and look the same
	line := make([]byte, 0, 200)
	for _, one := range m.files {
		if one.when >= settled {
			one.when = 0
		}
		line = append(line[:0], one.hash[:]...)
		line = strconv.AppendInt(append(line, ' '), one.size, 10)
		line = strconv.AppendInt(append(line, ' '), one.when, 10)
		line = strconv.AppendInt(append(line, ' '), int64(len(one.name)), 10)
		b.Write(append(append(line, ' '), one.name...))
	}
	for hash, raw := range m.trees {
		line = append(line[:0], hash[:]...)
		line = strconv.AppendInt(append(line, ' '), int64(len(raw)), 10)
		b.Write(append(line, ' '))
		b.Write(raw)
	}
	sum := sha1.Sum(b.Bytes())
	b.Write(sum[:])
	return b.Bytes()
}

var errForgotten = fmt.Errorf("nothing is remembered")

func parseRemembered(b []byte) (*remembered, error) {
	body := len(b) - sha1.Size
	if body < 0 || sha1.Sum(b[:body]) != [sha1.Size]byte(b[body:]) {
		return nil, errForgotten // torn, or touched
	}
	rest, ok := strings.CutPrefix(string(b[:body]), rememberedHead)
	if !ok {
		return nil, errForgotten
	}
	m := &remembered{}
	m.target, rest, _ = strings.Cut(rest, "\n")
	head, rest, _ := strings.Cut(rest, "\n")
	counts, rest, _ := strings.Cut(rest, "\n")
	words := strings.Fields(head)
	if len(words) != 6 {
		return nil, errForgotten
	}
	made, err := strconv.ParseInt(words[3], 10, 64)
	finished, err2 := strconv.ParseInt(words[5], 10, 64)
	if err != nil || err2 != nil {
		return nil, errForgotten
	}
	m.hash, m.account, m.finished = plumbing.NewHash(words[0]), plumbing.NewHash(words[4]), time.Unix(finished, 0).UTC()
	m.commit = commit{plumbing.NewHash(words[1]), plumbing.NewHash(words[2]), time.Unix(made, 0)}
	var files, trees int
	if _, err := fmt.Sscanf(counts, "%d %d", &files, &trees); err != nil {
		return nil, errForgotten
	}
	r := &rememberedReader{rest: rest}
	m.files = make(map[string]file, files)
	for range files {
		one := file{hash: r.hash(), size: r.number(), when: r.number()}
		one.name = r.text(r.number())
		m.files[one.name] = one
	}
	m.trees = make(map[plumbing.Hash][]byte, trees)
	for range trees {
		hash := r.hash()
		m.trees[hash] = []byte(r.text(r.number()))
	}
	if r.torn || r.rest != "" {
		return nil, errForgotten
	}
	return m, nil
}

// rememberedReader reads the fields one after the other; torn says that there were too few.
type rememberedReader struct {
	rest string
	torn bool
}

func (r *rememberedReader) hash() (h plumbing.Hash) {
	copy(h[:], r.text(int64(len(h))))
	r.text(1)
	return h
}

func (r *rememberedReader) number() int64 {
	digits, rest, ok := strings.Cut(r.rest, " ")
	n, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || n < 0 {
		r.torn = true
		return 0
	}
	r.rest = rest
	return n
}

func (r *rememberedReader) text(n int64) string {
	if n > int64(len(r.rest)) {
		r.torn = true
		return ""
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

// short is a hash as people quote it.
func short(h plumbing.Hash) string { return hex.EncodeToString(h[:4])[:7] }

package git

import (
	"bytes"
	"maps"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

func TestRemembered(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	old, young := now.Add(-time.Hour).UnixNano(), now.UnixNano()
	r := &remembered{
		target: "https://git.example.com/docs.git\tmain\t-\tservices", hash: blobHash([]byte("c")),
		commit:  commit{blobHash([]byte("t")), plumbing.ZeroHash, now.Local()},
		account: blobHash([]byte("a")), finished: now,
		files: map[string]file{
			"a page\nof two lines": {"a page\nof two lines", blobHash([]byte("1")), 1, old},
			"index.html":           {"index.html", blobHash(nil), 0, old},
			"just.html":            {"just.html", blobHash(nil), 0, young},
		},
		trees: map[plumbing.Hash][]byte{blobHash([]byte("t")): []byte("100644 a\x00...")},
	}
	b := r.encode(now)
	got, err := parseRemembered(b)
	if err != nil {
		t.Fatal(err)
	}
	just := r.files["just.html"]
	just.when = 0 // it may change once more and look the same
	r.files["just.html"] = just
	if got.target != r.target || got.hash != r.hash || got.commit.tree != r.commit.tree || !got.commit.when.Equal(now) ||
		got.account != r.account || !got.finished.Equal(now) || !maps.Equal(got.files, r.files) || !maps.EqualFunc(got.trees, r.trees, bytes.Equal) {
		t.Errorf("remembered as\n%+v\nwant\n%+v", got, r)
	}
	for i := range b {
		if _, err := parseRemembered(b[:i]); err == nil {
			t.Errorf("cut off after %d bytes, it is believed", i)
		}
		torn := bytes.Clone(b)
		torn[i] ^= 1
		if _, err := parseRemembered(torn); err == nil {
			t.Errorf("with byte %d touched, it is believed", i)
		}
	}
}

// FuzzEntries wants an error and no panic.
func FuzzEntries(f *testing.F) {
	f.Add([]byte("100644 a\x00aaaaaaaaaaaaaaaaaaaa40000 b\x00bbbbbbbbbbbbbbbbbbbb"))
	f.Add([]byte("100644 a\x00a"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := entries(raw)
		if err == nil && len(list) == 0 && len(raw) > 0 {
			t.Errorf("%q has no entries and no error", raw)
		}
	})
}

package main

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// What check is for is seen, and what is in order is not.
func TestCheckSees(t *testing.T) {
	site := func(body string) fstest.MapFS {
		return fstest.MapFS{
			"index.html":   {Data: []byte(`<h1 id="top">x</h1><script>theme()</script>` + body)},
			"a/index.html": {Data: []byte(`<p id="b">x</p><a href="../index.html#top">y</a> <a href="../">z</a>`)},
		}
	}
	for body, want := range map[string]string{
		`<a href="a/#b">x</a> <a href="/a/">x</a> <a href="https://x.example/">x</a> <a href="data/index.json">x</a> <a href="http://evil.example/x">said</a>`: "",
		`<a href="a/#c">x</a>`:                                      "no such part",
		`<a href="c/">x</a>`:                                        "nothing is",
		`<script>alert(1)</script>`:                                 "as a program",
		`<img src="../a/" onerror="alert(1)">`:                      "onerror",
		`<a href=" JavaScript:alert(1)">x</a>`:                      "JavaScript",
		`<a href="http://evil.example/x">http://evil.example/x</a>`: "evil",
		`<img src="http://evil.example/x">`:                         "evil",
		`<iframe></iframe>`:                                         "iframe",
	} {
		s, err := open(site(body), false)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.wrong, "; "); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q is seen, want %q", body, got, want)
		}
		if !slices.Contains(s.pages["index.html"].links, "a/#b") && want == "" {
			t.Error("a link was not followed")
		}
	}
}

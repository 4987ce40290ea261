package site

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func TestAnswers(t *testing.T) {
	handler := Handler(fstest.MapFS{
		"index.html":                   {Data: []byte("all")},
		"404.html":                     {Data: []byte("lost")},
		"services/checkout/index.html": {Data: []byte("checkout")},
		"services/checkout/badge.svg":  {Data: []byte("<svg/>")},
		"services/checkout/index.md":   {Data: []byte("# checkout")},
		"data/run.js":                  {Data: []byte("window.plimsollRun = {};")},
		"data/history/checkout.jsonl":  {Data: []byte("{}")},
		".plimsoll.json":               {Data: []byte("{}")},
		".git/config":                  {Data: []byte("[core]")},
	})
	tests := []struct {
		method, path string
		status       int
		body, kind   string
	}{
		{"GET", "/", 200, "all", "text/html; charset=utf-8"},
		{"HEAD", "/", 200, "", "text/html; charset=utf-8"},
		{"GET", "/index.html", 200, "all", "text/html; charset=utf-8"},
		{"GET", "/services/checkout/", 200, "checkout", "text/html; charset=utf-8"},
		{"GET", "/services/checkout", 301, "", "./checkout/"},
		{"GET", "/services/checkout?tab=pods", 301, "", "./checkout/?tab=pods"},
		{"GET", "/services/checkout/badge.svg", 200, "<svg/>", "image/svg+xml"},
		{"GET", "/services/checkout/index.md", 200, "# checkout", "text/markdown; charset=utf-8"},
		{"GET", "/data/run.js", 200, "window.plimsollRun = {};", "text/javascript; charset=utf-8"},
		{"GET", "/data/history/checkout.jsonl", 200, "{}", "application/jsonl"},
		{"GET", "/services/", 404, "lost", "text/html; charset=utf-8"}, // no listing
		{"GET", "/nothing", 404, "lost", "text/html; charset=utf-8"},
		{"GET", "/index.html/", 404, "lost", "text/html; charset=utf-8"},
		{"GET", "/.plimsoll.json", 404, "lost", "text/html; charset=utf-8"},
		{"GET", "/.git/config", 404, "lost", "text/html; charset=utf-8"},
		{"GET", "/services/../.git/config", 404, "lost", "text/html; charset=utf-8"},
		{"GET", "/../../etc/passwd", 404, "lost", "text/html; charset=utf-8"},
		{"POST", "/", 405, "only GET and HEAD are answered\n", "text/plain; charset=utf-8"},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(test.method, test.path, nil))
			kind := w.Header().Get("Content-Type")
			if w.Code == 301 {
				kind = w.Header().Get("Location")
			}
			if w.Code != test.status || w.Body.String() != test.body || kind != test.kind {
				t.Errorf("got %d %q %q, want %d %q %q", w.Code, w.Body, kind, test.status, test.body, test.kind)
			}
		})
	}
}

func TestNotModified(t *testing.T) {
	handler := Handler(fstest.MapFS{"index.html": {Data: []byte("all"), ModTime: noon}})
	first := httptest.NewRecorder()
	handler.ServeHTTP(first, httptest.NewRequest("GET", "/", nil))
	again := httptest.NewRequest("GET", "/", nil)
	again.Header.Set("If-None-Match", first.Header().Get("ETag"))
	second := httptest.NewRecorder()
	handler.ServeHTTP(second, again)
	if second.Code != http.StatusNotModified || first.Header().Get("Last-Modified") == "" {
		t.Errorf("got %d, first answer %v", second.Code, first.Header())
	}
}

func TestServe(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write(t, dir, "index.html", "all")
	write(t, outside, "secret", "secret")
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- Serve(ctx, dir, ":0", func(url string) { ready <- url }) }()

	url := <-ready
	if !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Errorf("it listens on %s", url)
	}
	if status, body := get(t, url); status != 200 || body != "all" {
		t.Errorf("got %d %q", status, body)
	}
	if status, body := get(t, url+"link"); status != 404 || strings.Contains(body, "secret") {
		t.Errorf("a link leads out: %d %q", status, body)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ends with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it does not end")
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(b)
}

func TestServeRefusals(t *testing.T) {
	wantError(t, Serve(t.Context(), filepath.Join(t.TempDir(), "none"), ":0", nil), "run plimsoll first")
	wantError(t, Serve(t.Context(), t.TempDir(), "8080", nil), "write it as 127.0.0.1:8080")
	wantError(t, Serve(t.Context(), t.TempDir(), "127.0.0.1:99999", nil), "choose another port")
}

package site

// This file serves a site to a browser: for a look at it before it is published, not for the internet.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
	"time"
)

// Serve answers on addr until ctx ends, and calls ready with the site's URL once it does. Without a host it listens
// on loopback alone; port 0 takes a free one.
func Serve(ctx context.Context, dir, addr string, ready func(url string)) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("serve %s: %w: run plimsoll first, or name the folder", dir, advise(err))
	}
	defer root.Close()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("serve on %q: %w: write it as 127.0.0.1:8080", addr, err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(cmp.Or(host, "127.0.0.1"), port))
	if err != nil {
		return fmt.Errorf("serve on %s: %w: choose another port, or 0 for a free one", addr, err)
	}
	server := &http.Server{Handler: Handler(root.FS()), ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	})
	ready("http://" + listener.Addr().String() + "/")
	err = server.Serve(listener)
	if errors.Is(err, http.ErrServerClosed) && !stop() {
		return <-stopped
	}
	return fmt.Errorf("serve %s: %w", dir, err)
}

// Handler answers with the files of a site as a Git host's pages do: index.html for a directory, 404.html for what is
// not there, no listings, nothing whose name begins with a dot.
func Handler(site fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are answered", http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache") // kept, but asked for each time: the next run may have changed it
		answer(w, r, site)
	})
}

func answer(w http.ResponseWriter, r *http.Request, site fs.FS) {
	clean := path.Clean("/" + r.URL.Path)
	name := strings.TrimPrefix(clean, "/")
	if name == "" {
		name = "."
	}
	info, err := fs.Stat(site, name)
	switch {
	case hidden(clean) || !fs.ValidPath(name) || err != nil:
		notFound(w, site)
	case info.IsDir() && !strings.HasSuffix(r.URL.Path, "/"):
		redirect(w, r, path.Base(clean)+"/")
	case info.IsDir():
		send(w, r, site, path.Join(name, "index.html"))
	case strings.HasSuffix(r.URL.Path, "/"):
		notFound(w, site)
	default:
		send(w, r, site, name)
	}
}

// redirect is relative, so that the site works behind a proxy that gives it a path of its own.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", "./"+to)
	w.WriteHeader(http.StatusMovedPermanently)
}

func hidden(clean string) bool { return strings.Contains(clean, "/.") }

func send(w http.ResponseWriter, r *http.Request, site fs.FS, name string) {
	f, err := site.Open(name)
	if err != nil {
		notFound(w, site)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	content, seekable := f.(io.ReadSeeker)
	if err != nil || !info.Mode().IsRegular() || !seekable {
		notFound(w, site)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	w.Header().Set("ETag", fmt.Sprintf(`"%x-%x"`, info.ModTime().UnixNano(), info.Size()))
	http.ServeContent(w, r, name, info.ModTime(), content)
}

// notFound sends the site's own page; its links are relative to where the reader is, as on a Git host.
func notFound(w http.ResponseWriter, site fs.FS) {
	page, err := fs.ReadFile(site, "404.html")
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentType("404.html"))
	w.WriteHeader(http.StatusNotFound)
	w.Write(page)
}

// contentType does not ask the system, whose tables differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".md":
		return "text/markdown; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json"
	case ".jsonl":
		return "application/jsonl"
	case ".svg":
		return "image/svg+xml"
	case ".xml", ".atom":
		return "application/atom+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}

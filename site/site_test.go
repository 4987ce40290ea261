package site

import (
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// snapshot is a service in one cluster that runs one image.
func snapshot(id, image string) *schemas.Snapshot {
	namespace, name, two := strings.Cut(id, "/")
	origin := schemas.OriginDiscover
	if !two {
		namespace, name, origin = "shop", id, schemas.OriginDefine
	}
	return &schemas.Snapshot{
		Service: schemas.Service{ID: id, Name: name, Origin: origin},
		Status:  schemas.Healthy,
		Clusters: []schemas.Cluster{{Name: "prod-eu", Status: schemas.Healthy, Workloads: []schemas.Workload{{
			Kind: "Deployment", Namespace: namespace, Name: name, Status: schemas.Healthy,
			Replicas:   schemas.Replicas{Wanted: 2, Current: 2, Updated: 2, Ready: 2, Available: 2},
			Containers: []schemas.ContainerSpec{{Name: name, Image: image}},
		}}}},
	}
}

// update is a whole collection that found these services.
func update(snapshots ...*schemas.Snapshot) Update {
	return Update{Now: noon, Snapshots: each(snapshots...), Gone: func(string) bool { return true },
		Clusters: []schemas.ClusterEntry{{Name: "prod-eu", State: schemas.ReadOK}}}
}

func each(snapshots ...*schemas.Snapshot) iter.Seq2[*schemas.Snapshot, error] {
	return func(yield func(*schemas.Snapshot, error) bool) {
		for _, s := range snapshots {
			if !yield(s, nil) {
				return
			}
		}
	}
}

var account = &schemas.Run{Version: "1.0.0", Started: noon, Finished: noon.Add(3 * time.Second), Services: 2}

// pages are files of these contents; their input is what they hold.
func pages(contents map[string]string) []render.Page {
	var all []render.Page
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		body := contents[name]
		all = append(all, render.Page{Path: name, Input: schemas.Digest([]byte(body)), Render: func(w io.Writer) error {
			_, err := io.WriteString(w, body)
			return err
		}})
	}
	return all
}

func open(t *testing.T, dir string) *Site {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// run is a whole run on a folder: data, pages, account.
func run(t *testing.T, dir string, u Update, p []render.Page) (Result, Rendered) {
	t.Helper()
	result, rendered, err := tryRun(dir, u, p)
	if err != nil {
		t.Fatal(err)
	}
	return result, rendered
}

func tryRun(dir string, u Update, p []render.Page) (result Result, rendered Rendered, err error) {
	s, err := Open(dir)
	if err != nil {
		return result, rendered, err
	}
	defer s.Close()
	if result, err = s.WriteData(u); err != nil {
		return result, rendered, err
	}
	if rendered, err = s.Render(p, u.Partial); err != nil {
		return result, rendered, err
	}
	return result, rendered, s.WriteRun(account)
}

// outcomes is "checkout: created, shop/api: unchanged".
func outcomes(r Result) string {
	var words []string
	for _, w := range r.Services {
		words = append(words, fmt.Sprintf("%s: %s", w.ID, w.Outcome))
	}
	return strings.Join(words, ", ")
}

// tree lists every file under dir with its content, directories too, and links as what they point to.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		switch {
		case d.IsDir():
			files[rel+"/"] = ""
		case d.Type()&fs.ModeSymlink != 0:
			files[rel], err = os.Readlink(name)
		default:
			var b []byte
			b, err = os.ReadFile(name)
			files[rel] = string(b)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sameTree(t *testing.T, got, want map[string]string) {
	t.Helper()
	names := maps.Clone(got)
	maps.Copy(names, want)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		g, here := got[name]
		w, there := want[name]
		switch {
		case !here:
			t.Errorf("%s is missing", name)
		case !there:
			t.Errorf("%s should not be there", name)
		case g != w:
			t.Errorf("%s differs:\n%s\nwant\n%s", name, g, w)
		}
	}
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// wantError checks that err is one line that says all this.
func wantError(t *testing.T, err error, says ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", says)
	}
	for _, word := range says {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error is more than one line: %q", err)
	}
}

func TestFirstRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "public")
	result, rendered := run(t, dir, update(snapshot("shop/api", "api:1"), snapshot("checkout", "checkout:1")),
		pages(map[string]string{"index.html": "all", "services/checkout/index.html": "checkout", ".nojekyll": ""}))

	if got, want := outcomes(result), "checkout: created, shop/api: created"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := rendered.Written, []string{".nojekyll", "index.html", "services/checkout/index.html"}; !slices.Equal(got, want) {
		t.Errorf("wrote %q, want %q", got, want)
	}
	var files []string
	for name := range tree(t, dir) {
		if !strings.HasSuffix(name, "/") && !strings.HasPrefix(name, "data/schemas/") {
			files = append(files, name)
		}
	}
	slices.Sort(files)
	want := []string{".nojekyll", ".plimsoll.json", "data/history/checkout.jsonl", "data/history/shop/api.jsonl", "data/index.json",
		"data/run.js", "data/run.json", "data/services/checkout.json", "data/services/shop/api.json", "index.html", "services/checkout/index.html"}
	if !slices.Equal(files, want) {
		t.Errorf("files %q\nwant  %q", files, want)
	}
}

func TestWhatWasWrittenReadsBack(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("shop/api", "api:1")), nil)

	s, err := Read(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ix, err := s.Index()
	if err != nil || len(ix.Services) != 1 || ix.Services[0].ID != "shop/api" || ix.Clusters[0].Name != "prod-eu" {
		t.Errorf("index %+v, %v", ix, err)
	}
	if account, err := s.Run(); err != nil || !account.Started.Equal(noon) {
		t.Errorf("run %+v, %v", account, err)
	}
	api, history, err := s.Load("shop/api")
	if err != nil || api.Schema != "../../schemas/snapshot.v1.json" {
		t.Errorf("snapshot %+v, %v", api, err)
	}
	if len(history) != 1 || history[0].Digest != ix.Services[0].Digest || history[0].Entries[0].What != schemas.ServiceAppeared {
		t.Errorf("history %+v", history)
	}
}

func TestNoPast(t *testing.T) {
	s := open(t, t.TempDir())
	if ix, err := s.Index(); ix != nil || err != nil {
		t.Errorf("index %v, %v", ix, err)
	}
	if account, err := s.Run(); account != nil || err != nil {
		t.Errorf("run %v, %v", account, err)
	}
	if old, err := s.Snapshot("checkout"); old != nil || err != nil {
		t.Errorf("snapshot %v, %v", old, err)
	}
	if history, err := s.History("checkout"); len(history) != 0 || err != nil {
		t.Errorf("history %v, %v", history, err)
	}
}

// A second run on the same state touches nothing but the account of the run: not even times of files.
func TestNothingChanged(t *testing.T) {
	dir := t.TempDir()
	same := func() (Result, Rendered) {
		return run(t, dir, update(snapshot("checkout", "checkout:1"), snapshot("cart", "cart:1")), pages(map[string]string{"index.html": "all", "a/b/index.html": "b"}))
	}
	same()
	before := stamps(t, dir)
	result, rendered := same()
	if got, want := outcomes(result), "cart: unchanged, checkout: unchanged"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if len(rendered.Written)+len(rendered.Removed) > 0 || rendered.Unchanged != 2 {
		t.Errorf("rendered %+v", rendered)
	}
	after := stamps(t, dir)
	delete(before, "data/run.json")
	delete(before, "data/run.js")
	for name, stamp := range before {
		if after[name] != stamp {
			t.Errorf("%s was rewritten", name)
		}
	}
}

func stamps(t *testing.T, dir string) map[string]string {
	t.Helper()
	m := map[string]string{}
	for name := range tree(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !info.IsDir() {
			m[name] = fmt.Sprint(info.ModTime(), info.Size())
		}
	}
	return m
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	_, err := Open(dir)
	wantError(t, err, dir, fmt.Sprintf("(process %d)", os.Getpid()), "choose another folder with -o")

	first.Close()
	second := open(t, dir)
	second.Close()
	if left := tree(t, dir); len(left) > 0 {
		t.Errorf("opening and closing left %v", left)
	}
}

// Whoever comes while another goes gets the lock of the file that stands, never of one that is being removed.
func TestOneAtATime(t *testing.T) {
	dir := t.TempDir()
	var inside, turns atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				s, err := Open(dir)
				if err != nil {
					if !strings.Contains(err.Error(), "being written by another plimsoll") {
						t.Error(err)
					}
					continue
				}
				if inside.Add(1) != 1 {
					t.Error("two hold the lock")
				}
				turns.Add(1)
				inside.Add(-1)
				s.Close()
			}
		})
	}
	group.Wait()
	if turns.Load() == 0 {
		t.Error("nobody ever held the lock")
	}
}

func TestReadingChangesNothing(t *testing.T) {
	dir := t.TempDir()
	s, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.WriteData(update())
	wantError(t, err, "opened for reading alone")
	_, err = s.Render(nil, false)
	wantError(t, err, "opened for reading alone")
	wantError(t, s.WriteRun(account), "opened for reading alone")
	if left := tree(t, dir); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
}

func TestUnfinished(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if s.Unfinished() {
		t.Error("a new folder is unfinished")
	}
	if _, err := s.WriteData(update(snapshot("checkout", "checkout:1"))); err != nil {
		t.Fatal(err)
	}
	s.Close()

	s = open(t, dir)
	if !s.Unfinished() {
		t.Error("a run without its account is not unfinished")
	}
	if _, err := s.Render(pages(map[string]string{"index.html": "all"}), false); err != nil {
		t.Fatal(err)
	}
	if !s.Unfinished() {
		t.Error("rendering finished what collecting left")
	}
	if err := s.WriteRun(account); err != nil {
		t.Fatal(err)
	}
	if s.Unfinished() {
		t.Error("still unfinished after the account of the run")
	}
}

package site

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestCompareFolders compares what two runs left.
func TestCompareFolders(t *testing.T) {
	before, after := t.TempDir(), t.TempDir()
	run(t, before, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:1"), snapshot("search", "search:1")), nil)
	run(t, after, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:2"), snapshot("orders", "orders:1")), nil)
	untouched := filepath.Join("data", "services", "cart.json")
	for _, dir := range []string{before, after} {
		if err := os.WriteFile(filepath.Join(dir, untouched), []byte("never opened"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range []struct {
		name string
		only Narrow
		want []string
	}{
		{"everything", Narrow{}, []string{"search: vanished", "orders: appeared", "checkout: changed"}},
		{"one service", Narrow{Services: []string{"checkout"}}, []string{"checkout: changed"}},
		{"images alone", Narrow{Groups: []string{"image"}}, []string{"checkout: changed"}},
		{"no such change", Narrow{Groups: []string{"scaling"}}, nil},
	} {
		for _, at := range [][2]string{{"", ""}, {"data", ""}, {"", "data"}} {
			what, err := Compare(sideAt(t, filepath.Join(before, at[0])), sideAt(t, filepath.Join(after, at[1])), e.only)
			if err != nil {
				t.Fatal(err)
			}
			if got := directionsOf(what); !slices.Equal(got, e.want) {
				t.Errorf("%s: got %q, want %q", e.name, got, e.want)
			}
		}
	}
	if what, err := Compare(sideAt(t, before), sideAt(t, before), Narrow{}); err != nil || len(what.Services) > 0 || what.Unchanged != 3 {
		t.Errorf("a folder differs from itself: %+v, %v", what, err)
	}
}

// TestCompareWithoutIndex takes the snapshots themselves, and validates each that it opens.
func TestCompareWithoutIndex(t *testing.T) {
	before, after := t.TempDir(), t.TempDir()
	run(t, before, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:1")), nil)
	run(t, after, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:2")), nil)
	if err := os.Remove(filepath.Join(after, "data", "index.json")); err != nil {
		t.Fatal(err)
	}
	what, err := Compare(sideAt(t, before), sideAt(t, after), Narrow{})
	if err != nil {
		t.Fatal(err)
	}
	if got := directionsOf(what); !slices.Equal(got, []string{"checkout: changed"}) {
		t.Errorf("got %q", got)
	}
	path := filepath.Join(after, "data", "services", "checkout.json")
	for broken, says := range map[string]string{
		`{"schemaVersion": 1, "service": {"id": "checkout"}}`: "checkout.json: not a valid snapshot",
		"<<<<<<< HEAD\n":       "checkout.json: not a valid snapshot: line 1",
		`{"schemaVersion": 9}`: "update plimsoll",
	} {
		if err := os.WriteFile(path, []byte(broken), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Compare(sideAt(t, before), sideAt(t, after), Narrow{}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: said %v", broken, err)
		}
	}
}

// TestCompareFollowsNoLink says so of a link where a snapshot should be: passed over, the service would look gone.
func TestCompareFollowsNoLink(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:1")), nil)
	path := filepath.Join(dir, "data", "services", "checkout.json")
	for _, err := range []error{os.Remove(filepath.Join(dir, "data", "index.json")), os.Rename(path, filepath.Join(dir, "elsewhere")), os.Symlink("../../elsewhere", path)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := FolderSide(schemas.Side{}, os.DirFS(dir), func(name string) string { return name })
	if err == nil || !strings.Contains(err.Error(), "data/services/checkout.json is no plain file") {
		t.Errorf("said %v", err)
	}
}

// TestCompareWhatTheIndexDoesNotVouchFor validates a snapshot that was edited after the index was written.
func TestCompareWhatTheIndexDoesNotVouchFor(t *testing.T) {
	before, after := t.TempDir(), t.TempDir()
	run(t, before, update(snapshot("checkout", "checkout:1")), nil)
	run(t, after, update(snapshot("checkout", "checkout:2")), nil)
	path := filepath.Join(after, "data", "services", "checkout.json")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), `"status": "healthy"`, `"status": "splendid"`, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Compare(sideAt(t, before), sideAt(t, after), Narrow{}); err == nil || !strings.Contains(err.Error(), "splendid") {
		t.Errorf("said %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := Compare(sideAt(t, before), sideAt(t, after), Narrow{}); err == nil || !strings.Contains(err.Error(), "is missing, and the index lists it") {
		t.Errorf("said %v", err)
	}
}

// TestCompareFiles takes snapshots alone, and one against the folder that it came from.
func TestCompareFiles(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:1")), nil)
	newer := t.TempDir()
	run(t, newer, update(snapshot("checkout", "checkout:2")), nil)
	b, err := os.ReadFile(filepath.Join(newer, "data", "services", "checkout.json"))
	if err != nil {
		t.Fatal(err)
	}
	lone := func(b []byte) *Side {
		s, err := FileSide(schemas.Side{Name: "checkout.json", Kind: schemas.SideFile}, b)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, e := range []struct {
		name     string
		old, new *Side
		want     []string
	}{
		{"a folder and a snapshot", sideAt(t, dir), lone(b), []string{"checkout: changed"}},
		{"a snapshot and itself", lone(b), lone(b), nil},
		{"nothing, as git difftool has it, and a snapshot", lone(nil), lone(b), []string{"checkout: appeared"}},
		{"a snapshot and nothing", lone(b), lone(nil), []string{"checkout: vanished"}},
	} {
		what, err := Compare(e.old, e.new, Narrow{})
		if err != nil {
			t.Fatal(err)
		}
		if got := directionsOf(what); !slices.Equal(got, e.want) {
			t.Errorf("%s: got %q, want %q", e.name, got, e.want)
		}
	}
}

// TestCompareNarrowedToNothing refuses what neither state has: nothing would have changed in it.
func TestCompareNarrowedToNothing(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("checkout", "checkout:1")), nil)
	for _, e := range []struct {
		only Narrow
		want string
	}{
		{Narrow{Services: []string{"chekout"}}, `neither state has a service "chekout"; did you mean checkout?`},
		{Narrow{Services: []string{"unlike"}}, `neither state has a service "unlike"`},
	} {
		var unknown *UnknownError
		if _, err := Compare(sideAt(t, dir), sideAt(t, dir), e.only); !errors.As(err, &unknown) || err.Error() != e.want {
			t.Errorf("said %v, want %s", err, e.want)
		}
	}
}

// TestClustersSayOnceHowTheyWereRead leaves to the cluster what would be said of each of its services.
func TestClustersSayOnceHowTheyWereRead(t *testing.T) {
	unread := schemas.Entry{What: schemas.ReadChanged, Cluster: "prod-us", Object: "*", From: "ok", To: "timeout"}
	if !told(unread, []schemas.Entry{unread}) || told(unread, nil) {
		t.Error("what the cluster says is said again of the service, or is not said at all")
	}
}

func sideAt(t *testing.T, dir string) *Side {
	t.Helper()
	s, err := FolderSide(schemas.Side{Name: dir, Kind: schemas.SideFolder}, os.DirFS(dir), func(name string) string { return name })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func directionsOf(c *schemas.Comparison) []string {
	var said []string
	for _, s := range c.Services {
		said = append(said, s.ID+": "+string(s.Direction))
		if len(diff.Across(s.Entries)) == 0 {
			said = append(said, "of which nothing is told")
		}
	}
	return said
}

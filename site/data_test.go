package site

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestServicesComeAndGo runs twice: on what was there, and on what an update then finds.
func TestServicesComeAndGo(t *testing.T) {
	checkout, cart := snapshot("checkout", "checkout:1"), snapshot("cart", "cart:1")
	tests := []struct {
		name   string
		second Update
		want   string
		files  []string // beneath data/services and data/history
	}{
		{
			name:   "one changes",
			second: update(snapshot("checkout", "checkout:2"), cart),
			want:   "cart: unchanged, checkout: changed",
			files:  []string{"history/cart.jsonl", "history/checkout.jsonl", "services/cart.json", "services/checkout.json"},
		},
		{
			name:   "one is gone from clusters that were read: its history outlives it",
			second: update(checkout),
			want:   "cart: removed, checkout: unchanged",
			files:  []string{"history/cart.jsonl", "history/checkout.jsonl", "services/checkout.json"},
		},
		{
			name: "one is not found, but its cluster could not be read",
			second: func() Update {
				u := update(checkout)
				u.Gone = func(string) bool { return false }
				return u
			}(),
			want:  "cart: kept, checkout: unchanged",
			files: []string{"history/cart.jsonl", "history/checkout.jsonl", "services/cart.json", "services/checkout.json"},
		},
		{
			name: "only one was asked for",
			second: func() Update {
				u := update(checkout)
				u.Partial = true
				return u
			}(),
			want:  "cart: kept, checkout: unchanged",
			files: []string{"history/cart.jsonl", "history/checkout.jsonl", "services/cart.json", "services/checkout.json"},
		},
		{
			name:   "long after one has gone, its history goes as well",
			second: func() Update { u := update(checkout); u.Now = noon.AddDate(0, 0, 91); return u }(),
			want:   "checkout: unchanged",
			files:  []string{"history/checkout.jsonl", "services/checkout.json"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			run(t, dir, update(checkout, cart), nil)
			if strings.HasPrefix(test.name, "long after") {
				run(t, dir, update(checkout), nil)
			}
			result, _ := run(t, dir, test.second, nil)
			if got := outcomes(result); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if got := dataFiles(t, dir); !slices.Equal(got, test.files) {
				t.Errorf("files %q, want %q", got, test.files)
			}
			indexHoldsWhatStands(t, dir)
		})
	}
}

func dataFiles(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	for name := range tree(t, filepath.Join(dir, "data")) {
		if !strings.HasSuffix(name, "/") && (strings.HasPrefix(name, "services/") || strings.HasPrefix(name, "history/")) {
			files = append(files, name)
		}
	}
	slices.Sort(files)
	return files
}

// indexHoldsWhatStands checks that the index vouches for every snapshot there is, and for no other.
func indexHoldsWhatStands(t *testing.T, dir string) {
	t.Helper()
	ix := readIndex(t, dir)
	var want []string
	for _, row := range ix.Services {
		want = append(want, "services/"+row.ID+".json")
		b, err := os.ReadFile(filepath.Join(dir, "data", "services", row.ID+".json"))
		if err != nil || schemas.Digest(b) != row.Digest {
			t.Errorf("the index does not vouch for %s: %v", row.ID, err)
		}
	}
	got := slices.DeleteFunc(dataFiles(t, dir), func(name string) bool { return strings.HasPrefix(name, "history/") })
	if !slices.Equal(got, want) {
		t.Errorf("snapshots %q, the index lists %q", got, want)
	}
}

func TestPartialUpdateKeepsOtherClusters(t *testing.T) {
	dir := t.TempDir()
	first := update()
	first.Clusters = []schemas.ClusterEntry{{Name: "prod-eu", State: schemas.ReadOK}, {Name: "prod-us", State: schemas.ReadOK}}
	run(t, dir, first, nil)
	second := update()
	second.Partial = true
	second.Clusters = []schemas.ClusterEntry{{Name: "prod-us", State: schemas.ReadTimeout}, {Name: "prod-ap", State: schemas.ReadOK}}
	run(t, dir, second, nil)

	ix, err := open(t, dir).Index()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range ix.Clusters {
		got = append(got, fmt.Sprint(c.Name, " ", c.State))
	}
	if want := []string{"prod-eu ok", "prod-us timeout", "prod-ap ok"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHistoryFollowsChanges(t *testing.T) {
	dir := t.TempDir()
	for i, image := range []string{"checkout:1", "checkout:2", "checkout:2", "checkout:1"} {
		u := update(snapshot("checkout", image))
		u.Now = noon.Add(time.Duration(i) * time.Hour)
		run(t, dir, u, nil)
	}
	quiet := snapshot("checkout", "checkout:1")
	quiet.Clusters[0].Kubernetes = "v1.37.3" // in the snapshot, but no change of the service
	run(t, dir, update(quiet), nil)
	gone := update()
	gone.Now = noon.Add(5 * time.Hour)
	run(t, dir, gone, nil)
	run(t, dir, gone, nil)

	want := []string{"12:00 service-appeared", "13:00 image", "15:00 image", "17:00 service-vanished"}
	if got := timeline(t, dir, "checkout"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestIndexSaysWhatChangedLast follows a service that changes, rests, goes and comes back, and an index that was lost.
func TestIndexSaysWhatChangedLast(t *testing.T) {
	dir := t.TempDir()
	at := func(hour int, snapshots ...*schemas.Snapshot) string {
		u := update(snapshots...)
		u.Now = noon.Add(time.Duration(hour) * time.Hour)
		run(t, dir, u, nil)
		return lastChanges(t, dir)
	}
	one, two := snapshot("checkout", "checkout:1"), snapshot("checkout", "checkout:2")
	for i, step := range []struct {
		found []*schemas.Snapshot
		want  string
	}{
		{[]*schemas.Snapshot{one}, "checkout 12:00"},
		{[]*schemas.Snapshot{one}, "checkout 12:00"},
		{[]*schemas.Snapshot{two}, "checkout 14:00"},
		{nil, "checkout gone 15:00"},
		{nil, "checkout gone 15:00"},
		{[]*schemas.Snapshot{two}, "checkout 17:00"},
	} {
		if got := at(i, step.found...); got != step.want {
			t.Errorf("step %d: %q, want %q", i, got, step.want)
		}
	}
	os.Remove(filepath.Join(dir, "data/index.json"))
	if got, want := at(6, two), "checkout 17:00"; got != want {
		t.Errorf("an index made anew says %q, want %q", got, want)
	}
	at(7)
	os.Remove(filepath.Join(dir, "data/index.json"))
	if got, want := at(8), "checkout gone 19:00"; got != want {
		t.Errorf("an index made anew says %q, want %q", got, want)
	}
	if got, want := at(8+91*24), ""; got != want {
		t.Errorf("long after: %q", got)
	}
}

// An index that an older Plimsoll wrote says nothing of changes: the histories are asked once, of services too that
// were not found this time.
func TestIndexFromBefore(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:1"), snapshot("old", "old:1")), nil)
	run(t, dir, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:1")), nil)
	file := filepath.Join(dir, "data/index.json")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b = regexp.MustCompile(`(?s),\s*"gone": \[.*?\](\s*}\s*)$`).ReplaceAll(b, []byte("$1"))
	b = regexp.MustCompile(`\s*"changed": "[^"]*",`).ReplaceAll(b, nil)
	write(t, dir, "data/index.json", string(b))
	if got, want := lastChanges(t, dir), "cart 00:00, checkout 00:00"; got != want {
		t.Fatalf("the old index says %q, want %q", got, want)
	}
	u := update(snapshot("checkout", "checkout:1"))
	u.Partial, u.Now = true, noon.Add(time.Hour)
	run(t, dir, u, nil)
	if got, want := lastChanges(t, dir), "cart 12:00, checkout 12:00, old gone 12:00"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNewestFirst(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		u := update(snapshot("checkout", fmt.Sprintf("checkout:%d", i)))
		u.Now = noon.Add(time.Duration(i) * time.Hour)
		run(t, dir, u, nil)
	}
	lines := tree(t, dir)["data/history/checkout.jsonl"]
	write(t, dir, "data/history/checkout.jsonl", "not a change\n"+lines)
	var got []string
	for change, err := range open(t, dir).Newest("checkout") {
		if err != nil {
			wantError(t, err, "checkout.jsonl:1", "cannot be read")
			break
		}
		got = append(got, change.At.Format("15:04"))
	}
	if want := []string{"14:00", "13:00", "12:00"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// readIndex is the index as it lies on disk.
func readIndex(t *testing.T, dir string) *schemas.Index {
	t.Helper()
	s, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ix, err := s.Index()
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func lastChanges(t *testing.T, dir string) string {
	t.Helper()
	ix := readIndex(t, dir)
	var said []string
	for _, s := range ix.Services {
		said = append(said, s.ID+" "+s.Changed.Format("15:04"))
	}
	for _, g := range ix.Gone {
		said = append(said, g.ID+" gone "+g.At.Format("15:04"))
	}
	return strings.Join(said, ", ")
}

// TestPodsThatComeAndGoAreNoHistory scales up (pods are on their way, then there), changes the image while more pods come,
// and scales up again.
func TestPodsThatComeAndGoAreNoHistory(t *testing.T) {
	dir := t.TempDir()
	for i, step := range []struct {
		image  string
		status schemas.Status
	}{
		{"checkout:1", schemas.Healthy}, {"checkout:1", schemas.Progressing}, {"checkout:1", schemas.Healthy},
		{"checkout:2", schemas.Progressing}, {"checkout:2", schemas.Healthy}, {"checkout:2", schemas.Progressing}, {"checkout:2", schemas.Healthy},
	} {
		s := snapshot("checkout", step.image)
		s.Status, s.Clusters[0].Status = step.status, step.status
		u := update(s)
		u.Now = noon.Add(time.Duration(i) * time.Hour)
		run(t, dir, u, nil)
	}
	want := []string{"12:00 service-appeared", "15:00 status", "16:00 status"} // with the image, and its end
	if got := timeline(t, dir, "checkout"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func timeline(t *testing.T, dir, id string) []string {
	t.Helper()
	s, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	changes, err := s.History(id)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range changes {
		lines = append(lines, c.At.Format("15:04")+" "+string(c.Entries[0].What))
	}
	return lines
}

func TestHistoryIsBounded(t *testing.T) {
	dir := t.TempDir()
	for i := range 5 {
		u := update(snapshot("checkout", fmt.Sprintf("checkout:%d", i)))
		u.Now, u.Limit = noon.Add(time.Duration(i)*time.Hour), 3
		run(t, dir, u, nil)
	}
	if got, want := timeline(t, dir, "checkout"), []string{"14:00 image", "15:00 image", "16:00 image"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A last line that was cut off, by a full disk or another program, is passed over, and the next change repairs it.
func TestTornHistory(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("checkout", "checkout:1")), nil)
	file := filepath.Join(dir, "data/history/checkout.jsonl")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "data/history/checkout.jsonl", string(whole)+`{"at":"2026-11-2`)
	if got, want := timeline(t, dir, "checkout"), []string{"12:00 service-appeared"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	run(t, dir, update(snapshot("checkout", "checkout:2")), nil)
	if got, want := timeline(t, dir, "checkout"), []string{"12:00 service-appeared", "12:00 image"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPastThatIsNotAsItWasLeft(t *testing.T) {
	const file = "data/services/checkout.json"
	tests := []struct {
		name   string
		damage func(t *testing.T, dir string)
		want   string // of a run that finds the same as before
		aside  bool
	}{
		{"missing", func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, file)) }, "checkout: restored", false},
		{"cut off", func(t *testing.T, dir string) { os.Truncate(filepath.Join(dir, file), 100) }, "checkout: restored", true},
		{"merge conflict", func(t *testing.T, dir string) { write(t, dir, file, "<<<<<<< HEAD\n{}\n=======\n") }, "checkout: restored", true},
		{"another service's", func(t *testing.T, dir string) {
			b, _ := os.ReadFile(filepath.Join(dir, "data/services/checkout.json"))
			write(t, dir, file, strings.ReplaceAll(string(b), `"id": "checkout"`, `"id": "cart"`))
		}, "checkout: restored", true},
		{"edited by hand", func(t *testing.T, dir string) {
			b, _ := os.ReadFile(filepath.Join(dir, file))
			write(t, dir, file, strings.ReplaceAll(string(b), "checkout:1", "checkout:1-edited"))
		}, "checkout: restored", false},
		{"index missing", func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "data/index.json")) }, "checkout: unchanged", false},
		{"index unreadable", func(t *testing.T, dir string) { write(t, dir, "data/index.json", "<<<<<<< HEAD\n") }, "checkout: unchanged", false},
		{"schemas missing", func(t *testing.T, dir string) { os.RemoveAll(filepath.Join(dir, "data/schemas")) }, "checkout: unchanged", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			u := update(snapshot("checkout", "checkout:1"))
			run(t, dir, u, nil)
			whole := tree(t, dir)
			test.damage(t, dir)
			result, _ := run(t, dir, u, nil)
			if got := outcomes(result); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if aside := result.Services[0].SetAside; (aside != "") != test.aside {
				t.Errorf("set aside %q", aside)
			}
			os.RemoveAll(filepath.Join(dir, workings))
			sameTree(t, tree(t, dir), whole)
		})
	}
}

// A file of one size with other bytes is noticed where the past is read, as collecting does for every service.
func TestSameSizeOtherBytes(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("checkout", "checkout:1")), nil)
	whole := tree(t, dir)
	file := filepath.Join(dir, "data/services/checkout.json")
	b, _ := os.ReadFile(file)
	write(t, dir, "data/services/checkout.json", strings.ReplaceAll(string(b), "checkout:1", "checkout:9"))

	s := open(t, dir)
	if _, err := s.Snapshot("checkout"); err != nil {
		t.Fatal(err)
	}
	result, err := s.WriteData(update(snapshot("checkout", "checkout:1")))
	if err != nil || outcomes(result) != "checkout: restored" {
		t.Errorf("%s, %v", outcomes(result), err)
	}
	if err := s.WriteRun(account); err != nil {
		t.Fatal(err)
	}
	s.Close()
	sameTree(t, tree(t, dir), whole)
}

func TestUnreadablePastIsSetAside(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("checkout", "checkout:1")), nil)
	write(t, dir, "data/services/checkout.json", "not a snapshot")

	s := open(t, dir)
	_, err := s.Snapshot("checkout")
	var unreadable *UnreadableError
	if !errors.As(err, &unreadable) {
		t.Errorf("reading it gives %v", err)
	}
	wantError(t, err, filepath.Join(dir, "data/services/checkout.json"), "restore it from Git")
	result, err := s.WriteData(update(snapshot("checkout", "checkout:2")))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(result.Services[0].SetAside)
	if err != nil || string(b) != "not a snapshot" {
		t.Errorf("set aside %q: %q, %v", result.Services[0].SetAside, b, err)
	}
	s.Close()
	if got, want := timeline(t, dir, "checkout"), []string{"12:00 service-appeared"}; !slices.Equal(got, want) {
		t.Errorf("history %q, want %q: nothing is known of what changed", got, want)
	}
}

// What a newer plimsoll wrote is neither gone on without nor replaced.
func TestNewerPast(t *testing.T) {
	for _, file := range []string{"data/index.json", "data/services/checkout.json"} {
		t.Run(file, func(t *testing.T) {
			dir := t.TempDir()
			run(t, dir, update(snapshot("checkout", "checkout:1")), nil)
			b, _ := os.ReadFile(filepath.Join(dir, file))
			newer := strings.Replace(string(b), `"schemaVersion": 1`, `"schemaVersion": 99`, 1)
			write(t, dir, file, newer)
			_, _, err := tryRun(dir, update(snapshot("checkout", "checkout:2")), nil)
			wantError(t, err, filepath.Join(dir, file), "99", "newer")
			if b, _ := os.ReadFile(filepath.Join(dir, file)); string(b) != newer {
				t.Errorf("%s was replaced", file)
			}
		})
	}
}

func TestForeignDataIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "data/services/checkout.json", `{"price": 3}`)
	write(t, dir, "data/authors.yaml", "- Ada\n")
	before := tree(t, dir)
	_, _, err := tryRun(dir, update(snapshot("checkout", "checkout:1")), nil)
	wantError(t, err, filepath.Join(dir, "data/services/checkout.json"), "move it away")
	after := tree(t, dir)
	for name, content := range before {
		if after[name] != content {
			t.Errorf("%s was touched", name)
		}
	}
}

func TestRefusedServices(t *testing.T) {
	invalid := snapshot("cart", "cart:1")
	invalid.Status = "splendid"
	tests := []struct {
		name      string
		snapshots []*schemas.Snapshot
		want      string
	}{
		{"a way out", []*schemas.Snapshot{snapshot("../../etc/passwd", "a")}, "not a service id"},
		{"upper case", []*schemas.Snapshot{snapshot("Shop", "a")}, "not a service id"},
		{"one id twice", []*schemas.Snapshot{snapshot("checkout", "a"), snapshot("checkout", "b")}, "share a file"},
		{"invalid", []*schemas.Snapshot{invalid, snapshot("checkout", "a")}, "snapshot of cart is invalid"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := tryRun(t.TempDir(), update(test.snapshots...), nil)
			wantError(t, err, test.want)
		})
	}
}

// A fault in one service costs that service, and its last state stays.
func TestInvalidSnapshotCostsItsServiceOnly(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("cart", "cart:1"), snapshot("checkout", "checkout:1")), nil)
	invalid := snapshot("cart", "cart:2")
	invalid.Status = "splendid"
	s := open(t, dir)
	result, err := s.WriteData(update(invalid, snapshot("checkout", "checkout:2")))
	wantError(t, err, "snapshot of cart is invalid", "report it")
	if got, want := outcomes(result), "cart: kept, checkout: changed"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !s.Unfinished() {
		t.Error("the run counts as finished")
	}
	indexHoldsWhatStands(t, dir)
}

func TestCollectionThatFails(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(snapshot("checkout", "checkout:1")), nil)
	before := tree(t, dir)
	u := update()
	u.Snapshots = func(yield func(*schemas.Snapshot, error) bool) { yield(nil, errors.New("no cluster could be read")) }
	_, _, err := tryRun(dir, u, nil)
	wantError(t, err, "no cluster could be read")
	os.RemoveAll(filepath.Join(dir, workings))
	sameTree(t, tree(t, dir), before)
}

//go:build unix

package site

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// The test binary runs itself as the process that dies: with these set it is a run on a folder, not a test.
const (
	childDir   = "SITE_TEST_RUN_IN"
	childLimit = "SITE_TEST_FILE_LIMIT" // bytes that a file may have
)

func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	restore := limitFiles(os.Getenv(childLimit))
	fmt.Println("begins")
	_, _, err := tryRun(dir, after(), pagesAfter())
	restore() // coverage is written at the end
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// limitFiles lets no file grow beyond so many bytes, until restored.
func limitFiles(bytes string) (restore func()) {
	limit, err := strconv.ParseUint(bytes, 10, 64)
	if err != nil {
		return func() {}
	}
	signal.Ignore(syscall.SIGXFSZ) // as where the disk is full: the write fails, the process lives
	var old syscall.Rlimit
	set := func(to syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &to); err != nil {
			panic(err)
		}
	}
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		panic(err)
	}
	set(syscall.Rlimit{Cur: limit, Max: old.Max})
	return func() { set(old) }
}

// Before and after are two states of a shop: most services change, one comes, one goes.
const shops = 12

func before() Update { return update(shop(0, shops, "1")...) }
func after() Update {
	u := update(shop(1, shops+1, "2")...)
	u.Now = noon.Add(time.Hour)
	return u
}

func shop(from, to int, tag string) []*schemas.Snapshot {
	var all []*schemas.Snapshot
	for i := from; i < to; i++ {
		id := fmt.Sprintf("shop/service-%d", i)
		all = append(all, snapshot(id, "registry.example/"+id+":"+tag))
	}
	return all
}

func pagesBefore() []render.Page { return pagesOf(before(), "before") }
func pagesAfter() []render.Page  { return pagesOf(after(), "after") }

func pagesOf(u Update, moment string) []render.Page {
	contents := map[string]string{"index.html": strings.Repeat(moment+"\n", 1000)}
	for s := range u.Snapshots {
		contents["services/"+s.Service.ID+"/index.html"] = strings.Repeat(moment+" "+s.Service.ID+"\n", 500)
	}
	return pages(contents)
}

// TestKilledRun kills a run at 50 random moments. After each kill every file that stands is whole and valid, and the
// next run, which may be killed as well, comes to the bytes that an undisturbed one writes.
func TestKilledRun(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))

	calm := t.TempDir()
	run(t, calm, before(), pagesBefore())
	start := tree(t, calm)
	begun := time.Now()
	run(t, calm, after(), pagesAfter())
	took := time.Since(begun)
	want := tree(t, calm)

	killed := 0
	for attempt := 0; killed < 50; attempt++ {
		if attempt == 500 {
			t.Fatalf("only %d of %d runs were killed before their end", killed, attempt)
		}
		dir := t.TempDir()
		plant(t, dir, start)
		for range 1 + attempt%3 {
			if kill(t, dir, time.Duration(random.Int64N(int64(took)))) {
				killed++
			}
			everyFileIsWhole(t, dir)
		}
		run(t, dir, after(), pagesAfter())
		sameTree(t, tree(t, dir), want)
		if t.Failed() {
			t.Fatalf("after attempt %d", attempt)
		}
	}
}

// kill starts a run and kills it some time after it has begun; it says whether that came before the end.
func kill(t *testing.T, dir string, after time.Duration) bool {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewReader(out).ReadString('\n')
	time.Sleep(after)
	child.Process.Kill()
	err = child.Wait()
	status, ok := child.ProcessState.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return true
	}
	if err != nil {
		t.Fatalf("the run failed by itself: %v", err)
	}
	return false
}

func plant(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		if !strings.HasSuffix(name, "/") {
			write(t, dir, name, content)
		}
	}
}

// everyFileIsWhole checks what stands by its own schema, and pages by their last line.
func everyFileIsWhole(t *testing.T, dir string) {
	t.Helper()
	for name, content := range tree(t, dir) {
		if strings.HasSuffix(name, "/") || strings.HasPrefix(name, workings+"/") || strings.HasPrefix(name, "data/schemas/") {
			continue
		}
		if err := whole(name, []byte(content)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func whole(name string, b []byte) error {
	switch {
	case name == "data/index.json":
		return schemas.ValidateIndex(b)
	case name == "data/run.json":
		return schemas.ValidateRun(b)
	case strings.HasPrefix(name, "data/services/"):
		return schemas.ValidateSnapshot(b)
	case strings.HasPrefix(name, "data/history/"):
		for line := range strings.Lines(string(b)) {
			if _, err := schemas.DecodeChange([]byte(line)); err != nil {
				return err
			}
		}
		return nil
	}
	lines := strings.Count(string(b), "\n")
	if strings.HasSuffix(name, "/index.html") && lines != 500 || name == "index.html" && lines != 1000 {
		return fmt.Errorf("it ends after %d lines", lines)
	}
	return nil
}

// TestNoRoom lets no file grow beyond a size that the old state keeps and the new one does not, as on a full disk.
func TestNoRoom(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, before(), pagesBefore())
	old := tree(t, dir)

	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir, childLimit+"=400")
	var talk strings.Builder
	child.Stderr = &talk
	if err := child.Run(); err == nil {
		t.Fatal("the run succeeded")
	}
	line := strings.TrimSpace(talk.String())
	if !strings.HasPrefix(line, "write "+dir) || !strings.Contains(line, "file too large") ||
		!strings.Contains(line, "what stood there is intact") || strings.Contains(line, "\n") {
		t.Errorf("the error is %q", line)
	}
	everyFileIsWhole(t, dir)
	for name := range old {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}

	calm := t.TempDir()
	run(t, calm, before(), pagesBefore())
	run(t, calm, after(), pagesAfter())
	run(t, dir, after(), pagesAfter())
	sameTree(t, tree(t, dir), tree(t, calm))
}

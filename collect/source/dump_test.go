package source

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestDumps reads each folder testdata/dump-*; what it must come to stands beside it.
func TestDumps(t *testing.T) {
	dirs, err := filepath.Glob("testdata/dump-*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		if strings.HasSuffix(dir, ".golden") {
			continue
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			got := accountOf(readDump(t, schemas.ClusterConfig{Dump: dir}))
			golden := dir + ".golden"
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestDumpIsNarrowedToNamespaces(t *testing.T) {
	r := readDump(t, schemas.ClusterConfig{Dump: "testdata/dump-kubectl", Namespaces: []string{"kube-system"}})
	want := []string{"Pod kube-system/coredns-1 Running"}
	if got := objectsIn(r.Facts); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, read := range r.Reads { // it was looked for, and there is none
		if read.Resource == "deployments.apps" && (read.State != schemas.ReadOK || read.Objects != 0) {
			t.Errorf("deployments: %+v", read)
		}
	}
}

func TestDumpThatHoldsNothing(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"empty":            {nil, "the dump holds no object of a kind that Plimsoll reads: write some with kubectl get -o json into it"},
		"other things":     {map[string]string{"package.json": `{"name": "x"}`, "a.yaml": "b: c", "empty.json": ""}, "holds no object of a kind"},
		"nothing but junk": {map[string]string{"junk.json": `{"kind": `}, "the dump holds nothing that can be read: junk.json:1: ends in the middle of an object: the file is cut off"},
		"an untyped list":  {map[string]string{"none.json": `{"kind": "List", "apiVersion": "v1", "items": []}`}, "holds no object of a kind"},
	} {
		t.Run(name, func(t *testing.T) {
			r := readDump(t, schemas.ClusterConfig{Dump: dumpFolder(t, test.files)})
			if r.State != schemas.ReadFailed || !strings.Contains(r.Message, test.want) {
				t.Errorf("%s: %s", r.State, r.Message)
			}
		})
	}
}

func TestDumpFollowsNoLinkOutOfIt(t *testing.T) {
	outside := dumpFolder(t, map[string]string{"pod.json": `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "outside"}}`})
	dir := dumpFolder(t, map[string]string{"..data/real.json": `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "mounted"}}`})
	for link, to := range map[string]string{
		"mounted.json":  "..data/real.json", // as Kubernetes mounts a ConfigMap
		"pods.json":     filepath.Join(outside, "pod.json"),
		"gone.json":     "nowhere.json",
		"folder":        outside,
		"services.json": ".",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	got := accountOf(readDump(t, schemas.ClusterConfig{Dump: dir}))
	want := `state ok
read pods ok 1
read * failed gone.json: no such file or directory
read pods failed pods.json: is a symbolic link that leads out of the dump: put a copy there
read services failed services.json: is no regular file
Pod default/mounted
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDumpStopsAtItsDeadline(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	r := newReading("archive")
	readDumpInto(ctx, schemas.ClusterConfig{Dump: "testdata/dump-kubectl"}, facts.Kinds(), r, func(Progress) {})
	if r.State != schemas.ReadTimeout || r.Message != "the dump could not be read in time: raise the cluster's timeout" {
		t.Errorf("%s: %s", r.State, r.Message)
	}
}

func TestDumpNamesOnlySoManyBrokenFiles(t *testing.T) {
	files := map[string]string{"pod.yaml": "{apiVersion: v1, kind: Pod, metadata: {name: fine}}"}
	for i := range 200 {
		files[fmt.Sprintf("broken-%03d.json", i)] = "{"
	}
	r := readDump(t, schemas.ClusterConfig{Dump: dumpFolder(t, files)})
	if n := len(r.Reads) - len(facts.Kinds()); r.State != schemas.ReadOK || n != troubleAtMost+1 {
		t.Errorf("%s with %d broken files named", r.State, n)
	}
}

// FuzzDump reads any bytes as each kind of file: nothing may panic, and what is broken is said in one line.
func FuzzDump(f *testing.F) {
	paths, err := filepath.Glob("testdata/dump-*/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("items:\n-\n-\n  - \nkind: PodList\n---x\n--- |\n- a"))
	f.Add([]byte(`{"items": {"items": [{}]}, "kind": "PodList"} [[{"kind": "Pod"}]] "x" {"items": [{"kind": 5}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := readDump(t, schemas.ClusterConfig{Dump: dumpFolder(t, map[string]string{
			"a.json": string(b), "b.yaml": string(b), "pods-errors.json": string(b), "version.json": string(b), "asOf.txt": string(b),
		})})
		for _, read := range r.Reads {
			if strings.ContainsAny(read.Message, "\n\x1b") || read.State == "" {
				t.Errorf("%+v", read)
			}
		}
	})
}

// readDump reads a dump as Read does.
func readDump(t testing.TB, c schemas.ClusterConfig) *Reading {
	t.Helper()
	r := newReading("archive")
	readDumpInto(t.Context(), c, facts.Kinds(), r, func(Progress) {})
	return r
}

func dumpFolder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// accountOf writes down what a reading came to; kinds that the dump does not hold are left out.
func accountOf(r *Reading) string {
	var b strings.Builder
	line := func(words ...any) { fmt.Fprintln(&b, slices.DeleteFunc(words, func(w any) bool { return w == "" })...) }
	line("state", string(r.State), r.Message)
	if r.Kubernetes != "" {
		line("kubernetes", r.Kubernetes)
	}
	if !r.AsOf.IsZero() {
		line("as of", r.AsOf.Format(time.RFC3339))
	}
	for _, read := range r.Reads {
		switch read.State {
		case schemas.ReadNotServed:
		case schemas.ReadOK:
			line("read", read.Resource, string(read.State), read.Objects)
		default:
			line("read", read.Resource, read.Namespace, string(read.State), read.Message)
		}
	}
	for _, s := range r.Skipped {
		line("skipped", s.Count, s.Kind, s.Namespace)
	}
	for _, o := range objectsIn(r.Facts) {
		line(o)
	}
	return b.String()
}

func objectsIn(c *facts.Cluster) []string {
	var out []string
	add := func(kind string, m facts.Meta, more ...string) {
		out = append(out, strings.Join(append([]string{kind, m.Namespace + "/" + m.Name}, more...), " "))
	}
	for _, w := range c.Workloads {
		add(w.Kind, w.Meta, fmt.Sprintf("wanted %d", w.Wanted))
	}
	for _, p := range c.Pods {
		if p.Phase == "" {
			add("Pod", p.Meta)
		} else {
			add("Pod", p.Meta, p.Phase)
		}
	}
	for _, j := range c.CronJobs {
		add("CronJob", j.Meta)
	}
	for _, s := range c.Services {
		add("Service", s.Meta)
	}
	for _, i := range c.Ingresses {
		add("Ingress", i.Meta)
	}
	for _, p := range c.Claims {
		add("PersistentVolumeClaim", p.Meta, p.Phase)
	}
	for _, e := range c.Events {
		out = append(out, fmt.Sprintf("Event of %s %s/%s %s", e.Object.Kind, e.Namespace, e.Object.Name, e.Reason))
	}
	return out
}

// TestDumpOfNothing tells what kubectl get events -o json prints where there are none from a List that might be of anything.
func TestDumpOfNothing(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"events.json": `{"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[]}`,
		"other.json":  `{"apiVersion":"v1","kind":"List","items":[]}`,
		"pods.yaml":   "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	states := map[string]schemas.ReadState{}
	for _, read := range readDump(t, schemas.ClusterConfig{Dump: dir}).Reads {
		states[read.Resource] = read.State
	}
	if states["events"] != schemas.ReadOK || states["pods"] != schemas.ReadOK || states["services"] != schemas.ReadNotServed {
		t.Errorf("got %v", states)
	}
}

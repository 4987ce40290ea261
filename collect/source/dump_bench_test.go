package source

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// BenchmarkDump reads 10,000 pods in one list, 75 MB of JSON, and says what that takes of memory at its peak.
func BenchmarkDump(b *testing.B) {
	for name, write := range map[string]func(testing.TB, string, int){"json": writeJSONList, "yaml": writeYAMLList} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			write(b, dir, 10_000)
			for b.Loop() {
				peak := watchHeap()
				r := readDump(b, schemas.ClusterConfig{Dump: dir})
				b.ReportMetric(float64(peak())/1e6, "MB-peak")
				if len(r.Facts.Pods) != 10_000 {
					b.Fatalf("%d pods; %+v", len(r.Facts.Pods), r.Reads)
				}
			}
		})
	}
}

// TestDumpIsNotHeld reads lists of 12 MB, whichever way they are written: their facts are kept and nothing else.
func TestDumpIsNotHeld(t *testing.T) {
	for name, write := range map[string]func(testing.TB, string, int){"json": writeJSONList, "yaml": writeYAMLList} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, 1500)
			before := heapObjects()
			r := readDump(t, schemas.ClusterConfig{Dump: dir})
			if kept := heapObjects() - before; kept > 6e6 {
				t.Errorf("%d bytes are kept", kept)
			}
			if len(r.Facts.Pods) != 1500 || r.State != schemas.ReadOK {
				t.Errorf("%s: %d pods", r.State, len(r.Facts.Pods))
			}
		})
	}
}

func heapObjects() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// watchHeap returns a function that ends the watch and tells how much the heap grew at most.
func watchHeap() func() int64 {
	before, done := heapObjects(), make(chan struct{})
	var peak atomic.Int64
	go func() {
		var m runtime.MemStats
		for {
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), int64(m.HeapInuse)-before))
			}
		}
	}()
	return func() int64 { close(done); return peak.Load() }
}

// bulkyPod is as large as pods are: 8 KB, most of it what nobody reads.
func bulkyPod(n int) []byte {
	fields := strings.Repeat(`{"manager": "kubelet", "operation": "Update", "fieldsType": "FieldsV1", "fieldsV1": {"f:status": {"f:phase": {}, "f:podIP": {}}}},`, 50)
	return fmt.Appendf(nil, `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "checkout-%010d-%05d", "namespace": "shop",
		"labels": {"app": "checkout", "pod-template-hash": "%010d"}, "managedFields": [%s]},
		"spec": {"nodeName": "node-%d", "containers": [{"name": "app", "image": "registry.example/shop/checkout:1.4.2"}]},
		"status": {"phase": "Running", "containerStatuses": [{"name": "app", "image": "", "imageID": "", "ready": true, "restartCount": 0,
			"state": {"running": {"startedAt": "2026-11-23T02:00:05Z"}}}]}}`,
		n/20, n, n/20, strings.TrimSuffix(fields, ","), n%100)
}

func writeJSONList(t testing.TB, dir string, pods int) {
	writeList(t, filepath.Join(dir, "pods.json"), `{"apiVersion": "v1", "items": [`, `], "kind": "List"}`, pods, func(w *bufio.Writer, n int) {
		if n > 0 {
			_, _ = w.WriteString(",\n")
		}
		_, _ = w.Write(bulkyPod(n))
	})
}

func writeYAMLList(t testing.TB, dir string, pods int) {
	var v any
	if err := json.Unmarshal(bulkyPod(99999), &v); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	item := "- " + strings.ReplaceAll(strings.TrimSuffix(string(text), "\n"), "\n", "\n  ") + "\n"
	writeList(t, filepath.Join(dir, "pods.yaml"), "apiVersion: v1\nitems:\n", "kind: List\n", pods, func(w *bufio.Writer, n int) {
		_, _ = w.WriteString(strings.ReplaceAll(item, "99999", fmt.Sprintf("%05d", n)))
	})
}

func writeList(t testing.TB, path, head, tail string, pods int, write func(*bufio.Writer, int)) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	_, _ = w.WriteString(head)
	for n := range pods {
		write(w, n)
	}
	_, _ = w.WriteString(tail)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

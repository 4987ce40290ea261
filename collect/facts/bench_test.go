package facts_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// BenchmarkPods reduces 10,000 pods of 500 Deployments, each with names and times of its own, and says what one
// costs to keep.
func BenchmarkPods(b *testing.B) {
	const pods, size = 10_000, 20
	o := objects(b, "testdata/pod.txtar")[0]
	var bodies [][]byte
	for i := range pods {
		text := strings.NewReplacer(
			"x2x9k", fmt.Sprintf("%05d", i),
			"7d9f8b6c54", fmt.Sprintf("%010d", i/size),
			`"checkout"`, fmt.Sprintf(`"service-%d"`, i/size),
			"node-3", fmt.Sprintf("node-%d", i%100),
			"02:00:3", fmt.Sprintf("02:%02d:3", i%60)).Replace(string(o.json))
		bodies = append(bodies, protobuf(b, object{o.kind, []byte(text)}))
	}
	for b.Loop() {
		before := heap()
		var c facts.Cluster
		for _, body := range bodies {
			if err := o.kind.Proto(&c, body); err != nil {
				b.Fatal(err)
			}
		}
		c.Sort()
		b.ReportMetric(float64(heap()-before)/pods, "B/pod")
		runtime.KeepAlive(&c)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

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

// BenchmarkSamples reduces what 10,000 pods of three containers use, as metrics-server writes it, and says what one costs
// to keep.
func BenchmarkSamples(b *testing.B) {
	const pods = 10_000
	var bodies [][]byte
	for i := range pods {
		containers := ""
		for j, name := range []string{"app", "istio-proxy", "exporter"} {
			containers += fmt.Sprintf(`,{"name":%q,"usage":{"cpu":"%dn","memory":"%dKi"}}`, name, 1e6+i*7919, 65536+i*j)
		}
		bodies = append(bodies, fmt.Appendf(nil, `{"metadata":{"name":"service-%d-7d9f8b6c54-%05d","namespace":"team-%d","creationTimestamp":"2026-11-23T02:10:00Z","labels":{"app":"service-%d","pod-template-hash":"7d9f8b6c54"}},"timestamp":"2026-11-23T02:09:40Z","window":"20s","containers":[%s]}`, i/20, i, i%100, i/20, containers[1:]))
	}
	for b.Loop() {
		before := heap()
		var c facts.Cluster
		for _, body := range bodies {
			if err := facts.PodMetrics().JSON(&c, body); err != nil {
				b.Fatal(err)
			}
		}
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

package facts_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

func TestSamples(t *testing.T) {
	for _, test := range []struct {
		name, usage  string
		cores, bytes float64
	}{
		{"as metrics-server writes them", `{"cpu": "250123456n", "memory": "184320Ki"}`, 0.250123456, 184320 << 10},
		{"as people would", `{"cpu": "1.5", "memory": "1Gi"}`, 1.5, 1 << 30},
		{"as numbers", `{"cpu": 2, "memory": 1048576}`, 2, 1 << 20},
		{"of something else too", `{"cpu": "1m", "memory": "1Mi", "swap": "7Ki"}`, 0.001, 1 << 20},
		{"of nothing", `{"cpu": "0", "memory": "0"}`, 0, 0},
		{"of half", `{"cpu": "5m"}`, 0.005, 0},
		{"not at all", `null`, 0, 0},
		{"of less than nothing", `{"cpu": "-1", "memory": "-5Gi"}`, 0, 0},
		{"of more than there is", `{"cpu": "9E", "memory": "9E"}`, 1 << 20, 1 << 50},
	} {
		var c facts.Cluster
		err := facts.PodMetrics().JSON(&c, []byte(fmt.Sprintf(`{"metadata": {"name": "a-1", "namespace": "shop"},
			"timestamp": "2026-11-23T02:10:00Z", "window": "20s", "containers": [{"name": "app", "usage": %s}]}`, test.usage)))
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		s := c.Samples[0]
		if u := s.Containers[0]; math.Abs(u.Cores-test.cores) > 1e-9 || u.Bytes != test.bytes {
			t.Errorf("a sample %s is %v cores and %v bytes, want %v and %v", test.name, u.Cores, u.Bytes, test.cores, test.bytes)
		}
		if s.Namespace != "shop" || s.Pod != "a-1" || s.Taken.Format("15:04:05") != "02:10:00" || s.Containers[0].Container != "app" {
			t.Errorf("%+v", s)
		}
	}
}

func TestSamplesThatCannotBeComputed(t *testing.T) {
	for text, want := range map[string]string{
		`{"containers": [{"usage": {"cpu": "1e-2147483647"}}]}`: "1e-2147483647 is no quantity that can be computed",
		`{"containers": [{"usage": {"cpu": "much"}}]}`:          "read a PodMetrics as JSON: ",
		`{"containers": 7}`: "read a PodMetrics as JSON: containers is a number",
	} {
		var c facts.Cluster
		if err := facts.PodMetrics().JSON(&c, []byte(text)); err == nil || !strings.Contains(err.Error(), want) || len(c.Samples) > 0 {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

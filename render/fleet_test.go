package render

import (
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestFleets(t *testing.T) {
	in := func(cluster, environment, name string, current, most int) schemas.Cluster {
		w := schemas.Workload{Kind: "Deployment", Namespace: "shop", Name: name, Replicas: schemas.Replicas{Wanted: current}}
		if most > 0 {
			w.Autoscaler = &schemas.Autoscaler{Min: 1, Current: current, Desired: current, Max: most}
		}
		return schemas.Cluster{Name: cluster, Environment: environment, Status: schemas.Healthy, Workloads: []schemas.Workload{w}}
	}
	for _, c := range []struct {
		name     string
		clusters []schemas.Cluster
		want     []string
	}{
		{"one cluster", []schemas.Cluster{in("eu", "prod", "api", 4, 8)}, nil},
		{"no autoscaler", []schemas.Cluster{in("eu", "prod", "api", 4, 0), in("us", "prod", "api", 4, 0)}, nil},
		{"two, of which one is too small", []schemas.Cluster{in("eu", "prod", "api", 6, 12), in("us", "prod", "api", 4, 8)},
			[]string{"If eu were lost, us could carry 80 % of what runs now: at most 8 replicas, where 10 run. Without us all of it."}},
		{"three", []schemas.Cluster{in("eu", "prod", "api", 9, 10), in("us", "prod", "api", 4, 5), in("ap", "prod", "api", 3, 3)},
			[]string{"If eu were lost, the others could carry 50 % of what runs now: at most 8 replicas, where 16 run. Without us 81 % and without ap 93 %."}},
		{"three, of which one is too large", []schemas.Cluster{in("eu", "prod", "api", 9, 12), in("us", "prod", "api", 2, 7), in("ap", "prod", "api", 2, 4)},
			[]string{"If eu were lost, the others could carry 84 % of what runs now: at most 11 replicas, where 13 run. If another one were lost, all of it."}},
		{"enough", []schemas.Cluster{in("eu", "prod", "api", 2, 12), in("us", "prod", "api", 2, 12)},
			[]string{"If any one cluster were lost, the others could carry all that runs now: at most 12 replicas, where 4 run."}},
		{"two environments", []schemas.Cluster{in("eu", "prod", "api", 2, 12), in("us", "prod", "api", 2, 12), in("t1", "test", "api", 2, 3), in("t2", "test", "api", 2, 3)},
			[]string{"If t1 of test were lost, t2 could carry 75 % of what runs now: at most 3 replicas, where 4 run. Without t2 75 %.",
				"If any one cluster of prod were lost, the others could carry all that runs now: at most 12 replicas, where 4 run."}},
	} {
		lines, more := fleetsOf(&schemas.Snapshot{Clusters: c.clusters})
		var got []string
		for _, f := range lines {
			got = append(got, strings.TrimSpace(f.Say.String()+" "+f.Others))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") || more != "" {
			t.Errorf("%s: got %q %q", c.name, got, more)
		}
	}
}

package facts

// This file reduces what metrics.k8s.io has sampled: how much of processor and memory the containers of a pod use. It
// is figures of the moment, and so nothing of it is ever judged or written into a snapshot.

import (
	"cmp"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/json"
)

// Sample is what the containers of one pod used when somebody last looked.
type Sample struct {
	Namespace, Pod string
	Taken          time.Time // zero where the sample does not tell
	Containers     []Used
}

// Used is what one container uses.
type Used struct {
	Container string
	Cores     float64
	Bytes     float64
}

// Bounds of what one container can use: a quantity beyond them is a fault of whoever wrote it.
const (
	mostCores = 1 << 20
	mostBytes = 1 << 50
)

// PodMetrics is the kind that samples are read from. It stands apart from Kinds, because most clusters serve it,
// nothing depends on it, and it is read only where a configuration asks for it.
func PodMetrics() Kind {
	k := Kind{Group: "metrics.k8s.io", Version: "v1beta1", Resource: "pods", Kind: "PodMetrics", Namespaced: true, Beside: true}
	k.JSON = (*Cluster).addSample
	return k
}

// podMetrics are the fields of a PodMetrics that are looked at: too few to depend on k8s.io/metrics for its types.
type podMetrics struct {
	Metadata struct {
		Namespace string `json:"namespace"`
		Name      string `json:"name"`
	} `json:"metadata"`
	Timestamp  metav1.Time        `json:"timestamp"`
	Containers []containerMetrics `json:"containers"`
}

type containerMetrics struct {
	Name  string `json:"name"`
	Usage struct {
		CPU    resource.Quantity `json:"cpu"`
		Memory resource.Quantity `json:"memory"`
	} `json:"usage"`
}

func (c *Cluster) addSample(b []byte) error {
	if q := endlessQuantity(b); q != "" {
		return fmt.Errorf("%.40s is no quantity that can be computed", q)
	}
	var o podMetrics
	if err := json.Unmarshal(b, &o); err != nil {
		return fmt.Errorf("read a PodMetrics as JSON: %w", explain(err))
	}
	s := &Sample{
		Namespace: cmp.Or(c.name(o.Metadata.Namespace), "default"), Pod: oneLine(o.Metadata.Name), Taken: at(o.Timestamp),
		Containers: make([]Used, 0, len(o.Containers)),
	}
	for i := range o.Containers {
		u := &o.Containers[i].Usage
		s.Containers = append(s.Containers, Used{
			Container: c.containerName(o.Containers[i].Name),
			Cores:     within(&u.CPU, mostCores),
			Bytes:     within(&u.Memory, mostBytes),
		})
	}
	c.Samples = append(c.Samples, s)
	return nil
}

// within is a quantity that is neither below zero nor beyond most.
func within(q *resource.Quantity, most float64) float64 {
	return min(max(q.AsApproximateFloat64(), 0), most)
}

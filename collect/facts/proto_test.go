package facts_test

import (
	"encoding/json"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

type marshaler interface{ Marshal() ([]byte, error) }

// blank makes an empty object of each kind, to bring fixtures into the form that servers send.
var blank = map[string]func() marshaler{
	"Pod":                     func() marshaler { return &corev1.Pod{} },
	"Deployment":              func() marshaler { return &appsv1.Deployment{} },
	"StatefulSet":             func() marshaler { return &appsv1.StatefulSet{} },
	"DaemonSet":               func() marshaler { return &appsv1.DaemonSet{} },
	"ReplicaSet":              func() marshaler { return &appsv1.ReplicaSet{} },
	"HorizontalPodAutoscaler": func() marshaler { return &autoscalingv2.HorizontalPodAutoscaler{} },
	"CronJob":                 func() marshaler { return &batchv1.CronJob{} },
	"Job":                     func() marshaler { return &batchv1.Job{} },
	"Service":                 func() marshaler { return &corev1.Service{} },
	"Ingress":                 func() marshaler { return &networkingv1.Ingress{} },
	"PodDisruptionBudget":     func() marshaler { return &policyv1.PodDisruptionBudget{} },
	"PersistentVolumeClaim":   func() marshaler { return &corev1.PersistentVolumeClaim{} },
	"ResourceQuota":           func() marshaler { return &corev1.ResourceQuota{} },
	"Event":                   func() marshaler { return &corev1.Event{} },
}

func protobuf(t testing.TB, o object) []byte {
	t.Helper()
	v := blank[o.kind.Kind]()
	if err := json.Unmarshal(o.json, v); err != nil {
		t.Fatal(err)
	}
	b, err := v.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestProtobufAndJSONAgree also takes the protobuf away afterwards: the buffer is its reader's, and the next object
// is read into it.
func TestProtobufAndJSONAgree(t *testing.T) {
	for _, path := range cases(t) {
		var fromJSON, fromProto facts.Cluster
		for _, o := range objects(t, path) {
			if o.kind.Custom {
				continue
			}
			if err := o.kind.JSON(&fromJSON, o.json); err != nil {
				t.Fatal(err)
			}
			b := protobuf(t, o)
			if err := o.kind.Proto(&fromProto, b); err != nil {
				t.Fatal(err)
			}
			for i := range b {
				b[i] = 0xff
			}
		}
		if j, p := written(&fromJSON), written(&fromProto); j != p {
			t.Errorf("%s: from protobuf:\n%s\nfrom JSON:\n%s", path, p, j)
		}
	}
}

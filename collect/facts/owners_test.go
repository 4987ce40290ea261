package facts

import "testing"

func ownedPod(owner, hash string, labels map[string]string) *Pod {
	p := &Pod{Meta: Meta{Namespace: "shop", Name: owner + "-x", Labels: map[string]string{}, Owner: Ref{"apps", "ReplicaSet", owner}}}
	for k, v := range labels {
		p.Labels[k] = v
	}
	if hash != "" {
		p.Labels["pod-template-hash"] = hash
	}
	return p
}

func configPod(owner, config string) *Pod {
	return &Pod{Meta: Meta{Labels: map[string]string{"deploymentconfig": config}, Owner: Ref{Kind: "ReplicationController", Name: owner}}}
}

func TestMakerOf(t *testing.T) {
	cases := []struct {
		about string
		pod   *Pod
		want  string
	}{
		{"a Deployment's pod", ownedPod("checkout-7d9c", "7d9c", nil), "Deployment checkout"},
		{"a name with dashes", ownedPod("a-b-7d9c", "7d9c", nil), "Deployment a-b"},
		{"a Rollout's pod", ownedPod("checkout-7d9c", "", map[string]string{"rollouts-pod-template-hash": "7d9c"}), "Rollout checkout"},
		{"a DeploymentConfig's pod", configPod("checkout-12", "checkout"), "DeploymentConfig checkout"},
		{"a bare ReplicationController's pod", configPod("checkout-12", ""), ""},
		{"another DeploymentConfig's", configPod("checkout-api-12", "checkout"), ""},
		{"a bare ReplicaSet's pod", ownedPod("checkout-7d9c", "", nil), ""},
		{"a hash that is not in the name", ownedPod("checkout-7d9c", "aaaa", nil), ""},
		{"nothing before the hash", ownedPod("-7d9c", "7d9c", nil), ""},
		{"another group's ReplicaSet", &Pod{Meta: Meta{Labels: map[string]string{"pod-template-hash": "1"}, Owner: Ref{"x.io", "ReplicaSet", "a-1"}}}, ""},
		{"no owner", &Pod{}, ""},
	}
	for _, c := range cases {
		got, ok := MakerOf(c.pod)
		if text := got.Kind + " " + got.Name; text != c.want && ok || ok != (c.want != "") {
			t.Errorf("%s: %q %v, want %q", c.about, text, ok, c.want)
		}
	}
}

func TestUnexplained(t *testing.T) {
	shop := map[string]string{"app": "checkout"}
	deployment := &Workload{Meta: Meta{Namespace: "shop", Name: "checkout"}, Group: "apps", Kind: "Deployment", Selector: Selector{Labels: shop}}
	rollout := &Workload{Meta: Meta{Namespace: "shop", Name: "canary"}, Group: "argoproj.io", Kind: "Rollout", TemplateOf: Ref{"apps", "Deployment", "checkout"}}
	rolled := ownedPod("canary-1", "", map[string]string{"app": "checkout", "rollouts-pod-template-hash": "1"})
	warning := func(name string) *Event { return &Event{Namespace: "shop", Object: Ref{"apps", "ReplicaSet", name}} }
	cases := []struct {
		about string
		c     Cluster
		want  bool
	}{
		{"nothing", Cluster{}, false},
		{"a Deployment's pod", Cluster{Workloads: []*Workload{deployment}, Pods: []*Pod{ownedPod("checkout-1", "1", shop)}}, false},
		{"a Rollout's pod, whose template and selector are a Deployment's", Cluster{Workloads: []*Workload{deployment, rollout}, Pods: []*Pod{rolled}}, false},
		{"its Rollout was not read", Cluster{Workloads: []*Workload{deployment}, Pods: []*Pod{rolled}}, true},
		{"a DeploymentConfig's pod", Cluster{Pods: []*Pod{configPod("checkout-12", "checkout")}}, false},
		{"a warning about a Rollout's ReplicaSet", Cluster{Workloads: []*Workload{rollout}, Events: []*Event{warning("canary-1")}}, false},
		{"its Deployment is gone", Cluster{Pods: []*Pod{ownedPod("checkout-1", "1", shop)}}, true},
		{"its Deployment selects others", Cluster{Workloads: []*Workload{deployment}, Pods: []*Pod{ownedPod("checkout-1", "1", nil)}}, true},
		{"a bare ReplicaSet's pod", Cluster{Workloads: []*Workload{deployment}, Pods: []*Pod{ownedPod("checkout-1", "", shop)}}, true},
		{"a StatefulSet's pod", Cluster{Pods: []*Pod{{Meta: Meta{Owner: Ref{"apps", "StatefulSet", "db"}}}}}, false},
		{"a warning about a Deployment's ReplicaSet", Cluster{Workloads: []*Workload{deployment}, Events: []*Event{warning("checkout-1")}}, false},
		{"an autoscaler of a ReplicaSet", Cluster{Autoscalers: []*Autoscaler{{Target: Ref{"apps", "ReplicaSet", "other"}}}}, true},
		{"a warning about a bare ReplicaSet", Cluster{Workloads: []*Workload{deployment}, Events: []*Event{warning("other-1")}}, true},
	}
	for _, c := range cases {
		if got := Unexplained(&c.c); got != c.want {
			t.Errorf("%s: %v, want %v", c.about, got, c.want)
		}
	}
}

package health

import (
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// TestQuoteTakesOutWhatDiffers quotes pairs of messages with one cause: they must become one.
func TestQuoteTakesOutWhatDiffers(t *testing.T) {
	p := subject{
		unit: &unit{kind: "Deployment", namespace: "shop", name: "checkout"},
		pod:  &facts.Pod{Meta: facts.Meta{Name: "checkout-7d9f5c6b8-x2x4k", Owner: facts.Ref{Kind: "ReplicaSet", Name: "checkout-7d9f5c6b8"}}},
	}
	for _, c := range []struct{ one, other, want string }{
		{
			`back-off 5m0s restarting failed container=app pod=checkout-7d9f5c6b8-x2x4k_shop(3f1f6d0e-8a54-4a5e-9d5e-8d8d0f1a2b3c)`,
			`back-off 2m40s restarting failed container=app pod=checkout-7d9f5c6b8-zzz99_shop(aaaaaaaa-8a54-4a5e-9d5e-8d8d0f1a2b3c)`,
			`back-off … restarting failed container=app pod=checkout`,
		}, {
			`Get "http://10.244.1.7:8080/healthz": read tcp 10.0.0.3:51234->10.244.1.7:8080: read: connection reset by peer`,
			`Get "http://10.244.9.9:8080/healthz": read tcp 10.0.0.4:40000->10.244.9.9:8080: read: connection reset by peer`,
			`Get "http://…/healthz": read tcp …->…: read: connection reset by peer`,
		}, {
			`Get "http://[fd00::12]:8080/": dial tcp [fd00::12]:8080: i/o timeout`, `Get "http://[fd00::ab]:8080/": dial tcp [fd00::ab]:8080: i/o timeout`,
			`Get "http://…/": dial tcp …: i/o timeout`,
		}, {
			`x509: certificate has expired: current time 2026-11-23T01:59:11Z is after 2026-11-20T00:00:00Z`,
			`x509: certificate has expired: current time 2026-11-23T02:09:42Z is after 2026-11-20T00:00:00Z`,
			`x509: certificate has expired: current time … is after …`,
		}, {
			`failed to reserve container name app: reserved for "` + strings.Repeat("0a", 32) + `"`, `failed to reserve container name app: reserved for "` + strings.Repeat("1b", 32) + `"`,
			`failed to reserve container name app: reserved for ""`,
		}, {
			`pods "checkout-7d9f5c6b8-" is forbidden: no`, `pods "checkout-5b8d9f7c4-mmqzj" is forbidden: no`, `pods "checkout" is forbidden: no`,
		}, {
			`command timed out after 10s (attempt 3)`, `command timed out after 10.5s (attempt 11)`, `command timed out after …`,
		}, {
			`exceeded quota: compute, requested: requests.cpu=100m, used: requests.cpu=3900m,pods=8, limited: requests.cpu=4,pods=9`,
			`exceeded quota: compute, requested: requests.cpu=100m, used: requests.cpu=3800m,pods=7, limited: requests.cpu=4,pods=9`,
			`exceeded quota: compute, requested: requests.cpu=100m, limited: requests.cpu=4,pods=9`,
		}, {
			`image app@sha256:` + strings.Repeat("0a", 32) + ` has no signature`, `image app@sha256:` + strings.Repeat("0a", 32) + ` has no signature.`,
			`image app@sha256:` + strings.Repeat("0a", 32) + ` has no signature`,
		}, {
			`configmap "checkout-settings" not found`, `configmap "checkout-settings" not found`, `configmap "checkout-settings" not found`,
		},
	} {
		if one, other := p.quote(c.one), p.quote(c.other); one != c.want || other != c.want {
			t.Errorf("quotes\n%s\n%s\nwant\n%s", one, other, c.want)
		}
	}
}

func TestSchedulerReasonsHaveNoCounts(t *testing.T) {
	for message, want := range map[string]string{
		"0/3 nodes are available: 3 Insufficient memory.":                                                                                 "Insufficient memory",
		"0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match Pod's node affinity/selector.":                               "Insufficient cpu, node(s) didn't match Pod's node affinity/selector",
		"0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found":                                            "pod has unbound immediate PersistentVolumeClaims",
		"0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is": "pod has unbound immediate PersistentVolumeClaims",
		"no nodes available to schedule pods":                                                                                             "no nodes available to schedule pods",
	} {
		if got := schedulerReasons(message); got != want {
			t.Errorf("%s\nis %q, want %q", message, got, want)
		}
	}
}

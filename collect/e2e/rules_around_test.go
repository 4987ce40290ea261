package e2e

// This file holds the scenarios of what stands around workloads: network, storage and limits.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

var (
	budgets = schema.GroupVersionResource{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"}
)

func networkScenarios() []scenario {
	return []scenario{
		{
			rule: "no-endpoints", by: controllers, how: "a selector that no pod matches",
			objects: deployment("web", 1) + service("web", "selector: {app: wbe}"),
			until:   webIsReady, later: 6 * time.Minute,
			want: []expected{{severity: "critical", object: "Service/web", says: "app=wbe"}},
		},
		{
			rule: "lb-pending", by: controllers, how: "a LoadBalancer in a cluster without a cloud",
			objects: deployment("web", 1) + service("web", "type: LoadBalancer", "selector: {app: web}"),
			until:   webIsReady, later: 12 * time.Minute,
			want: []expected{{severity: "warning", object: "Service/web"}},
		},
		{
			rule: "route-broken", by: controllers, how: "an Ingress to a Service that does not exist",
			objects: deployment("web", 1) + ingress("gone"),
			until:   webIsReady, later: 6 * time.Minute,
			want: []expected{{severity: "warning", object: "Ingress/web", says: "gone"}},
		},
		{
			rule: "route-broken", name: "port", by: controllers, how: "a named target port that no container has",
			objects: deployment("web", 1) + service("web", "selector: {app: web}", "ports: [{port: 80, targetPort: metrics}]"),
			until:   webIsReady,
			want:    []expected{{severity: "warning", object: "Service/web", says: "metrics"}},
		},
		{
			rule: "route-no-address", by: controllers, how: "an Ingress in a cluster without an ingress controller",
			objects: deployment("web", 1) + service("web", "selector: {app: web}") + ingress("web"),
			until:   webIsReady, later: 12 * time.Minute,
			want: []expected{{severity: "info", object: "Ingress/web"}},
		},
	}
}

func storageScenarios() []scenario {
	return []scenario{
		{
			rule: "volume-pending", by: controllers, how: "the volume controller: a storage class that does not exist",
			objects: barePod("web", "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}], ") + claim("data", "none-such"),
			until:   func(ctx context.Context, s *stage) error { return s.phase(ctx, "data", corev1.ClaimPending) },
			later:   6 * time.Minute,
			want: []expected{
				{severity: "critical", object: "PersistentVolumeClaim/data", says: "none-such"},
				{rule: "unschedulable", object: "Pod/web", causedBy: "volume-pending"},
			},
		},
		{
			rule: "volume-lost", by: controllers, how: "the volume controller, after somebody deleted the volume",
			setup: `
apiVersion: v1
kind: PersistentVolume
metadata: {name: volume-lost}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: by-hand, hostPath: {path: /var/empty}}
`,
			objects: barePod("web", "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}], ") + claim("data", "by-hand"),
			play:    loseVolume,
			until:   func(ctx context.Context, s *stage) error { return s.phase(ctx, "data", corev1.ClaimLost) },
			want:    []expected{{severity: "critical", object: "PersistentVolumeClaim/data"}},
		},
	}
}

func limitScenarios() []scenario {
	return []scenario{
		{
			rule: "quota-near", by: controllers, how: "the quota controller's count",
			objects: "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {name: pods}\nspec: {hard: {pods: '10'}}\n" + deployment("web", 9),
			until: func(ctx context.Context, s *stage) error {
				return s.Until(ctx, "wait for the quota to count 9 pods", func(ctx context.Context) error {
					q, err := s.Typed.CoreV1().ResourceQuotas(s.namespace).Get(ctx, "pods", metav1.GetOptions{})
					if used := q.Status.Used["pods"]; err == nil && used.Value() < 9 {
						err = fmt.Errorf("it counts %s", used.String())
					}
					return err
				})
			},
			want: []expected{{severity: "info", object: "ResourceQuota/pods", says: "pods"}},
		},
		{
			rule: "disruption-blocked", by: controllers, how: "the disruption controller: the budget wants more pods than there are",
			objects: deployment("web", 2) + "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: 3, selector: {matchLabels: {app: web}}}\n",
			until: func(ctx context.Context, s *stage) error {
				return errors.Join(webIsReady(ctx, s), condition(budgets, "web", "DisruptionAllowed=False")(ctx, s))
			},
			later: 12 * time.Minute,
			want:  []expected{{severity: "warning", object: "PodDisruptionBudget/web"}},
		},
		{
			rule: "warning-event", by: patched, how: "an event as a policy engine writes it",
			objects: deployment("web", 1) + warning("Deployment/web", "PolicyViolation", "policy require-team/owner fail: the label team is required"),
			until:   webIsReady,
			want:    []expected{{severity: "info", object: "Deployment/web", says: "the label team is required"}},
		},
	}
}

func webIsReady(ctx context.Context, s *stage) error { return s.RolledOut(ctx, s.namespace, "web") }

// service is a Service of port 80, unless its specification says otherwise.
func service(name string, spec ...string) string {
	if !strings.Contains(strings.Join(spec, ""), "ports:") {
		spec = append(spec, "ports: [{port: 80}]")
	}
	return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name + ", labels: {app: web}}\nspec:\n" + indented(spec, "  ")
}

func ingress(backend string) string {
	return "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, labels: {app: web}}\n" +
		"spec: {rules: [{host: web.shop.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: " + backend + ", port: {number: 80}}}}]}}]}\n"
}

func claim(name, class string) string {
	return "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: " + name + "}\n" +
		"spec: {accessModes: [ReadWriteOnce], storageClassName: " + class + ", resources: {requests: {storage: 1Gi}}}\n"
}

func (s *stage) phase(ctx context.Context, name string, want corev1.PersistentVolumeClaimPhase) error {
	return s.Until(ctx, "wait for claim "+name, func(ctx context.Context) error {
		c, err := s.Typed.CoreV1().PersistentVolumeClaims(s.namespace).Get(ctx, name, metav1.GetOptions{})
		if err == nil && c.Status.Phase != want {
			err = fmt.Errorf("it is %s, not %s", c.Status.Phase, want)
		}
		return err
	})
}

// loseVolume deletes the volume behind a bound claim, as a person does who forces it.
func loseVolume(ctx context.Context, s *stage) error {
	if err := s.phase(ctx, "data", corev1.ClaimBound); err != nil {
		return err
	}
	volumes := s.Typed.CoreV1().PersistentVolumes()
	if err := volumes.Delete(ctx, "volume-lost", metav1.DeleteOptions{}); err != nil {
		return err
	}
	_, err := volumes.Patch(ctx, "volume-lost", types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
	return err
}

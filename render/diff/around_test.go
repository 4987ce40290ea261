package diff_test

import (
	"testing"
	"time"

	. "github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestTemplates(t *testing.T) {
	try(t, []example{
		{
			name: "a limit comes, a request is raised",
			old:  func(s *Snapshot) { app(s).Containers[0].Requests = &Amounts{CPU: "250m"} },
			new: func(s *Snapshot) {
				app(s).Containers[0].Requests = &Amounts{CPU: "500m"}
				app(s).Containers[0].Limits = &Amounts{Memory: "1Gi"}
			},
			want: []string{"prod-eu: checkout CPU request 250m → 500m", "prod-eu: checkout memory limit added, 1Gi"},
		},
		{
			name: "a version by label, with the image as it was",
			new:  func(s *Snapshot) { app(s).Version = "2.7.5" },
			want: []string{"prod-eu: checkout version 2.7.4 → 2.7.5"},
		},
		{
			name: "a rollout is paused",
			new:  func(s *Snapshot) { app(s).Paused = true },
			want: []string{"prod-eu: checkout rollout paused"},
		},
		{
			name: "deleted and applied again between two runs",
			old:  func(s *Snapshot) { app(s).Created = noon },
			new:  func(s *Snapshot) { app(s).Created = noon.Add(time.Hour) },
			want: []string{"prod-eu: checkout deleted and created anew"},
		},
	})
}

func TestAutoscalersInFull(t *testing.T) {
	scaler := func(change func(*Autoscaler)) func(*Snapshot) {
		return func(s *Snapshot) {
			app(s).Autoscaler = &Autoscaler{Kind: "HorizontalPodAutoscaler", Name: "checkout", Min: 2, Current: 4, Desired: 4, Max: 10,
				Metrics: []Metric{{Type: "Resource", Name: "cpu", Target: "70%", Band: BandNear}}}
			change(app(s).Autoscaler)
		}
	}
	as := scaler(func(*Autoscaler) {})
	try(t, []example{
		{
			name: "a target is lowered, and a queue is followed too",
			old:  as,
			new: scaler(func(a *Autoscaler) {
				a.Metrics = []Metric{{Type: "Resource", Name: "cpu", Target: "60%", Band: BandAbove}, {Type: "External", Name: "queue", Target: "30 each"}}
			}),
			want: []string{"prod-eu: checkout target for cpu 70% → 60%", "prod-eu: checkout target for queue (External) added, 30 each"},
		},
		{
			name: "a limit on how fast",
			old:  as,
			new:  scaler(func(a *Autoscaler) { a.ScaleUp, a.ScaleDown = "at most 2 pods a minute", "never" }),
			want: []string{"prod-eu: checkout may scale down never", "prod-eu: checkout may scale up at most 2 pods a minute"},
		},
		{
			name: "KEDA takes over",
			old:  as,
			new:  scaler(func(a *Autoscaler) { a.Kind, a.Through = "ScaledObject", "keda-hpa-checkout" }),
			want: []string{"prod-eu: checkout autoscaler HorizontalPodAutoscaler checkout → ScaledObject checkout through keda-hpa-checkout"},
		},
		{
			name: "what it sees and does moves by itself",
			old:  as,
			new: scaler(func(a *Autoscaler) {
				a.Current, a.Desired, a.Metrics[0].Band = 6, 7, BandAbove
				a.Conditions = []Condition{{Type: "ScalingLimited", Status: "True", Reason: "ScaleUpLimit"}}
			}),
		},
	})
}

func TestJobs(t *testing.T) {
	job := func(s *Snapshot) *Job { return &s.Clusters[0].Jobs[0] }
	try(t, []example{
		{
			name: "a schedule moves, in another zone",
			old:  func(s *Snapshot) { job(s).Schedule = "0 3 * * *" },
			new:  func(s *Snapshot) { job(s).Schedule, job(s).TimeZone = "0 4 * * *", "Europe/Berlin" },
			want: []string{"prod-eu: sweep schedule 0 3 * * * → 0 4 * * *", "prod-eu: sweep time zone added, Europe/Berlin"},
		},
		{
			name: "suspended: said once",
			old:  func(s *Snapshot) { job(s).Status = Healthy },
			new:  func(s *Snapshot) { job(s).Suspended, job(s).Status = true, Suspended },
			want: []string{"prod-eu: sweep suspended"},
		},
		{
			name: "a run like any other",
			old:  func(s *Snapshot) { job(s).Outcome = "succeeded" },
			new:  func(s *Snapshot) { job(s).Outcome, job(s).Active, job(s).Started = "active", 1, noon },
		},
	})
}

func TestAroundTheWorkloads(t *testing.T) {
	ready := 3
	around := func(s *Snapshot) {
		eu(s).Network = []Network{{Kind: "Service", Namespace: "shop", Name: "checkout", Type: "ClusterIP", Ports: []string{"http 80→8080/TCP"}, Pods: &ready, Ready: &ready},
			{Kind: "Ingress", Namespace: "shop", Name: "checkout", Hosts: []string{"shop.example"}, Addresses: []string{"203.0.113.17"}}}
		eu(s).Storage = []Claim{{Namespace: "shop", Name: "data", Phase: "Bound", Size: "10Gi"}}
		eu(s).Budgets = []Budget{{Namespace: "shop", Name: "checkout", MinAvailable: "2", Expected: 3, Healthy: 3, Desired: 2, Allowed: 1}}
		eu(s).Quotas = []Quota{{Namespace: "shop", Name: "compute", Resource: "requests.cpu", Hard: "8", Band: BandBelow}}
		eu(s).Resources = []Resource{{Group: "cert-manager.io", Kind: "Certificate", Namespace: "shop", Name: "tls", Status: Healthy, Expires: noon}}
	}
	and := func(change func(c *Cluster)) func(*Snapshot) {
		return func(s *Snapshot) { around(s); change(eu(s)) }
	}
	try(t, []example{
		{
			name: "hosts, ports and addresses, whatever their order",
			old:  and(func(c *Cluster) { c.Network[1].Hosts = []string{"a.example", "b.example"} }),
			new: and(func(c *Cluster) {
				c.Network[0].Ports = []string{"grpc 90→9090/TCP", "http 80→8080/TCP"}
				c.Network[1].Hosts = []string{"b.example", "a.example", "c.example"}
				c.Network[1].Addresses = []string{"203.0.113.18"}
			}),
			want: []string{
				"prod-eu: checkout addresses 203.0.113.17 → 203.0.113.18",
				"prod-eu: checkout hosts added, c.example",
				"prod-eu: checkout ports added, grpc 90→9090/TCP",
			},
		},
		{
			name: "what is used at the moment",
			old:  around,
			new: and(func(c *Cluster) {
				fewer := 1
				c.Network[0].Ready = &fewer
				c.Budgets[0].Healthy, c.Budgets[0].Allowed = 2, 0
				c.Quotas[0].Band = BandNear
			}),
		},
		{
			name: "a claim grows, a budget and a quota are changed",
			old:  around,
			new: and(func(c *Cluster) {
				c.Storage[0].Size = "20Gi"
				c.Budgets[0].MinAvailable, c.Budgets[0].MaxUnavailable = "", "1"
				c.Quotas[0].Hard = "16"
			}),
			want: []string{
				"prod-eu: data size 10Gi → 20Gi",
				"prod-eu: checkout maxUnavailable added, 1",
				"prod-eu: checkout minAvailable removed, was 2",
				"prod-eu: compute requests.cpu 8 → 16",
			},
		},
		{
			name: "all of it goes",
			old:  around,
			want: []string{
				"prod-eu: Certificate tls is gone", "prod-eu: Ingress checkout is gone", "prod-eu: PersistentVolumeClaim data is gone, was 10Gi",
				"prod-eu: PodDisruptionBudget checkout is gone", "prod-eu: ResourceQuota compute (requests.cpu) is gone, was 8", "prod-eu: Service checkout is gone",
			},
		},
		{
			name: "all of it goes, because none of it could be read",
			old:  around,
			new: func(s *Snapshot) {
				for _, r := range []string{"services", "ingresses.networking.k8s.io", "persistentvolumeclaims", "poddisruptionbudgets.policy", "resourcequotas", "certificates.cert-manager.io"} {
					eu(s).Reads = append(eu(s).Reads, Read{Resource: r, State: ReadForbidden})
				}
			},
			want: []string{
				"prod-eu: certificates.cert-manager.io could not be read: forbidden", "prod-eu: ingresses.networking.k8s.io could not be read: forbidden",
				"prod-eu: persistentvolumeclaims could not be read: forbidden", "prod-eu: poddisruptionbudgets.policy could not be read: forbidden",
				"prod-eu: resourcequotas could not be read: forbidden", "prod-eu: services could not be read: forbidden",
			},
		},
		{
			name: "a certificate is renewed; a reconciliation passes",
			old:  around,
			new: and(func(c *Cluster) {
				c.Resources[0].Expires, c.Resources[0].Status = noon.Add(90*24*time.Hour), Progressing
			}),
			want: []string{"prod-eu: tls expires 2026-11-23 → 2027-02-21"},
		},
		{
			name: "a resource breaks while its cluster is degraded for another reason",
			old:  around,
			new:  and(func(c *Cluster) { c.Resources[0].Status, c.Resources[0].Revision = Degraded, "7" }),
			want: []string{"prod-eu: tls healthy → degraded", "prod-eu: tls revision added, 7"},
		},
		{
			name: "the claim of a pod's own volume goes with the pod",
			old: and(func(c *Cluster) {
				c.Storage = []Claim{{Namespace: "shop", Name: "checkout-7d9-a-scratch", Phase: "Bound"}}
			}),
			new: and(func(c *Cluster) { c.Storage = nil }),
		},
	})
}

func TestWhatPeopleSay(t *testing.T) {
	try(t, []example{
		{
			name: "facts of the catalog",
			old: func(s *Snapshot) {
				s.Service.Owner, s.Service.DependsOn = "payments", []string{"cart", "ledger"}
				s.Service.Links = []Link{{Title: "runbook", URL: "https://docs.example/a"}}
			},
			new: func(s *Snapshot) {
				s.Service.Owner, s.Service.DependsOn, s.Service.Lifecycle = "billing", []string{"ledger", "catalog"}, "production"
				s.Service.Links = []Link{{Title: "runbook", URL: "https://docs.example/b"}}
				s.Service.Description = "Turns a cart into an order."
			},
			want: []string{
				"dependencies cart → catalog", "description changed", "lifecycle added, production",
				"links runbook https://docs.example/a → runbook https://docs.example/b", "owner payments → billing",
			},
		},
		{
			name: "a cluster is described anew, and upgraded",
			old:  func(s *Snapshot) { eu(s).Environment, eu(s).Kubernetes = "staging", "v1.36.5" },
			new:  func(s *Snapshot) { eu(s).Environment, eu(s).Kubernetes, eu(s).Expected = "prod", "v1.37.2", true },
			want: []string{"prod-eu: environment staging → prod", "prod-eu: the service is expected here now"},
		},
		{
			name: "a cluster that is not read: one line, whatever else is said of it",
			old:  func(s *Snapshot) { eu(s).Region = "eu" },
			new: func(s *Snapshot) {
				eu(s).Stale, eu(s).Region, eu(s).Workloads, eu(s).Jobs = true, "europe", nil, nil
				eu(s).Reads = []Read{{Resource: "*", State: ReadUnauthorized}}
			},
			want: []string{"prod-eu: the cluster could not be read: unauthorized"},
		},
	})
}

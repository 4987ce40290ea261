package controlplane

// This file names the lists that a run of plimsoll may read.

// List is one list of the API: a resource as kubectl names it in full, and where all of it is listed.
type List struct {
	Resource      string
	Path          string
	FieldSelector string
}

// Lists are all of them. Of events only the warnings, as a run asks for.
func Lists() []List {
	return []List{
		{"pods", "/api/v1/pods", ""},
		{"services", "/api/v1/services", ""},
		{"persistentvolumeclaims", "/api/v1/persistentvolumeclaims", ""},
		{"resourcequotas", "/api/v1/resourcequotas", ""},
		{"events", "/api/v1/events", "type=Warning"},
		{"deployments.apps", "/apis/apps/v1/deployments", ""},
		{"replicasets.apps", "/apis/apps/v1/replicasets", ""},
		{"statefulsets.apps", "/apis/apps/v1/statefulsets", ""},
		{"daemonsets.apps", "/apis/apps/v1/daemonsets", ""},
		{"jobs.batch", "/apis/batch/v1/jobs", ""},
		{"cronjobs.batch", "/apis/batch/v1/cronjobs", ""},
		{"horizontalpodautoscalers.autoscaling", "/apis/autoscaling/v2/horizontalpodautoscalers", ""},
		{"ingresses.networking.k8s.io", "/apis/networking.k8s.io/v1/ingresses", ""},
		{"poddisruptionbudgets.policy", "/apis/policy/v1/poddisruptionbudgets", ""},
	}
}

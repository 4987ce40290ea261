package schemas

// This file is data/history/<id>.jsonl: one line for each change of a service.

import "time"

// Change is what the semantic diff of two snapshots says, and the digest of the snapshot it led to.
type Change struct {
	At      time.Time `json:"at"`
	Digest  string    `json:"digest"`
	Status  Status    `json:"status"` // after the change
	Entries []Entry   `json:"entries"`
}

// Entry is one thing that changed. From is empty for what appeared, To for what went.
type Entry struct {
	What      What     `json:"what"`
	Cluster   string   `json:"cluster,omitempty"`
	Object    string   `json:"object,omitempty"` // "Deployment/shop/checkout"
	Container string   `json:"container,omitempty"`
	Field     string   `json:"field,omitempty"` // what of it, where What leaves that open: "hosts", "memory limit"
	From      string   `json:"from,omitempty"`
	To        string   `json:"to,omitempty"`
	Rule      string   `json:"rule,omitempty"`
	Severity  Severity `json:"severity,omitempty"`
	Count     int      `json:"count,omitempty"`
}

// What names the kind of a change.
type What string

const (
	ServiceAppeared  What = "service-appeared"
	ServiceVanished  What = "service-vanished"
	ServiceChanged   What = "service-changed" // Field is a fact of the catalog: "owner", "links"
	ClusterAppeared  What = "cluster-appeared"
	ClusterVanished  What = "cluster-vanished"
	ClusterChanged   What = "cluster-changed" // Field is "region", "environment", "expected"
	ObjectAppeared   What = "object-appeared"
	ObjectVanished   What = "object-vanished"
	ObjectChanged    What = "object-changed" // Field is what of it: "hosts", "schedule", "revision"
	StatusChanged    What = "status"         // of the object; where Object is empty of the cluster, else of the service
	ImageChanged     What = "image"
	AmountsChanged   What = "amounts"  // Field is "cpu request", "memory limit", …
	ReplicasChanged  What = "replicas" // wanted
	BoundsChanged    What = "bounds"   // of an autoscaler
	ScalingChanged   What = "scaling"  // how an autoscaler works within its bounds; Field is "scale-up", "target for cpu", …
	PodsReplaced     What = "pods"     // Count pods of a workload, by a rollout or an eviction
	Restarted        What = "restarts" // Count new restarts, save those of a crash loop
	ProblemBegan     What = "problem-began"
	ProblemEnded     What = "problem-ended"
	ProblemExplained What = "problem-explained" // it goes on, and To is the rule that explains it now
	ProblemIgnored   What = "problem-ignored"   // it goes on, and somebody has set it aside
	ProblemCounted   What = "problem-counted"   // it was set aside, and counts again
	SeverityChanged  What = "severity"          // of a problem that goes on
	ReadChanged      What = "read"              // From and To are read states; Object is the resource
)

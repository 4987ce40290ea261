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
	From      string   `json:"from,omitempty"`
	To        string   `json:"to,omitempty"`
	Rule      string   `json:"rule,omitempty"`
	Severity  Severity `json:"severity,omitempty"`
	Count     int      `json:"count,omitempty"`
}

// What names the kind of a change.
type What string

const (
	ServiceAppeared What = "service-appeared"
	ServiceVanished What = "service-vanished"
	ClusterAppeared What = "cluster-appeared"
	ClusterVanished What = "cluster-vanished"
	ObjectAppeared  What = "object-appeared"
	ObjectVanished  What = "object-vanished"
	StatusChanged   What = "status" // of the service where Cluster is empty, else of the cluster
	ImageChanged    What = "image"
	ReplicasChanged What = "replicas" // wanted
	BoundsChanged   What = "bounds"   // of an autoscaler
	PodsReplaced    What = "pods"     // Count pods of a workload, by a rollout or an eviction
	Restarted       What = "restarts" // Count new restarts, save those of a crash loop
	ProblemBegan    What = "problem-began"
	ProblemEnded    What = "problem-ended"
	ReadChanged     What = "read" // From and To are read states; Object is the resource
)

package controlplane

// This file is what kwok does to nodes and pods: its own fast stages, less the pods that somebody else plays.

import (
	"encoding/json"
	"fmt"
	"strings"

	node "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	heartbeat "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	pod "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
)

// stages is kwok's configuration for the cluster.
func (c *Cluster) stages() []byte {
	b := stages(c.options.Held)
	if c.options.Metrics {
		b = append(b, "\n---\n"+strings.Join(meters(), "\n---\n")...)
	}
	return b
}

// stages are what becomes of nodes and pods. Pods that run a held image are never made ready or complete; they are still
// deleted, because nobody else would.
func stages(held []string) []byte {
	return []byte(strings.Join([]string{
		node.DefaultNodeInit,
		heartbeat.DefaultNodeHeartbeatWithLease,
		hold(pod.DefaultPodReady, held),
		hold(pod.DefaultPodComplete, held),
		pod.DefaultPodDelete,
	}, "\n---\n"))
}

// hold adds a requirement to a stage: that the pod runs none of the images.
func hold(stage string, images []string) string {
	if len(images) == 0 {
		return stage
	}
	const expressions = "    matchExpressions:\n"
	list, err := json.Marshal(images)
	if err != nil {
		panic(err) // strings always marshal
	}
	requirement := fmt.Sprintf("    - {key: '.spec.containers.[].image', operator: NotIn, values: %s}\n", list)
	return strings.Replace(stage, expressions, expressions+requirement, 1)
}

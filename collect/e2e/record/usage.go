package main

// This file plays the metrics server: kwok's pods use nothing, so that what each is said to use is declared here. It is
// written from the dump alone (go run ./record -usage), and agrees with what the autoscalers were said to see.

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
)

// memoryUse is the share of their request that the containers of a workload use, where it differs in a cluster. In
// prod-us search was killed for more than it may have, and is near to it again.
var memoryUse = map[string]float64{
	"prod-us/search": 0.94, "search": 0.76, "catalog": 0.81, "payments": 0.62, "checkout": 0.57, "storefront": 0.66, "cart-store": 0.48, "recommendations": 0.71,
}

// Shares of a service of which nothing else is said.
const (
	usualMemory = 0.45
	usualCPU    = 0.3
)

// writeUsages writes what pods use into every dump below out.
func writeUsages(out string) error {
	dumps, err := filepath.Glob(filepath.Join(out, "*", "*", "pods.json"))
	if err != nil {
		return err
	}
	var failed []error
	for _, pods := range dumps {
		if err := writeUsage(filepath.Dir(pods)); err != nil {
			failed = append(failed, fmt.Errorf("declare what pods use in %s: %w", pods, err))
		}
	}
	return errors.Join(failed...)
}

func writeUsage(dir string) error {
	var pods struct{ Items []corev1.Pod }
	var scalers struct {
		Items []autoscalingv2.HorizontalPodAutoscaler
	}
	at, err := os.ReadFile(filepath.Join(dir, "asOf.txt"))
	err = errors.Join(err, readJSON(&pods, dir, "pods.json"), readJSON(&scalers, dir, "horizontalpodautoscalers.autoscaling.json"))
	if err != nil {
		return err
	}
	asOf, err := time.Parse(time.RFC3339, strings.TrimSpace(string(at)))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString(`{"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[`)
	separator := "\n"
	for i := range pods.Items {
		line, err := sample(&pods.Items[i], loadOf(scalers.Items), asOf, dir)
		if err != nil {
			return err
		}
		if line != nil {
			b.WriteString(separator)
			b.Write(line)
			separator = ",\n"
		}
	}
	b.WriteString("\n]}\n")
	return writeFile(b.Bytes(), dir, "pods.metrics.k8s.io.json")
}

func readJSON(into any, path ...string) error {
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// loadOf is what each autoscaler sees of its target's processor, as a share of the request.
func loadOf(scalers []autoscalingv2.HorizontalPodAutoscaler) map[string]float64 {
	load := map[string]float64{}
	for _, h := range scalers {
		for _, m := range h.Status.CurrentMetrics {
			if m.Resource != nil && m.Resource.Name == corev1.ResourceCPU && m.Resource.Current.AverageUtilization != nil {
				load[h.Namespace+"/"+h.Spec.ScaleTargetRef.Name] = float64(*m.Resource.Current.AverageUtilization) / 100
			}
		}
	}
	return load
}

// sample is a PodMetrics as metrics-server would write it; nil for a pod of which it would have none.
func sample(p *corev1.Pod, load map[string]float64, asOf time.Time, place string) ([]byte, error) {
	workload := p.Name
	if len(p.OwnerReferences) > 0 {
		workload = strings.TrimSuffix(p.OwnerReferences[0].Name, "-"+p.Labels["pod-template-hash"])
	}
	cpu, known := load[p.Namespace+"/"+workload]
	if !known {
		cpu = usualCPU
	}
	memory := cmp.Or(memoryUse[filepath.Base(place)+"/"+workload], memoryUse[workload], usualMemory)
	const window = 20 * time.Second
	taken := asOf.Add(-window)
	var containers []any
	for _, c := range p.Spec.Containers {
		if started := runningSince(p, c.Name); started.IsZero() || started.After(taken.Add(-window)) {
			return nil, nil // it waits for two samples of every container
		}
		requests := c.Resources.Requests
		containers = append(containers, map[string]any{"name": c.Name, "usage": map[string]string{
			"cpu":    fmt.Sprintf("%dn", int(requests.Cpu().AsApproximateFloat64()*1e9*cpu*aside(place+p.Name, 0.12))),
			"memory": fmt.Sprintf("%dKi", int(requests.Memory().AsApproximateFloat64()/1024*memory*aside(place+c.Name+p.Name, 0.04))),
		}})
	}
	return json.Marshal(map[string]any{
		"apiVersion": "metrics.k8s.io/v1beta1", "kind": "PodMetrics", "timestamp": taken.Format(time.RFC3339), "window": window.String(),
		"metadata":   map[string]any{"name": p.Name, "namespace": p.Namespace, "labels": p.Labels, "creationTimestamp": asOf.Format(time.RFC3339)},
		"containers": containers,
	})
}

func runningSince(p *corev1.Pod, container string) time.Time {
	for _, s := range p.Status.ContainerStatuses {
		if s.Name == container && s.State.Running != nil {
			return s.State.Running.StartedAt.Time
		}
	}
	return time.Time{}
}

// aside is how far a pod stands from the mean, the same whenever it is written anew.
func aside(name string, by float64) float64 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return 1 + by*(float64(h.Sum32()%201)/100-1)
}

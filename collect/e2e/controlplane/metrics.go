package controlplane

// This file puts a metrics server behind the API server, with the flags that let the two trust each other: kwok answers
// for the kubelets, by what its annotations say that a pod uses (kwok.x-k8s.io/usage-cpu, usage-memory).

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"sigs.k8s.io/kwok/kustomize/metrics/resource"
	"sigs.k8s.io/kwok/kustomize/metrics/usage"
)

// behindProxy are the API server's flags for whoever stands behind it: who came is told in headers, and the API server
// shows its own certificate, which is its own authority.
func (c *Cluster) behindProxy() []string {
	if !c.options.Metrics {
		return nil
	}
	return []string{
		"--requestheader-client-ca-file=" + c.file("serving.crt"),
		"--requestheader-username-headers=X-Remote-User",
		"--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + c.file("serving.crt"),
		"--proxy-client-key-file=" + c.file("serving.key"),
	}
}

// asKubelet are kwok's flags for answering in the place of every kubelet.
func (c *Cluster) asKubelet() []string {
	if !c.options.Metrics {
		return nil
	}
	return []string{
		"--server-address=127.0.0.1:" + c.kubeletPort, "--node-ip=127.0.0.1", "--node-port=" + c.kubeletPort,
		"--tls-cert-file=" + c.file("serving.crt"), "--tls-private-key-file=" + c.file("serving.key"),
	}
}

// meters is the part of kwok's configuration that says what pods use.
func meters() []string {
	return []string{resource.DefaultMetricsResource, usage.DefaultUsageFromAnnotation}
}

// resourcePath is the annotation that tells a metrics server where on its kubelet's port a node's metrics are.
const resourcePath = "metrics.k8s.io/resource-metrics-path"

// startMetrics starts a metrics server and registers it. It has its first figures after two looks at every node.
func (c *Cluster) startMetrics(ctx context.Context) error {
	if !c.options.Metrics {
		return nil
	}
	ports, err := freePorts(1)
	if err != nil {
		return err
	}
	p, err := startProcess(c.dir, filepath.Join(c.tools, "metrics-server"),
		"--kubeconfig="+c.file("kubeconfig"),
		"--authentication-kubeconfig="+c.file("kubeconfig"),
		"--authorization-kubeconfig="+c.file("kubeconfig"),
		"--cert-dir="+c.file("metrics-server"),
		"--bind-address=127.0.0.1",
		"--secure-port="+ports[0],
		"--kubelet-insecure-tls",
		"--kubelet-use-node-status-port",
		"--kubelet-preferred-address-types=InternalIP",
		"--metric-resolution=10s", // the least that it takes, and only if it waits for kubelets less long
		"--kubelet-request-timeout=5s",
	)
	if err != nil {
		return err
	}
	c.metrics = p
	// Endpoints may not name a loopback address; a name that leads there may be anybody's.
	return c.Apply(ctx, fmt.Sprintf(`
apiVersion: v1
kind: Service
metadata: {name: metrics-server, namespace: kube-system}
spec: {type: ExternalName, externalName: localhost, ports: [{port: %[1]s}]}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.metrics.k8s.io}
spec:
  group: metrics.k8s.io
  version: v1beta1
  service: {name: metrics-server, namespace: kube-system, port: %[1]s}
  insecureSkipTLSVerify: true
  groupPriorityMinimum: 100
  versionPriority: 100
`, ports[0]))
}

// Measured waits until the metrics server has figures of so many pods of a namespace.
func (c *Cluster) Measured(ctx context.Context, namespace string, pods int) error {
	return c.Until(ctx, "wait for what pods use in "+namespace, func(ctx context.Context) error {
		b, err := c.Typed.Discovery().RESTClient().Get().AbsPath("/apis/metrics.k8s.io/v1beta1/namespaces/" + namespace + "/pods").DoRaw(ctx)
		if err != nil {
			return err
		}
		var list struct{ Items []struct{} }
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		if len(list.Items) < pods {
			return fmt.Errorf("it knows %d of %d", len(list.Items), pods)
		}
		return nil
	})
}

// StopMetrics ends the metrics server alone: it stays registered, and nobody answers.
func (c *Cluster) StopMetrics(ctx context.Context) error {
	c.metrics.stop()
	return c.Until(ctx, "wait until nobody answers for metrics.k8s.io", func(ctx context.Context) error {
		if _, err := c.Typed.Discovery().RESTClient().Get().AbsPath("/apis/metrics.k8s.io/v1beta1").DoRaw(ctx); err != nil {
			return nil
		}
		return errors.New("it still answers")
	})
}

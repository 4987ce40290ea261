package controlplane

// This file is the way into a running cluster for whoever sets it up: client-go's clients, and YAML that is applied.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// clients are the administrator's, without client-side rate limits.
type clients struct {
	Typed   kubernetes.Interface
	Dynamic dynamic.Interface
	Config  *rest.Config
}

// Node is a node that kwok keeps ready. The zero capacity is unbounded.
type Node struct {
	Name     string
	Labels   map[string]string
	Capacity map[corev1.ResourceName]string
}

func (c *Cluster) connect() error {
	c.Config = &rest.Config{
		Host:            c.Server,
		BearerToken:     adminToken,
		TLSClientConfig: rest.TLSClientConfig{CAData: c.CA},
		QPS:             -1,
	}
	var errTyped, errDynamic error
	c.Typed, errTyped = kubernetes.NewForConfig(c.Config)
	c.Dynamic, errDynamic = dynamic.NewForConfig(c.Config)
	return errors.Join(errTyped, errDynamic)
}

func (c *Cluster) ready(ctx context.Context) error {
	return c.Typed.Discovery().RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
}

func (c *Cluster) createNodes(ctx context.Context) error {
	for _, node := range c.options.Nodes {
		if _, err := c.Typed.CoreV1().Nodes().Create(ctx, node.object(c.options.Metrics), metav1.CreateOptions{}); err != nil {
			return fmt.Errorf("create node %s: %w", node.Name, err)
		}
	}
	return c.Until(ctx, "wait for the nodes", func(ctx context.Context) error {
		nodes, err := c.Typed.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		for _, node := range nodes.Items {
			if len(node.Spec.Taints) > 0 {
				return fmt.Errorf("node %s is tainted %s", node.Name, node.Spec.Taints[0].Key)
			}
		}
		return nil
	})
}

func (n Node) object(measured bool) *corev1.Node {
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.Name, Labels: n.Labels}}
	if measured {
		node.Annotations = map[string]string{resourcePath: "/metrics/nodes/" + n.Name + "/metrics/resource"}
	}
	// Tainted until it is ready, as a cloud provider's are, so that waiting for the taint's end waits for both.
	node.Spec.Taints = []corev1.Taint{{Key: corev1.TaintNodeNotReady, Effect: corev1.TaintEffectNoSchedule}}
	for name, amount := range n.Capacity {
		if node.Status.Capacity == nil {
			node.Status.Capacity = corev1.ResourceList{}
		}
		node.Status.Capacity[name] = resource.MustParse(amount)
	}
	node.Status.Allocatable = node.Status.Capacity
	return node
}

// Apply creates or updates the objects of a YAML text, server-side, each where its metadata says.
func (c *Cluster) Apply(ctx context.Context, text string) error { return c.ApplyIn(ctx, "", text) }

// ApplyIn is Apply with a namespace for the objects that name none.
func (c *Cluster) ApplyIn(ctx context.Context, namespace, text string) error {
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader([]byte(text)), 4096)
	for {
		var object unstructured.Unstructured
		err := decoder.Decode(&object)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read YAML for %s: %w", c.Name, err)
		}
		if len(object.Object) == 0 {
			continue
		}
		if namespace != "" && object.GetNamespace() == "" {
			object.SetNamespace(namespace)
		}
		if err := c.apply(ctx, &object); err != nil {
			return fmt.Errorf("apply %s %s to %s: %w", object.GetKind(), object.GetName(), c.Name, err)
		}
	}
}

func (c *Cluster) apply(ctx context.Context, object *unstructured.Unstructured) error {
	// The plural is guessed from the kind, which is right for every kind that is used here and saves discovery.
	plural, _ := meta.UnsafeGuessKindToResource(object.GroupVersionKind())
	var client dynamic.ResourceInterface = c.Dynamic.Resource(plural)
	if namespace := object.GetNamespace(); namespace != "" {
		client = c.Dynamic.Resource(plural).Namespace(namespace)
	}
	_, err := client.Apply(ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: "e2e", Force: true})
	return err
}

// CreateNamespace creates a namespace and waits for its default ServiceAccount, without which no pod is admitted.
func (c *Cluster) CreateNamespace(ctx context.Context, name string) error {
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if _, err := c.Typed.CoreV1().Namespaces().Create(ctx, namespace, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("create namespace %s in %s: %w", name, c.Name, err)
	}
	return c.Until(ctx, "wait for the default ServiceAccount of "+name, func(ctx context.Context) error {
		_, err := c.Typed.CoreV1().ServiceAccounts(name).Get(ctx, "default", metav1.GetOptions{})
		return err
	})
}

// ServiceAccountToken returns a token of a ServiceAccount, which it creates.
func (c *Cluster) ServiceAccountToken(ctx context.Context, namespace, name string) (string, error) {
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
	accounts := c.Typed.CoreV1().ServiceAccounts(namespace)
	if _, err := accounts.Create(ctx, account, metav1.CreateOptions{}); err != nil {
		return "", fmt.Errorf("create ServiceAccount %s/%s in %s: %w", namespace, name, c.Name, err)
	}
	request, err := accounts.CreateToken(ctx, name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return "", fmt.Errorf("ask for a token of ServiceAccount %s/%s in %s: %w", namespace, name, c.Name, err)
	}
	return request.Status.Token, nil
}

// RolledOut waits until a Deployment has all its pods of its newest revision, and they are available.
func (c *Cluster) RolledOut(ctx context.Context, namespace, name string) error {
	return c.Until(ctx, "wait for the rollout of "+name, func(ctx context.Context) error {
		d, err := c.Typed.AppsV1().Deployments(namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		s, wanted := d.Status, *d.Spec.Replicas
		if s.ObservedGeneration < d.Generation || s.UpdatedReplicas != wanted || s.AvailableReplicas != wanted ||
			s.Replicas != wanted {
			return fmt.Errorf("%d of %d replicas are updated, %d available", s.UpdatedReplicas, wanted, s.AvailableReplicas)
		}
		return nil
	})
}

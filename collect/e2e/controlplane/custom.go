package controlplane

// This file makes custom kinds known to a cluster, in the bare shape of their projects' own: any object is taken.

import (
	"context"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// CustomKind is a kind that a CustomResourceDefinition brings.
type CustomKind struct {
	schema.GroupVersionResource
	Kind string
}

// Define makes kinds known and waits until the server serves them.
func (c *Cluster) Define(ctx context.Context, kinds ...CustomKind) error {
	for _, k := range kinds {
		if err := c.Apply(ctx, k.definition()); err != nil {
			return err
		}
	}
	all := c.Dynamic.Resource(schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"})
	return c.Until(ctx, "wait for custom kinds", func(ctx context.Context) error {
		list, err := all.List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		for _, d := range list.Items {
			if !established(d.Object) {
				return fmt.Errorf("%s is not established", d.GetName())
			}
		}
		return nil
	})
}

func established(definition map[string]any) bool {
	conditions, _, _ := unstructured.NestedSlice(definition, "status", "conditions")
	return slices.ContainsFunc(conditions, func(c any) bool {
		condition, ok := c.(map[string]any)
		return ok && condition["type"] == "Established" && condition["status"] == "True"
	})
}

func (k CustomKind) definition() string {
	return fmt.Sprintf(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: %[3]s.%[1]s, annotations: {api-approved.kubernetes.io: unapproved}}
spec:
  group: %[1]s
  scope: Namespaced
  names: {kind: %[4]s, plural: %[3]s, singular: %[5]s}
  versions:
  - name: %[2]s
    served: true
    storage: true
    subresources: {status: {}}
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`, k.Group, k.Version, k.Resource, k.Kind, strings.ToLower(k.Kind))
}

package main

// This file is the shop: what runs in which cluster when the story begins.

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"text/template"
)

//go:embed shop/*.yaml
var manifests embed.FS

// deployment is one row of the shop's table. Figures that differ by cluster stand in the order eu, us, ap, staging.
type deployment struct {
	App, Name, Namespace string
	versions             []string // in the order in which they were released
	replicas             [4]int
	min, max             [4]int // 0: no autoscaler
	CPU, Memory          string
	GPU                  bool

	// Filled for the cluster that the row is applied to.
	Replicas, Min, Max, Deadline int
	Image                        string
}

// deployments are the shop's. One app may have several, as checkout has.
func deployments() []deployment {
	return []deployment{
		{App: "storefront", Name: "storefront", Namespace: "shop", versions: []string{"8.12.0", "8.14.2"},
			replicas: [4]int{7, 5, 4, 1}, min: [4]int{3, 3, 2}, max: [4]int{8, 10, 8}, CPU: "500m", Memory: "512Mi"},
		{App: "catalog", Name: "catalog", Namespace: "shop", versions: []string{"1.14.0", "1.15.2"},
			replicas: [4]int{3, 3, 2, 1}, min: [4]int{2, 2, 2}, max: [4]int{8, 8, 6}, CPU: "250m", Memory: "768Mi"},
		{App: "cart", Name: "cart", Namespace: "shop", versions: []string{"3.4.1", "3.5.0"},
			replicas: [4]int{3, 3, 2, 1}, min: [4]int{2, 2, 2}, max: [4]int{6, 6, 6}, CPU: "250m", Memory: "256Mi"},
		{App: "checkout", Name: "checkout", Namespace: "shop", versions: []string{"2.7.2", "2.7.3"},
			replicas: [4]int{4, 4, 3, 1}, min: [4]int{3, 3, 2}, max: [4]int{12, 12, 8}, CPU: "500m", Memory: "512Mi"},
		{App: "checkout", Name: "checkout-worker", Namespace: "shop", versions: []string{"2.7.2", "2.7.3"},
			replicas: [4]int{2, 2, 1, 1}, CPU: "250m", Memory: "512Mi"},
		{App: "payments", Name: "payments", Namespace: "payments", versions: []string{"6.0.4", "6.1.0"},
			replicas: [4]int{4, 4, 3, 1}, min: [4]int{2, 2, 2}, max: [4]int{8, 6, 6}, CPU: "500m", Memory: "1Gi"},
		{App: "inventory", Name: "inventory", Namespace: "shop", versions: []string{"5.1.8", "5.1.9"},
			replicas: [4]int{3, 3, 2, 1}, CPU: "250m", Memory: "512Mi"},
		{App: "recommendations", Name: "recommendations", Namespace: "shop", versions: []string{"0.9.3", "0.9.7"},
			replicas: [4]int{2, 2, 1, 0}, CPU: "2", Memory: "8Gi", GPU: true},
		{App: "notifications", Name: "notifications", Namespace: "shop", versions: []string{"3.0.5", "3.0.6"},
			replicas: [4]int{2, 2, 2, 1}, CPU: "100m", Memory: "256Mi"},
		{App: "image-resizer", Name: "image-resizer", Namespace: "shop", versions: []string{"1.2.0"},
			replicas: [4]int{2, 2, 1, 1}, CPU: "1", Memory: "1Gi"},
	}
}

// open applies the whole shop, in its oldest versions.
func (c *cluster) open(ctx context.Context) error {
	if err := c.Define(ctx, customKinds()...); err != nil {
		return err
	}
	for _, namespace := range []string{"shop", "payments", "platform"} {
		if err := c.CreateNamespace(ctx, namespace); err != nil {
			return err
		}
	}
	var volumes []string
	for i := range 4 {
		volumes = append(volumes, fmt.Sprintf("ssd-%d", i+1))
	}
	cluster := map[string]any{
		"Host":     [...]string{"eu.shop.example", "us.shop.example", "ap.shop.example", "staging.shop.example"}[c.place],
		"Search":   [...]int{3, 3, 3, 1}[c.place],
		"QuotaCPU": [...]int{32, 32, 14, 16}[c.place],
		"Mails":    [...]int{6, 6, 6, 2}[c.place],
		"Volumes":  volumes,
	}
	for _, file := range []string{"storage.yaml", "around.yaml", "custom.yaml"} {
		if err := c.applyManifest(ctx, file, cluster); err != nil {
			return err
		}
	}
	for _, d := range deployments() {
		d.Replicas, d.Min, d.Max = d.replicas[c.place], d.min[c.place], d.max[c.place]
		d.Image, d.Deadline = image(d.App, d.versions[0]), shortDeadline
		if err := c.applyManifest(ctx, "deployment.yaml", d); err != nil {
			return err
		}
	}
	ip := [...]string{"203.0.113.10", "203.0.113.20", "203.0.113.30", "203.0.113.40"}[c.place]
	return errors.Join(c.address(ctx, "shop", "storefront", ip), c.operators(ctx))
}

func (c *cluster) applyManifest(ctx context.Context, file string, data any) error {
	t, err := template.ParseFS(manifests, "shop/"+file)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := t.Execute(&text, data); err != nil {
		return err
	}
	return c.Apply(ctx, text.String())
}

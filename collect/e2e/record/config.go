package main

// This file writes the configuration of each moment: who owns what, and where the clusters are read from.

import (
	"bytes"
	_ "embed"
	"text/template"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

//go:embed config.yaml
var configText string

// service is what the shop's people say of a service.
type service struct{ Name, Owner, Clusters, Description, Notes string }

const (
	everywhere = "prod-eu, prod-us, prod-ap, staging-eu"
	production = "prod-eu, prod-us, prod-ap"
)

// services are those that the configuration defines. checkout and payments stand in the catalog beside the dumps.
func services() []service {
	return []service{
		{Name: "storefront", Owner: "web", Clusters: everywhere, Description: "The pages that customers see."},
		{Name: "catalog", Owner: "products", Clusters: everywhere, Description: "Products, prices and pictures."},
		{Name: "search", Owner: "products", Clusters: everywhere, Description: "Finds products.", Notes: "runbooks/search.md"},
		{Name: "recommendations", Owner: "products", Clusters: production, Description: "What else a customer may like."},
		{Name: "cart", Owner: "buying", Clusters: everywhere, Description: "What a customer is about to buy."},
		{Name: "inventory", Owner: "fulfilment", Clusters: everywhere, Description: "What is in which warehouse."},
		{Name: "notifications", Owner: "fulfilment", Clusters: everywhere, Description: "Mails and messages to customers."},
		{Name: "reports", Owner: "finance", Clusters: everywhere, Description: "Last night's figures, every morning."},
		{Name: "image-resizer", Owner: "web", Clusters: everywhere, Description: "Scales uploaded pictures."},
	}
}

// writeConfigs writes a plimsoll.yaml for each moment, and the kubeconfig of the cluster that is not there any more.
func writeConfigs(out string) error {
	t, err := template.New("config").Parse(configText)
	if err != nil {
		return err
	}
	for _, m := range []struct {
		folder, When string
		Reachable    bool
	}{
		{"1-before", "a Thursday morning, before a bad release", true},
		{"2-during", "the same day, half an hour into the bad release", true},
		{"3-after", "the same day, after the release was rolled back", false},
	} {
		var text bytes.Buffer
		err := t.Execute(&text, map[string]any{"When": m.When, "Reachable": m.Reachable, "Services": services()})
		if err != nil {
			return err
		}
		if err := writeFile(text.Bytes(), out, m.folder, "plimsoll.yaml"); err != nil {
			return err
		}
	}
	// Port 1 is reserved and nobody listens on it, so that the refusal is real and the same everywhere.
	gone := controlplane.Context{Name: "staging-eu", Server: "https://127.0.0.1:1"}
	return controlplane.WriteKubeconfig(out+"/3-after/kubeconfig.yaml", gone)
}

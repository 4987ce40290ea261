package source

// This file lists the contexts of a kubeconfig, for whoever is to choose among them.

import (
	"fmt"
	"maps"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// Context is one context of a kubeconfig.
type Context struct {
	Name      string
	Namespace string // "" where it names none
	Server    string // what tells clusters apart
	Current   bool
}

// Contexts lists them by name, and says where they were found. An empty path finds kubeconfigs as kubectl does.
func Contexts(kubeconfig string) (contexts []Context, where string, err error) {
	rules := loadingRules(kubeconfig)
	raw, err := loadAll(rules)
	if err != nil {
		return nil, "", fmt.Errorf("%s", facts.Redact(err.Error()))
	}
	for _, name := range slices.Sorted(maps.Keys(raw.Contexts)) {
		c := raw.Contexts[name]
		server := ""
		if cluster := raw.Clusters[c.Cluster]; cluster != nil {
			server = cluster.Server
		}
		contexts = append(contexts, Context{Name: name, Namespace: c.Namespace, Server: server, Current: name == raw.CurrentContext})
	}
	return contexts, place(rules), nil
}

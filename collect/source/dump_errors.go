package source

// This file reads what a support bundle writes beside its lists: which of them it could not get. Without it, what
// nobody was allowed to list would look like nothing there.

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/json"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// bundleNames are the resources that bundles name otherwise than Kubernetes does.
func bundleNames() map[string]string {
	return map[string]string{
		"ingress":                "ingresses",
		"pod-disruption-budgets": "poddisruptionbudgets",
		"pvcs":                   "persistentvolumeclaims",
		"resource-quota":         "resourcequotas",
	}
}

// readErrors reads a file like pods-errors.json: null, or messages by namespace. Bundles have such files for many
// other things, which are passed over.
func (d *dump) readErrors(name string) error {
	resource := strings.TrimSuffix(path.Base(name), "-errors.json")
	if known, ok := bundleNames()[resource]; ok {
		resource = known
	}
	k, ok := d.kindOfPath(resource)
	if !ok {
		return nil
	}
	b, err := d.small(name)
	if err != nil {
		return err
	}
	var messages map[string]string
	if err := json.Unmarshal(bytes.TrimPrefix(b, utf8Mark), &messages); err != nil {
		return nil
	}
	for _, namespace := range slices.Sorted(maps.Keys(messages)) {
		if len(d.namespaces) == 0 || slices.Contains(d.namespaces, namespace) {
			d.refused(k, namespace, messages[namespace])
		}
	}
	return nil
}

func (d *dump) refused(k facts.Kind, namespace, message string) {
	state := schemas.ReadFailed
	if strings.Contains(message, "forbidden") {
		state = schemas.ReadForbidden
	}
	d.fault(k.Plural(), facts.Clean(namespace, 0), state, "whoever made this dump could not list them: "+message)
}

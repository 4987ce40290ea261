package source

// Custom kinds of a dump: in whatever version they stand there, under whatever kind their plural has.

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestCustomKindsOfADump(t *testing.T) {
	object := func(apiVersion, kind, name string) string {
		return `{"apiVersion": "` + apiVersion + `", "kind": "` + kind + `", "metadata": {"name": "` + name + `", "namespace": "shop"}}`
	}
	list := func(kind string, items ...string) string {
		return `{"apiVersion": "v1", "kind": "` + kind + `", "items": [` + strings.Join(items, ",") + `]}`
	}
	definition := `{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "x"},
		"spec": {"group": "example.org", "names": {"kind": "Widget", "plural": "gadgets"}}}`
	for about, c := range map[string]struct {
		asked []string
		files map[string]string
		want  string // the reads of custom kinds that are there, resources, and what was passed over
	}{
		"another version than was asked for": {[]string{"kafka.strimzi.io/v1beta2/kafkas"},
			map[string]string{"kafkas.kafka.strimzi.io.json": list("List", object("kafka.strimzi.io/v1", "Kafka", "orders"))},
			"kafkas.kafka.strimzi.io ok 1; Kafka shop/orders"},
		"two versions": {[]string{"kafka.strimzi.io/v1/kafkas"},
			map[string]string{"all.json": list("List", object("kafka.strimzi.io/v1", "Kafka", "a"), object("kafka.strimzi.io/v1beta2", "Kafka", "b"))},
			"kafkas.kafka.strimzi.io ok 2; Kafka shop/a; Kafka shop/b"},
		"a known kind in an older version": {nil,
			map[string]string{"all.json": object("cert-manager.io/v1alpha2", "Certificate", "tls")},
			"certificates.cert-manager.io ok 1; Certificate shop/tls"},
		"a support bundle's folder": {[]string{"mesh.example.org/v1/gateways"},
			map[string]string{"cluster-resources/custom-resources/gateways.mesh.example.org/shop.json": "[" + object("mesh.example.org/v1", "Gate", "north") + "]"},
			"gateways.mesh.example.org ok 1; Gate shop/north"},
		"plurals as they are made": {[]string{"example.org/v1/policies", "example.org/v1/meshes"},
			map[string]string{"all.json": list("List", object("example.org/v1", "Policy", "a"), object("example.org/v1", "Mesh", "b"), object("example.org/v1", "Marsh", "c"))},
			"meshes.example.org ok 1; policies.example.org ok 1; Mesh shop/b; Policy shop/a; passed over 1 Marsh.example.org"},
		"a definition knows better": {[]string{"example.org/v1/gadgets", "example.org/v1/widgets"},
			map[string]string{"crds.json": definition, "objects.json": object("example.org/v1", "Widget", "a")},
			"gadgets.example.org ok 1; Widget shop/a; passed over 1 CustomResourceDefinition.apiextensions.k8s.io"},
		"a list of none": {[]string{"kafka.strimzi.io/v1beta2/kafkas"},
			map[string]string{"kafkas.json": `{"apiVersion": "kafka.strimzi.io/v1", "kind": "KafkaList", "items": []}`},
			"kafkas.kafka.strimzi.io ok 0"},
		"one that nobody asked for": {nil,
			map[string]string{"all.json": list("List", object("v1", "Pod", "a"), object("kafka.strimzi.io/v1", "Kafka", "orders"))},
			"passed over 1 Kafka.kafka.strimzi.io"},
		"a file that is broken": {[]string{"kafka.strimzi.io/v1beta2/kafkas"},
			map[string]string{"pod.json": object("v1", "Pod", "a"), "kafkas.kafka.strimzi.io.json": "{"},
			"kafkas.kafka.strimzi.io failed 0"},
		"one that lives in no namespace": {[]string{"example.org/v1/planets"},
			map[string]string{"all.json": `{"apiVersion": "example.org/v1", "kind": "Planet", "metadata": {"name": "earth"}}`},
			"planets.example.org ok 1; Planet /earth"},
		"a Service of each kind": {nil,
			map[string]string{"all.json": list("List", object("v1", "Service", "a"), object("serving.knative.dev/v1", "Service", "b"), object("other.example.org/v1", "Service", "c"))},
			"services.serving.knative.dev ok 1; Service shop/b; passed over 1 Service.other.example.org"},
	} {
		t.Run(about, func(t *testing.T) {
			r := newReading("archive")
			kinds := facts.KindsFor(c.asked, nil)
			readDumpInto(t.Context(), schemas.ClusterConfig{Dump: dumpFolder(t, c.files)}, kinds, r, func(Progress) {})
			if got := customAccount(r, kinds); got != c.want {
				t.Errorf("got  %s\nwant %s\n(%s)", got, c.want, r.Message)
			}
		})
	}
}

// customAccount writes down what a reading knows of custom kinds, worst first.
func customAccount(r *Reading, kinds []facts.Kind) string {
	var words []string
	add := func(parts ...string) { words = append(words, strings.Join(parts, " ")) }
	reads := slices.SortedFunc(slices.Values(r.Reads), func(a, b schemas.RunRead) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(b.Message, a.Message))
	})
	for _, read := range reads {
		custom := slices.ContainsFunc(kinds, func(k facts.Kind) bool { return k.Custom && k.Plural() == read.Resource })
		if custom && read.State != schemas.ReadNotServed {
			add(read.Resource, string(read.State), string(rune('0'+read.Objects)))
		}
	}
	for _, o := range slices.SortedFunc(slices.Values(r.Facts.Resources), func(a, b *facts.Resource) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	}) {
		add(o.Kind, o.Namespace+"/"+o.Name)
	}
	for _, s := range r.Skipped {
		add("passed over", string(rune('0'+s.Count)), s.Kind)
	}
	return strings.Join(words, "; ")
}

package facts_test

import (
	"fmt"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

func TestBehaviorInWords(t *testing.T) {
	const standardUp = "policies: [{type: Pods, value: 4, periodSeconds: 15}, {type: Percent, value: 100, periodSeconds: 15}]"
	for _, test := range []struct{ name, behavior, up, down string }{
		{"none", `{}`, "", ""},
		{
			"as an API server fills it in",
			`{scaleUp: {stabilizationWindowSeconds: 0, selectPolicy: Max, ` + standardUp + `},
			  scaleDown: {selectPolicy: Max, policies: [{type: Percent, value: 100, periodSeconds: 15}]}}`, "", "",
		},
		{
			"the controller's own window, written down",
			`{scaleDown: {stabilizationWindowSeconds: 300, selectPolicy: Max, policies: [{type: Percent, value: 100, periodSeconds: 15}]}}`, "", "",
		},
		{"one policy", `{scaleUp: {policies: [{type: Pods, value: 2, periodSeconds: 60}]}}`, "at most 2 pods a minute", ""},
		{
			"slower down",
			`{scaleDown: {stabilizationWindowSeconds: 600, policies: [{type: Percent, value: 10, periodSeconds: 60}]}}`,
			"", "at most 10 % a minute, after 10 min",
		},
		{
			"several, the least of which counts",
			`{scaleDown: {selectPolicy: Min, policies: [{type: Pods, value: 1, periodSeconds: 1800}, {type: Percent, value: 10, periodSeconds: 90}]}}`,
			"", "at most 1 pod every 30 min or 10 % every 90 s, whichever is less",
		},
		{
			"the standard ones, the least of which counts", `{scaleUp: {selectPolicy: Min, ` + standardUp + `}}`,
			"at most 100 % every 15 s or 4 pods every 15 s, whichever is less", "",
		},
		{"never", `{scaleUp: {selectPolicy: Disabled, ` + standardUp + `}, scaleDown: {selectPolicy: Disabled}}`, "never", "never"},
		{"windows alone", `{scaleUp: {stabilizationWindowSeconds: 120}, scaleDown: {stabilizationWindowSeconds: 0}}`, "after 2 min", "at once"},
		{
			"what the API does not have",
			`{scaleUp: {selectPolicy: Median, policies: [{type: Nodes, value: 3, periodSeconds: 1}, {type: Pods, value: -7, periodSeconds: 3600}]}, scaleDown: {policies: [{type: Nodes}]}}`,
			"at most 0 pods an hour", "",
		},
	} {
		hpa := fmt.Sprintf("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {behavior: %s}", test.behavior)
		b, err := yaml.YAMLToJSON([]byte(hpa))
		if err != nil {
			t.Fatal(err)
		}
		var c facts.Cluster
		if err := kindOf(t, "autoscaling/v2", "HorizontalPodAutoscaler").JSON(&c, b); err != nil {
			t.Fatal(err)
		}
		if a := c.Autoscalers[0]; a.ScaleUp != test.up || a.ScaleDown != test.down {
			t.Errorf("%s: up %q, down %q; want %q and %q", test.name, a.ScaleUp, a.ScaleDown, test.up, test.down)
		}
	}
}

package e2e

// This file is what must raise nothing: an ordinary day, looked at while it happens.

import (
	"errors"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// testOrdinary rolls a Deployment out and scales it up, and looks several times while the controllers are at it. No
// problem may be said at any time, and in the end the history tells of the image.
func testOrdinary(t *testing.T, w world) {
	objects := onNode(deployment("web", 3)) + "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n" +
		"---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}\n"
	err := errors.Join(w.eu.CreateNamespace(t.Context(), "ordinary"), w.eu.ApplyIn(t.Context(), "ordinary", objects), w.eu.RolledOut(t.Context(), "ordinary", "web"))
	if err != nil {
		t.Fatal(err)
	}
	out, config := t.TempDir(), written(t, "clusters: ["+w.healthy(t)+"]\nservices: {discover: [app]}\n")
	look := func(when string) {
		t.Helper()
		plimsoll(t, 0, "run", "-o", out, "-c", config)
		if problems := problemsOf(t, out, "ordinary", "web"); len(problems) > 0 {
			t.Errorf("%s: %s", when, listed(problems))
		}
	}
	look("at rest")
	for _, change := range []struct{ what, patch string }{
		{"a rollout", `{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"registry.shop.example/web:1.1.0"}]}}}}`},
		{"more pods", `{"spec":{"replicas":9}}`},
		{"fewer pods", `{"spec":{"replicas":2}}`},
	} {
		_, err := w.eu.Typed.AppsV1().Deployments("ordinary").Patch(t.Context(), "web", types.StrategicMergePatchType, []byte(change.patch), metav1.PatchOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			look(change.what)
		}
		if err := w.eu.RolledOut(t.Context(), "ordinary", "web"); err != nil {
			t.Fatal(err)
		}
		look("after " + change.what)
	}
	history := mustRead(t, out+"/data/history/ordinary/web.jsonl")
	if strings.Count(history, "1.0.0") == 0 || strings.Contains(history, "problem-") {
		t.Errorf("the history of an ordinary day:\n%s", history)
	}
}

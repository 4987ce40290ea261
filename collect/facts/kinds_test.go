package facts_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"sigs.k8s.io/yaml"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// TestKinds reads each testdata/*.txtar: objects as a person could have applied them, and the facts that are left.
func TestKinds(t *testing.T) {
	for _, path := range cases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var c facts.Cluster
			for _, o := range objects(t, path) {
				if err := o.kind.JSON(&c, o.json); err != nil {
					t.Fatal(err)
				}
			}
			c.Sort()
			got := []byte(written(&c))
			want := &archive.Files[1].Data
			if os.Getenv("UPDATE") != "" {
				*want = got
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(got, *want) {
				t.Errorf("facts of %s:\n%s\nwant:\n%s", path, got, *want)
			}
		})
	}
}

// TestEveryKindHasAFixture also holds the names of kinds together.
func TestEveryKindHasAFixture(t *testing.T) {
	seen := map[string]bool{}
	for _, path := range cases(t) {
		for _, o := range objects(t, path) {
			seen[o.kind.Plural()] = true
		}
	}
	for _, k := range facts.Kinds() {
		if !seen[k.Plural()] {
			t.Errorf("no fixture: create collect/facts/testdata/%s.txtar", strings.ToLower(k.Kind))
		}
	}
}

func TestKindNames(t *testing.T) {
	var got []string
	for _, k := range facts.Kinds() {
		if !k.Namespaced {
			t.Errorf("%s is not namespaced", k.Kind)
		}
		got = append(got, k.Plural()+" "+k.APIVersion())
	}
	want := "pods v1, deployments.apps apps/v1, statefulsets.apps apps/v1, daemonsets.apps apps/v1, replicasets.apps apps/v1, " +
		"horizontalpodautoscalers.autoscaling autoscaling/v2, cronjobs.batch batch/v1, jobs.batch batch/v1, services v1, " +
		"ingresses.networking.k8s.io networking.k8s.io/v1, poddisruptionbudgets.policy policy/v1, persistentvolumeclaims v1, " +
		"resourcequotas v1, events v1, rollouts.argoproj.io argoproj.io/v1alpha1, deploymentconfigs.apps.openshift.io apps.openshift.io/v1, " +
		"scaledobjects.keda.sh keda.sh/v1alpha1, httproutes.gateway.networking.k8s.io gateway.networking.k8s.io/v1, " +
		"routes.route.openshift.io route.openshift.io/v1, services.serving.knative.dev serving.knative.dev/v1, " +
		"certificates.cert-manager.io cert-manager.io/v1, helmreleases.helm.toolkit.fluxcd.io helm.toolkit.fluxcd.io/v2, " +
		"kustomizations.kustomize.toolkit.fluxcd.io kustomize.toolkit.fluxcd.io/v1, applications.argoproj.io argoproj.io/v1alpha1"
	if strings.Join(got, ", ") != want {
		t.Errorf("kinds: %s\nwant: %s", strings.Join(got, ", "), want)
	}
}

func TestKindRefusesWhatItCannotRead(t *testing.T) {
	for _, k := range facts.Kinds() {
		var c facts.Cluster
		if err := k.JSON(&c, []byte(`{"metadata": 7}`)); err == nil || !strings.HasPrefix(err.Error(), "read a "+k.Kind+" as JSON: ") {
			t.Errorf("%s from wrong JSON: %v", k.Kind, err)
		}
		if k.Custom {
			continue
		}
		if err := k.Proto(&c, []byte{0x0a, 0x7f, 0x01}); err == nil || !strings.HasPrefix(err.Error(), "read a "+k.Kind+" as protobuf: ") {
			t.Errorf("%s from cut protobuf: %v", k.Kind, err)
		}
	}
}

// object is one document of a fixture.
type object struct {
	kind facts.Kind
	json []byte
}

func cases(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures in testdata: %v", err)
	}
	return paths
}

func objects(t testing.TB, path string) []object {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []object
	for doc := range strings.SplitSeq(string(archive.Files[0].Data), "\n---\n") {
		var head struct{ APIVersion, Kind string }
		if err := yaml.Unmarshal([]byte(doc), &head); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		b, err := yaml.YAMLToJSON([]byte(doc))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, object{kindOf(t, head.APIVersion, head.Kind), b})
	}
	return out
}

func kindOf(t testing.TB, apiVersion, name string) facts.Kind {
	t.Helper()
	for _, k := range facts.Kinds() {
		if k.APIVersion() == apiVersion && k.Kind == name {
			return k
		}
	}
	plural := strings.ToLower(name) + "s"
	for _, k := range facts.KindsFor([]string{apiVersion + "/" + plural}, nil) {
		if k.Asked && k.Resource == plural {
			return k.Served("", name)
		}
	}
	t.Fatalf("no kind %s %s", apiVersion, name)
	return facts.Kind{}
}

// written is facts as text: a field a line, what is empty left out.
func written(v any) string {
	var b strings.Builder
	write(&b, "", "", reflect.ValueOf(v))
	return strings.TrimPrefix(b.String(), "\n")
}

func write(b *strings.Builder, indent, label string, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if s, ok := v.Interface().(fmt.Stringer); ok {
		fmt.Fprintf(b, "%s%s: %s\n", indent, label, s)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		fmt.Fprintf(b, "%s%s\n", indent, label)
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() {
				write(b, indent+"  ", f.Name, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			write(b, indent, fmt.Sprintf("%s[%d]", label, i), v.Index(i))
		}
	default:
		fmt.Fprintf(b, "%s%s: %v\n", indent, label, v)
	}
}

package facts_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// FuzzKinds throws any JSON at every reducer. Nothing may panic, and what is left must be fit for a snapshot.
func FuzzKinds(f *testing.F) {
	for _, path := range cases(f) {
		for _, o := range objects(f, path) {
			f.Add(o.json)
		}
	}
	f.Add([]byte(`{"spec":{"template":null,"rules":[{"http":null}],"metrics":[{"type":"Object","object":{}}]},"status":{"hard":{"pods":null}}}`))
	f.Add([]byte(`{"metadata":{"creationTimestamp":"0000-01-01T00:00:00Z","ownerReferences":[{"controller":true}]}}`))
	f.Add([]byte(`{"spec":{"replicas":-2147483648,"ports":[{"targetPort":null}],"hard":{"cpu":"1e2147483647"}},"status":{"hard":{"cpu":"-1"},"used":{"cpu":"1e99"}}}`))
	f.Add([]byte(`{"type":"Warning","involvedObject":{"fieldPath":"spec.containers{"},"series":{}}`))
	f.Add([]byte(`{"metadata":{"name":"a\nb","namespace":"\u202e"},"type":"Warning","involvedObject":{"kind":"\u001b","name":"a\nb","fieldPath":"spec.containers{\u001b}"}}`))
	f.Add([]byte(`{"metadata":{"name":"a"},"spec":{"containers":[{"name":"\n","image":"\u202e","ports":[{"name":"a","protocol":"\n"}]}],"volumes":[{"name":"\n","ephemeral":{}}],"selector":{"matchExpressions":[{"operator":"\n"}]},"ports":[{"protocol":"\n"}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, k := range facts.Kinds() {
			var c facts.Cluster
			if k.JSON(&c, b) != nil {
				continue
			}
			c.Sort()
			fit(t, k.Kind, reflect.ValueOf(c))
		}
	})
}

// fit walks facts: counts are not negative, times are UTC and can be written, texts are bounded and visible.
func fit(t *testing.T, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fit(t, path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			fit(t, path, v.Index(i))
		}
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			if _, err := at.MarshalJSON(); err != nil || at.Location() != time.UTC || at.Nanosecond() != 0 {
				t.Errorf("%s: %v", path, at)
			}
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fit(t, path+"."+f.Name, v.Field(i))
			}
		}
	case reflect.Int:
		if v.Int() < 0 && !strings.HasSuffix(path, ".ExitCode") && !strings.HasSuffix(path, ".Signal") {
			t.Errorf("%s: %d", path, v.Int())
		}
	case reflect.String:
		free := strings.HasSuffix(path, ".Message") || strings.HasSuffix(path, ".Reason")
		if s := v.String(); free && len(s) > 500 || strings.ContainsAny(s, "\n\x1b\u202e") {
			t.Errorf("%s: %q", path, s)
		}
	}
}

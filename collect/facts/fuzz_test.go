package facts_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// odd is what controllers, people and dumps may hold that no documentation speaks of, beside the fixtures.
func odd() []string {
	return []string{
		`{}`,
		`{"metadata":{"name":"a","namespace":"shop","generation":1},"spec":{}}`, // nobody has said anything
		`{"spec":{"template":null,"rules":[{"http":null}],"metrics":[{"type":"Object","object":{}}]},"status":{"hard":{"pods":null}}}`,
		`{"metadata":{"creationTimestamp":"0000-01-01T00:00:00Z","ownerReferences":[{"controller":true}]}}`,
		`{"metadata":{"creationTimestamp":"9999-12-31T23:59:59-14:00","generation":-9223372036854775808},"status":{"observedGeneration":-1,"startTime":"0001-01-01T00:00:00Z"}}`,
		`{"metadata":{"generation":9223372036854775807},"status":{"observedGeneration":9223372036854775807,"replicas":2147483647,"readyReplicas":-1}}`,
		`{"spec":{"replicas":-2147483648,"ports":[{"targetPort":null}],"hard":{"cpu":"1e2147483647"}},"status":{"hard":{"cpu":"-1"},"used":{"cpu":"1e99"}}}`,
		`{"spec":{"maxReplicas":-4,"minReplicas":2147483647,"metrics":[{"type":"Telepathy"}],"behavior":{"scaleUp":{"selectPolicy":"Median","policies":[{"type":"Nodes","value":-1,"periodSeconds":-60}]},"scaleDown":{"stabilizationWindowSeconds":-5}}},"status":{"currentMetrics":[{"type":""}]}}`,
		`{"spec":{"schedule":"every day","timeZone":"Mars/Olympus","concurrencyPolicy":"Perhaps","startingDeadlineSeconds":9223372036854775807,"jobTemplate":{"spec":{"completions":-3,"parallelism":-1}}}}`,
		`{"status":{"phase":"Dancing","conditions":[{"type":"Ready","status":"Maybe"},{"type":"A","status":"True","lastTransitionTime":"2026-11-23T02:00:00Z"},{"type":"A","status":"False","lastTransitionTime":"2026-11-22T02:00:00Z"}]}}`,
		`{"status":{"conditions":[{"type":"Stalled","status":"True"},{"type":"Ready","status":"True"},{"type":"Ready","status":"False"},{"type":"Degraded","status":"True"}]}}`,
		`{"status":{"conditions":[null,7,"x",{"type":7,"status":true,"message":["a"],"lastTransitionTime":0,"observedGeneration":"no"}],"observedGeneration":"7d9f"}}`,
		`{"apiVersion":7,"kind":["x"],"spec":"s","status":[1,2]}`,
		`{"spec":{"suspend":"true","paused":1,"template":[],"selector":7,"replicas":"3","scaleTargetRef":[],"parentRefs":{},"rules":[{"backendRefs":[{"port":"x","name":{}}]}],"to":[],"port":{"targetPort":{}},"destination":7}}`,
		`{"status":{"parents":[{"parentRef":7,"conditions":{}}],"ingress":[{"conditions":[{}]}],"inventory":{"entries":[{"id":"___"},{"id":7}]},"history":[7],"resources":[{}],"health":"x","sync":[],"notAfter":"tomorrow"}}`,
		`{"spec":{"template":{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1e-2147483647"}}}]}}}}`,
		`{"type":"Warning","involvedObject":{"fieldPath":"spec.containers{"},"series":{}}`,
		`{"metadata":{"name":"a\nb","namespace":"\u202e","labels":{"\n":"\u001b"},"annotations":{"plimsoll/ignore":"\u001b[2J\n"}},"type":"Warning","involvedObject":{"kind":"\u001b","name":"a\nb","fieldPath":"spec.containers{\u001b}"}}`,
		`{"metadata":{"name":"a"},"spec":{"containers":[{"name":"\n","image":"\u202e","ports":[{"name":"a","protocol":"\n"}]}],"volumes":[{"name":"\n","ephemeral":{}}],"selector":{"matchExpressions":[{"operator":"\n"}]},"ports":[{"protocol":"\n"}]}}`,
		`{"apiVersion":"\n/v1","kind":"\u202e","metadata":{"name":"a"},"spec":{"secretName":"\n","host":"\u001b","hostnames":["\n"],"parentRefs":[{"name":"\n","kind":"\u001b"}],"workloadRef":{"kind":"\n"}},"status":{"phase":"\n","message":"\u001b","currentPodHash":"\n","latestReadyRevisionName":"\n","hpaName":"\n"}}`,
	}
}

// reducers are those of every kind, and of one that only the configuration knows.
func reducers() []facts.Kind {
	return facts.KindsFor([]string{"kafka.strimzi.io/v1beta2/kafkas"}, nil)
}

// FuzzKinds throws any JSON at every reducer. Nothing may panic, and what is left must be fit for a snapshot.
func FuzzKinds(f *testing.F) {
	for _, path := range cases(f) {
		for _, o := range objects(f, path) {
			f.Add(o.json)
		}
	}
	for _, text := range odd() {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, k := range reducers() {
			var c facts.Cluster
			if k.JSON(&c, b) != nil {
				continue
			}
			c.Sort()
			fit(t, k.Plural(), reflect.ValueOf(c))
		}
	})
}

// FuzzProtobuf does the same with the form in which servers send the kinds of Kubernetes itself.
func FuzzProtobuf(f *testing.F) {
	for _, path := range cases(f) {
		for _, o := range objects(f, path) {
			if !o.kind.Custom {
				f.Add(protobuf(f, o))
			}
		}
	}
	for _, text := range odd() {
		for _, k := range facts.Kinds() {
			if k.Custom {
				continue
			}
			if strings.Contains(text, "2147483647\"") {
				continue // a quantity that would never be finished computing, which no API server has ever stored
			}
			if v := blank[k.Kind](); json.Unmarshal([]byte(text), v) == nil {
				if b, err := v.Marshal(); err == nil {
					f.Add(b)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, k := range facts.Kinds() {
			var c facts.Cluster
			if k.Custom || k.Proto(&c, b) != nil {
				continue
			}
			c.Sort()
			fit(t, k.Plural(), reflect.ValueOf(c))
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
	case reflect.Map:
		for _, key := range v.MapKeys() {
			fit(t, path+" key", key)
			fit(t, path+"["+key.String()+"]", v.MapIndex(key))
		}
	case reflect.Int, reflect.Int64:
		if v.Int() == -1 && strings.HasSuffix(path, ".Resources.Observed") {
			return // its status does not tell
		}
		if v.Int() < 0 && !strings.HasSuffix(path, ".ExitCode") && !strings.HasSuffix(path, ".Signal") {
			t.Errorf("%s: %d", path, v.Int())
		}
	case reflect.String:
		free := strings.HasSuffix(path, ".Message") || strings.HasSuffix(path, ".Reason") || strings.HasSuffix(path, ".Ignore") || strings.HasSuffix(path, ".Phase")
		if s := v.String(); free && len(s) > 500 || strings.ContainsAny(s, "\n\x1b\u202e") {
			t.Errorf("%s: %q", path, s)
		}
	}
}

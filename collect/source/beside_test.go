package source

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// measured is a cluster with a metrics server, which answers so.
func measured(answer func(w http.ResponseWriter, r *http.Request)) *apiServer {
	return &apiServer{pods: makePods(3), misbehave: func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.URL.Path == "/apis":
			groups := aggregated(false).(map[string]any)
			groups["items"] = append(groups["items"].([]map[string]any), map[string]any{
				"metadata": map[string]any{"name": "metrics.k8s.io"}, "versions": []any{map[string]any{"version": "v1beta1", "freshness": "Stale"}},
			})
			writeJSON(w, groups)
		case strings.HasPrefix(r.URL.Path, "/apis/metrics.k8s.io/"):
			answer(w, r)
		default:
			return false
		}
		return true
	}}
}

func samples(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, map[string]any{"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": map[string]any{}, "items": []any{
		map[string]any{"metadata": map[string]any{"name": "pod-00000", "namespace": "shop"}, "containers": []any{map[string]any{"name": "app", "usage": map[string]any{"cpu": "5m", "memory": "7Mi"}}}},
	}})
}

func refusing(s *metav1.Status) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { writeProtobuf(w, int(s.Code), s) }
}

// TestBeside has a metrics server do well and badly. In no way does it cost the rest anything.
func TestBeside(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request)
		state  schemas.ReadState
		says   string
	}{
		"well":       {samples, schemas.ReadOK, ""},
		"forbidden":  {refusing(status(403, "Forbidden", `User "ci" cannot list`)), schemas.ReadForbidden, "ask for verb list on pods.metrics.k8s.io in a ClusterRole"},
		"down":       {refusing(status(503, "ServiceUnavailable", "service unavailable")), schemas.ReadFailed, "503 Service Unavailable: service unavailable; kubectl describe apiservice v1beta1.metrics.k8s.io tells more"},
		"not there":  {refusing(status(404, "NotFound", "the server could not find the requested resource")), schemas.ReadNotServed, "does not serve pods.metrics.k8s.io"},
		"a stranger": {refusing(status(401, "Unauthorized", "Unauthorized")), schemas.ReadUnauthorized, ""},
		"another":    {func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<p>Log in")) }, schemas.ReadFailed, "is a proxy or a login page in between?"},
		"torn": {func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, map[string]any{"kind": "PodMetricsList", "items": 7})
		}, schemas.ReadFailed, "items is 7"},
		"never to be": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, schemas.ReadTimeout, "no answer in time; kubectl describe apiservice"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, measured(test.answer))
			c := s.cluster(t, `{token: secret}`)
			c.Timeout = schemas.Duration(2 * time.Second)
			r := readKinds(t, c, append(facts.Kinds(), facts.PodMetrics()))
			wantCluster(t, r, schemas.ReadOK, "")
			for _, k := range r.Reads {
				if k.State != schemas.ReadOK && k.State != schemas.ReadNotServed || k.Resource == "pods.metrics.k8s.io" {
					t.Errorf("%+v", k)
				}
			}
			if len(r.Facts.Pods) != 3 || r.Objects != 3 {
				t.Errorf("%d pods, %d objects", len(r.Facts.Pods), r.Objects)
			}
			if len(r.Beside) != 1 || r.Beside[0].State != test.state || !strings.Contains(r.Beside[0].Message, test.says) {
				t.Errorf("%+v\nwant %s, …%s…", r.Beside, test.state, test.says)
			}
			if n := len(r.Facts.Samples); (n > 0) != (test.state == schemas.ReadOK) {
				t.Errorf("%d samples", n)
			}
		})
	}
}

// TestBesideIsNotAskedForWhereNothingServesIt costs a cluster without a metrics server no request.
func TestBesideIsNotAskedForWhereNothingServesIt(t *testing.T) {
	s := serve(t, &apiServer{})
	r := readKinds(t, s.cluster(t, `{token: secret}`), append(facts.Kinds(), facts.PodMetrics()))
	if len(r.Beside) != 1 || r.Beside[0].State != schemas.ReadNotServed {
		t.Errorf("%+v", r.Beside)
	}
	if lists := strings.Join(s.lists(), " "); strings.Contains(lists, "metrics.k8s.io") {
		t.Errorf("asked for %s", lists)
	}
}

// TestBesideIsOneListANamespace never asks for one a service, or a pod.
func TestBesideIsOneListANamespace(t *testing.T) {
	s := serve(t, measured(samples))
	c := s.cluster(t, `{token: secret}`)
	c.Namespaces = []string{"shop", "pay"}
	r := readKinds(t, c, append(facts.Kinds(), facts.PodMetrics()))
	asked := slices.DeleteFunc(s.lists(), func(path string) bool { return !strings.Contains(path, "metrics.k8s.io") })
	slices.Sort(asked)
	if want := []string{"/apis/metrics.k8s.io/v1beta1/namespaces/pay/pods", "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q", asked)
	}
	if len(r.Beside) != 2 || r.Beside[0].Namespace != "shop" || r.Beside[0].Objects != 1 || len(r.Facts.Samples) != 2 {
		t.Errorf("%+v, %d samples", r.Beside, len(r.Facts.Samples))
	}
}

// TestOldServersAreNotAskedWhatMetricsServerServes: where discovery is one request a group, a metrics server that never
// answers would hold up all that follows.
func TestOldServersAreNotAskedWhatMetricsServerServes(t *testing.T) {
	s := &apiServer{pods: makePods(1)}
	s.misbehave = func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.URL.Path == "/apis":
			writeJSON(w, map[string]any{"kind": "APIGroupList", "groups": []any{map[string]any{
				"name": "metrics.k8s.io", "versions": []any{map[string]any{"version": "v1beta1"}}, "preferredVersion": map[string]any{"version": "v1beta1"},
			}}})
		case r.URL.Path == "/apis/metrics.k8s.io/v1beta1":
			t.Error("its resources were asked for")
			return false
		case strings.HasPrefix(r.URL.Path, "/apis/metrics.k8s.io/"):
			samples(w, r)
		default:
			return false
		}
		return true
	}
	r := readKinds(t, serve(t, s).cluster(t, `{token: secret}`), append(facts.Kinds(), facts.PodMetrics()))
	if len(r.Facts.Samples) != 1 {
		t.Errorf("%+v", r.Beside)
	}
}

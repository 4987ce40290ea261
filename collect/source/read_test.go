package source

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestReadWholeCluster(t *testing.T) {
	s := serve(t, &apiServer{pods: makePods(1200)})
	var seen []Progress
	r := Read(t.Context(), s.cluster(t, `{token: secret}`), facts.Kinds(), func(p Progress) { seen = append(seen, p) })
	wantCluster(t, r, schemas.ReadOK, "")
	if r.Kubernetes != "v1.37.0" || len(r.Facts.Pods) != 1200 || r.Objects != 1200 || r.Bytes == 0 || r.Took == 0 {
		t.Errorf("%s: %d pods, %d objects, %d bytes in %v", r.Kubernetes, len(r.Facts.Pods), r.Objects, r.Bytes, r.Took)
	}
	now := 0
	for _, k := range builtIn() {
		if !k.OnDemand {
			wantRead(t, r, k.Plural(), schemas.ReadOK, "")
			now++
		}
	}
	if r.Requests != now+3 {
		t.Errorf("%d requests for %d lists, want one a list and three for version and discovery", r.Requests, now)
	}
	if lists := s.lists(); !slices.Contains(lists, "/api/v1/pods") || !slices.Contains(lists, "/api/v1/events?fieldSelector=type%3DWarning") {
		t.Errorf("asked for %q", lists)
	}
	last := seen[len(seen)-1]
	if !last.Done || last.Resource != "" || last.State != schemas.ReadOK || last.Objects != 1200 {
		t.Errorf("the last progress is %+v", last)
	}
	if !slices.Contains(seen, Progress{Cluster: "prod-eu", Resource: "pods", Objects: 1000}) {
		t.Errorf("nothing was told while the pods were read: %+v", seen)
	}
}

func TestReadSendsWhoItIs(t *testing.T) {
	s := serve(t, &apiServer{})
	readFrom(t, s)
	for _, r := range s.seen {
		if r.Header.Get("Authorization") != "Bearer secret" || !strings.HasPrefix(r.UserAgent(), "plimsoll/") || r.ProtoMajor != 2 {
			t.Errorf("%s %s with %q by %q", r.Proto, r.URL, r.Header.Get("Authorization"), r.UserAgent())
		}
	}
}

func TestReadByNamespace(t *testing.T) {
	s := serve(t, &apiServer{pods: makePods(3), misbehave: refuse("/namespaces/bank/pods", status(403, "Forbidden",
		`pods is forbidden: User "system:serviceaccount:ci:plimsoll" cannot list resource "pods" in API group "" in the namespace "bank"`))})
	r := readFrom(t, s, func(c *schemas.ClusterConfig) { c.Namespaces = []string{"shop", "bank"} })
	wantCluster(t, r, schemas.ReadOK, "")
	if r.Reads[0].Namespace != "shop" || r.Reads[0].State != schemas.ReadOK || len(r.Facts.Pods) != 3 {
		t.Errorf("shop: %+v", r.Reads[0])
	}
	want := "list pods in namespace bank is not allowed for system:serviceaccount:ci:plimsoll: ask for verb list on pods in a Role there"
	if b := r.Reads[1]; b.Namespace != "bank" || b.State != schemas.ReadForbidden || b.Message != want {
		t.Errorf("bank: %+v", b)
	}
	for _, l := range s.lists() {
		if !strings.Contains(l, "/namespaces/") {
			t.Errorf("asked for all namespaces: %s", l)
		}
	}
}

func TestForbiddenClusterWideNamesTheWayOut(t *testing.T) {
	s := serve(t, &apiServer{misbehave: refuse("/deployments", status(403, "Forbidden", `deployments.apps is forbidden: User "ann" cannot list`))})
	r := readFrom(t, s)
	wantCluster(t, r, schemas.ReadOK, "")
	wantRead(t, r, "deployments.apps", schemas.ReadForbidden,
		"list deployments.apps in all namespaces is not allowed for ann: ask for verb list on deployments.apps in a ClusterRole, or set namespaces:")
}

func TestReplicaSetsAreReadOnlyIfAPodNeedsThem(t *testing.T) {
	pods := makePods(1)
	pods[0].OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "bare", Controller: new(true)}}
	for _, c := range []struct {
		about string
		s     *apiServer
		state schemas.ReadState
	}{
		{"no pod has one", &apiServer{pods: makePods(1)}, ""},
		{"a pod of a bare one", &apiServer{pods: pods}, schemas.ReadOK},
	} {
		r := readFrom(t, serve(t, c.s))
		if got := stateOfRead(r, "replicasets.apps"); got.State != c.state {
			t.Errorf("%s: %+v", c.about, got)
		}
	}
}

func TestUnauthorizedEndsTheCluster(t *testing.T) {
	s := serve(t, &apiServer{misbehave: refuse("", status(401, "Unauthorized", "Unauthorized"))})
	r := readFrom(t, s)
	wantCluster(t, r, schemas.ReadUnauthorized, "refused the credentials: they have expired or are wrong; log in again")
	wantRead(t, r, "*", schemas.ReadUnauthorized, "")
	if r.Requests > 3 {
		t.Errorf("%d requests after the first was refused", r.Requests)
	}
}

func TestUnauthorizedHalfWay(t *testing.T) {
	var asked atomic.Int64
	s := serve(t, &apiServer{misbehave: func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/api/v1/") || strings.HasPrefix(r.URL.Path, "/apis/") {
			asked.Add(1)
			writeProtobuf(w, 401, status(401, "Unauthorized", "Unauthorized"))
			return true
		}
		return false
	}})
	r := readFrom(t, s)
	wantCluster(t, r, schemas.ReadUnauthorized, "log in again")
	if asked.Load() > listsAtOnce {
		t.Errorf("%d lists were tried with credentials that are known to be refused", asked.Load())
	}
	for _, k := range r.Reads {
		if k.State != schemas.ReadUnauthorized {
			t.Errorf("%+v", k)
		}
	}
}

func TestSilentServerEndsAtTheTimeout(t *testing.T) {
	s := serve(t, &apiServer{misbehave: func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }})
	r := readFrom(t, s, func(c *schemas.ClusterConfig) { c.Timeout = schemas.Duration(200 * time.Millisecond) })
	wantCluster(t, r, schemas.ReadTimeout, "did not answer in time")
}

func TestListThatHangsHalfWay(t *testing.T) {
	s := serve(t, &apiServer{pods: makePods(50), misbehave: func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/v1/pods" {
			return false
		}
		b := encodeProtobuf(podList(makePods(50), "", 0))
		w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
		_, _ = w.Write(b[:len(b)/2])
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		return true
	}})
	r := readFrom(t, s, func(c *schemas.ClusterConfig) { c.Timeout = schemas.Duration(time.Second) })
	wantCluster(t, r, schemas.ReadOK, "")
	wantRead(t, r, "pods", schemas.ReadTimeout, "did not answer in time")
	if len(r.Facts.Pods) != 0 {
		t.Errorf("%d pods of a list that was not read to its end count", len(r.Facts.Pods))
	}
}

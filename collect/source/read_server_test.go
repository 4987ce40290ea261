package source

// This file is the API server of the tests: it answers over TLS as a real one does, and misbehaves where a test says.

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// apiServer is a cluster of that version that holds these pods and nothing else. misbehave, where set, is asked
// first, and says whether it has answered.
type apiServer struct {
	*httptest.Server
	minor     string
	pods      []corev1.Pod
	misbehave func(w http.ResponseWriter, r *http.Request) bool

	mu   sync.Mutex
	seen []*http.Request
}

func serve(t *testing.T, s *apiServer) *apiServer {
	t.Helper()
	if s.minor == "" {
		s.minor = "37"
	}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.answer))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = quiet()
	s.StartTLS()
	t.Cleanup(s.CloseClientConnections)
	t.Cleanup(s.Close)
	return s
}

func (s *apiServer) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.seen = append(s.seen, r)
	s.mu.Unlock()
	if s.misbehave != nil && s.misbehave(w, r) {
		return
	}
	switch {
	case r.URL.Path == "/version":
		writeJSON(w, map[string]string{"gitVersion": "v1." + s.minor + ".0", "major": "1", "minor": s.minor})
	case r.URL.Path == "/api" || r.URL.Path == "/apis":
		writeJSON(w, aggregated(r.URL.Path == "/api"))
	case strings.HasSuffix(r.URL.Path, "/pods"):
		writeProtobuf(w, http.StatusOK, podList(s.pods, "", 0))
	default:
		for _, k := range builtIn() {
			if strings.HasSuffix(r.URL.Path, "/"+k.Resource) {
				writeProtobuf(w, http.StatusOK, &metav1.List{TypeMeta: metav1.TypeMeta{APIVersion: k.APIVersion(), Kind: k.Kind + "List"}})
				return
			}
		}
		writeProtobuf(w, http.StatusNotFound, status(404, "NotFound", "the server could not find the requested resource"))
	}
}

// lists are the paths of the lists that were asked for, in order of arrival.
func (s *apiServer) lists() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var paths []string
	for _, r := range s.seen {
		if r.URL.Path != "/version" && r.URL.Path != "/api" && r.URL.Path != "/apis" {
			paths = append(paths, r.URL.RequestURI())
		}
	}
	return paths
}

func aggregated(core bool) any {
	type m = map[string]any
	var items []m
	for _, k := range builtIn() {
		if (k.Group == "") != core {
			continue
		}
		resource := m{"resource": k.Resource, "scope": "Namespaced", "verbs": []string{"list"}}
		items = append(items, m{"metadata": m{"name": k.Group}, "versions": []m{{"version": k.Version, "freshness": "Current", "resources": []m{resource}}}})
	}
	return m{"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": items}
}

// builtIn are the kinds that every Kubernetes serves.
func builtIn() []facts.Kind {
	return slices.DeleteFunc(facts.Kinds(), func(k facts.Kind) bool { return k.Custom })
}

func makePods(n int) []corev1.Pod {
	pods := make([]corev1.Pod, n)
	for i := range pods {
		pods[i].Namespace, pods[i].Name = "shop", fmt.Sprintf("pod-%05d", i)
	}
	return pods
}

func podList(pods []corev1.Pod, next string, remaining int64) *corev1.PodList {
	l := &corev1.PodList{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "PodList"}, Items: pods}
	l.ResourceVersion, l.Continue = "77", next
	if remaining > 0 {
		l.RemainingItemCount = &remaining
	}
	return l
}

func status(code int32, reason metav1.StatusReason, message string) *metav1.Status {
	return &metav1.Status{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure", Code: code, Reason: reason, Message: message}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// protobufObject is any API object as it stands in an answer.
type protobufObject interface {
	runtime.Object
	Marshal() ([]byte, error)
}

func encodeProtobuf(o protobufObject) []byte {
	gvk := o.GetObjectKind().GroupVersionKind()
	raw, err := o.Marshal()
	if err != nil {
		panic(err)
	}
	envelope := runtime.Unknown{TypeMeta: runtime.TypeMeta{APIVersion: gvk.GroupVersion().String(), Kind: gvk.Kind}, Raw: raw}
	b, err := envelope.Marshal()
	if err != nil {
		panic(err)
	}
	return slices.Concat(protobufMagic, b)
}

func writeProtobuf(w http.ResponseWriter, code int, o protobufObject) {
	w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
	w.WriteHeader(code)
	_, _ = w.Write(encodeProtobuf(o))
}

// refuse answers paths that end so with a Status.
func refuse(suffix string, s *metav1.Status) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, suffix) {
			writeProtobuf(w, int(s.Code), s)
			return true
		}
		return false
	}
}

// cluster configures the server as a context of a kubeconfig. user is its YAML, in flow style.
func (s *apiServer) cluster(t *testing.T, user string) schemas.ClusterConfig {
	t.Helper()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	return kubeconfig(t, s.URL, base64.StdEncoding.EncodeToString(ca), user)
}

func kubeconfig(t *testing.T, server, ca, user string) schemas.ClusterConfig {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kubeconfig")
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: %q, certificate-authority-data: %q}}]
users: [{name: u, user: %s}]
contexts: [{name: prod, context: {cluster: c, user: u}}, {name: dev, context: {cluster: c, user: u}}]
`, server, ca, user)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return schemas.ClusterConfig{Name: "prod-eu", Kubeconfig: path, Context: "prod", Timeout: schemas.Duration(20 * time.Second)}
}

// readFrom reads the server with hardly a pause between attempts.
func readFrom(t *testing.T, s *apiServer, change ...func(*schemas.ClusterConfig)) *Reading {
	t.Helper()
	c := s.cluster(t, `{token: secret}`)
	for _, f := range change {
		f(&c)
	}
	return quickly(t, c)
}

func quickly(t *testing.T, c schemas.ClusterConfig) *Reading {
	t.Helper()
	return readKinds(t, c, facts.Kinds())
}

func readKinds(t *testing.T, c schemas.ClusterConfig, kinds []facts.Kind) *Reading {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(c.Timeout))
	defer cancel()
	config, err := loadContext(c)
	if err != nil {
		t.Fatal(err)
	}
	client, err := newClient(config)
	if err != nil {
		t.Fatal(err)
	}
	defer client.close()
	client.pause = time.Millisecond
	r := newReading(c.Name)
	readLive(ctx, c, kinds, client, r, func(Progress) {})
	return r
}

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

// stateOfRead is how one kind went.
func stateOfRead(r *Reading, resource string) schemas.RunRead {
	for _, k := range r.Reads {
		if k.Resource == resource {
			return k
		}
	}
	return schemas.RunRead{}
}

// wantRead holds one read against its state and what its message says.
func wantRead(t *testing.T, r *Reading, resource string, state schemas.ReadState, says string) {
	t.Helper()
	got := stateOfRead(r, resource)
	if got.State != state || !strings.Contains(got.Message, says) {
		t.Errorf("%s is %q, %q\nwant %q, …%s…", resource, got.State, got.Message, state, says)
	}
}

// wantCluster holds a whole reading against its state and what its message says.
func wantCluster(t *testing.T, r *Reading, state schemas.ReadState, says string) {
	t.Helper()
	if r.State != state || !strings.Contains(r.Message, says) {
		t.Errorf("the cluster is %q, %q\nwant %q, …%s…", r.State, r.Message, state, says)
	}
}

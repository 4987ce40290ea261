package main

// This file runs the whole program against API servers that misbehave: each time a line that says what is wrong, the
// right exit code, and the site that was there.

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// bearer is the secret of the kubeconfigs here: it must show nowhere.
const bearer = "s3cret-of-the-test"

// api is an API server that holds one pod. misbehave, where it is set, answers first and says whether it did.
type api struct {
	*httptest.Server
	misbehave atomic.Pointer[func(w http.ResponseWriter, r *http.Request) bool]
}

func newAPI(t *testing.T) *api {
	t.Helper()
	a := &api{}
	a.Server = httptest.NewUnstartedServer(http.HandlerFunc(a.answer))
	a.Config.ErrorLog = log.New(io.Discard, "", 0)
	a.StartTLS()
	t.Cleanup(a.Close)
	t.Cleanup(a.CloseClientConnections)
	return a
}

func (a *api) be(f func(w http.ResponseWriter, r *http.Request) bool) { a.misbehave.Store(&f) }

const pods = "/api/v1/pods"

func (a *api) answer(w http.ResponseWriter, r *http.Request) {
	if f := a.misbehave.Load(); f != nil && *f != nil && (*f)(w, r) {
		return
	}
	documents := map[string]string{
		"/version": `{"gitVersion": "v1.37.2", "major": "1", "minor": "37"}`,
		"/api":     `{"kind": "APIVersions", "versions": ["v1"]}`,
		"/apis":    `{"kind": "APIGroupList", "groups": [{"name": "apps", "versions": [{"groupVersion": "apps/v1", "version": "v1"}]}]}`,
		"/api/v1": `{"kind": "APIResourceList", "groupVersion": "v1", "resources": [
			{"name": "pods"}, {"name": "services"}, {"name": "persistentvolumeclaims"}, {"name": "resourcequotas"}, {"name": "events"}]}`,
		"/apis/apps/v1": `{"kind": "APIResourceList", "groupVersion": "apps/v1", "resources": [
			{"name": "deployments"}, {"name": "statefulsets"}, {"name": "daemonsets"}, {"name": "replicasets"}]}`,
		pods: `{"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [
			{"metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}},
			 "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}]}`,
	}
	for path, kind := range emptyLists() {
		documents[path] = fmt.Sprintf(`{"kind": "%sList", "apiVersion": "v1", "metadata": {}, "items": []}`, kind)
	}
	say(w, http.StatusOK, "application/json", documents[r.URL.Path])
}

// emptyLists are those of the kinds that every Kubernetes serves and this one has nothing of.
func emptyLists() map[string]string {
	return map[string]string{
		"/api/v1/services": "Service", "/api/v1/persistentvolumeclaims": "PersistentVolumeClaim",
		"/api/v1/resourcequotas": "ResourceQuota", "/api/v1/events": "Event",
		"/apis/apps/v1/deployments": "Deployment", "/apis/apps/v1/statefulsets": "StatefulSet",
		"/apis/apps/v1/daemonsets": "DaemonSet", "/apis/apps/v1/replicasets": "ReplicaSet",
	}
}

func say(w http.ResponseWriter, code int, media, body string) bool {
	w.Header().Set("Content-Type", media)
	w.WriteHeader(code)
	io.WriteString(w, body)
	return true
}

// status is a refusal in Kubernetes' own words.
func status(code int, message string) func(http.ResponseWriter, *http.Request) bool {
	b, _ := json.Marshal(map[string]any{"kind": "Status", "apiVersion": "v1", "code": code, "message": message})
	return func(w http.ResponseWriter, _ *http.Request) bool { return say(w, code, "application/json", string(b)) }
}

// only lets a server misbehave at one path.
func only(path string, f func(http.ResponseWriter, *http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool { return r.URL.Path == path && f(w, r) }
}

func silent(_ http.ResponseWriter, r *http.Request) bool {
	<-r.Context().Done()
	return true
}

func (a *api) authority() string {
	return inPEM(a.Certificate().Raw)
}

func inPEM(certificate []byte) string {
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}))
}

// workplace is a folder with a configuration of one cluster at that address.
func workplace(t *testing.T, server, authority string) string {
	t.Helper()
	dir := t.TempDir()
	server = strings.Replace(server, "://", "://me:"+bearer+"@", 1)
	writeFile(t, dir, "kubeconfig", fmt.Sprintf(`{"apiVersion": "v1", "kind": "Config", "current-context": "here",
		"clusters": [{"name": "c", "cluster": {"server": %q, "certificate-authority-data": %q}}],
		"users": [{"name": "u", "user": {"token": %q}}],
		"contexts": [{"name": "here", "context": {"cluster": "c", "user": "u"}}]}`, server, authority, bearer))
	writeFile(t, dir, "plimsoll.yaml", "apiVersion: plimsoll/v1\nclusters: [{name: here, kubeconfig: kubeconfig, timeout: 4s}]\n")
	return dir
}

func writeFile(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// program is the command as a process of its own, killed if it outlives the test.
func program(t *testing.T, dir string, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	cmd, stderr = exec.Command("plimsoll", args...), &bytes.Buffer{}
	cmd.Dir, cmd.Stderr = dir, stderr
	return cmd, stderr
}

func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
}

// wait is the exit code; -1 for a process that a signal ended.
func wait(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	end := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	defer end.Stop()
	cmd.Wait()
	return cmd.ProcessState.ExitCode()
}

// plimsoll runs the command as a process of its own, because the library that reads its flags shares some between
// commands that run at the same time.
func plimsoll(t *testing.T, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out bytes.Buffer
	args = append([]string{"run", "-c", filepath.Join(dir, "plimsoll.yaml"), "-o", filepath.Join(dir, "public")}, args...)
	cmd, talk := program(t, dir, args...)
	cmd.Stdout = &out
	start(t, cmd)
	return wait(t, cmd), out.String(), talk.String()
}

// TestServersThatMisbehave has a good run first. What the second one cannot read must still stand after it.
func TestServersThatMisbehave(t *testing.T) {
	const page = "<!doctype html><title>Log in</title>"
	tests := []struct {
		name string
		be   func(w http.ResponseWriter, r *http.Request) bool
		code int
		want string // in one line of stderr
	}{
		{"a login page", func(w http.ResponseWriter, _ *http.Request) bool { return say(w, 200, "text/html", page) },
			exitFailed, "failed: .*text/html.*is a proxy or a login page in between"},
		{"a redirect to one", func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "https://login.example/?t="+bearer, http.StatusFound)
			return true
		}, exitFailed, "a redirect to login.example: "},
		{"an expired token", status(401, "Unauthorized"), exitFailed, "unauthorized: .*log in again"},
		{"no rights at all", status(403, `pods is forbidden: User "ci" cannot list resource "pods"`), exitFailed, "forbidden: list .* is not allowed for ci: ask for "},
		{"no API server", func(w http.ResponseWriter, _ *http.Request) bool {
			return say(w, 404, "text/plain", "404 page not found")
		},
			exitFailed, "is this a Kubernetes API server"},
		{"too many requests", status(429, "slow down"), exitFailed, "too much to do"},
		{"nothing but faults", status(500, "etcd is down"), exitFailed, "500 Internal Server Error: etcd is down"},
		{"silence", silent, exitFailed, "timeout: .*raise the cluster's timeout"},
		{"no rights to pods", only(pods, status(403, `User "ci" cannot list`)), exitPartial, "pods: forbidden: .*ask for verb list on pods in a ClusterRole"},
		{"faults for pods", only(pods, status(500, "etcd is down")), exitPartial, "pods: failed: .*etcd is down"},
		{"pods that are served and not found", only(pods, status(404, "not found")), exitPartial, "pods: failed: .*404"},
		{"pods that never come", only(pods, silent), exitPartial, "pods: timeout: "},
		{"pods cut off", only(pods, func(w http.ResponseWriter, _ *http.Request) bool {
			return say(w, 200, "application/json", `{"kind": "PodList", "apiVersion": "v1", "items": [{"metadata": {"na`)
		}), exitPartial, "pods: failed: "},
		{"protobuf cut off", only(pods, func(w http.ResponseWriter, _ *http.Request) bool {
			return say(w, 200, "application/vnd.kubernetes.protobuf", "k8s\x00\x0a\x0d\x0a\x02v1\x12\x07PodList\x12\xff")
		}), exitPartial, "pods: failed: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			dir := workplace(t, a.URL, a.authority())
			if code, _, talk := plimsoll(t, dir); code != exitDone {
				t.Fatalf("the good run ends with %d: %s", code, talk)
			}
			before := tree(t, filepath.Join(dir, "public"))
			a.be(test.be)
			code, out, talk := plimsoll(t, dir)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if !regexp.MustCompile("(?m)^warning: here: .*" + test.want).MatchString(talk) {
				t.Errorf("no line says %q:\n%s", test.want, talk)
			}
			nothingLost(t, dir, before, code)
			noSecret(t, dir, out+talk)
		})
	}
}

// nothingLost holds the site against what it was: the same where the run failed, and the service still there where
// it could be read in part.
func nothingLost(t *testing.T, dir string, before map[string][]byte, code int) {
	t.Helper()
	after := tree(t, filepath.Join(dir, "public"))
	for name, content := range before {
		switch now, ok := after[name]; {
		case !ok:
			t.Errorf("%s is gone", name)
		case code == exitFailed && !bytes.Equal(now, content):
			t.Errorf("%s was written", name)
		case name == "data/services/shop/web.json" && !bytes.Contains(now, []byte(`"name": "web"`)):
			t.Errorf("the pod that could not be read again is gone from %s", name)
		}
	}
}

func noSecret(t *testing.T, dir, said string) {
	t.Helper()
	if strings.Contains(said, bearer) {
		t.Errorf("the token was printed:\n%s", said)
	}
	for name, content := range tree(t, filepath.Join(dir, "public")) {
		if bytes.Contains(content, []byte(bearer)) {
			t.Errorf("the token stands in %s", name)
		}
	}
}

func TestServersThatCannotBeReached(t *testing.T) {
	a := newAPI(t)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	mute, err := net.Listen("tcp", "127.0.0.1:0") // connections are taken, and nobody speaks
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mute.Close() })
	tests := []struct{ name, server, authority, want string }{
		{"another authority", a.URL, stranger(t), "unreachable: .*signed by an authority that the kubeconfig does not trust"},
		{"no TLS", strings.Replace(plain.URL, "http:", "https:", 1), a.authority(), "unreachable: .*does not speak TLS"},
		{"silence", "https://" + mute.Addr().String(), a.authority(), "timeout: "},
		{"no port", "https://127.0.0.1:99999", a.authority(), "unreachable: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := workplace(t, test.server, test.authority)
			code, out, talk := plimsoll(t, dir)
			if code != exitFailed || !regexp.MustCompile("(?m)^warning: here: .*"+test.want).MatchString(talk) {
				t.Errorf("exit code %d, want 1 and a line that says %q:\n%s", code, test.want, talk)
			}
			noSecret(t, dir, out+talk)
		})
	}
}

// stranger is an authority that has signed none of the servers here.
func stranger(t *testing.T) string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	b, err := x509.CreateCertificate(nil, ca, ca, public, private)
	if err != nil {
		t.Fatal(err)
	}
	return inPEM(b)
}

// jsonLines holds what was said to JSON, a line each, the last of them the error.
func jsonLines(t *testing.T, said string) {
	t.Helper()
	level := ""
	for line := range strings.Lines(said) {
		var l struct{ Level, Msg string }
		if err := json.Unmarshal([]byte(line), &l); err != nil || l.Msg == "" {
			t.Errorf("not a JSON line: %q", line)
		}
		level = l.Level
	}
	if level != "ERROR" {
		t.Errorf("the last line is no error:\n%s", said)
	}
}

//go:build unix

package source

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// plugin is a user of a kubeconfig who logs in by a shell script.
func plugin(t *testing.T, script, more string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "login")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{exec: {apiVersion: client.authentication.k8s.io/v1, command: %q, interactiveMode: IfAvailable%s}}`, path, more)
}

const credential = `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"from-plugin"}}'`

// onlyToken refuses every request without that token.
func onlyToken(token string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Authorization") == "Bearer "+token {
			return false
		}
		writeProtobuf(w, 401, status(401, "Unauthorized", "Unauthorized"))
		return true
	}
}

func readWithPlugin(t *testing.T, s *apiServer, user string, timeout time.Duration) *Reading {
	t.Helper()
	c := s.cluster(t, user)
	c.Timeout = schemas.Duration(timeout)
	return Read(t.Context(), c, facts.Kinds(), func(Progress) {})
}

func TestExecPlugin(t *testing.T) {
	s := serve(t, &apiServer{pods: makePods(2), misbehave: onlyToken("from-plugin")})
	said := filepath.Join(t.TempDir(), "said")
	r := readWithPlugin(t, s, plugin(t, "echo warning >&2; echo x >> "+said+"; "+credential, ""), time.Minute)
	wantCluster(t, r, schemas.ReadOK, "")
	if b, _ := os.ReadFile(said); string(b) != "x\n" {
		t.Errorf("the plugin ran %d times, want once a cluster", len(b)/2)
	}
}

func TestExecPluginIsToldOfTheClusterAndOfNoTerminal(t *testing.T) {
	s := serve(t, &apiServer{misbehave: onlyToken("from-plugin")})
	out := filepath.Join(t.TempDir(), "info")
	script := `echo "$KUBERNETES_EXEC_INFO $ROLE" > ` + out + `; cat >> ` + out + `; (: < /dev/tty) 2>/dev/null && echo terminal >> ` + out + "\n" + credential
	r := readWithPlugin(t, s, plugin(t, script, `, provideClusterInfo: true, env: [{name: ROLE, value: reader}]`), time.Minute)
	wantCluster(t, r, schemas.ReadOK, "")
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"interactive":false`, `"server":"` + s.URL, `"certificate-authority-data":"`, "} reader\n"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s lacks %s", b, want)
		}
	}
	if strings.Contains(string(b), "terminal") {
		t.Error("the plugin has a terminal to ask on")
	}
}

func TestExecPluginsThatFail(t *testing.T) {
	s := serve(t, &apiServer{misbehave: onlyToken("from-plugin")})
	cases := []struct {
		about, user string
		state       schemas.ReadState
		says, never string
	}{
		{"with a secret in its last words", plugin(t, `echo "refresh failed for https://bob:hunter2@idp/?password=hunter2" >&2; exit 3`, ""),
			schemas.ReadUnauthorized, "(exit status 3): refresh failed for https://[redacted]@idp/?password=[redacted]", "hunter2"},
		{"with terminal tricks and much to say", plugin(t, `i=0; while [ $i -lt 9000 ]; do printf 'blah '; i=$((i+1)); done >&2; exit 1`, ""),
			schemas.ReadUnauthorized, "(exit status 1): …", "\x1b"},
		{"not installed", `{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, interactiveMode: Never, installHint: "get it from the shop"}}`,
			schemas.ReadUnauthorized, "no-such-plugin is not installed: get it from the shop", ""},
		{"interactive", `{exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}}`,
			schemas.ReadUnauthorized, "wants a terminal", ""},
		{"no JSON", plugin(t, "echo please log in", ""), schemas.ReadUnauthorized, "did not answer with an ExecCredential", "please"},
		{"no credentials", plugin(t, strings.Replace(credential, `"token":"from-plugin"`, "", 1), ""), schemas.ReadUnauthorized, "gave no credentials", ""},
		{"another version", plugin(t, strings.Replace(credential, "io/v1", "io/v1beta1", 1), ""), schemas.ReadUnauthorized, "its kubeconfig says", ""},
		{"expired", plugin(t, strings.Replace(credential, `"token"`, `"expirationTimestamp":"2020-01-01T00:00:00Z","token"`, 1), ""), schemas.ReadUnauthorized, "have expired", ""},
		{"refused", plugin(t, strings.Replace(credential, "from-plugin", "old", 1), ""), schemas.ReadUnauthorized, "refused the credentials", ""},
	}
	for _, c := range cases {
		r := readWithPlugin(t, s, c.user, time.Minute)
		t.Log(r.Message)
		if r.State != c.state || !strings.Contains(r.Message, c.says) || c.never != "" && strings.Contains(r.Message, c.never) || len(r.Message) > 303 {
			t.Errorf("%s: %s, %q", c.about, r.State, r.Message)
		}
	}
}

func TestExecPluginThatHangsIsEndedWithItsChildren(t *testing.T) {
	s := serve(t, &apiServer{})
	pid := filepath.Join(t.TempDir(), "pid")
	started := time.Now()
	r := readWithPlugin(t, s, plugin(t, "echo waiting for the browser >&2; sleep 600 & echo $! > "+pid+"; wait", ""), 400*time.Millisecond)
	if r.State != schemas.ReadTimeout || !strings.Contains(r.Message, "did not finish in time and was ended: run it by hand: waiting for the browser") {
		t.Errorf("%s, %q", r.State, r.Message)
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("waited %v", took)
	}
	b, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	if !gone(strings.TrimSpace(string(b))) {
		t.Errorf("process %s, which the plugin had started, still runs", b)
	}
}

// gone waits until a process has ended; a zombie that nobody collects counts as ended.
func gone(pid string) bool {
	for range 100 {
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil || strings.Contains(string(stat), ") Z ") {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}

func TestExecPluginWithCertificate(t *testing.T) {
	s := serve(t, &apiServer{})
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	script := fmt.Sprintf(`echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":%q}}'`, cert)
	r := readWithPlugin(t, s, plugin(t, strings.ReplaceAll(script, `\n`, `\\n`), ""), time.Minute)
	wantCluster(t, r, schemas.ReadUnauthorized, "a certificate without its key")
}

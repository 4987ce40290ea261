package main

// This file runs doctor against API servers that answer what it asks of them, or do not.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect"
)

// reviews lets a server answer reviews: everything may be listed but what is denied.
func reviews(user string, denied ...string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			resource := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
			if slices.Contains(denied, resource) {
				return status(403, fmt.Sprintf(`%s is forbidden: User %q cannot list resource`, resource, user))(w, r)
			}
			return false
		}
		var asked struct {
			Kind string
			Spec struct {
				ResourceAttributes struct{ Verb, Resource string }
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			return say(w, http.StatusBadRequest, "text/plain", err.Error())
		}
		if asked.Kind == "SelfSubjectReview" {
			return say(w, http.StatusCreated, "application/json", fmt.Sprintf(`{"kind": "SelfSubjectReview", "status": {"userInfo": {"username": %q}}}`, user))
		}
		a := asked.Spec.ResourceAttributes
		return say(w, http.StatusCreated, "application/json", fmt.Sprintf(`{"kind": "SelfSubjectAccessReview", "status": {"allowed": %t}}`,
			a.Verb == "list" && !slices.Contains(denied, a.Resource)))
	}
}

// doctor runs it as a process of its own.
func doctor(t *testing.T, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out strings.Builder
	cmd, talk := program(t, dir, append([]string{"doctor", "-c", filepath.Join(dir, "plimsoll.yaml")}, args...)...)
	cmd.Stdout = &out
	start(t, cmd)
	return wait(t, cmd), out.String(), talk.String()
}

func TestDoctor(t *testing.T) {
	const account = "system:serviceaccount:ci:plimsoll"
	tests := []struct {
		name string
		be   func(http.ResponseWriter, *http.Request) bool
		code int
		want []string // each in one line of stdout
	}{
		{"all is well", reviews(account), exitDone, []string{
			`✓ reachable     Kubernetes v1\.37\.2$`, `✓ logged in     as ` + account + `$`, `✓ may list      9 kinds$`,
			`– not served    horizontalpodautoscalers\.autoscaling, `, `✓ found         1 service$`, `✓ shop/web here: 1 workload, 1 pod$`, `^Nothing to do: `,
		}},
		{"a kind is forbidden", reviews(account, "services"), exitPartial, []string{
			`✗ forbidden     services$`, `✓ may list      8 kinds$`, `1\. here: have somebody who may grant rights`,
			`plimsoll rbac -c \S*plimsoll\.yaml --cluster here --service-account ci/plimsoll \| kubectl --kubeconfig \S*kubeconfig apply -f -$`,
		}},
		{"a kind that is not needed now is forbidden", reviews("jane", "replicasets"), exitPartial, []string{
			`✗ forbidden     replicasets\.apps$`, `--user jane \| kubectl`,
		}},
		{"no rights at all", status(403, `pods is forbidden: User "ci" cannot list`), exitFailed, []string{
			`✗ forbidden     list pods in all namespaces is not allowed for ci`, `the cluster does not say as whom`, `could not be asked: .*system:basic-user`,
			`or set namespaces: to those that you may read`,
		}},
		{"nobody is logged in", reviews("system:anonymous", "pods"), exitPartial, []string{
			`✗ logged in     as nobody`, `1\. here: log in: `, `kubectl --kubeconfig \S* auth whoami$`,
		}},
		{"an expired token", status(401, "Unauthorized"), exitFailed, []string{`✗ unauthorized  .*refused the credentials`, `1\. here: log in: `}},
		{"silence", silent, exitFailed, []string{`✗ timeout       .*did not answer in time`, `see why it is slow to answer, or raise its timeout`, `get --raw /readyz$`}},
		{"a login page", func(w http.ResponseWriter, _ *http.Request) bool { return say(w, 200, "text/html", "<p>Log in") }, exitFailed, []string{
			`✗ failed        .*login page in between`, `see what stands between this machine and its API server`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.be(test.be)
			dir := workplace(t, a.URL, a.authority())
			began := time.Now()
			code, out, talk := doctor(t, dir)
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			for _, want := range test.want {
				if !regexp.MustCompile("(?m)" + want).MatchString(out) {
					t.Errorf("no line says %q", want)
				}
			}
			if took := time.Since(began); took > 15*time.Second {
				t.Errorf("it took %s, with a timeout of 4s", took)
			}
			if strings.Contains(out+talk, bearer) {
				t.Error("the token was printed")
			}
			if t.Failed() {
				t.Logf("stdout:\n%s\nstderr:\n%s", out, talk)
			}
		})
	}
}

// TestDoctorJSON holds what pipelines read: its keys, and what they hold.
func TestDoctorJSON(t *testing.T) {
	a := newAPI(t)
	a.be(reviews("jane", "services"))
	dir := workplace(t, a.URL, a.authority())
	code, out, _ := doctor(t, dir, "--format", "json")
	if code != exitPartial {
		t.Errorf("exit code %d", code)
	}
	var d collect.Diagnosis
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		t.Fatal(err)
	}
	c := d.Clusters[0]
	if d.SchemaVersion != 1 || c.Source != "context" || c.State != "ok" || c.User != "jane" || c.Kubernetes != "v1.37.2" || len(d.Steps) != 1 || len(d.Services) != 1 {
		t.Errorf("%+v", d)
	}
	at := slices.IndexFunc(c.Kinds, func(k collect.KindDiagnosis) bool { return k.Resource == "services" })
	if k := c.Kinds[at]; k.State != "forbidden" || k.Allowed == nil || *k.Allowed || !strings.Contains(k.Message, "ask for verb list on services") {
		t.Errorf("%+v", k)
	}
	for _, key := range []string{`"notes": []`, `"allowed": true`, `"unclaimed": 0`, `"run": "plimsoll rbac `} {
		if !strings.Contains(out, key) {
			t.Errorf("no %s in\n%s", key, out)
		}
	}
}

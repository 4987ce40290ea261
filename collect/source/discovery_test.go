package source

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

type object = map[string]any

// oldDiscovery answers as servers before 1.26 do: groups, then each group's resources. Autoscaling is served in v1
// only, and batch has no CronJobs.
func oldDiscovery(w http.ResponseWriter, r *http.Request) bool {
	switch r.URL.Path {
	case "/api":
		writeJSON(w, object{"kind": "APIVersions", "versions": []string{"v1"}})
	case "/apis":
		var groups []object
		for _, g := range [][2]string{{"apps", "v1"}, {"autoscaling", "v1"}, {"batch", "v1"}, {"networking.k8s.io", "v1"}} {
			groups = append(groups, object{"name": g[0], "versions": []object{{"version": g[1], "groupVersion": g[0] + "/" + g[1]}}})
		}
		writeJSON(w, object{"kind": "APIGroupList", "groups": groups})
	case "/api/v1", "/apis/apps/v1", "/apis/batch/v1", "/apis/networking.k8s.io/v1":
		var resources []object
		for _, k := range builtIn() {
			if groupPath(k.Group, k.Version) == r.URL.Path && k.Resource != "cronjobs" {
				resources = append(resources, object{"name": k.Resource}, object{"name": k.Resource + "/status"})
			}
		}
		writeJSON(w, object{"kind": "APIResourceList", "resources": resources})
	default:
		return false
	}
	return true
}

func TestOldDiscovery(t *testing.T) {
	s := serve(t, &apiServer{minor: "22", pods: makePods(1), misbehave: oldDiscovery})
	r := readFrom(t, s)
	wantCluster(t, r, schemas.ReadOK, "")
	wantRead(t, r, "pods", schemas.ReadOK, "")
	wantRead(t, r, "deployments.apps", schemas.ReadOK, "")
	wantRead(t, r, "cronjobs.batch", schemas.ReadNotServed, "the cluster does not serve cronjobs.batch")
	wantRead(t, r, "poddisruptionbudgets.policy", schemas.ReadNotServed, "the cluster does not serve poddisruptionbudgets.policy")
	wantRead(t, r, "horizontalpodautoscalers.autoscaling", schemas.ReadNotServed, "the cluster serves autoscaling in v1, not in v2")
	for _, l := range s.lists() {
		if strings.Contains(l, "cronjobs") || strings.Contains(l, "policy") || strings.Contains(l, "autoscaling") {
			t.Errorf("asked for %s, which is not served", l)
		}
	}
}

// A server asks whether one may before it looks whether there is anything: 403 for what it does not serve.
// without is discovery that leaves one group out.
func without(group string) func(w http.ResponseWriter, r *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/apis" {
			return false
		}
		d := aggregated(false).(object)
		d["items"] = slices.DeleteFunc(d["items"].([]object), func(g object) bool { return g["metadata"].(object)["name"] == group })
		writeJSON(w, d)
		return true
	}
}

func TestWhatIsNotServedIsNotForbidden(t *testing.T) {
	s := serve(t, &apiServer{})
	discovery := without("policy")
	s.misbehave = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/policy/") {
			writeProtobuf(w, 403, status(403, "Forbidden", "no"))
			return true
		}
		return discovery(w, r)
	}
	wantRead(t, readFrom(t, s), "poddisruptionbudgets.policy", schemas.ReadNotServed, "does not serve")
}

// Without this, a proxy that forgets a group would take every Deployment away, with exit code 0.
func TestEveryKubernetesServesDeployments(t *testing.T) {
	s := serve(t, &apiServer{misbehave: without("apps")})
	wantRead(t, readFrom(t, s), "deployments.apps", schemas.ReadFailed, "does not serve deployments.apps, as every Kubernetes does")
}

func TestForbiddenDiscoveryIsNoObstacle(t *testing.T) {
	for _, code := range []int32{403, 404, 500} {
		s := serve(t, &apiServer{pods: makePods(2), misbehave: refuse("/apis", status(code, "Forbidden", "no"))})
		r := readFrom(t, s)
		wantCluster(t, r, schemas.ReadOK, "")
		wantRead(t, r, "pods", schemas.ReadOK, "")
		wantRead(t, r, "deployments.apps", schemas.ReadOK, "")
	}
}

func TestStaleGroupsAreTried(t *testing.T) {
	s := serve(t, &apiServer{})
	s.misbehave = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/apis" {
			return false
		}
		d := aggregated(false).(object)
		for _, g := range d["items"].([]object) {
			v := g["versions"].([]object)[0]
			v["freshness"], v["resources"] = "Stale", nil
		}
		writeJSON(w, d)
		return true
	}
	wantRead(t, readFrom(t, s), "deployments.apps", schemas.ReadOK, "")
}

func TestMinorOf(t *testing.T) {
	for _, c := range []struct {
		major, minor string
		want         int
	}{{"1", "37", 37}, {"1", "27+", 27}, {"2", "1", 0}, {"1", "", 0}, {"", "", 0}, {"1", "x", 0}} {
		if got := minorOf(c.major, c.minor); got != c.want {
			t.Errorf("%s.%s is %d", c.major, c.minor, got)
		}
	}
}

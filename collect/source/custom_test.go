package source

// Custom kinds: which version they are read in, and what is said where that cannot be told.

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const widgets = "widgets.example.org"

// widgetKinds are pods and a custom kind; asked says that the configuration names it.
func widgetKinds(asked bool) []facts.Kind {
	all := facts.KindsFor([]string{"example.org/v1/widgets"}, nil)
	all[len(all)-1].Asked = asked
	return []facts.Kind{all[0], all[len(all)-1]}
}

// group is a group of a cluster: versions, the preferred one first, and those of them that have widgets.
type group struct {
	versions []string
	widgets  []string
	stale    bool
	cluster  bool // they live in no namespace
}

// aggregated tells of the group in one document; classic in a list of groups, and a document each version.
func (g group) aggregated(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path != "/apis" {
		return g.list(w, r)
	}
	d := aggregated(false).(object)
	var versions []object
	for _, v := range g.versions {
		version := object{"version": v, "freshness": "Current", "resources": []object{}}
		if slices.Contains(g.widgets, v) {
			scope := "Namespaced"
			if g.cluster {
				scope = "Cluster"
			}
			version["resources"] = []object{{"resource": "widgets", "scope": scope, "responseKind": object{"group": "example.org", "version": v, "kind": "Widget"}}}
		}
		if g.stale {
			version["freshness"], version["resources"] = "Stale", []object{}
		}
		versions = append(versions, version)
	}
	d["items"] = append(d["items"].([]object), object{"metadata": object{"name": "example.org"}, "versions": versions})
	writeJSON(w, d)
	return true
}

func (g group) classic(w http.ResponseWriter, r *http.Request) bool {
	version, ofGroup := strings.CutPrefix(r.URL.Path, "/apis/example.org/")
	switch {
	case r.URL.Path == "/api":
		writeJSON(w, object{"kind": "APIVersions", "versions": []string{"v1"}})
	case r.URL.Path == "/apis":
		var versions []object
		for _, v := range slices.Backward(g.versions) { // only preferredVersion says which one is
			versions = append(versions, object{"version": v})
		}
		writeJSON(w, object{"kind": "APIGroupList", "groups": []object{{"name": "example.org", "versions": versions, "preferredVersion": object{"version": g.versions[0]}}}})
	case ofGroup && !strings.Contains(version, "/") && g.stale:
		http.Error(w, "service unavailable", http.StatusServiceUnavailable)
	case ofGroup && !strings.Contains(version, "/"):
		var resources []object
		if slices.Contains(g.widgets, version) {
			resources = append(resources, object{"name": "widgets", "kind": "Widget", "namespaced": !g.cluster}, object{"name": "widgets/status", "kind": "Widget", "namespaced": !g.cluster})
		}
		writeJSON(w, object{"kind": "APIResourceList", "groupVersion": r.URL.Path, "resources": resources})
	default:
		return g.list(w, r)
	}
	return true
}

// list answers as the server of a custom kind does: it has no protobuf, and the list's name is whatever its definition says.
func (g group) list(w http.ResponseWriter, r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.URL.Path, "/apis/example.org/")
	version, _, _ := strings.Cut(rest, "/")
	switch {
	case !ok:
		return false
	case g.stale:
		http.Error(w, "service unavailable", http.StatusServiceUnavailable)
	case !slices.Contains(g.widgets, version):
		http.NotFound(w, r)
	case strings.Contains(r.Header.Get("Accept"), "protobuf"):
		writeProtobuf(w, 406, status(406, "NotAcceptable", "only the following media types are accepted: application/json"))
	default:
		item := object{"metadata": object{"name": "a", "namespace": "shop"}}
		if g.cluster {
			item = object{"metadata": object{"name": "a"}}
		}
		writeJSON(w, object{"kind": "WidgetCollection", "apiVersion": "example.org/" + version, "metadata": object{"resourceVersion": "7"}, "items": []object{item}})
	}
	return true
}

// asked are the paths that were asked for below the group.
func (s *apiServer) asked() []string {
	var paths []string
	for _, l := range s.lists() {
		if path, ok := strings.CutPrefix(l, "/apis/example.org/"); ok {
			paths = append(paths, path)
		}
	}
	return paths
}

func TestCustomKindIsReadInTheVersionThatIsServed(t *testing.T) {
	for about, c := range map[string]struct {
		group
		want    []string // lists
		classic []string // discovery of old servers, before those
	}{
		"its own":                 {group{versions: []string{"v2", "v1"}, widgets: []string{"v2", "v1"}}, []string{"v1/widgets"}, []string{"v1"}},
		"the preferred one":       {group{versions: []string{"v3", "v2"}, widgets: []string{"v3", "v2"}}, []string{"v3/widgets"}, []string{"v3"}},
		"the first that has it":   {group{versions: []string{"v3", "v2", "v1"}, widgets: []string{"v2"}}, []string{"v2/widgets"}, []string{"v1", "v3", "v2"}},
		"one that no version has": {group{versions: []string{"v3"}}, nil, []string{"v3"}},
	} {
		state := schemas.ReadOK
		if c.want == nil {
			state = schemas.ReadNotServed
		}
		s := serve(t, &apiServer{misbehave: c.aggregated})
		r := readKinds(t, s.cluster(t, `{token: secret}`), widgetKinds(false))
		wantRead(t, r, widgets, state, "")
		if got := s.asked(); !slices.Equal(got, c.want) {
			t.Errorf("%s: asked for %q, want %q", about, got, c.want)
		}
		wantWidgets(t, about, r, len(c.want))

		old := serve(t, &apiServer{minor: "22", misbehave: c.group.classic})
		r = readKinds(t, old.cluster(t, `{token: secret}`), widgetKinds(false))
		wantRead(t, r, widgets, state, "")
		var want []string
		for _, l := range c.want {
			want = append(want, l+"?limit=500")
		}
		if got := old.asked(); !slices.Equal(got, append(c.classic, want...)) {
			t.Errorf("%s, of an old server: asked for %q, want %q", about, got, append(c.classic, want...))
		}
		wantWidgets(t, about+", of an old server", r, len(c.want))
	}
}

func wantWidgets(t *testing.T, about string, r *Reading, n int) {
	t.Helper()
	if len(r.Facts.Resources) != n {
		t.Errorf("%s: %d resources, want %d", about, len(r.Facts.Resources), n)
	}
	for _, w := range r.Facts.Resources { // items of a list need not say what they are
		if w.Group != "example.org" || w.Kind != "Widget" || w.Name != "a" {
			t.Errorf("%s: %s %s %s", about, w.Group, w.Kind, w.Name)
		}
	}
}

func TestClusterWithoutCustomKindsIsAskedNothingMore(t *testing.T) {
	s := serve(t, &apiServer{})
	r := readKinds(t, s.cluster(t, `{token: secret}`), append(facts.Kinds(), widgetKinds(true)[1]))
	wantRead(t, r, widgets, schemas.ReadNotServed, "the cluster does not serve widgets.example.org")
	lists := 0
	for _, k := range builtIn() {
		if !k.OnDemand {
			lists++
		}
	}
	if r.Requests != lists+3 {
		t.Errorf("%d requests, want %d", r.Requests, lists+3)
	}
}

func TestCustomKindByNamespace(t *testing.T) {
	in := func(c group) (*apiServer, *Reading) {
		s := serve(t, &apiServer{misbehave: c.aggregated})
		k := s.cluster(t, `{token: secret}`)
		k.Namespaces = []string{"shop", "bank"}
		return s, readKinds(t, k, widgetKinds(false))
	}
	s, _ := in(group{versions: []string{"v1"}, widgets: []string{"v1"}})
	got := s.asked()
	slices.Sort(got)
	if want := []string{"v1/namespaces/bank/widgets", "v1/namespaces/shop/widgets"}; !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}
	s, r := in(group{versions: []string{"v1"}, widgets: []string{"v1"}, cluster: true})
	if got := s.asked(); !slices.Equal(got, []string{"v1/widgets"}) || len(r.Facts.Resources) != 1 || r.Facts.Resources[0].Namespace != "" {
		t.Errorf("of a kind that lives in no namespace: asked for %q, and found %d", got, len(r.Facts.Resources))
	}
	_, r = in(group{versions: []string{"v1"}})
	reads := slices.DeleteFunc(slices.Clone(r.Reads), func(r schemas.RunRead) bool { return r.Resource != widgets })
	if len(reads) != 1 || reads[0].State != schemas.ReadNotServed {
		t.Errorf("of a kind that is not served: %+v", reads)
	}
}

// A group whose own server is down is there: what is in it was not read, and is not gone.
func TestStaleGroupIsNotAGroupThatIsNotServed(t *testing.T) {
	g := group{versions: []string{"v1"}, widgets: []string{"v1"}, stale: true}
	for _, discovery := range []func(http.ResponseWriter, *http.Request) bool{g.aggregated, g.classic} {
		for _, asked := range []bool{true, false} {
			s := serve(t, &apiServer{misbehave: discovery})
			r := readKinds(t, s.cluster(t, `{token: secret}`), widgetKinds(asked))
			wantCluster(t, r, schemas.ReadOK, "")
			wantRead(t, r, widgets, schemas.ReadFailed, "answered 503")
		}
	}
}

func TestCustomKindsOfAClusterThatDoesNotTell(t *testing.T) {
	g := group{versions: []string{"v1"}, widgets: []string{"v1"}}
	for _, code := range []int32{403, 404, 500} {
		refused := refuse("/apis", status(code, "Forbidden", "no"))
		s := serve(t, &apiServer{misbehave: func(w http.ResponseWriter, r *http.Request) bool { return refused(w, r) || g.list(w, r) }})
		r := readKinds(t, s.cluster(t, `{token: secret}`), widgetKinds(false))
		wantRead(t, r, widgets, schemas.ReadNotServed, "the cluster does not say what it serves, so widgets.example.org were not looked for")
		if got := s.asked(); len(got) > 0 || !slices.Equal(r.Untold, []string{widgets}) {
			t.Errorf("asked for %q; untold are %q", got, r.Untold)
		}
		r = readKinds(t, s.cluster(t, `{token: secret}`), widgetKinds(true))
		wantRead(t, r, widgets, schemas.ReadOK, "")
		if len(r.Untold) > 0 {
			t.Errorf("untold are %q", r.Untold)
		}
	}
}

func TestHowACustomListIsRefused(t *testing.T) {
	served := group{versions: []string{"v1"}, widgets: []string{"v1"}}
	for _, c := range []struct {
		code  int32
		state schemas.ReadState
		says  string
	}{
		{403, schemas.ReadForbidden, "list widgets.example.org in all namespaces is not allowed for these credentials: ask for verb list on widgets.example.org in a ClusterRole"},
		{404, schemas.ReadFailed, "answered 404, and says that it serves them"}, // its definition has just been deleted, or a proxy hides it: the next run will tell
		{406, schemas.ReadFailed, "answered 406"},
	} {
		refused := refuse("/widgets", status(c.code, "Reason", "no"))
		s := serve(t, &apiServer{misbehave: func(w http.ResponseWriter, r *http.Request) bool { return refused(w, r) || served.aggregated(w, r) }})
		wantRead(t, readKinds(t, s.cluster(t, `{token: secret}`), widgetKinds(false)), widgets, c.state, c.says)
	}
	for about, body := range map[string]string{
		"a Status":                    `{"kind": "Status", "apiVersion": "v1", "status": "Success"}`,
		"something else":              `{"items": []}`,
		"an item that cannot be read": `{"kind": "WidgetList", "items": [{"metadata": {"name": 7}}]}`,
	} {
		s := serve(t, &apiServer{misbehave: func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "/widgets") {
				return served.aggregated(w, r)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprint(w, body)
			return true
		}})
		if r := readKinds(t, s.cluster(t, `{token: secret}`), widgetKinds(false)); stateOfRead(r, widgets).State != schemas.ReadFailed {
			t.Errorf("%s: %+v", about, stateOfRead(r, widgets))
		}
	}
}

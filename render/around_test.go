package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// What has trouble stands first and opens; a note, or what is set aside, opens nothing.
func TestPartsWithTroubleOpen(t *testing.T) {
	r := newShopRenderer(t)
	orders := openShop(t).snapshots["orders"].Clusters[0]
	var got []string
	for _, p := range r.partsOf(place{root: "../../", file: "index.html"}, orders) {
		got = append(got, fmt.Sprint(p.Title, ": ", p.Count, " ", p.Wrong, p.Word))
	}
	want := []string{
		"Storage: 2 volume claims truewarning", "Custom resources: 2 resources truewarning",
		"Network: 1 HTTPRoute, 2 Services false", "Disruption budgets: 1 budget false", "Quotas of its namespaces: 2 limits false",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A row says what is wrong with it, and leads to the rule; a quota's problem stands in the line that it is about.
func TestRowsSayWhatIsWrong(t *testing.T) {
	r := newShopRenderer(t)
	c := openShop(t).snapshots["orders"].Clusters[0]
	on := r.complaintsOf(place{root: "../../", file: "index.html"}, c.Problems)
	for _, row := range []struct{ object, part, want string }{
		{"Service/shop/orders", "", ""},
		{"Service/shop/orders-partners", "", "‖ No load balancer has given it an address. Ignored in the configuration until 2026-12-15: the partners are moved in December, OPS-799 [lb-pending](../../rules/index.html#lb-pending)"},
		{"Certificate/shop/orders-tls", "", "▲ It is not ready (DoesNotExist): \"Issuing certificate as Secret does not contain a valid certificate\" [resource-not-ready](../../rules/index.html#resource-not-ready)"},
		{"ResourceQuota/shop/compute", "requests.cpu", "○ 90 % or more of the 40 that it allows of `requests.cpu` is used quota-near"},
		{"ResourceQuota/shop/compute", "requests.memory", ""},
	} {
		if got := strings.TrimSpace(on.cell(row.object, row.part).markdown()); got != row.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", row.object, row.part, got, row.want)
		}
	}
}

// What somebody has set aside is shown with who, why and until when, and in no count, lead or tone.
func TestIgnoredProblems(t *testing.T) {
	aside := &schemas.Ignored{By: schemas.ByConfiguration, Reason: "it moves", Until: "2027-01-01"}
	s := &schemas.Snapshot{Service: schemas.Service{ID: "api", Name: "api"}, Status: schemas.Healthy, Clusters: []schemas.Cluster{{
		Name: "prod-eu", Status: schemas.Healthy,
		Workloads: []schemas.Workload{{Kind: "Deployment", Namespace: "shop", Name: "api", Replicas: schemas.Replicas{Wanted: 2, Ready: 2},
			Autoscaler: &schemas.Autoscaler{Kind: "HorizontalPodAutoscaler", Name: "api", Min: 1, Current: 2, Desired: 2, Max: 2}}},
		Problems: []schemas.Problem{
			{Rule: "at-max", Severity: schemas.Critical, Object: "Deployment/shop/api", Message: "runs at its maximum", Ignored: aside},
			{Rule: "crash-loop", Severity: schemas.Critical, Object: "Deployment/shop/api", Message: "it crashes", CausedBy: "at-max Deployment/shop/api", Ignored: aside},
		},
	}}}
	cards := newShopRenderer(t).cardsOf(place{}, s)
	problems, notes, ignored := apart(cards)
	if len(problems) != 0 || len(notes) != 0 || len(ignored) != 1 || ignoredIn(s) != "2" || len(ignored[0].Effects) != 1 {
		t.Errorf("%d problems, %d notes, %s ignored in %d cards", len(problems), len(notes), ignoredIn(s), len(ignored))
	}
	if want := "Ignored in the configuration until 2027-01-01: it moves"; ignored[0].Aside != want {
		t.Errorf("got %q, want %q", ignored[0].Aside, want)
	}
	if got, want := leadOf(s, nil, cards).String(), "All is well in prod-eu: both pods are ready. One problem is ignored."; got != want {
		t.Errorf("lead: got %q, want %q", got, want)
	}
	if h := hullOf(s.Clusters[0].Workloads[0], s.Clusters[0].Problems); h.Tone != "ok" {
		t.Errorf("the hull is %s", h.Tone)
	}
	if restartsOf(s.Clusters[0]).News {
		t.Error("restarts are news")
	}
}

package render

import (
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Each way in which a read can end has words of its own, and a step that would mend it.
func TestAsks(t *testing.T) {
	for _, c := range []struct {
		read schemas.Read
		want string
	}{
		{schemas.Read{Resource: "ingresses.networking.k8s.io", Namespace: "shop", State: schemas.ReadForbidden},
			"ingresses.networking.k8s.io in namespace shop may not be read. Ask the administrators of prod-eu to grant the verb list on ingresses.networking.k8s.io in namespace shop. The Role to ask for: plimsoll rbac --cluster prod-eu"},
		{schemas.Read{Resource: "*", State: schemas.ReadForbidden},
			"The cluster prod-eu may not be read. Ask the administrators of prod-eu to grant the verb list on what the configuration reads. The Role to ask for: plimsoll rbac --cluster prod-eu"},
		{schemas.Read{Resource: "*", State: schemas.ReadUnauthorized},
			"The cluster prod-eu was not read: the credentials have expired, or are wrong. Renew the credentials that are configured for prod-eu."},
		{schemas.Read{Resource: "*", State: schemas.ReadUnreachable},
			"The cluster prod-eu could not be reached. Check the network and the address between the runner and prod-eu."},
		{schemas.Read{Resource: "pods", State: schemas.ReadTimeout},
			"pods did not answer in time. Try again; if it stays so, give prod-eu a longer timeout."},
		{schemas.Read{Resource: "pods", State: schemas.ReadFailed}, "pods could not be read. Read the message; the next run tries again."},
		{schemas.Read{Resource: "*", State: schemas.ReadStale},
			"The cluster prod-eu was not asked in the newest run. A run without --cluster and --service asks it again."},
		{schemas.Read{Resource: "pods", State: "odd"}, "pods ended as odd."},
	} {
		ask := askOf("prod-eu", c.read)
		if got := strings.TrimSpace(ask.What + " " + ask.Outcome + ". " + ask.Next.String()); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	if asks := asksOf("prod-eu", []schemas.Read{{Resource: "pods", State: schemas.ReadOK}, {Resource: "rollouts.argoproj.io", State: schemas.ReadNotServed}}); asks != nil {
		t.Errorf("nothing failed, and yet %v", asks)
	}
}

func TestACommandNamesAClusterSafely(t *testing.T) {
	for name, want := range map[string]string{"prod-eu": "prod-eu", "prod eu": "'prod eu'", "a'b;c": `'a'\''b;c'`, "": "''"} {
		if got := argument(name); got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
}

// The four ways in which a kind can stand on a cluster's page are told apart.
func TestReadTable(t *testing.T) {
	table := string(readTable(schemas.ClusterEntry{
		Reads:  []schemas.Read{{Resource: "secrets", Namespace: "shop", State: schemas.ReadForbidden, Message: "no"}},
		Listed: []string{"pods"}, NotServed: []string{"rollouts.argoproj.io"}, LeftOut: []string{"resourcequotas"},
	}).Markdown())
	want := strings.Join([]string{
		"| resource | namespace | reading | message |", "| --- | --- | --- | --- |",
		"| `secrets` | shop | ? not allowed | no |", "| `pods` |  | ✓ read |  |",
		"| `rollouts.argoproj.io` |  | ○ not served | it has no such kind |",
		"| `resourcequotas` |  | ‖ left out | the configuration says not to read it |", "",
	}, "\n")
	if table != want {
		t.Errorf("got\n%s\nwant\n%s", table, want)
	}
}

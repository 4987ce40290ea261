package git

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func status(cluster, from, to string) schemas.Entry {
	return schemas.Entry{What: schemas.StatusChanged, Cluster: cluster, From: from, To: to}
}

func image(cluster, from, to string) schemas.Entry {
	return schemas.Entry{What: schemas.ImageChanged, Cluster: cluster, Object: "Deployment/shop/checkout", Container: "checkout", From: "shop/checkout:" + from, To: "shop/checkout:" + to}
}

func began(cluster, rule string) schemas.Entry {
	return schemas.Entry{What: schemas.ProblemBegan, Cluster: cluster, Object: "Deployment/shop/checkout", Rule: rule, Severity: schemas.Critical}
}

func TestMessages(t *testing.T) {
	finished := time.Date(2026, 11, 23, 2, 20, 0, 0, time.UTC)
	trailer := "Plimsoll-Run: 2026-11-23T02:20:00Z\nPlimsoll-Version: v1.2.3\n"
	many := make([]told, 60)
	for i := range many {
		many[i] = told{fmt.Sprintf("service-%02d", i), "healthy", []schemas.Entry{{What: schemas.ServiceAppeared, To: "healthy"}}}
	}
	tests := []struct {
		why    string
		told   []told
		skipCI bool
		want   string
	}{
		{"a rollout that broke one service, and others", []told{
			{"search", "healthy", []schemas.Entry{image("prod-eu", "1.0", "1.1"), image("prod-us", "1.0", "1.1")}},
			{"cart", "healthy", []schemas.Entry{status("", "degraded", "healthy"), status("prod-us", "degraded", "healthy")}},
			{"checkout", "degraded", []schemas.Entry{status("", "healthy", "degraded"), status("prod-eu", "healthy", "degraded"), began("prod-eu", "crash-loop"), image("prod-eu", "2.7.4", "2.8.0")}},
		}, false, `checkout: degraded in prod-eu; cart: healthy again; 1 rollout

- checkout (healthy → degraded): prod-eu: checkout image 2.7.4 → 2.8.0; prod-eu: crash-loop began on checkout
- cart (degraded → healthy): prod-us: degraded → healthy
- search: prod-eu, prod-us: checkout image 1.0 → 1.1

`},
		{"a new service, for a host whose CI may rest", []told{
			{"checkout", "degraded", []schemas.Entry{{What: schemas.ServiceAppeared, To: "healthy"}, status("", "healthy", "degraded"), began("prod-eu", "crash-loop")}},
		}, true, `1 new service [skip ci]

- checkout: the service appeared, degraded

`},
		{"text that would be obeyed", []told{
			{"checkout", "healthy", []schemas.Entry{{What: schemas.ServiceChanged, Field: "owner", From: "a", To: "fixes #12 [ci skip] @everyone\n\nSigned-off-by: me\x1b[31m"}}},
		}, false, `1 other change

- checkout: owner a → fixes no. 12 (ci skip) (at) everyone Signed-off-by: me (31m

`},
		{"sixty at once", many, false, "60 new services\n\n" + lines(40) + "- and 20 more services\n\n"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			got := message(test.told, nil, finished, "v1.2.3", test.skipCI)
			if got != test.want+trailer {
				t.Errorf("the message is\n%s\nwant\n%s", got, test.want+trailer)
			}
		})
	}
}

func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "- service-%02d: the service appeared, healthy\n", i)
	}
	return b.String()
}

func TestNobodyIsTold(t *testing.T) {
	for text, want := range map[string]string{
		"@all":                     "(at) all",
		"(@acme/ops)":              "((at) acme/ops)",
		"`x`@all and you @me":      "`x`(at) all and you (at) me",
		"shop/api@sha256:0f1e":     "shop/api@sha256:0f1e",
		"mail ops@acme.example @@": "mail ops@acme.example (at) (at)",
	} {
		if got := tame(text); got != want {
			t.Errorf("%s is told as %q, want %q", text, got, want)
		}
	}
}

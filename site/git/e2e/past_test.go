package e2e

// This file is a cron job in fresh folders: what it has of the past is what it published.

import (
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// TestFreshFolders runs each time in a folder that has never been there. A cluster that dies between two runs keeps its
// state, and the history goes on.
func TestFreshFolders(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	server := web(t, docs)
	w := newWorld(t, "{repository: "+server.URL+"/docs.git, path: services}")
	w.env = overWeb(server)
	w.clusters["us"] = map[string]string{"cart": "7"}
	w.plimsoll(0, "run", "-o", "monday")

	w.later(time.Hour)
	w.clusters["us"] = nil
	w.clusters["eu"]["checkout"] = "2"
	w.plimsoll(3, "run", "-o", "tuesday")
	arrived := docs.tree("main", "services")
	cart := arrived["data/services/shop/cart.json"]
	for _, want := range []string{"cart:7", `"stale": true`, `"name": "us"`} {
		if !strings.Contains(cart, want) {
			t.Errorf("the state of us is not kept: %q is not in\n%s", want, cart)
		}
	}
	if n := strings.Count(arrived["data/history/shop/checkout.jsonl"], "\n"); n < 2 {
		t.Errorf("the history of checkout has %d lines: the first run is forgotten", n)
	}
	same(t, arrived, with(w.site("tuesday"), "NOTES.txt", "Ours.\n"))

	w.later(time.Hour)
	commits := len(docs.commits("main"))
	w.plimsoll(3, "run", "-o", "wednesday")
	if n := len(docs.commits("main")); n != commits {
		t.Errorf("%d commits were made of nothing", n-commits)
	}

	w.later(time.Hour)
	w.clusters["us"] = map[string]string{"cart": "8"}
	w.plimsoll(0, "run", "-o", "thursday")
	if cart := docs.tree("main", "services")["data/services/shop/cart.json"]; strings.Contains(cart, "stale") || !strings.Contains(cart, "cart:8") {
		t.Errorf("us has come back, and the state is\n%s", cart)
	}
	docs.sound()
}

// TestPastThatCannotBeRead stops the publishing, not the collecting: what cannot be read must not be replaced.
func TestPastThatCannotBeRead(t *testing.T) {
	for name, spoil := range map[string]func(*repository, *servers.Web){
		"the server is gone": func(_ *repository, s *servers.Web) { s.Set(servers.Faults{Status: 503}) },
		"an index cut off": func(r *repository, _ *servers.Web) {
			r.commit("main", map[string]string{"services/data/index.json": `{"schemaVersion": 1, "serv`})
		},
		"a newer plimsoll was there": func(r *repository, _ *servers.Web) {
			r.commit("main", map[string]string{"services/data/index.json": `{"schemaVersion": 99}`})
		},
	} {
		t.Run(name, func(t *testing.T) {
			docs := newDocs(t)
			server := web(t, docs)
			w := newWorld(t, "{repository: "+server.URL+"/docs.git, path: services}")
			w.env = overWeb(server)
			w.plimsoll(0, "run", "-o", "monday")
			spoil(docs, server)
			tip := docs.tip("main")
			w.clusters["eu"]["cart"] = "2"
			t.Log(w.plimsoll(1, "run", "-o", "tuesday").stderr)
			if docs.tip("main") != tip {
				t.Error("something was published")
			}
			if name != "a newer plimsoll was there" {
				w.plimsoll(0, "validate", "tuesday")
			}
			server.Set(servers.Faults{Token: token})
			if docs.tip("main") != tip {
				t.Error("something was published")
			}
		})
	}
}

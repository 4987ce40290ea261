package proof

// This file plays the examples' workflows, each run on a fresh machine, day after day.

import (
	"os"
	"path/filepath"
	"testing"
)

// testPages deploys a site, and has the next run go on where the first one left off, though its machine is new.
func testPages(t *testing.T, w world) {
	s, flow := &store{dir: t.TempDir()}, readWorkflow(t, example("pages", "workflow.yml"))
	for day, want := range []struct{ moment, changed string }{{"1-before", "true"}, {"1-before", "false"}, {"2-during", "true"}} {
		r := w.runner(t, s)
		r.checkOut(t, "pages", want.moment, "")
		r.succeed(t, flow, "plimsoll")
		if got := r.output("changed"); got != want.changed {
			t.Errorf("run %d: changed is %q, want %q:\n%s", day+1, got, want.changed, r.log.String())
		}
	}
	for _, file := range []string{"index.html", "services/shop/checkout/index.html", "data/history/shop/checkout.jsonl"} {
		if _, err := os.Stat(s.at("pages", filepath.FromSlash(file))); err != nil {
			t.Error(err)
		}
	}
}

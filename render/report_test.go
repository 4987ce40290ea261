package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestCommentIsBounded makes everything of a large fleet change: the comment fits, begins with the worst, and counts
// what it leaves out.
func TestCommentIsBounded(t *testing.T) {
	c := &schemas.Comparison{Old: schemas.Side{Name: "main"}, New: schemas.Side{Name: "HEAD"}}
	for n := range 5000 {
		s := schemas.Compared{ID: fmt.Sprintf("team-%d/api", n), Direction: schemas.GotWorse, Old: schemas.Healthy, New: schemas.Down}
		for i := range 12 {
			s.Entries = append(s.Entries, schemas.Entry{What: schemas.ReplicasChanged, Cluster: fmt.Sprintf("c%d", i), Object: "Deployment/shop/api", From: "1", To: fmt.Sprint(n + i)})
		}
		c.Services = append(c.Services, s)
	}
	for i := range 300 {
		c.Unread = append(c.Unread, schemas.Unread{Cluster: fmt.Sprintf("edge-%d", i), Resource: "*", State: schemas.ReadTimeout, Message: strings.Repeat("long ", 500)})
	}
	said := DiffMarkdown(c)
	if len(said) > 60_000 {
		t.Errorf("the comment is %d bytes", len(said))
	}
	if len(said) < 40_000 {
		t.Errorf("the comment uses only %d bytes", len(said))
	}
	rows := strings.Count(said, "\n| **team")
	if !strings.Contains(said, "| **team-0/api** | **down**, was healthy |") || !strings.Contains(said, fmt.Sprintf("And %s more services: %[1]s got worse.", number(5000-rows))) {
		t.Errorf("%d rows, and the rest is not counted:\n%s", rows, said[:2000])
	}
	if !strings.HasPrefix(said, "**5,000 services got worse; edge-0, edge-1, edge-2 and 297 more could not be read.**\n") {
		t.Errorf("it begins %q", said[:120])
	}
	if strings.Count(said, "<details>") != strings.Count(said, "</details>") {
		t.Error("a fold is not closed")
	}
}

// TestCommentWithHostileText has one long text full of what means something in Markdown, wherever text may stand.
func TestCommentWithHostileText(t *testing.T) {
	attack := "</summary><script>alert(1)</script>|`a`|[x](javascript:alert(1)) @everyone #12 \x1b[31m\u202e\n- item\n" + strings.Repeat("long ", 5000)
	c := &schemas.Comparison{
		Old: schemas.Side{Name: attack}, New: schemas.Side{Name: attack},
		Unread:   []schemas.Unread{{Cluster: attack, Resource: "*", State: schemas.ReadFailed}, {Cluster: attack, Resource: attack, State: schemas.ReadFailed}},
		Clusters: []schemas.Entry{{What: schemas.ClusterAppeared, Cluster: attack}, {What: schemas.ClusterChanged, Cluster: "b", Field: "region", From: attack, To: "x"}},
	}
	for n := range 5 {
		s := schemas.Compared{ID: fmt.Sprintf("team-%d/api", n), Owner: attack, Direction: schemas.GotWorse, Old: schemas.Healthy, New: schemas.Down}
		for i := range 6 {
			s.Entries = append(s.Entries, schemas.Entry{What: schemas.ProblemBegan, Cluster: fmt.Sprint(i) + attack, Object: "Deployment/shop/" + attack, Rule: "crash-loop", To: attack})
		}
		c.Services = append(c.Services, s)
	}
	said := DiffMarkdown(c)
	for _, never := range []string{"<script", "\n[x](javascript", "\x1b", "\u202e", " @everyone", "\n- item"} {
		if strings.Contains(said, never) {
			t.Errorf("%q came through", never)
		}
	}
	if len(said) > 60_000 {
		t.Errorf("the comment is %d bytes", len(said))
	}
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, "| ") && strings.Count(line, "|") != 4 {
			t.Errorf("a row has other cells than its table: %.200s", line)
		}
	}
	text := DiffText(c, 80, func(_ schemas.Status, text string) string { return text })
	for _, never := range []string{"\x1b", "\u202e", "\n- item"} {
		if strings.Contains(text, never) {
			t.Errorf("%q came through in text", never)
		}
	}
}

// TestWhatIsAlikeIsSaidOnce tells of a sidecar that all services have by its name, and keeps whole what got worse.
func TestWhatIsAlikeIsSaidOnce(t *testing.T) {
	sidecar := func(cluster string) schemas.Entry {
		return schemas.Entry{What: schemas.ImageChanged, Cluster: cluster, Object: "Deployment/shop/x", Container: "proxy",
			From: "registry.example:5000/mesh/envoy:1.30", To: "registry.example:5000/mesh/envoy:1.31"}
	}
	c := &schemas.Comparison{Old: schemas.Side{Name: "a"}, New: schemas.Side{Name: "b"}, Unchanged: 1}
	for _, id := range []string{"cart", "catalog", "search"} {
		c.Services = append(c.Services, schemas.Compared{ID: id, Direction: schemas.OnlyChanged, Old: schemas.Healthy, New: schemas.Healthy,
			Entries: []schemas.Entry{sidecar("prod-eu"), sidecar("prod-us")}})
	}
	c.Services[2].Entries = append(c.Services[2].Entries, schemas.Entry{What: schemas.ReplicasChanged, Cluster: "prod-eu", Object: "Deployment/shop/search", From: "2", To: "3"})
	worse := schemas.Compared{ID: "checkout", Direction: schemas.GotWorse, Old: schemas.Healthy, New: schemas.Degraded, Entries: []schemas.Entry{sidecar("prod-eu"), sidecar("prod-us")}}
	c.Services = append([]schemas.Compared{worse}, c.Services...)
	const want = `1 service got worse, 3 changed otherwise; 4 have new images.
a → b · 1 service is unchanged

degraded    checkout, was healthy
  prod-eu and prod-us: x (proxy) image 1.30 → 1.31

4 services · prod-eu, prod-us: envoy image 1.30 → 1.31
  checkout, cart, catalog and search

healthy     search
  prod-eu: search replicas 2 → 3
`
	if said := DiffText(c, 0, func(_ schemas.Status, text string) string { return text }); said != want {
		t.Errorf("said:\n%s", said)
	}
	const narrow = "1 service got worse, 3 changed\n  otherwise; 4 have new images.\n"
	if said := DiffText(c, 32, func(_ schemas.Status, text string) string { return text }); !strings.HasPrefix(said, narrow) {
		t.Errorf("32 columns wide:\n%s", said)
	}
}

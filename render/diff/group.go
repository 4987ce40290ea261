package diff

// This file groups the kinds of changes under words that people use.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Group is kinds of changes under one word, and other words that people use for it.
type Group struct {
	Name  string
	Also  []string
	Whats []schemas.What
}

// Groups is the table of them: every kind of change is in one.
func Groups() []Group {
	return []Group{
		{"status", []string{"health", "state"}, []schemas.What{schemas.StatusChanged, schemas.ServiceAppeared, schemas.ServiceVanished}},
		{"image", []string{"version", "rollout"}, []schemas.What{schemas.ImageChanged}},
		{"problems", []string{"severity"}, []schemas.What{schemas.ProblemBegan, schemas.ProblemEnded, schemas.ProblemExplained, schemas.ProblemIgnored, schemas.ProblemCounted, schemas.SeverityChanged}},
		{"scaling", []string{"scale", "autoscaler"}, []schemas.What{schemas.ReplicasChanged, schemas.BoundsChanged, schemas.ScalingChanged}},
		{"resources", []string{"request", "limit"}, []schemas.What{schemas.AmountsChanged}},
		{"pods", nil, []schemas.What{schemas.PodsReplaced, schemas.Restarted}},
		{"objects", []string{"network", "settings"}, []schemas.What{schemas.ObjectAppeared, schemas.ObjectVanished, schemas.ObjectChanged}},
		{"clusters", nil, []schemas.What{schemas.ClusterAppeared, schemas.ClusterVanished, schemas.ClusterChanged, schemas.ReadChanged}},
		{"catalog", []string{"owner", "service"}, []schemas.What{schemas.ServiceChanged}},
	}
}

// GroupNames are the words.
func GroupNames() []string {
	var names []string
	for _, g := range Groups() {
		names = append(names, g.Name)
	}
	return names
}

// Within tells whether an entry is in one of the groups of these names; without names every entry is.
func Within(names []string, e schemas.Entry) bool {
	return len(names) == 0 || slices.ContainsFunc(Groups(), func(g Group) bool {
		return slices.Contains(names, g.Name) && slices.Contains(g.Whats, e.What)
	})
}

// GroupNamed is the group that a word means, in whatever case or number: its name, another word for it, or a kind of
// change as JSON has it.
func GroupNamed(word string) string {
	word = strings.ToLower(word)
	one := strings.TrimSuffix(word, "s")
	for _, g := range Groups() {
		same := func(w string) bool { return strings.TrimSuffix(w, "s") == one }
		if slices.ContainsFunc(append(g.Also, g.Name), same) || slices.Contains(g.Whats, schemas.What(word)) {
			return g.Name
		}
	}
	return ""
}

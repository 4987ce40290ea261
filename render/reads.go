package render

// This file is what could not be read, in words that say whom to ask for what: it must never look like "nothing there".

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Ask is a read that failed, and what would mend it.
type Ask struct {
	What    string // "ingresses.networking.k8s.io in shop"
	Outcome string // "may not be read (forbidden)"
	Next    Sentence
	Message string
	AsOf    Moment
}

// Asks are of one cluster.
type Asks []Ask

// outcomes word each state: what happened, and the step that would mend it. %r, %n, %c and %a stand for the resource, the
// namespace, the cluster, and the cluster as an argument of a command.
var outcomes = map[schemas.ReadState][2]string{
	schemas.ReadForbidden:    {"may not be read", "Ask the administrators of %c to grant the verb list on %r%n. The Role to ask for: plimsoll rbac --cluster %a"},
	schemas.ReadUnauthorized: {"was not read: the credentials have expired, or are wrong", "Renew the credentials that are configured for %c."},
	schemas.ReadUnreachable:  {"could not be reached", "Check the network and the address between the runner and %c."},
	schemas.ReadTimeout:      {"did not answer in time", "Try again; if it stays so, give %c a longer timeout."},
	schemas.ReadFailed:       {"could not be read", "Read the message; the next run tries again."},
	schemas.ReadStale:        {"was not asked in the newest run", "A run without --cluster and --service asks it again."},
	schemas.ReadNotServed:    {"is not served", ""},
	schemas.ReadOK:           {"was read", ""},
}

func asksOf(cluster string, reads []schemas.Read) Asks {
	var asks Asks
	for _, r := range reads {
		if r.State == schemas.ReadOK || r.State == schemas.ReadNotServed {
			continue
		}
		asks = append(asks, askOf(cluster, r))
	}
	return asks
}

func askOf(cluster string, r schemas.Read) Ask {
	words, known := outcomes[r.State]
	if !known {
		words = [2]string{"ended as " + string(r.State), ""}
	}
	what, resource, namespace := r.Resource, r.Resource, ""
	if r.Resource == "*" {
		what, resource = "The cluster "+cluster, "what the configuration reads"
	}
	if r.Namespace != "" {
		namespace = " in namespace " + r.Namespace
	}
	next := strings.NewReplacer("%r", resource, "%n", namespace, "%c", cluster, "%a", argument(cluster)).Replace(words[1])
	return Ask{What: what + namespace, Outcome: words[0], Next: hintOf(next), Message: r.Message, AsOf: Moment{r.AsOf}}
}

// argument quotes a name for a shell, where it needs that.
func argument(name string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._/@-", r)
	}
	if name != "" && strings.IndexFunc(name, func(r rune) bool { return !plain(r) }) < 0 {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

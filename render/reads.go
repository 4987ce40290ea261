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
	Next    string
	Message string
	AsOf    Moment
}

// outcomes word each state: what happened, and the step that would mend it. %r, %n and %c stand for the resource,
// the namespace and the cluster.
var outcomes = map[schemas.ReadState][2]string{
	schemas.ReadForbidden:    {"may not be read", "Ask the administrators of %c to grant the verb list on %r%n."},
	schemas.ReadUnauthorized: {"was refused: the credential is not accepted", "Renew the credential that is configured for %c."},
	schemas.ReadUnreachable:  {"could not be reached", "Check the network and the address between the runner and %c."},
	schemas.ReadTimeout:      {"did not answer in time", "Try again; if it stays so, give %c a longer timeout."},
	schemas.ReadFailed:       {"could not be read", "Read the message; the next run tries again."},
	schemas.ReadStale:        {"could not be read", "The next run tries again."},
	schemas.ReadNotServed:    {"is not served", ""},
	schemas.ReadOK:           {"was read", ""},
}

func asksOf(cluster string, reads []schemas.Read) []Ask {
	var asks []Ask
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
	what, namespace := r.Resource, ""
	if r.Resource == "*" {
		what = "The cluster " + cluster
	} else if r.Namespace != "" {
		namespace = " in namespace " + r.Namespace
	}
	next := strings.NewReplacer("%r", r.Resource, "%n", namespace, "%c", cluster).Replace(words[1])
	return Ask{What: what + namespace, Outcome: words[0], Next: next, Message: r.Message, AsOf: Moment{r.AsOf}}
}

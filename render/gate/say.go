package gate

// This file is the sentences that all forms of a verdict share.

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// verdict is what the gate came to, and why: "The gate is closed by 2 of 12 services (--fail-on degraded)."
func verdict(c *schemas.Check) string {
	services := count(len(c.Closing)+len(c.Passing), "service")
	on := " (--fail-on " + strings.Join(c.FailOn, ",") + ")."
	if c.Gate == schemas.GateOpen {
		return "The gate is open for " + services + on
	}
	var by []string
	if n := len(c.Closing); n > 0 {
		by = append(by, fmt.Sprintf("%d of %s", n, services))
	}
	if n := len(closingClusters(c)); n > 0 {
		by = append(by, count(n, "cluster")+" not read")
	}
	if c.TooOld {
		by = append(by, "the age of the data")
	}
	last := len(by) - 1
	return "The gate is closed by " + strings.Join(append(by[:max(last-1, 0)], strings.Join(by[max(last-1, 0):], " and ")), ", ") + on
}

// freshness is how old the data is, and whether it ought to be younger.
func freshness(c *schemas.Check) string {
	if c.Finished.IsZero() {
		return "How old the data is, no data/run.json tells."
	}
	age := time.Duration(c.Age) * time.Second
	text := "The data is of " + moment(c.Finished) + ", " + ago(age)
	if c.TooOld {
		return text + ", and --max-age is " + c.MaxAge + "."
	}
	if every, err := time.ParseDuration(c.Every); err == nil && age > 2*every { // one run late is ordinary: schedulers are
		return text + ", though a run is due every " + c.Every + "."
	}
	return text + "."
}

func ago(age time.Duration) string {
	switch {
	case age < 2*time.Minute:
		return "just now"
	case age < 2*time.Hour:
		return fmt.Sprintf("%d minutes ago", int(age.Minutes()))
	case age < 48*time.Hour:
		return fmt.Sprintf("%d hours ago", int(age.Hours()))
	default:
		return fmt.Sprintf("%d days ago", int(age.Hours()/24))
	}
}

func closingClusters(c *schemas.Check) []schemas.CheckedCluster {
	return slices.DeleteFunc(slices.Clone(c.Clusters), func(k schemas.CheckedCluster) bool { return !k.Closes })
}

// unreadText is what could not be read of a cluster, in a word and in full: "not read", "cannot be reached: connection
// refused; what is said of it is as of …".
func unreadText(k schemas.CheckedCluster) (word, text string) {
	if k.State == schemas.ReadOK {
		return "in part", "without " + clean(strings.Join(k.Unread, ", "))
	}
	if text = clean(k.Message); text == "" {
		text = k.State.Words()
	}
	if k.AsOf.IsZero() {
		return "not read", text + "; it has never been read"
	}
	return "not read", text + "; what is said of it is as of " + moment(k.AsOf)
}

// unreadLine is the same in one.
func unreadLine(k schemas.CheckedCluster) string {
	word, text := unreadText(k)
	return word + ": " + text
}

// told is one problem, or the same one in several clusters.
type told struct {
	schemas.Complaint
	places []string
}

// together joins what is alike but for the cluster; since is then when it began first.
func together(problems []schemas.Complaint) []told {
	var list []told
	at := map[schemas.Complaint]int{}
	for _, p := range problems {
		alike := p
		alike.Cluster, alike.AsOf, alike.Since = "", time.Time{}, time.Time{}
		i, seen := at[alike]
		if !seen {
			i = len(list)
			at[alike] = i
			list = append(list, told{Complaint: p})
		}
		if p.Cluster != "" {
			list[i].places = append(list[i].places, placeText(p))
		}
		if !p.Since.IsZero() && p.Since.Before(list[i].Since) {
			list[i].Since = p.Since
		}
	}
	return list
}

func placeText(p schemas.Complaint) string {
	if p.AsOf.IsZero() {
		return p.Cluster
	}
	return p.Cluster + " (as of " + moment(p.AsOf) + ")"
}

// where is the place and the object: "prod-eu, prod-us: Deployment checkout, container app". What is about a cluster
// as a whole names it in its message.
func (t told) where() string {
	var parts []string
	if len(t.places) > 0 {
		parts = append(parts, strings.Join(t.places, ", "))
	}
	if kind, rest, _ := strings.Cut(t.Object, "/"); rest != "" && kind != "Cluster" {
		object := kind + " " + rest[strings.LastIndexByte(rest, '/')+1:]
		if t.Container != "" && !strings.Contains(t.Message, "container "+t.Container) {
			object += ", container " + t.Container
		}
		parts = append(parts, object)
	}
	return clean(strings.Join(parts, ": "))
}

// text is the problem in a line.
func (t told) text() string {
	parts := []string{clean(t.Message)}
	if where := t.where(); where != "" {
		parts = append([]string{where}, parts...)
	}
	return strings.Join(parts, ": ") + " (" + t.mark() + ")"
}

// mark is the rule and since when it holds.
func (t told) mark() string {
	if t.Since.IsZero() {
		return t.Rule
	}
	return t.Rule + ", since " + moment(t.Since)
}

// quiet says why a service that closes the gate has no problem to tell.
func quiet(c schemas.Closing) string {
	if c.Ignored > 0 {
		return count(c.Ignored, "problem") + " ignored, and none that counts: it is " + string(c.Status) + " all the same"
	}
	return "it is " + string(c.Status) + ", and no problem is named"
}

// ownedBy is how a service is introduced.
func ownedBy(c schemas.Closing) string {
	if c.Owner == "" {
		return c.ID
	}
	return c.ID + ", owned by " + clean(c.Owner)
}

// clean keeps text of a cluster on its line and in its order of reading, and from being a command of the pipeline's
// host, which takes "##[" anywhere in a line for one.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\uFFFE', r == '\uFFFF':
			return -1
		}
		return r
	}, s)
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "##[", "## [")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

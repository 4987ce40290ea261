package diff

// This file says an entry in words: one plain sentence, or its parts for a page that wants to set them apart.

import (
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Part is a stretch of an entry's sentence.
type Part struct {
	Text string
	Role Role
}

// Role says what a part is, so that a page can set it apart.
type Role string

const (
	Plain   Role = ""
	Cluster Role = "cluster"
	Name    Role = "name" // a workload, a resource, a rule
	Old     Role = "old"
	New     Role = "new" // what holds now: the word to embolden
)

// Text is the entry as one plain sentence: "prod-eu: checkout image 2.7.4 → 2.8.0".
func Text(e schemas.Entry) string { return join(Parts(e)) }

// Parts is Text in parts; joined they are the same sentence.
func Parts(e schemas.Entry) []Part { return Line{Clusters: clusterOf(e), Entry: e}.Parts() }

func clusterOf(e schemas.Entry) []string {
	if e.Cluster == "" {
		return nil
	}
	return []string{e.Cluster}
}

func join(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

func plain(format string, args ...any) Part { return Part{Text: fmt.Sprintf(format, args...)} }
func named(text string) Part                { return Part{text, Name} }
func older(text string) Part                { return Part{text, Old} }
func newer(text string) Part                { return Part{text, New} }

func arrow(from, to string) []Part { return []Part{older(from), plain(" → "), newer(to)} }

// words is the sentence without its cluster.
func words(e schemas.Entry) []Part {
	switch e.What {
	case schemas.ServiceAppeared:
		return []Part{plain("the service appeared, "), newer(e.To)}
	case schemas.ServiceVanished:
		return []Part{plain("the service is gone, was "), older(e.From)}
	case schemas.ClusterAppeared:
		return []Part{plain("cluster added, "), newer(e.To)}
	case schemas.ClusterVanished:
		return []Part{plain("cluster gone, was "), older(e.From)}
	case schemas.StatusChanged:
		return arrow(e.From, e.To)
	case schemas.ReadChanged:
		return readWords(e)
	case schemas.ProblemBegan, schemas.ProblemEnded:
		return problemWords(e)
	default:
		return objectWords(e)
	}
}

func objectWords(e schemas.Entry) []Part {
	kind, _, _ := strings.Cut(e.Object, "/")
	switch e.What {
	case schemas.ObjectAppeared:
		return append([]Part{plain("%s ", kind), named(name(e)), plain(" appeared")}, following(", ", newer(e.To))...)
	case schemas.ObjectVanished:
		return append([]Part{plain("%s ", kind), named(name(e)), plain(" is gone")}, following(", was ", older(e.From))...)
	case schemas.ImageChanged:
		return moved(e, "image", "container", shortImages)
	case schemas.ReplicasChanged:
		return moved(e, "replicas", "replicas", asIs)
	case schemas.BoundsChanged:
		return moved(e, "autoscaler", "autoscaler", asIs)
	case schemas.PodsReplaced:
		return []Part{newer(count(e.Count, "pod")), plain(" of "), named(name(e)), plain(" replaced")}
	case schemas.Restarted:
		return []Part{named(name(e)), plain(" restarted "), newer(times(e.Count))}
	default: // a kind of change that a newer version wrote
		return append([]Part{named(name(e)), plain(" %s ", string(e.What))}, arrow(e.From, e.To)...)
	}
}

// moved says from → to of a thing that an object has, or that it came or went.
func moved(e schemas.Entry, changed, whole string, short func(from, to string) (string, string)) []Part {
	from, to := short(e.From, e.To)
	switch {
	case e.From == "":
		return []Part{named(name(e)), plain(" %s added, ", whole), newer(to)}
	case e.To == "":
		return []Part{named(name(e)), plain(" %s removed, was ", whole), older(from)}
	default:
		return append([]Part{named(name(e)), plain(" %s ", changed)}, arrow(from, to)...)
	}
}

func problemWords(e schemas.Entry) []Part {
	verb, cause := " began", e.To
	if e.What == schemas.ProblemEnded {
		verb, cause = " ended", e.From
	}
	parts := []Part{newer(e.Rule), plain("%s", verb)}
	if e.Object != "" {
		parts = append(parts, plain(" on "), named(name(e)))
	}
	return append(parts, following(": ", plain("%s", cause))...)
}

func readWords(e schemas.Entry) []Part {
	thing := e.Object
	if thing == wholeCluster {
		thing = "the cluster"
	}
	where := ""
	if e.Count > 1 {
		where = " in " + count(e.Count, "namespace")
	}
	switch ok := string(schemas.ReadOK); {
	case e.To == ok:
		return []Part{named(thing), plain(" can be read again%s, was ", where), older(e.From)}
	case e.From == ok:
		return []Part{named(thing), plain(" could not be read%s: ", where), newer(e.To)}
	default:
		return append([]Part{named(thing), plain(" could not be read%s: ", where)}, arrow(e.From, e.To)...)
	}
}

// following is the part with what leads to it, or nothing where the part is empty.
func following(lead string, p Part) []Part {
	if p.Text == "" {
		return nil
	}
	return []Part{plain("%s", lead), p}
}

// name is what a person calls the object; the container is said where its name adds something.
func name(e schemas.Entry) string {
	short := e.Object[strings.LastIndex(e.Object, "/")+1:]
	switch {
	case short == "":
		return e.Container
	case e.Container == "" || e.Container == short:
		return short
	default:
		return short + " (" + e.Container + ")"
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func asIs(from, to string) (string, string) { return from, to }

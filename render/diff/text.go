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
	case schemas.ReadChanged:
		return readWords(e)
	case schemas.ServiceChanged, schemas.ClusterChanged, schemas.ObjectChanged, schemas.ScalingChanged:
		return fieldWords(e)
	}
	if e.Rule != "" {
		return problemWords(e)
	}
	return objectWords(e)
}

func objectWords(e schemas.Entry) []Part {
	kind, _, _ := strings.Cut(e.Object, "/")
	switch e.What {
	case schemas.StatusChanged:
		return of(e, append([]Part{plain(" ")}, arrow(e.From, e.To)...)...)
	case schemas.ObjectAppeared:
		return append([]Part{plain("%s ", kind), named(name(e)), plain("%s appeared", part(e))}, following(", ", newer(e.To))...)
	case schemas.ObjectVanished:
		return append([]Part{plain("%s ", kind), named(name(e)), plain("%s is gone", part(e))}, following(", was ", older(e.From))...)
	case schemas.ImageChanged:
		return moved(e, "image", "container", shortImages)
	case schemas.AmountsChanged:
		return moved(e, e.Field, e.Field, asIs)
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
		return of(e, plain(" %s added, ", whole), newer(to))
	case e.To == "":
		return of(e, plain(" %s removed, was ", whole), older(from))
	default:
		return of(e, append([]Part{plain(" %s ", changed)}, arrow(from, to)...)...)
	}
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

// of puts the name before what is said of it; where the change is of the whole, there is none.
func of(e schemas.Entry, said ...Part) []Part {
	if who := name(e); who != "" {
		return append([]Part{named(who)}, said...)
	}
	said[0].Text = strings.TrimPrefix(said[0].Text, " ")
	return said
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

// part is which line of an object came or went, where it has several: of a quota.
func part(e schemas.Entry) string {
	if e.Field == "" {
		return ""
	}
	return " (" + e.Field + ")"
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

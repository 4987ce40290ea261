package render

// This file is the lead: the first sentences of a service's page. They answer "is it all right everywhere?", name
// what matters most, and stop.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// mostTroubles is how many problems the lead tells; the rest it counts.
const mostTroubles = 2

// leadOf sums up a service. The changes, oldest first, may tell what a trouble began with.
func leadOf(s *schemas.Snapshot, changes []schemas.Change, cards []Card) Sentence {
	c := takeCensus(s)
	var say Sentence
	open(&say, s.Status, c)
	told := 0
	for _, card := range cards {
		if told == mostTroubles {
			break
		}
		if tellTrouble(&say, s, changes, card) {
			told++
		}
	}
	tellVersions(&say, s)
	if rest := countTroubles(cards) - told; rest > 0 && told > 0 {
		say.plain(" " + upperFirst(plural(rest, "more problem")) + " below.")
	}
	if told == 0 {
		tellAside(&say, cards)
	}
	tellStale(&say, s)
	return say
}

// census is where a service stands, cluster by cluster.
type census struct {
	all, serving, down, missing, unknown, moving, off []string
	stale                                             int  // clusters left aside: what they were is not what they are
	old                                               bool // no cluster could be read now
	wanted, ready, updated                            int
	jobs, resources                                   map[string]bool
	workloads                                         int
	versions                                          []string
	moved                                             string // the version that a rollout brings
}

func takeCensus(s *schemas.Snapshot) census {
	c := census{jobs: map[string]bool{}, resources: map[string]bool{}}
	place := map[schemas.Status]*[]string{
		schemas.Down: &c.down, schemas.Missing: &c.missing, schemas.Unknown: &c.unknown,
		schemas.Progressing: &c.moving, schemas.Suspended: &c.off,
	}
	anyFresh := slices.ContainsFunc(s.Clusters, func(c schemas.Cluster) bool { return !c.Stale })
	c.old = !anyFresh
	for _, cluster := range s.Clusters {
		if cluster.Stale && anyFresh {
			c.stale++
			continue
		}
		c.all = append(c.all, cluster.Name)
		if names := place[cluster.Status]; names != nil {
			*names = append(*names, cluster.Name)
		}
		ready := 0
		for _, w := range cluster.Workloads {
			ready += w.Replicas.Ready
			c.wanted += w.Replicas.Wanted
			c.workloads++
			if w.Status == schemas.Progressing && w.Replicas.Updated < w.Replicas.Wanted {
				c.updated, c.moved = c.updated+w.Replicas.Updated, w.Version
			}
			if w.Version != "" && !slices.Contains(c.versions, w.Version) {
				c.versions = append(c.versions, w.Version)
			}
		}
		c.ready += ready
		if ready > 0 {
			c.serving = append(c.serving, cluster.Name)
		}
		for _, j := range cluster.Jobs {
			if j.Owner == "" {
				c.jobs[j.Object()] = true
			}
		}
		for _, r := range cluster.Resources {
			c.resources[r.Object()] = true
		}
	}
	return c
}

// batch tells whether nothing serves by design: there are jobs only.
func (c census) batch() bool { return c.workloads == 0 && len(c.jobs) > 0 }

// openings word the status of the whole; the order of facts in them is the order in which an owner asks.
var openings = map[schemas.Status]func(*Sentence, census){
	schemas.Healthy: openHealthy, schemas.Progressing: openProgressing, schemas.Degraded: openDegraded,
	schemas.Down: openDown, schemas.Missing: openMissing, schemas.Unknown: openUnknown, schemas.Suspended: openSuspended,
}

func open(say *Sentence, status schemas.Status, c census) {
	if len(c.all) == 0 {
		say.plain("No cluster is known to run it.")
		return
	}
	if opening := openings[status]; opening != nil {
		opening(say, c)
	}
}

func openHealthy(say *Sentence, c census) {
	if c.old {
		say.plain("When last read, all was well in ")
	} else {
		say.plain("All is well in ")
	}
	sayWhere(say, c.all)
	switch {
	case c.batch():
		say.plain(": " + plural(len(c.jobs), "job") + ", none of them failing.")
	case c.workloads == 0 && len(c.resources) > 0:
		say.plain(": " + plural(len(c.resources), "custom resource") + ", all in good order.")
	case c.wanted == 0:
		say.plain(": nothing runs now, and nothing is wanted until there is work.")
	default:
		say.plain(": " + podsReady(c))
		if len(c.versions) == 1 {
			say.plain(", on ")
			say.code(c.versions[0])
		}
		say.plain(".")
	}
}

func openProgressing(say *Sentence, c census) {
	say.plain("A change is under way in ")
	say.names(c.moving)
	say.plain(": " + podsReady(c))
	if c.moved != "" {
		say.plain(", " + number(c.updated) + " on ")
		say.code(c.moved)
	}
	say.plain(".")
}

func openDegraded(say *Sentence, c census) {
	lost := len(c.down) + len(c.missing) + len(c.unknown)
	switch {
	case c.batch():
		say.plain(upperFirst(plural(len(c.jobs), "job")) + " in ")
		sayWhere(say, c.all)
		say.plain(", not all in good order.")
	case len(c.down) > 0:
		say.mark("bad", "Down")
		say.plain(" in ")
		say.names(c.down)
		sayServing(say, c)
	case len(c.missing) > 0:
		openMissing(say, c)
	case len(c.unknown) > 0:
		openUnknown(say, c)
	case lost == 0 && len(c.serving) == len(c.all) && len(c.all) > 1 && c.stale == 0:
		say.plain("Serving everywhere.")
	case c.workloads == 0 && len(c.resources) > 0:
		say.plain(upperFirst(plural(len(c.resources), "custom resource")) + " in ")
		sayWhere(say, c.all)
		say.plain(", not all in good order.")
	case len(c.serving) > 0:
		say.plain("Serving in ")
		sayWhere(say, c.serving)
		say.plain(": " + podsReady(c) + ".")
	default:
		say.plain("Not all is well in ")
		sayWhere(say, c.all)
		say.plain(".")
	}
}

func openDown(say *Sentence, c census) {
	say.mark("bad", "Down")
	if len(c.all) == 1 {
		say.plain(" in ")
		say.names(c.all)
	} else {
		say.plain(" everywhere")
	}
	say.plain(": none of " + plural(c.wanted, "pod") + " is ready.")
}

func openMissing(say *Sentence, c census) {
	say.mark("warn", "Missing")
	say.plain(" from ")
	say.names(c.missing)
	if len(c.missing) == 1 {
		say.plain(", where it is expected: the cluster was read, and nothing is there")
	} else {
		say.plain(", where it is expected: the clusters were read, and nothing is there")
	}
	sayServing(say, c)
}

func openUnknown(say *Sentence, c census) {
	say.plain("What runs in ")
	say.names(c.unknown)
	say.plain(" is ")
	say.mark("off", "not known")
	say.plain(", because it could not be read")
	sayServing(say, c)
}

func openSuspended(say *Sentence, c census) {
	say.plain("Switched off on purpose in ")
	sayWhere(say, c.all)
	say.plain(": everything is scaled to zero or suspended.")
}

// sayServing ends an opening about some clusters with what holds in the others.
func sayServing(say *Sentence, c census) {
	if len(c.serving) == 0 {
		say.plain(".")
		return
	}
	say.plain(". Serving in ")
	sayWhere(say, c.serving)
	say.plain(": " + podsReady(c) + ".")
}

// sayWhere names clusters while they can be taken in, and counts them beyond.
func sayWhere(say *Sentence, names []string) {
	if len(names) > 3 {
		say.plain(plural(len(names), "cluster"))
		return
	}
	say.names(names)
}

func podsReady(c census) string {
	if c.ready == c.wanted {
		if c.wanted == 1 {
			return "its one pod is ready"
		}
		return "all " + plural(c.wanted, "pod") + " are ready"
	}
	return number(c.ready) + " of " + plural(c.wanted, "pod") + " are ready"
}

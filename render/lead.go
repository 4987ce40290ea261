package render

// This file is the lead: the first sentences of a service's page. They answer "is it all right everywhere?", name
// what matters most, and stop.

import (
	"slices"
	"strings"

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
	var before []string // the clusters of the trouble that was told last
	for _, card := range cards {
		if told == mostTroubles {
			break
		}
		if tellTrouble(&say, s, changes, card, before) {
			told, before = told+1, card.clusters
		}
	}
	tellVersions(&say, s)
	switch rest := countTroubles(cards) - told; {
	case told == 0:
		tellUnread(&say, s)
		tellAside(&say, cards)
	case rest == 1:
		say.plain(" One more problem below.")
	case rest > 1:
		say.plain(" " + plural(rest, "more problem") + " below.")
	}
	tellStale(&say, s)
	return say
}

// census is where a service stands, cluster by cluster.
type census struct {
	all, serving, down, missing, unknown, moving, off []string
	stale                                             int  // clusters left aside: what they were is not what they are
	old                                               bool // no cluster could be read now
	wanted, ready                                     int
	lostWanted                                        int             // of the wanted, in clusters where nothing is ready
	updated, rolling                                  int             // pods of what rolls out: on the new version, and in all
	jobs, resources                                   map[string]bool // whether it is in trouble somewhere
	workloads                                         int
	versions                                          []string
	moved                                             []string // the versions that a rollout brings
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
		ready, wanted := 0, 0
		for _, w := range cluster.Workloads {
			ready += w.Replicas.Ready
			c.wanted += w.Replicas.Wanted
			c.workloads++
			if w.Status == schemas.Progressing && w.Replicas.Updated < w.Replicas.Wanted {
				c.updated, c.rolling = c.updated+w.Replicas.Updated, c.rolling+w.Replicas.Wanted
				if !slices.Contains(c.moved, w.Version) {
					c.moved = append(c.moved, w.Version)
				}
			}
			wanted += w.Replicas.Wanted
			if w.Version != "" && !slices.Contains(c.versions, w.Version) {
				c.versions = append(c.versions, w.Version)
			}
		}
		c.ready += ready
		if ready > 0 {
			c.serving = append(c.serving, cluster.Name)
		} else {
			c.lostWanted += wanted
		}
		for _, j := range cluster.Jobs {
			if j.Owner == "" {
				c.jobs[j.Object()] = c.jobs[j.Object()] || inTrouble(j.Status)
			}
		}
		for _, r := range cluster.Resources {
			c.resources[r.Object()] = c.resources[r.Object()] || inTrouble(r.Status)
		}
	}
	return c
}

func inTrouble(s schemas.Status) bool {
	return s == schemas.Degraded || s == schemas.Down || s == schemas.Missing
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
		say.plain(": " + inOrder(len(c.jobs), "job"))
	case c.workloads == 0 && len(c.resources) > 0:
		say.plain(": " + inOrder(len(c.resources), "custom resource"))
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
	version := len(c.moved) == 1 && c.moved[0] != ""
	switch {
	case version:
		say.plain("A rollout to ")
		say.code(c.moved[0])
		say.plain(" is under way in ")
	case len(c.moved) > 0:
		say.plain("A rollout is under way in ")
	default:
		say.plain("A change is under way in ")
	}
	sayWhere(say, c.moving)
	say.plain(": ")
	switch {
	case version:
		say.plain(number(c.updated) + " of " + plural(c.rolling, "pod") + " run it, and ")
	case len(c.moved) > 0:
		say.plain(number(c.updated) + " of " + plural(c.rolling, "pod") + " are new, and ")
	}
	say.plain(podsReady(c) + ".")
}

func openDegraded(say *Sentence, c census) {
	lost := len(c.down) + len(c.missing) + len(c.unknown)
	switch {
	case c.batch():
		sayTroubled(say, c, c.jobs, "job")
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
		sayTroubled(say, c, c.resources, "custom resource")
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
	if c.wanted == 1 {
		say.plain(": its one pod is not ready.")
		return
	}
	say.plain(": none of " + plural(c.wanted, "pod") + " is ready.")
}

// inOrder says that all of a few things are well.
func inOrder(n int, one string) string {
	switch n {
	case 1:
		return "its one " + one + " is in good order."
	case 2:
		return "both " + one + "s are in good order."
	default:
		return "all " + plural(n, one) + " are in good order."
	}
}

// sayTroubled says how many of a few things are not well.
func sayTroubled(say *Sentence, c census, all map[string]bool, one string) {
	bad := 0
	for _, trouble := range all {
		if trouble {
			bad++
		}
	}
	end := " is in trouble."
	switch {
	case bad == 0:
		say.plain("Not all is well with its " + strings.TrimPrefix(plural(len(all), one), "1 ") + " in ")
		end = "."
	case len(all) == 1:
		say.plain("Its one " + one + " in ")
	case bad == 1:
		say.plain("One of its " + plural(len(all), one) + " in ")
	case bad == len(all):
		say.plain("All of its " + plural(len(all), one) + " in ")
		end = " are in trouble."
	default:
		say.plain(number(bad) + " of its " + plural(len(all), one) + " in ")
		end = " are in trouble."
	}
	sayWhere(say, c.all)
	say.plain(end)
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
	c.wanted -= c.lostWanted // of what serves
	say.plain(": " + podsReady(c) + ".")
}

// mostNamed is how many clusters a sentence names.
const mostNamed = 3

// sayWhere names clusters while they can be taken in, and counts them beyond.
func sayWhere(say *Sentence, names []string) {
	if len(names) > mostNamed {
		say.plain(plural(len(names), "cluster"))
		return
	}
	say.names(names)
}

func podsReady(c census) string {
	is, are := " is ready", " are ready"
	if c.old {
		is, are = " was ready", " were ready"
	}
	switch {
	case c.ready != c.wanted:
		return number(c.ready) + " of " + plural(c.wanted, "pod") + are
	case c.wanted == 1:
		return "its one pod" + is
	case c.wanted == 2:
		return "both pods" + are
	default:
		return "all " + plural(c.wanted, "pod") + are
	}
}

package render

// This file is a lane: one cluster of a service in one line.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Lane answers the five questions for one cluster.
type Lane struct {
	Badge
	Name, Where string
	Near        string // Where, without what the name says
	Link        string // to its details below
	Stale       bool
	AsOf        Moment
	Version     Version
	Pods        Pods
	None        string  // why there are no pods to draw
	Jobs        []Tally // where there are jobs and no workloads
	Hull        *Hull
	Hulls       string // "and 2 more" autoscalers, less full
	Restarts    Restarts
	Change      LastChange
	Unread      string // what stands where a version or restarts would: "not read", or nothing

	status schemas.Status
	partly bool // some kind could not be read
}

// Restarts are how many there ever were, and whether that is news.
type Restarts struct {
	Count string
	News  bool
	Last  Moment
	total int
}

func laneOf(c schemas.Cluster, all []drift, changes []schemas.Change) Lane {
	lane := Lane{
		Badge: badgeOf(c.Status), Name: c.Name, Where: whereOf(c.Region, c.Environment), Near: nearOf(c), Link: "#" + anchor("cluster", c.Name),
		Stale: c.Stale, AsOf: Moment{c.AsOf}, Version: versionOf(c, all), Pods: podsOf(c.Workloads),
		Restarts: restartsOf(c), Change: lastChangeOf(changes, c.Name), status: c.Status, partly: len(asksOf(c.Name, c.Reads)) > 0,
	}
	if len(c.Workloads) == 0 && len(c.Jobs) > 0 {
		lane.Jobs = jobTally(ownJobs(c))
	}
	lane.None = noPods(c)
	if c.Status == schemas.Unknown {
		lane.Restarts, lane.Unread = Restarts{}, "not read"
	}
	var hulls []*Hull
	for _, w := range c.Workloads {
		if h := hullOf(w, c.Problems); h != nil {
			hulls = append(hulls, h)
		}
	}
	fullest(hulls)
	if len(hulls) > 0 {
		lane.Hull = hulls[0]
	}
	if len(hulls) > 1 {
		lane.Hulls = hulls[0].Workload + ", fullest of " + number(len(hulls))
	}
	return lane
}

// noPods says why none are drawn: what could not be read must not look like nothing there.
func noPods(c schemas.Cluster) string {
	unread := slices.ContainsFunc(c.Reads, func(r schemas.Read) bool {
		return (r.Resource == "pods" || r.Resource == "*") && r.State != schemas.ReadOK && r.State != schemas.ReadNotServed
	})
	if c.Status == schemas.Unknown || unread {
		return "not read"
	}
	return "none"
}

// jobTally counts jobs by status, the worst first.
func jobTally(jobs []schemas.Job) []Tally {
	var all []Tally
	for _, status := range schemas.Statuses() {
		n := 0
		for _, j := range jobs {
			if j.Status == status {
				n++
			}
		}
		if n > 0 {
			badge := badgeOf(status)
			badge.Word = strings.TrimPrefix(plural(n, "job"), number(n)+" ") + " " + badge.Word
			all = append(all, Tally{badge, number(n)})
		}
	}
	return all
}

// ownJobs leaves out what a CronJob of the list started.
func ownJobs(c schemas.Cluster) []schemas.Job {
	return slices.DeleteFunc(slices.Clone(c.Jobs), func(j schemas.Job) bool { return j.Owner != "" })
}

// whereOf is a cluster's region and environment, the latter where the former does not say it.
func whereOf(region, environment string) string {
	switch {
	case region == "":
		return environment
	case environment == "":
		return region
	default:
		return region + " · " + environment
	}
}

// nearOf leaves the environment away where the cluster's name has it, as most do.
func nearOf(c schemas.Cluster) string {
	if strings.Contains(c.Name, c.Environment) {
		return c.Region
	}
	return whereOf(c.Region, c.Environment)
}

// restartNews are the rules that hold only while restarts are news.
var restartNews = []string{"crash-loop", "restarting", "oom-killed"}

func restartsOf(c schemas.Cluster) Restarts {
	var r Restarts
	total := 0
	for _, w := range c.Workloads {
		for _, pod := range w.Pods {
			total += pod.Restarts
			for _, container := range pod.Containers {
				if end := container.Last; end != nil && end.Finished.After(r.Last.at) {
					r.Last = Moment{end.Finished}
				}
			}
		}
	}
	r.Count, r.total = number(total), total
	if total == 0 {
		return Restarts{Count: r.Count}
	}
	r.News = slices.ContainsFunc(counted(c.Problems), func(p schemas.Problem) bool { return slices.Contains(restartNews, p.Rule) })
	return r
}

package schemas

// This file is the type of the rule catalogue; the rows stand beside their functions in collect/health.

// Rule documents one rule: what the pages, the README and the configuration say of it.
type Rule struct {
	ID       string
	Family   string // "Pods and containers", "Workloads", "Batch", "Autoscaling", …
	Severity Severity
	When     string // "a container waits in CrashLoopBackOff": completes "holds when"
	Means    string // what it means for the service's users
	Next     string // the one next step

	Threshold float64 // what the configuration may set, by default; 0 where there is none
	Across    bool    // judged across clusters: no object of one cluster can set it aside
	Several   bool    // what it finds is in several clusters at once: no pattern for clusters can set it aside
}

// Other is a severity that is not the rule's own, to show how one is set.
func (r Rule) Other() Severity {
	if r.Severity == Info {
		return Warning
	}
	return Info
}

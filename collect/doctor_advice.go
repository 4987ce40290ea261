package collect

// This file is what doctor advises: for each trouble why it is one, and a command to copy.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Step is one thing to do.
type Step struct {
	Clusters []string `json:"clusters"`
	Why      string   `json:"why"`
	Run      string   `json:"run,omitempty"` // empty where no command helps
}

// adviser gathers steps. What several clusters need alike is said once.
type adviser struct {
	collected *Collected
	file      string
	steps     []Step
}

func (a *adviser) add(s Step) {
	for i := range a.steps {
		if a.steps[i].Why == s.Why && a.steps[i].Run == s.Run {
			a.steps[i].Clusters = append(a.steps[i].Clusters, s.Clusters...)
			return
		}
	}
	a.steps = append(a.steps, s)
}

// advise says what to do about clusters, then about services.
func advise(c *Collected, d *Diagnosis, file string) []Step {
	a := &adviser{collected: c, file: file, steps: []Step{}}
	for i := range d.Clusters {
		a.cluster(c.clusterConfig(d.Clusters[i].Name), &d.Clusters[i])
	}
	a.services(d)
	return a.steps
}

// cluster advises on the worst that holds for a cluster; what stands behind it shows when that is mended.
func (a *adviser) cluster(k schemas.ClusterConfig, d *ClusterDiagnosis) {
	about := func(why, run string) { a.add(Step{[]string{d.Name}, why, run}) }
	ask := Kubectl(k) + " get --raw /readyz"
	switch {
	case d.State == Misconfigured:
		about(a.place(d.Name)+": "+d.Message, a.lookFor(k))
	case d.Source == "dump":
		if d.State != schemas.ReadOK {
			about(d.Message, "")
		}
	case d.State == schemas.ReadUnauthorized || d.User == source.Anonymous:
		about("log in: the credentials are missing, wrong or have expired", login(k))
	case d.State == schemas.ReadUnreachable:
		about("see why it cannot be reached from this machine: a VPN, a proxy, a firewall rule, an old address", ask)
	case d.State == schemas.ReadTimeout && strings.Contains(d.Message, "credential plugin"):
		about("see what its credential plugin waits for", login(k))
	case d.State == schemas.ReadTimeout:
		about("see why it is slow to answer, or raise its timeout in "+a.file, ask)
	case d.State == schemas.ReadForbidden || d.lacksRights():
		about(grantWhy(k, d), a.grant(k, d))
	case d.State == schemas.ReadOK && d.unanswered():
		about("see why nothing answers for metrics.k8s.io; without it all is read but what pods use", Kubectl(k)+" describe apiservice v1beta1.metrics.k8s.io")
	case d.State != schemas.ReadOK || slices.ContainsFunc(d.Kinds, KindDiagnosis.trouble):
		about("see what stands between this machine and its API server", ask)
	}
}

// place is where the configuration names a cluster.
func (a *adviser) place(cluster string) string {
	config := a.collected.options.Config
	at := slices.IndexFunc(config.Clusters, func(k schemas.ClusterConfig) bool { return k.Name == cluster })
	mistake := config.Errorf(fmt.Sprintf("clusters[%d]", at), "")
	return fmt.Sprintf("correct %s:%d", mistake.File, mistake.Line)
}

// lookFor finds what a cluster's entry could name.
func (a *adviser) lookFor(k schemas.ClusterConfig) string {
	switch {
	case k.Dump != "":
		return fmt.Sprintf("mkdir -p %s && kubectl get %s -A -o json > %s", ShellWord(k.Dump), strings.Join(plurals(builtIn()), ","), ShellWord(k.Dump+"/objects.json"))
	case k.InCluster:
		return ""
	default:
		return Kubectl(schemas.ClusterConfig{Kubeconfig: k.Kubeconfig}) + " config get-contexts"
	}
}

// builtIn are the kinds that every cluster has, and kubectl get takes.
func builtIn() []facts.Kind {
	return slices.DeleteFunc(facts.Kinds(), func(k facts.Kind) bool { return k.Custom })
}

// logins are the commands behind credential plugins. What has none here asks by itself when kubectl runs it.
var logins = map[string]string{
	"gke-gcloud-auth-plugin": "gcloud auth login",
	"aws":                    "aws sso login",
	"aws-iam-authenticator":  "aws sso login",
	"tsh":                    "tsh login",
	"doctl":                  "doctl auth init",
}

func login(k schemas.ClusterConfig) string {
	if command := logins[strings.TrimSuffix(source.Plugin(k), ".exe")]; command != "" {
		return command
	}
	return Kubectl(k) + " auth whoami"
}

func grantWhy(k schemas.ClusterConfig, d *ClusterDiagnosis) string {
	why := "have somebody who may grant rights there apply what is missing"
	if d.State == schemas.ReadForbidden && len(k.Namespaces) == 0 {
		why += ", or set namespaces: to those that you may read"
	}
	return why
}

// grant is how the rights come to whom the cluster takes us for.
func (a *adviser) grant(k schemas.ClusterConfig, d *ClusterDiagnosis) string {
	command := "plimsoll rbac" + DashC(a.file) + " --cluster " + ShellWord(d.Name)
	if account, ok := strings.CutPrefix(d.User, "system:serviceaccount:"); ok {
		command += " --service-account " + ShellWord(strings.Replace(account, ":", "/", 1))
	} else if d.User != "" {
		command += " --user " + ShellWord(d.User)
	}
	return command + " | " + Kubectl(k) + " apply -f -"
}

// absentAtMost bounds how many absent services have a step of their own; all of them are listed above the steps.
const absentAtMost = 5

func (a *adviser) services(d *Diagnosis) {
	absent := 0
	for _, s := range d.Services {
		for _, w := range s.Clusters {
			if w.State != Absent {
				continue
			}
			if absent++; absent <= absentAtMost {
				a.absent(s.ID, w.Name)
			}
		}
	}
	if d.Readable() > 0 && d.Complete() && !slices.ContainsFunc(d.Services, func(s ServiceDiagnosis) bool { return len(s.Clusters) > 0 }) {
		a.add(Step{[]string{}, "no service was found: see which labels your workloads carry, and name them under services.discover", "kubectl get deployments,statefulsets,daemonsets,cronjobs -A --show-labels"})
	}
}

// absent looks for what a service is defined by.
func (a *adviser) absent(id, cluster string) {
	definition := a.collected.roster.byID[id]
	if definition == nil || definition.Selector == "" {
		return
	}
	where := "-A"
	if len(definition.Namespaces) == 1 {
		where = "-n " + definition.Namespaces[0]
	}
	a.add(Step{[]string{cluster}, fmt.Sprintf("see why %s is not there, or take the cluster off its list", id),
		fmt.Sprintf("%s get deployments,statefulsets,daemonsets,cronjobs %s -l %s", Kubectl(a.collected.clusterConfig(cluster)), where, ShellWord(definition.Selector))})
}

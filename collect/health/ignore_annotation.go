package health

// This file reads the annotation plimsoll/ignore, and says what is wrong with one:
//
//	plimsoll/ignore: "restarting, oom-killed until 2027-01-01: leaks until release 4; at-max: sized by hand"
//
// Entries are separated by semicolons. Each names rules, or * for every rule; until and a day if it is to end; and a
// reason after the colon. An entry that cannot be read ignores nothing.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// annotation is the text on one object, and which problems it may speak of.
type annotation struct {
	on     string // the object that carries it
	about  string // the object whose problems are meant
	family string // of this family alone, where it is set
	text   string
}

// entry is one part of an annotation.
type entry struct {
	rules  []string
	until  string
	reason string
}

func (e entry) names(rule string) bool {
	return slices.Contains(e.rules, rule) || slices.Contains(e.rules, everyRule)
}

// mostReason bounds a reason as the configuration's schema does.
const mostReason = 300

// entries reads the annotation: the parts that hold, and a sentence for each that does not.
func (a annotation) entries(families map[string]string) (good []entry, wrong []string) {
	for part := range strings.SplitSeq(a.text, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		e, err := a.entry(part, families)
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%q %v", facts.Clean(part, 80), err))
			continue
		}
		good = append(good, e)
	}
	return good, wrong
}

func (a annotation) entry(part string, families map[string]string) (entry, error) {
	head, reason, _ := strings.Cut(part, ":")
	words := strings.FieldsFunc(strings.ToLower(head), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	e := entry{rules: words, reason: facts.Clean(strings.TrimSpace(reason), mostReason)}
	if at := slices.Index(words, "until"); at >= 0 {
		e.rules, e.until = words[:at], strings.Join(words[at+1:], " ")
		if _, err := time.Parse(time.DateOnly, e.until); err != nil {
			return e, fmt.Errorf("names no day that there is after until: write one such as 2027-01-01")
		}
	}
	if len(e.rules) == 0 {
		return e, fmt.Errorf("names no rule: write a rule's id, or * for every rule")
	}
	for _, rule := range e.rules {
		if err := a.may(rule, families); err != nil {
			return e, err
		}
	}
	if e.reason == "" {
		return e, fmt.Errorf("gives no reason: write it after a colon")
	}
	return e, nil
}

// may refuses a rule that there is not, or that the object has no say in.
func (a annotation) may(rule string, families map[string]string) error {
	family, known := families[rule]
	switch {
	case rule == everyRule:
		return nil
	case !known:
		near := schemas.Nearest(rule, slices.Sorted(maps.Keys(families)))
		if near != "" {
			return fmt.Errorf("names no rule that there is: %s; did you mean %s?", rule, near)
		}
		return fmt.Errorf("names no rule that there is: %s; plimsoll explain lists them", rule)
	case family == findingFamily:
		return fmt.Errorf("names %s, which is judged across clusters: ignore it in the configuration, under rules.ignore", rule)
	case a.family != "" && family != a.family:
		return fmt.Errorf("names %s, which is not about scaling: put it on %s", rule, a.about)
	}
	return nil
}

// IgnoreNotes says what of a share's annotations is without effect, and which have come to their end: one line each,
// which names the object.
func IgnoreNotes(share *facts.Share, now time.Time) []string {
	var notes []string
	note := func(on, text string) {
		notes = append(notes, fmt.Sprintf("%s: %s: plimsoll/ignore: %s", share.Cluster, on, text))
	}
	for a := range annotations(share) {
		good, wrong := a.entries(familyOf())
		for _, text := range wrong {
			note(a.on, text+"; it ignores nothing")
		}
		for _, e := range good {
			if Lapsed(e.until, now) {
				note(a.on, fmt.Sprintf("%s ended on %s: delete it, or give it a new date", strings.Join(e.rules, ", "), e.until))
			}
		}
	}
	for _, w := range share.Workloads {
		if p := annotated(w.Pods); p != nil && w.Kind != "Pod" {
			note(facts.ObjectName("Pod", &p.Meta), "it does nothing on a pod: put it on "+facts.ObjectName(w.Kind, &w.Meta))
		}
	}
	for _, c := range share.CronJobs {
		at := slices.IndexFunc(c.Jobs, func(j *facts.JobShare) bool { return j.Ignore != "" })
		if at >= 0 {
			note(facts.ObjectName("Job", &c.Jobs[at].Meta), "it does nothing on a CronJob's Job: put it on "+facts.ObjectName("CronJob", &c.Meta))
		}
	}
	return notes
}

// annotated is the first pod that carries the annotation: problems of pods are named after what has made them.
func annotated(pods []*facts.Pod) *facts.Pod {
	at := slices.IndexFunc(pods, func(p *facts.Pod) bool { return p.Ignore != "" })
	if at < 0 {
		return nil
	}
	return pods[at]
}

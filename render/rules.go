package render

// This file is the views of the pages that hold no facts: the catalogue of rules, and the one for lost visitors.

import "github.com/plimsoll-k8s/plimsoll/schemas"

type rulesPage struct {
	Frame
	Families []Family
	Count    string
}

// Family is the rules of one kind of object, in the catalogue's order.
type Family struct {
	Name  string
	Rules []Rule
}

// Rule is a row of the catalogue.
type Rule struct {
	Badge
	schemas.Rule
	Next Sentence
}

func (r *Renderer) rulesPage(at place) *rulesPage {
	v := &rulesPage{Frame: r.frame(at, "rules/", "Rules", Crumb{Title: "rules"}), Count: plural(len(r.rules), "rule")}
	v.Description = "What is called a problem, and what to do about it."
	place := map[string]int{}
	for _, rule := range r.rules {
		if _, known := place[rule.Family]; !known {
			place[rule.Family] = len(v.Families)
			v.Families = append(v.Families, Family{Name: rule.Family})
		}
		family := &v.Families[place[rule.Family]]
		family.Rules = append(family.Rules, Rule{severityBadge(rule.Severity), rule, hintOf(rule.Next)})
	}
	return v
}

type lostPage struct{ Frame }

func (r *Renderer) lostPage(at place) *lostPage {
	f := r.frame(at, "", "Not found", Crumb{Title: "not found"})
	f.Other = ""
	return &lostPage{f}
}

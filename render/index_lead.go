package render

// This file is the sentence above a list of services: is everything all right, what is worst, and since when.

import "github.com/plimsoll-k8s/plimsoll/schemas"

func fleetLead(l Listing) Sentence {
	var say Sentence
	switch n := len(l.Rows); {
	case n == 0, len(l.Sums) == 0:
		return nil
	case l.Worries > 0:
		sayWorst(&say, l)
	case len(l.Sums) > 1:
		var parts []string
		for _, s := range l.Sums {
			parts = append(parts, s.Count+" "+s.Word)
		}
		say.plain("Nothing needs attention: " + list(parts) + ".")
	case n == 1:
		say.plain("Nothing needs attention: the one service is " + l.Sums[0].Word + ".")
	default:
		say.plain("Nothing needs attention: all " + number(n) + " services are " + l.Sums[0].Word + ".")
	}
	return say
}

// sayWorst names the service that stands first, what its leading problem is, and since when.
func sayWorst(say *Sentence, l Listing) {
	worst := l.Rows[0]
	say.strong(number(l.Worries) + " of " + plural(len(l.Rows), "service"))
	if l.Worries == 1 {
		say.plain(" needs attention: ")
	} else {
		say.plain(" need attention, first of all ")
	}
	say.strong(worst.Name)
	say.plain(", ")
	say.mark(worst.Tone, worst.Word)
	if lead := worst.Lead; lead != nil {
		if lead.What != "" {
			say.plain(": ")
			say.mark(lead.Tone, lead.What)
		}
		if lead.Cluster != "" {
			say.plain(" in ")
			say.strong(lead.Cluster)
		}
		if lead.Since.Known() {
			say.plain(" ")
			say.since(lead.Since)
		}
	}
	say.plain(".")
}

// unreadLead names the clusters that stand here as they were.
func unreadLead(clusters []schemas.ClusterEntry) Sentence {
	var say Sentence
	var unread []string
	for _, c := range clusters {
		if c.State != schemas.ReadOK && c.State != "" {
			unread = append(unread, c.Name)
		}
	}
	if len(unread) == 0 {
		return nil
	}
	say.plain(" ")
	say.names(unread)
	say.plain(" ")
	say.mark("warn", "could not be read")
	if len(unread) > 1 {
		say.plain(" and stand here as last seen.")
	} else {
		say.plain(" and stands here as last seen.")
	}
	return say
}

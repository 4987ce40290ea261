package render

// This file is what is wrong: one card a cause, with the clusters it holds in and, folded, what follows from it.

import (
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Card is one problem; where the same one holds alike in several clusters, it is one card.
type Card struct {
	Badge
	Title    Sentence
	Message  string
	Whole    string // the message in full, where it is too long for a card
	Said     string // the message as the middle of a sentence
	Hint     Sentence
	Rule     string
	RuleLink string
	Object   string
	Where    []Where
	Effects  []Effect
	Pods     []string
	MorePods string
	Unnamed  bool   // the title does not say what it is about
	Aside    string // who set it aside, why and until when; empty where it counts

	problem  schemas.Problem
	clusters []string
	count    int
}

// Where is one cluster of a card.
type Where struct {
	Cluster, Link string
	Since         Moment
}

// Effect is what follows from a card's problem.
type Effect struct {
	Badge
	Cluster, Object, Message, Rule, RuleLink string
}

// cardsOf makes the cards of a service, the worst first, clusters in their own order.
func (r *Renderer) cardsOf(at place, s *schemas.Snapshot) []Card {
	var cards []Card
	byKey := map[string]int{}
	add := func(cluster string, problems []schemas.Problem) {
		roots := rootsOf(problems)
		for _, p := range problems {
			if roots[p.Key()] != p.Key() {
				continue
			}
			key := p.Key() + "\x00" + string(p.Severity) + p.Message + "\x00" + p.Hint + "\x00" + asideWords(p.Ignored)
			i, seen := byKey[key]
			if !seen || cluster == "" {
				i = len(cards)
				byKey[key] = i
				cards = append(cards, r.newCard(at, p))
			}
			cards[i].add(cluster, func(rule string) string { return r.ruleLink(at, rule) }, p, problems, roots)
		}
	}
	add("", s.Findings)
	for _, c := range s.Clusters {
		add(c.Name, c.Problems)
	}
	for i := range cards {
		cards[i].finish(s)
		cards[i].shorten()
	}
	slices.SortStableFunc(cards, compareCards)
	return cards
}

// compareCards puts the worst first; what is only not known comes after what is wrong.
func compareCards(a, b Card) int {
	if d := a.problem.Severity.Rank() - b.problem.Severity.Rank(); d != 0 {
		return d
	}
	rank := func(c Card) int {
		switch {
		case c.problem.AboutReading():
			return 2
		case len(c.clusters) == 0: // findings follow the clusters' own problems
			return 1
		}
		return 0
	}
	return rank(a) - rank(b)
}

// rootsOf finds for each problem the one that explains it, itself if none does. What names a cause that is not
// there, or that it causes itself, explains itself.
func rootsOf(problems []schemas.Problem) map[string]string {
	cause, counts := map[string]string{}, map[string]bool{}
	for _, p := range problems {
		counts[p.Key()] = p.Ignored == nil
	}
	for _, p := range problems {
		if cause[p.Key()] = p.CausedBy; p.Ignored != nil && counts[p.CausedBy] {
			cause[p.Key()] = "" // what is set aside stands apart from what counts
		}
	}
	roots := make(map[string]string, len(problems))
	for _, p := range problems {
		root := p.Key()
		for range problems {
			next := cause[root]
			if _, there := cause[next]; next == "" || !there {
				break
			}
			root = next
		}
		if next := cause[root]; next != "" {
			if _, there := cause[next]; there {
				root = p.Key() // a circle
			}
		}
		roots[p.Key()] = root
	}
	return roots
}

func (r *Renderer) newCard(at place, p schemas.Problem) Card {
	card := Card{
		Badge: severityBadge(p.Severity), Message: upperFirst(p.Message), Said: p.Message, Hint: hintOf(p.Hint), Rule: p.Rule,
		Object: objectName(p.Object), Aside: asideWords(p.Ignored), problem: p,
	}
	if p.Container != "" {
		card.Object += ", container " + p.Container
	}
	card.RuleLink = r.ruleLink(at, p.Rule)
	return card
}

// add counts one more cluster in.
func (card *Card) add(cluster string, link func(rule string) string, p schemas.Problem, problems []schemas.Problem, roots map[string]string) {
	where := Where{Cluster: cluster, Since: Moment{p.Since}}
	if cluster != "" {
		card.clusters = append(card.clusters, cluster)
		where.Link = "#" + anchor("cluster", cluster)
	}
	card.Where = append(card.Where, where)
	card.count += max(p.Count, len(p.Objects))
	for _, pod := range p.Objects {
		if pod != p.Object {
			card.Pods = append(card.Pods, lastName(pod))
		}
	}
	for _, e := range problems {
		if root := roots[e.Key()]; root == p.Key() && e.Key() != root {
			card.Effects = append(card.Effects, Effect{severityBadge(e.Severity), cluster, objectName(e.Object), upperFirst(e.Message), e.Rule, link(e.Rule)})
		}
	}
}

// finish words the title, when every cluster is counted.
func (card *Card) finish(s *schemas.Snapshot) {
	const most = 20
	p := card.problem
	if len(card.Pods) > most {
		card.Pods = card.Pods[:most]
	}
	if n := card.count - len(card.Pods); n > 0 && len(card.Pods) > 0 {
		card.MorePods = number(n) + " more"
	}
	if len(card.clusters) < 2 {
		for i := range card.Effects {
			card.Effects[i].Cluster = ""
		}
	}
	if _, known := phrases[p.Rule]; !known {
		title, rest, _ := strings.Cut(p.Message, ": ") // what follows is what somebody else said
		card.Title.plain(upperFirst(title))
		card.Message, card.Said, card.Unnamed = upperFirst(rest), rest, p.Object != ""
		return
	}
	who, n := subject(p, clustersOf(s, card.clusters), card.count, "")
	verb, what := happening(p, n, false)
	card.Title.plain(upperCount(who) + " " + verb + what)
	if len(card.clusters) > 0 {
		card.Title.plain(" in " + someClusters(card.clusters))
	}
	card.Said = detail(p.Rule, p.Message)
	card.Message = upperFirst(card.Said)
}

// A message of two lines is enough to know what is wrong; with more, the next problem is out of sight.
const mostMessage = 150

// shorten keeps the beginning of a long message in sight, up to a word's end, and folds the whole.
func (card *Card) shorten() {
	if len(card.Message) <= mostMessage {
		return
	}
	cut := strings.LastIndexByte(card.Message[:mostMessage], ' ')
	if cut < mostMessage/2 {
		return
	}
	card.Whole, card.Message = card.Message, strings.TrimRight(card.Message[:cut], " ,;:.")+" …"
}

// Since is when it began, in the cluster where it began first.
func (card Card) Since() Moment {
	var since time.Time
	for _, w := range card.Where {
		if w.Since.Known() && (since.IsZero() || w.Since.at.Before(since)) {
			since = w.Since.at
		}
	}
	return Moment{since}
}

// someClusters names what a title has room for.
func someClusters(names []string) string {
	if len(names) > 3 {
		return plural(len(names), "cluster")
	}
	return list(names)
}

// Beyond mostWhere clusters, the rest of a card's stand folded.
const mostWhere = 6

// Near are the clusters in sight, Far the others.
func (card Card) Near() []Where { return card.Where[:min(len(card.Where), mostWhere)] }
func (card Card) Far() []Where  { return card.Where[min(len(card.Where), mostWhere):] }

// Alike tells whether it began everywhere at once, so that one moment is enough to say.
func (card Card) Alike() bool {
	return card.Since().Known() && !slices.ContainsFunc(card.Where, func(w Where) bool { return w.Since != card.Where[0].Since })
}

// Many tells whether the clusters are worth a list of their own.
func (card Card) Many() bool { return len(card.clusters) > 1 }

// Folds is what a card holds that is not shown at first: "explains 2 more · 3 pods".
func (card Card) Folds() string {
	var parts []string
	if card.Whole != "" {
		parts = append(parts, "the whole message")
	}
	if n := len(card.Far()); n > 0 {
		parts = append(parts, plural(n, "more cluster"))
	}
	if n := len(card.Effects); n > 0 {
		parts = append(parts, "explains "+number(n)+" more: "+shortList(effectRules(card.Effects), 3))
	}
	if n := len(card.Pods); n > 0 {
		parts = append(parts, plural(max(n, card.count), "pod"))
	}
	return strings.Join(parts, " · ")
}

func effectRules(effects []Effect) []string {
	var rules []string
	for _, e := range effects {
		if word := strings.ReplaceAll(e.Rule, "-", " "); !slices.Contains(rules, word) {
			rules = append(rules, word)
		}
	}
	return rules
}

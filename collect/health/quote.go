package health

// This file makes Kubernetes' messages comparable: whatever differs between two pods, two attempts or two minutes
// with one and the same cause is taken out.

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// quoteBytes bounds what is quoted of a message.
const quoteBytes = 240

// gap stands for what was taken out.
const gap = "…"

// noise is tried from top to bottom: the wider shapes first, which later ones would leave in pieces.
var noise = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z| ?[+-]\d{2}:?\d{2})?(?: UTC)?`), gap},
	{regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`), gap},
	{regexp.MustCompile(`\[[0-9a-fA-F:]*:[0-9a-fA-F:.]*\](?::\d+)?`), gap},                               // [2001:db8::1]:8080
	{regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?:/\d+|:\d+)?`), gap},                    // 10.1.2.3:8080
	{regexp.MustCompile(`\b0x[0-9a-f]+\b`), gap},                                                         // a pointer
	{regexp.MustCompile(`(sha256:[0-9a-f]{64})|\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b`), `${1}`}, // ids, but not digests of images
	{regexp.MustCompile(`\b(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?s\b|\b\d+(?:\.\d+)?(?:ms|µs|us|ns)\b`), gap},   // 5m40s, but not 100m of CPU
	{regexp.MustCompile(`, used: \S+ limited: `), `, limited: `},                                         // of a quota
	{regexp.MustCompile(` ?\(?\battempts?[ :=]+\d+\)?`), ``},                                             // attempt 3
	{regexp.MustCompile(`_[a-z0-9-]+\((?:` + gap + `)?\)`), ``},                                          // name_namespace(uid)
}

// suffix is what controllers append to names: a template hash, five random letters, or both. They are drawn from
// letters that spell no words.
const suffix = `-(?:[bcdfghjklmnpqrstvwxz2456789]{5,10}-?)(?:-?[bcdfghjklmnpqrstvwxz2456789]{5})?`

// quote is a message with all that is of one pod alone replaced by the name of what owns it.
func (p subject) quote(message string) string {
	return quoteFor(message, p.name, p.pod.Name, p.pod.Owner.Name)
}

// quote is a message about something of the unit.
func (u *unit) quote(message string) string {
	return quoteFor(message, u.name)
}

func quoteFor(message, owner string, names ...string) string {
	if message == "" {
		return ""
	}
	if owner != "" && strings.Contains(message, owner+"-") {
		generated := regexp.MustCompile(`\b` + regexp.QuoteMeta(owner) + suffix + `(\W|_|$)`)
		message = generated.ReplaceAllString(message, owner+"$1")
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	for _, n := range names {
		if n != "" && n != owner {
			message = strings.ReplaceAll(message, n, owner)
		}
	}
	for _, n := range noise {
		message = n.pattern.ReplaceAllString(message, n.with)
	}
	return facts.Clean(strings.TrimRight(message, ". "), quoteBytes)
}

// join appends what Kubernetes said to what we say.
func join(text, quoted string) string {
	if quoted == "" {
		return text
	}
	return text + ": " + quoted
}

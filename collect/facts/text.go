package facts

// This file is what free text from a cluster goes through before it is kept: messages of conditions, events and
// errors, and what credential plugins say. It may hold anything, secrets and terminal tricks too.

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MessageBytes is how long a message may be once it is cleaned.
const MessageBytes = 300

// rawBytes bounds what is looked at: what stands further behind would be cut anyway.
const rawBytes = 8 << 10

// Clean makes text from a cluster fit to be kept: one line, without control, invisible and bidi characters, with
// credentials replaced by "[redacted]", and at most max bytes long (0 is MessageBytes). Text that was cut ends in "…".
func Clean(s string, max int) string {
	if max <= 0 {
		max = MessageBytes
	}
	if s == "" {
		return ""
	}
	whole := len(s) <= rawBytes
	if !whole {
		s = s[:rawBytes]
	}
	s = Redact(oneLine(s))
	if whole && len(s) <= max {
		return s
	}
	return cut(s, max)
}

// Redact replaces what looks like a credential by "[redacted]". It prefers to lose a word of a message over showing
// a password, save where the word is what Kubernetes wants to say: `secret "db" not found` stays as it is.
func Redact(s string) string {
	lower := strings.ToLower(s)
	for i := range credentials {
		if c := &credentials[i]; c.hinted(lower) {
			s = c.pattern.ReplaceAllString(s, c.with)
		}
	}
	return s
}

// credential is one shape that secrets have. Patterns cost a hundred times what a search for a literal does, and
// a cluster has many events: a pattern is tried only on text that holds one of its hints, in lower case.
type credential struct {
	hints   []string
	pattern *regexp.Regexp
	with    string
}

func (c *credential) hinted(lower string) bool {
	for _, h := range c.hints {
		if strings.Contains(lower, h) {
			return true
		}
	}
	return false
}

var secretWords = []string{"pass", "pwd", "secret", "token", "key", "credential", "sig"}

// credentials is tried from top to bottom. The first ones take whole blocks, which later ones would leave in pieces.
var credentials = []credential{
	{[]string{"-----begin"}, // a PEM block, on one line by now, with real or escaped line ends, closed or cut off
		regexp.MustCompile(`-----BEGIN ([A-Z0-9 ]+)-----.*?(?:-----END [A-Z0-9 ]+-----|$)`), `[redacted $1]`},
	{[]string{"eyj"}, // a JSON web token
		regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)*`), `[redacted]`},
	{[]string{"://"}, // https://user:password@host
		regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s:@"']*:[^/\s@"']+@`), `$1[redacted]@`},
	{[]string{"authorization:"}, // whatever follows, in a dump of a request
		regexp.MustCompile(`(?i)\b(authorization:\s*(?:bearer|basic|token|digest|negotiate)\s+)[^\s"',]+`), `$1[redacted]`},
	{[]string{"bearer", "basic"}, // an Authorization header; "Bearer realm=" and "bearer token" are no credentials
		regexp.MustCompile(`(?i)\b(bearer|basic)\s+(?:[a-z._~+/=-]*[0-9][a-z0-9._~+/=-]{3,}|[a-z0-9._~+/=-]{16,})`), `$1 [redacted]`},
	{secretWords, // --password hunter2
		regexp.MustCompile(`(?i)(--?[a-z0-9-]*(?:password|passwd|token|secret|api-?key|access-?key))\s+["']?[^\s"'-][^\s"']*`), `$1 [redacted]`},
	{append([]string{"auth"}, secretWords...), // "password": "hunter2", also escaped inside another string
		regexp.MustCompile(`(?i)("[a-z0-9_.-]*(?:passw(?:or)?d|pwd|passphrase|secret|token|key|key_id|credentials?|auth)\\?"\s*:\s*\\?")[^"\\]+`), `$1[redacted]`},
	{secretWords, // password=hunter2, ?X-Amz-Signature=…
		regexp.MustCompile(`(?i)([a-z0-9_.-]*(?:passw(?:or)?d|pwd|passphrase|secret|token|apikey|key|credentials?|signature|\bsig)\s*=\s*)(?:"[^"]*"?|'[^']*'?|[^\s"'&,;)]+)`), `$1[redacted]`},
	{secretWords, // password: hunter2. Plain words after a token's colon are a reason: "fetch token: unexpected status"
		regexp.MustCompile(`(?i)\b([a-z0-9_.-]*(?:passw(?:or)?d|pwd|passphrase|token|api[_-]?key|access[_-]?key(?:[_-]?id)?|[a-z]+[_-]secret|secret[_-]?(?:access[_-]?)?key)\s*:\s+)["']?(?:[a-z]*[0-9!#$%^&*_+~=][^\s"',;]{4,}|[a-z]{4,}[0-9!#$%^&*_+~=][^\s"',;]*)`), `$1[redacted]`},
	{[]string{"password:", "passwd:", "pwd:"}, // … and a plain word after a password's is one if nothing follows
		regexp.MustCompile(`(?i)\b([a-z0-9_.-]*(?:passw(?:or)?d|pwd):\s*)[^\s\[]\S*$`), `$1[redacted]`},
	{[]string{"akia", "asia", "abia", "acca", "aroa", "aida"}, // AWS key ids
		regexp.MustCompile(`\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{16}\b`), `[redacted]`},
	{[]string{"gh", "glpat-", "xox", "sk-", "sk_", "aiza", "ya29.", "npm_", "dckr_", "hvs.", "sha256~"}, // tokens that name their issuer
		regexp.MustCompile(`\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|sk[-_][A-Za-z0-9_-]{16,}|AIza[\w-]{30,}|ya29\.[\w-]{10,}|npm_[A-Za-z0-9]{16,}|dckr_[a-z]+_[\w-]{16,}|hvs\.[\w-]{16,}|sha256~[\w-]{20,})`), `[redacted]`},
}

// oneLine drops what cannot be seen and joins lines, so that no text can break out of its line, reorder what stands
// around it or hide a word from the redactor.
func oneLine(s string) string {
	if plain(s) {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	space := true // no blank at the start
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			if !space {
				b.WriteByte(' ')
			}
			space = true
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co): // Cf holds bidi marks, zero-width and tag characters
		default:
			b.WriteRune(r) // an invalid byte arrives as U+FFFD
			space = false
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// plain says that s is printable ASCII: true of nearly every message.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// cut shortens s to max bytes, between characters and with an ellipsis.
func cut(s string, max int) string {
	const ellipsis = "…"
	if max <= len(ellipsis) {
		return ""
	}
	n := min(len(s), max-len(ellipsis))
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimRight(s[:n], " ") + ellipsis
}

package schemas

// This file checks where a configuration publishes to, as far as that can be told without asking anyone.

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
)

// publishing finds what could not be published to. The value of repository is in no message: a token may stand in it.
func (c *Config) publishing() []Violation {
	p := c.Publish
	if p == nil {
		return nil
	}
	var found []Violation
	if want := secretless(p.Repository); want != "" {
		found = append(found, Violation{Path: "publish.repository", Want: want})
	}
	for field, branch := range map[string]string{"branch": p.Branch, "base": p.Base} {
		if badBranch(branch) {
			found = append(found, Violation{Path: "publish." + field, Want: "must be the name of a branch such as main or plimsoll/update", Found: string(appendString(nil, branch))})
		}
	}
	if p.Base != "" && (p.Branch == p.Base || p.Branch == "" && p.Base == DefaultBranch) {
		found = append(found, Violation{Path: "publish.base", Want: "must not be branch: with base, branch is Plimsoll's own and is rewritten"})
	}
	if badPath(p.Path) {
		found = append(found, Violation{Path: "publish.path", Want: "must be a folder of the repository such as docs/services", Found: string(appendString(nil, p.Path))})
	}
	if p.Repository == "" && p.Path != "" {
		found = append(found, Violation{Path: "publish.path", Want: "means nothing without repository: in a checkout it is where the site's folder lies"})
	}
	if p.Heartbeat <= 0 && c.lines["publish.heartbeat"] > 0 {
		found = append(found, notPositive("publish.heartbeat"))
	}
	return found
}

// secretless is what is to be said of a repository that names a password, or a token in a user's place.
func secretless(repository string) string {
	if strings.HasPrefix(repository, "-") || strings.ContainsFunc(repository, unicode.IsControl) {
		return "must be a URL such as https://git.example.com/shop/docs.git, or a path"
	}
	if isPath(repository) || !strings.Contains(repository, "://") {
		return ""
	}
	u, err := url.Parse(repository)
	if err != nil {
		return "must be a URL such as https://git.example.com/shop/docs.git, or a path"
	}
	if !slices.Contains([]string{"https", "http", "ssh", "file"}, u.Scheme) {
		return "must be reached by https, ssh or file"
	}
	_, password := u.User.Password()
	if password || u.Scheme != "ssh" && len(u.User.Username()) > longestUser {
		return "must hold no password or token: set PLIMSOLL_GIT_TOKEN, or let a credential helper of Git know it"
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return "must have neither ? nor # in it"
	}
	return ""
}

// longestUser is longer than the name of a user at any host known, and shorter than any of their tokens.
const longestUser = 39

// isPath tells a folder from a URL and from host:path, as Git does.
func isPath(repository string) bool {
	if repository == "" || strings.Contains(repository, "://") {
		return false
	}
	host, _, colon := strings.Cut(repository, ":")
	return !colon || strings.Contains(host, "/") || len(host) == 1 // C: is a drive
}

// badBranch is what git check-ref-format refuses, beyond what the schema does.
func badBranch(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if name != "" && (part == "" || strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock")) {
			return true
		}
	}
	odd := func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(` ~^:?*[\`, r) }
	return strings.ContainsFunc(name, odd) || strings.HasPrefix(name, "-") || name == "HEAD" || name == "@" || strings.HasPrefix(name, "refs/") || strings.HasSuffix(name, ".") ||
		strings.Contains(name, "..") || strings.Contains(name, "@{")
}

func badPath(folder string) bool {
	return strings.ContainsFunc(folder, unicode.IsControl) || strings.Contains(folder, `\`) || strings.HasPrefix(folder, "/") || folder != "" && (path.Clean(folder) != folder || folder == "." || folder == ".." || strings.HasPrefix(folder, "../") ||
		slices.ContainsFunc(strings.Split(folder, "/"), func(part string) bool { return strings.EqualFold(part, ".git") }))
}

package diff

// This file shortens image names: two images of one repository differ by their tag, and that is what is read.

import "strings"

// shortImages leaves the repository away where both images have the same one and something is left to tell them apart.
func shortImages(from, to string) (string, string) {
	a, b := parseImage(from), parseImage(to)
	if a.repository != b.repository {
		return a.full(), b.full()
	}
	if a.tag != b.tag && a.tag != "" && b.tag != "" {
		return a.tag, b.tag
	}
	return a.precise(), b.precise()
}

type image struct{ repository, tag, digest string }

func parseImage(s string) image {
	rest, digest, _ := strings.Cut(s, "@")
	i := strings.LastIndex(rest, ":")
	if i < strings.LastIndex(rest, "/") { // the colon of a registry's port
		i = -1
	}
	if i < 0 {
		return image{rest, "", digest}
	}
	return image{rest[:i], rest[i+1:], digest}
}

// full is the whole name; a digest is cut to what people compare by eye.
func (m image) full() string {
	s := m.repository
	if m.tag != "" {
		s += ":" + m.tag
	}
	if m.digest != "" {
		s += "@" + shortDigest(m.digest)
	}
	return s
}

// precise is tag and digest: one tag can be pushed twice. No tag means latest.
func (m image) precise() string {
	switch {
	case m.digest == "" && m.tag == "":
		return "latest"
	case m.digest == "":
		return m.tag
	case m.tag == "":
		return shortDigest(m.digest)
	default:
		return m.tag + "@" + shortDigest(m.digest)
	}
}

func shortDigest(digest string) string {
	_, hex, ok := strings.Cut(digest, ":")
	if !ok || len(hex) < 12 {
		return digest
	}
	return hex[:12]
}

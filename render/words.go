package render

// This file is how counts and names are worded: "1 pod", "3 of 12 pods", "prod-eu, prod-us and 2 more".

import (
	"strconv"
	"strings"
)

// number writes thousands apart: 10000 is "10,000".
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural counts things: "1 pod", "3 pods", "2 policies".
func plural(n int, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case strings.HasSuffix(one, "y") && !strings.HasSuffix(one, "ay"):
		return number(n) + " " + strings.TrimSuffix(one, "y") + "ies"
	case strings.HasSuffix(one, "ss"):
		return number(n) + " " + one + "es"
	default:
		return number(n) + " " + one + "s"
	}
}

// list joins names as a sentence does.
func list(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	}
}

// shortList names at most so many and counts the rest.
func shortList(names []string, most int) string {
	if len(names) <= most {
		return list(names)
	}
	return list(append(names[:most:most], number(len(names)-most)+" more"))
}

// upperFirst begins a sentence; only an ASCII letter of a plain word is ours to change, not that of an address, a
// path or a name.
func upperFirst(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if s == "" || s[0] < 'a' || s[0] > 'z' || strings.ContainsAny(strings.TrimRight(word, ",;:."), "/.:_=0123456789") {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// objectName is "Deployment checkout" of "Deployment/shop/checkout".
func objectName(object string) string {
	kind, rest, ok := strings.Cut(object, "/")
	if !ok {
		return object
	}
	_, name, ok := strings.Cut(rest, "/")
	if !ok {
		name = rest
	}
	return kind + " " + name
}

// kindOf is "Deployment" of "Deployment/shop/checkout".
func kindOf(object string) string {
	kind, _, _ := strings.Cut(object, "/")
	return kind
}

// lastName is "checkout" of "Deployment/shop/checkout".
func lastName(object string) string { return object[strings.LastIndexByte(object, '/')+1:] }

package render

// This file is how text from a cluster stays text in Markdown. Every action of a Markdown template is escaped when
// the template is parsed, as html/template does for HTML; only what the functions here made passes as it is.

import (
	"fmt"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode"
)

// markdown is text that has been made safe.
type markdown string

func markdownFuncs() template.FuncMap {
	return template.FuncMap{"escape": escapeMarkdown, "code": codeSpan, "link": markdownLink}
}

// escapeTree sends whatever a template prints through escape, so that no template can forget it.
func escapeTree(tree *parse.Tree) {
	if tree == nil || tree.Root == nil {
		return
	}
	walkActions(tree.Root, func(action *parse.ActionNode) {
		if len(action.Pipe.Decl) > 0 {
			return
		}
		escape := parse.NewIdentifier("escape").SetTree(tree).SetPos(action.Pos)
		action.Pipe.Cmds = append(action.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Pos: action.Pos, Args: []parse.Node{escape}})
	})
}

// walkActions visits every action of a template that prints.
func walkActions(node parse.Node, visit func(*parse.ActionNode)) {
	branch := func(b *parse.BranchNode) {
		walkActions(b.List, visit)
		if b.ElseList != nil {
			walkActions(b.ElseList, visit)
		}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		for _, each := range n.Nodes {
			walkActions(each, visit)
		}
	case *parse.ActionNode:
		visit(n)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	}
}

// markdownEntities spells what means something to Markdown or to HTML. Entities stand where hosts disagree whether
// a backslash escapes the character: outside tables some of them would show it before a pipe.
var markdownEntities = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "[", "\\[", "]", "\\]", "{", "\\{", "}", "\\}", "!", "\\!",
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "|", "&#124;", "~", "&#126;", "$", "&#36;",
)

// escapeMarkdown makes any value safe wherever it stands in a page: in a heading, a cell, a list or at the start of a line.
func escapeMarkdown(v any) markdown {
	if safe, ok := v.(markdown); ok {
		return safe
	}
	s := markdownEntities.Replace(oneLine(fmt.Sprint(v)))
	return markdown(escapeStart(escapeUnderscores(s)))
}

// oneLine drops what would end a line, a cell or the order of reading.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// escapeUnderscores leaves those inside a word, which mean nothing, so that names stay readable as text.
func escapeUnderscores(s string) string {
	if !strings.Contains(s, "_") {
		return s
	}
	word := func(i int) bool {
		return i >= 0 && i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z')
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && !(word(i-1) && word(i+1)) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// escapeStart keeps text at the start of a line from being a heading, a list, a rule or a table's second line.
func escapeStart(s string) string {
	if s == "" {
		return s
	}
	if strings.IndexByte("#+-=:", s[0]) >= 0 {
		return "\\" + s
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && strings.IndexByte(".)", s[digits]) >= 0 && (digits+1 == len(s) || s[digits+1] == ' ') {
		return s[:digits] + "\\" + s[digits:]
	}
	return s
}

// codeSpan sets plain text in code; whatever could end the span, or means something to a host inside it, is escaped
// as text instead.
func codeSpan(v any) markdown {
	s := oneLine(fmt.Sprint(v))
	if s == "" || strings.ContainsAny(s, "`|<>&{}\\$") {
		return escapeMarkdown(s)
	}
	return markdown("`" + s + "`")
}

// markdownLink is a link, or its title alone where following it could do harm.
func markdownLink(title, url any) markdown {
	target := safeURL(fmt.Sprint(url))
	if target == "" {
		return escapeMarkdown(title)
	}
	target = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", "`", "%60", "[", "%5B", "]", "%5D", "*", "%2A", "\"", "%22", "{", "%7B", "}", "%7D").Replace(target)
	return markdown("[" + string(escapeMarkdown(title)) + "](" + target + ")")
}

package render

// This file is Markdown templates. Every action of one is escaped when the template is parsed, as html/template does for
// HTML; only what the functions here made passes as it is.

import (
	"fmt"
	"html"
	"strings"
	"text/template"
	"text/template/parse"
)

// markdown is text that has been made safe.
type markdown string

// markdownFuncs are what templates may call. Those that are methods write as the host wants it.
func (h host) markdownFuncs() template.FuncMap {
	return template.FuncMap{
		"escape": escapeMarkdown, "code": codeSpan, "link": markdownLink, "out": outLink,
		"strong": func(s string) markdown { return markdown(strong(s)) },
		"open":   h.open, "close": h.close, "title": h.title, "fold": h.fold, "unfold": h.unfold, "data": h.dataLink,
		"diagram": h.diagram,
	}
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

// codeSpan sets plain text in code, where nothing is made of it; what could end the span, or means something to a host
// even there, is escaped as text instead.
func codeSpan(v any) markdown {
	s := oneLine(fmt.Sprint(v))
	if s == "" || strings.ContainsAny(s, notInCode) || opensExpression(s) {
		return escapeMarkdown(s)
	}
	return markdown("`" + s + "`")
}

// strong sets a name in bold; one with a mark at its end could take the stars for text, or text for stars.
func strong(s string) string {
	said := inline(oneLine(s))
	if said == "" || !bordered(s) {
		return said
	}
	return "**" + said + "**"
}

// markdownLink is a link, or its title alone where following it could do harm.
func markdownLink(title, url any) markdown {
	target := safeURL(fmt.Sprint(url))
	if target == "" {
		return escapeMarkdown(title)
	}
	name := inline(oneLine(fmt.Sprint(title)))
	return markdown("[" + name + "](" + linkTarget.Replace(html.UnescapeString(target)) + ")")
}

// linkTarget spells what could end a link, or means something to a host before it knows that there is one.
var linkTarget = strings.NewReplacer(
	"(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", "`", "%60", "[", "%5B", "]", "%5D", "*", "%2A", "\"", "%22", "{", "%7B", "}", "%7D",
	"$", "%24", "^", "%5E", "&", "&amp;", "_", "%5F",
)

// outLink leads out of the site. Where a relative link that somebody wrote would lead on a host, nobody knows.
func outLink(title, url any) markdown {
	if target := safeURL(fmt.Sprint(url)); !strings.Contains(target, ":") {
		return escapeMarkdown(title)
	}
	return markdownLink(title, url)
}

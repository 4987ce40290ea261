package render

// This file holds every frame to the policy that keeps a page from running or loading what is not its own.

import (
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"regexp"
	"text/template/parse"

	"github.com/plimsoll-k8s/plimsoll/templates"
)

// policyTag is Plimsoll's own policy, as its frame states it.
func policyTag() (string, error) {
	b, err := fs.ReadFile(templates.Files(), "html/base.html")
	if err != nil {
		return "", err
	}
	tag := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="[^"]*">`).Find(b)
	if tag == nil {
		return "", errors.New("html/base.html states no Content-Security-Policy")
	}
	return string(tag), nil
}

// checkPolicy refuses a site's own frame without the policy.
func (t *theme) checkPolicy(f format, kind string, parsed executor) error {
	page, ok := parsed.(*htmltemplate.Template)
	if !ok || len(t.own) == 0 {
		return nil
	}
	tag, err := policyTag()
	if err != nil || holdsPolicy(page, f.frame, tag) {
		return err
	}
	file := f.name + "/" + f.frame + f.suffix
	for _, each := range []string{kind, "pieces"} { // one of them may define a frame as well
		if other := f.name + "/" + each + f.suffix; t.own[file] == nil && t.own[other] != nil {
			file = other
		}
	}
	return &TemplateError{File: file, Err: fmt.Errorf("a page must begin <!doctype html><html><head> and Plimsoll's policy, letter for letter: %s", tag)}
}

// holdsPolicy says whether a page begins with the policy, before anything that could load or run. It looks at the plain
// text that the frame begins with, which no condition can leave out and no comment can hide, whichever file defines it.
func holdsPolicy(t *htmltemplate.Template, frame, tag string) bool {
	root := t.Lookup(frame)
	if root == nil || root.Tree == nil || len(root.Tree.Root.Nodes) == 0 {
		return false
	}
	first, ok := root.Tree.Root.Nodes[0].(*parse.TextNode)
	head := `(?i)^\s*<!doctype html>\s*<html(\s+[a-z-]+="[a-z-]*")*>\s*<head>\s*(<meta charset="?utf-8"?>\s*)?` + regexp.QuoteMeta(tag)
	return ok && regexp.MustCompile(head).Match(first.Text)
}

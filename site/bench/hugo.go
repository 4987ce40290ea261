package main

// This file makes the same services into a site for Hugo: a Markdown page each, with the same tables, and layouts of
// one's own without a theme. What Plimsoll has no like of is off, so that Hugo makes pages and nothing else.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const hugoConfig = `baseURL = "https://status.example/"
title = "Services"
relativeURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404", "section"]
[outputs]
home = ["HTML"]
page = ["HTML"]
`

// The layouts say what Plimsoll's frame says.
const hugoBase = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="stylesheet" href="{{ "style.css" | relURL }}">
<link rel="icon" type="image/svg+xml" href="{{ "favicon.svg" | relURL }}">
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top"><nav aria-label="Breadcrumb"><a class="brand" href="{{ "/" | relURL }}">{{ site.Title }}</a><span aria-current="page">{{ .Title }}</span></nav></header>
<main id="main">
{{ block "main" . }}{{ end }}
</main>
<footer class="foot"><span>data: <a href="{{ "data/index.json" | relURL }}">data/index.json</a></span></footer>
</body>
</html>
`

const hugoSingle = `{{ define "main" }}<h1>{{ .Title }} <span class="pill">{{ .Params.status }}</span></h1>
<div class="who"><span>owned by {{ .Params.owner }}</span><span>part of {{ .Params.system }}</span>{{ range .Params.links }}<a href="{{ .url }}">{{ .title }}</a>{{ end }}</div>
{{ .Content }}{{ end }}
`

const hugoHome = `{{ define "main" }}<h1>{{ .Title }}</h1>
<table><thead><tr><th>service</th><th>state</th><th>owner</th></tr></thead><tbody>
{{ range site.RegularPages }}<tr><td><a href="{{ .RelPermalink }}">{{ .Title }}</a></td><td>{{ .Params.status }}</td><td>{{ .Params.owner }}</td></tr>
{{ end }}</tbody></table>{{ end }}
`

// writeHugo makes the site that Hugo builds.
func (f fleet) writeHugo(dir string) error {
	files := map[string]string{
		"config.toml": hugoConfig, "layouts/_default/baseof.html": hugoBase, "layouts/_default/single.html": hugoSingle, "layouts/index.html": hugoHome,
	}
	for name, text := range files {
		if err := writeFile(filepath.Join(dir, name), text); err != nil {
			return err
		}
	}
	for n := range f.services {
		s := f.service(n)
		if err := writeFile(filepath.Join(dir, "content", "services", s.Service.ID+".md"), markdownOf(s)); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o666)
}

// markdownOf is a service's page, with the rows that Plimsoll's has.
func markdownOf(s *schemas.Snapshot) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\nstatus: %s\nowner: %s\nsystem: %s\ndescription: %s\nlinks:\n", s.Service.Name, s.Status, s.Service.Owner, s.Service.System, s.Service.Description)
	for _, l := range s.Service.Links {
		fmt.Fprintf(&b, "- {title: %s, url: %q}\n", l.Title, l.URL)
	}
	fmt.Fprintf(&b, "---\n%s\n\n## Where it runs\n\n", s.Service.Description)
	table(&b, "cluster", "state", "version", "pods", "headroom")
	for _, c := range s.Clusters {
		w := c.Workloads[0]
		row(&b, c.Name+" "+c.Region, string(c.Status), "`"+w.Version+"`", fmt.Sprintf("%d of %d ready", w.Replicas.Ready, w.Replicas.Wanted), fmt.Sprintf("%d of %d", w.Autoscaler.Current, w.Autoscaler.Max))
	}
	b.WriteString("\n## What is wrong\n\n")
	for _, c := range s.Clusters {
		for _, p := range c.Problems {
			fmt.Fprintf(&b, "**%s** in %s: %s. %s\n\n", p.Object, c.Name, p.Message, p.Hint)
		}
	}
	for _, c := range s.Clusters {
		markdownCluster(&b, c)
	}
	return b.String()
}

func markdownCluster(b *strings.Builder, c schemas.Cluster) {
	w := c.Workloads[0]
	fmt.Fprintf(b, "\n## %s\n\n%s · %s · Kubernetes %s\n\n### %s %s\n\n", c.Name, c.Status, c.Region, c.Kubernetes, w.Kind, w.Name)
	table(b, "scales by", "type", "target", "now")
	for _, m := range w.Autoscaler.Metrics {
		row(b, "`"+m.Name+"`", m.Type, m.Target, string(m.Band))
	}
	table(b, "container", "kind", "image", "CPU", "memory")
	for _, k := range w.Containers {
		row(b, "`"+k.Name+"`", string(k.Kind), "`"+k.Image+"`", k.Requests.CPU+" → "+k.Limits.CPU, k.Requests.Memory+" → "+k.Limits.Memory)
	}
	table(b, "condition", "status", "reason", "message", "since")
	for _, k := range append(w.Conditions[:len(w.Conditions):len(w.Conditions)], w.Autoscaler.Conditions...) {
		row(b, k.Type, k.Status, k.Reason, k.Message, k.Since.Format("2006-01-02 15:04 UTC"))
	}
	table(b, "pod", "state", "containers", "restarts", "node", "created")
	for _, p := range w.Pods {
		row(b, "`"+p.Name+"`", string(p.State), fmt.Sprintf("%d running", len(p.Containers)), fmt.Sprint(p.Restarts), p.Node, p.Created.Format("2006-01-02 15:04 UTC"))
	}
	table(b, "name", "kind", "type", "ports", "addresses", "pods ready")
	for _, n := range c.Network {
		row(b, "`"+n.Name+"`", n.Kind, n.Type, n.Ports[0], n.Addresses[0], fmt.Sprintf("%d of %d", *n.Ready, *n.Pods))
	}
}

// table begins one.
func table(b *strings.Builder, heads ...string) {
	b.WriteString("\n")
	row(b, heads...)
	b.WriteString(strings.Repeat("| --- ", len(heads)) + "|\n")
}

func row(b *strings.Builder, cells ...string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

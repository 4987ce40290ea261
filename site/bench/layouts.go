package main

// This file is the layouts that Hugo builds its pages with: the frame, the lanes and the pictures that Plimsoll's have. They
// call no partials, which cost Hugo more than what is written out.

// layouts are the files of Hugo's site that are no pages.
func layouts() map[string]string {
	return map[string]string{
		"config.toml": hugoConfig, "layouts/_default/baseof.html": hugoBase, "layouts/_default/single.html": hugoSingle, "layouts/index.html": hugoHome,
	}
}

const hugoConfig = `baseURL = "https://status.example/"
title = "Services"
relativeURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404", "section"]
[outputs]
home = ["HTML"]
page = ["HTML"]
`

const hugoBase = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="stylesheet" href="{{ "style.css" | relURL }}">
<link rel="icon" type="image/svg+xml" href="{{ "favicon.svg" | relURL }}">
<script src="{{ "site.js" | relURL }}"></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<svg class="sprite" aria-hidden="true" focusable="false">
<symbol id="p-healthy" viewBox="0 0 12 12"><circle cx="6" cy="6" r="4.6" fill="currentColor"/></symbol>
<symbol id="p-degraded" viewBox="0 0 12 12"><path d="M6 .6 11.4 6 6 11.4.6 6z" fill="currentColor"/></symbol>
<symbol id="p-ready" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5" fill="currentColor"/></symbol>
<symbol id="p-starting" viewBox="0 0 12 12"><circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6"/></symbol>
<symbol id="p-unready" viewBox="0 0 12 12"><circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="2.2"/></symbol>
<symbol id="p-failing" viewBox="0 0 12 12"><path d="M6 .2 11.8 6 6 11.8.2 6z" fill="currentColor"/></symbol>
</svg>
<header class="top">
<nav class="crumbs" aria-label="Breadcrumb"><a class="brand" href="{{ "/" | relURL }}">{{ site.Title }}</a>{{ with .Params.owner }}<a href="{{ printf "owners/%s/" . | relURL }}">{{ . }}</a>{{ end }}<span aria-current="page">{{ .Title }}</span></nav>
<div class="tools"><div class="find" role="search" hidden><input type="search" placeholder="find a service /" aria-label="Find a service" autocomplete="off"><ul></ul><output></output></div>
<a class="fresh" href="{{ "data/run.json" | relURL }}">when was this checked?</a>
<a href="{{ "changes/" | relURL }}">changes</a>
<a href="{{ "rules/" | relURL }}">rules</a></div>
</header>
<main id="main">
{{ block "main" . }}{{ end }}
</main>
<footer class="foot"><span class="legend">{{ range slice "ready" "starting" "unready" "failing" }}<span class="st {{ . }}"><svg class="sh {{ . }}" aria-hidden="true"><use href="#p-{{ . }}"/></svg>{{ . }}</span>{{ end }}</span>
<span>data: <a href="{{ "data/index.json" | relURL }}">data/index.json</a></span></footer>
</body>
</html>
`

const hugoSingle = `{{ define "main" }}<div class="title"><h1>{{ .Title }} <span class="st {{ .Params.status }}"><svg class="sh {{ .Params.status }}" aria-hidden="true"><use href="#p-{{ .Params.status }}"/></svg>{{ .Params.status }}</span></h1></div>
<div class="who"><span>owned by <a href="{{ printf "owners/%s/" .Params.owner | relURL }}">{{ .Params.owner }}</a></span><span>part of <a href="{{ printf "systems/%s/" .Params.system | relURL }}">{{ .Params.system }}</a></span><span>{{ .Params.lifecycle }}</span>{{ range .Params.ways }}<a href="{{ .url }}">{{ .title }}</a>{{ end }}</div>
<dl class="facts near"><div><dt>depends on</dt><dd>{{ range $i, $r := .Params.depends }}{{ if $i }}<span class="sep">·</span>{{ end }}<span class="st {{ .status }}"><svg class="sh {{ .status }}" aria-hidden="true"><use href="#p-{{ .status }}"/></svg>{{ .status }}</span> <a href="{{ printf "services/%s/" .id | relURL }}">{{ .name }}</a>{{ end }}</dd></div><div><dt>needed by</dt><dd>{{ range $i, $r := .Params.needed }}{{ if $i }}<span class="sep">·</span>{{ end }}<span class="st {{ .status }}"><svg class="sh {{ .status }}" aria-hidden="true"><use href="#p-{{ .status }}"/></svg>{{ .status }}</span> <a href="{{ printf "services/%s/" .id | relURL }}">{{ .name }}</a>{{ end }}</dd></div></dl>
<p class="lead">{{ .Params.lead }}</p>
<h2 id="where">Where it runs</h2>
<table class="lanes stack"><thead><tr><th scope="col">cluster</th><th scope="col">state</th><th scope="col">version</th><th scope="col">pods</th><th scope="col">headroom</th></tr></thead><tbody>
{{ range .Params.lanes }}<tr><th scope="row"><a href="#{{ .name }}">{{ .name }}</a> <small>{{ .region }}</small></th>
<td data-label="state"><span class="st {{ .status }}"><svg class="sh {{ .status }}" aria-hidden="true"><use href="#p-{{ .status }}"/></svg>{{ .status }}</span></td>
<td data-label="version"><code>{{ .version }}</code></td>
<td data-label="pods"><svg class="pods" width="143" height="11" viewBox="0 0 143 11" role="img" aria-label="{{ .ready }} of {{ .wanted }} ready">{{ range $i, $p := .pods }}<use href="#p-{{ .state }}" x="{{ mul $i 11 }}" y="0" width="10" height="10"><title>{{ .name }}: {{ .state }}</title></use>{{ end }}</svg><small class="num">{{ .ready }} of {{ .wanted }} ready</small></td>
<td data-label="headroom"><svg class="hull" width="190" height="18" viewBox="0 0 190 18" role="img" aria-label="{{ .now }} of at most {{ .max }} replicas, at least {{ .min }}"><rect class="track" x="0" y="7" width="190" height="5" rx="3"/><rect class="reach" x="{{ div (mul .min 190) .max }}" y="7" width="{{ div (mul (sub .now .min) 190) .max }}" height="5"/><circle class="disc" cx="{{ div (mul .now 190) .max }}" cy="9" r="5"/></svg><small class="num">{{ .now }} of {{ .max }} · min {{ .min }}</small></td></tr>
{{ end }}</tbody></table>
<p class="fleet">{{ .Params.fleet }}</p>
<h2 id="changed">What changed</h2>
{{ range .Params.changes }}<h3 class="day">{{ .day }}</h3><ul class="time"><li><span class="st {{ $.Params.status }}"><svg class="sh {{ $.Params.status }}" aria-hidden="true"><use href="#p-{{ $.Params.status }}"/></svg>{{ $.Params.status }}</span><span class="at num">{{ .at }}</span> {{ .text }}</li></ul>
{{ end }}{{ .Content }}{{ end }}
`

const hugoHome = `{{ define "main" }}<h1>{{ .Title }}</h1>
<table><thead><tr><th>service</th><th>state</th><th>owner</th></tr></thead><tbody>
{{ range site.RegularPages }}<tr><td><a href="{{ .RelPermalink }}">{{ .Title }}</a></td><td>{{ .Params.status }}</td><td>{{ .Params.owner }}</td></tr>
{{ end }}</tbody></table>{{ end }}
`

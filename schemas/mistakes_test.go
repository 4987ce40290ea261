package schemas

import (
	"path/filepath"
	"strings"
	"testing"
)

// mistakes are configurations that people write, and the line that they are told.
var mistakes = []struct{ why, yaml, want string }{
	{"nothing in it", "", `: is empty: name at least apiVersion and clusters`},
	{"only a comment", "# later\n", `: is empty: name at least apiVersion and clusters`},
	{"not YAML", "apiVersion: plimsoll/v1\nclusters: [\n", `:3: is not YAML: did not find expected node content`},
	{"a tab", "apiVersion: plimsoll/v1\nclusters:\n\t- name: a\n", `:3: is not YAML: found character that cannot start any token`},
	{"text alone", "hello\n", `:1: must be a mapping of keys to values, not "hello"`},
	{"two documents", smallest + "---\na: 1\n", `:5: holds more than one YAML document: one file is one configuration`},
	{"an older version", "apiVersion: plimsoll/v0\nclusters: [{name: a, context: a}]\n", `:1: apiVersion: must be "plimsoll/v1", not "plimsoll/v0"`},
	{"no clusters", "apiVersion: plimsoll/v1\n", `:1: clusters: is missing`},
	{"no cluster", "apiVersion: plimsoll/v1\nclusters: []\n", `:2: clusters: must not be empty`},
	{"nothing after the colon", "apiVersion: plimsoll/v1\nclusters:\n", `:2: clusters: must be a list, not nothing`},
	{"a misspelt key", smallest + "site:\n  tittle: Shop\n", `:6: site.tittle: unknown key, did you mean "title"? (allowed: baseURL, every, formats, history, links, markdown, pages, templates, title)`},
	{"a key of another tool", smallest + "kind: Config\n", `:5: kind: unknown key (allowed: apiVersion, clusters, metrics, publish, resources, rules, services, site, skip)`},
	{"a key twice", "apiVersion: plimsoll/v1\nclusters:\n  - name: a\n    context: a\n    name: b\n", `:5: clusters[0].name: is set twice, first on line 3`},
	{"a word for a duration", "apiVersion: plimsoll/v1\nclusters:\n  - {name: a, context: a}\n  - name: b\n    context: b\n    timeout: fast\n",
		`:6: clusters[1].timeout: must be a duration such as 30s, not "fast"`},
	{"a number for a duration", "apiVersion: plimsoll/v1\nclusters:\n  - name: b\n    context: b\n    timeout: 30\n",
		`:5: clusters[0].timeout: must be a duration such as 30s, not the number 30`},
	{"no time at all", "apiVersion: plimsoll/v1\nclusters:\n  - name: b\n    context: b\n    timeout: 0s\n",
		`:5: clusters[0].timeout: must be a duration of more than nothing such as 30s`},
	{"no time between runs", smallest + "site: {every: 0m}\n", `:5: site.every: must be a duration of more than nothing such as 30s`},
	{"a token in a URL", smallest + "publish:\n  branch: docs\n  repository: https://jane:hunter2@git.example.com/docs.git\n",
		`:7: publish.repository: must hold no password or token: set PLIMSOLL_GIT_TOKEN, or let a credential helper of Git know it`},
	{"a token for a user", smallest + "publish: {repository: https://" + strings.Repeat("x", 40) + "@git.example.com/docs.git}\n",
		`:5: publish.repository: must hold no password or token: set PLIMSOLL_GIT_TOKEN, or let a credential helper of Git know it`},
	{"another protocol", smallest + "publish: {repository: git://git.example.com/docs.git}\n", `:5: publish.repository: must be reached by https, ssh or file`},
	{"no branch", smallest + "publish: {repository: docs, branch: a..b}\n", `:5: publish.branch: must be the name of a branch such as main or plimsoll/update, not "a..b"`},
	{"one branch for two", smallest + "publish: {repository: docs, base: main}\n", `:5: publish.base: must not be branch: with base, branch is Plimsoll's own and is rewritten`},
	{"out of the repository", smallest + "publish: {repository: docs, path: ../up}\n", `:5: publish.path: must be a folder of the repository such as docs/services, not "../up"`},
	{"into Git's own", smallest + "publish: {repository: docs, path: a/.Git/hooks}\n", `:5: publish.path: must be a folder of the repository such as docs/services, not "a/.Git/hooks"`},
	{"a path in a checkout", smallest + "publish: {path: services}\n", `:5: publish.path: means nothing without repository: in a checkout it is where the site's folder lies`},
	{"a heart that does not beat", smallest + "publish: {heartbeat: 0s}\n", `:5: publish.heartbeat: must be a duration of more than nothing such as 30s`},
	{"yes for true", "apiVersion: plimsoll/v1\nclusters:\n  - name: b\n    inCluster: yes\n", `:4: clusters[0].inCluster: must be true or false, not "yes"`},
	{"a number for a name", "apiVersion: plimsoll/v1\nclusters:\n  - name: 1\n    inCluster: true\n", `:3: clusters[0].name: must be a name of plain letters, digits and ._:/@- such as prod-eu, not the number 1`},
	{"no source", "apiVersion: plimsoll/v1\nclusters:\n  - name: b\n    inCluster: false\n",
		`:3: clusters[0]: does not say where to read from: set context, kubeconfig, inCluster: true or dump`},
	{"two sources", "apiVersion: plimsoll/v1\nclusters:\n  - name: b\n    context: b\n    dump: b\n",
		`:5: clusters[0].dump: is a second source beside context: a cluster has one of kubeconfig and context, inCluster, or dump`},
	{"one name for two clusters", "apiVersion: plimsoll/v1\nclusters:\n  - {name: prod, context: a}\n  - {name: Prod, context: b}\n",
		`:4: clusters[1].name: "Prod" is named twice (case aside), first on line 3`},
	{"one name for two services", smallest + "services:\n  define:\n    - {name: api, selector: a=b}\n    - {name: api, selector: c=d}\n",
		`:8: services.define[1].name: "api" is named twice (case aside), first on line 7`},
	{"a service in capitals", smallest + "services:\n  define:\n    - {name: API, selector: a=b}\n",
		`:7: services.define[0].name: must be a name of lower-case letters, digits, dots, dashes and underscores such as checkout, not "API"`},
	{"a way out of the folder", smallest + "services:\n  define:\n    - {name: a/../../b, selector: a=b}\n",
		`:7: services.define[0].name: must be a name of lower-case letters, digits, dots, dashes and underscores such as checkout, not "a/../../b"`},
	{"a reserved name", smallest + "services:\n  define:\n    - {name: con, selector: a=b}\n",
		`:7: services.define[0].name: is a name that a file system or the site reserves; another would be "con-` + suffix("con") + `"`},
	{"a service without selector", smallest + "services:\n  define:\n    - name: api\n", `:7: services.define[0].selector: is missing`},
	{"an unknown cluster", smallest + "services:\n  define:\n    - name: api\n      selector: a=b\n      clusters: [prod-uk]\n",
		`:9: services.define[0].clusters[0]: no cluster is named "prod-uk", did you mean "prod-eu"? (defined: prod-eu)`},
	{"nothing to find", smallest + "services: {discover: []}\n", `:5: services.discover: is off, and neither catalog nor define names a service: nothing could be found`},
	{"events a second time", smallest + "resources: [events.k8s.io/v1/events]\n", `:5: resources[0]: holds the same events as core does, which are read already`},
	{"not a label", smallest + "services: {discover: ['app name']}\n", `:5: services.discover[0]: must be a label key such as app.kubernetes.io/name, not "app name"`},
	{"a format twice", smallest + "site: {formats: [html, html]}\n", `:5: site.formats: must not hold the same thing twice`},
	{"a format that is none", smallest + "site: {formats: [pdf]}\n", `:5: site.formats[0]: must be "html", "markdown", "atom" or "badge", not "pdf"`},
	{"a core kind", smallest + "resources: [core/v1/secrets]\n", `:5: resources[0]: names no custom kind: core has no group, and what a service needs of it is read already`},
	{"a rule that cannot be", smallest + "rules: {Near Max: {threshold: 0.5}}\n", `:5: rules.Near Max: is not a rule id such as crash-loop`},
	{"a share above one", smallest + "rules: {near-max: {threshold: 80}}\n", `:5: rules.near-max.threshold: must be at most 1, not 80`},
	{"no share", smallest + "rules: {near-max: {threshold: .nan}}\n", `:5: rules.near-max.threshold: is not a number that can be used: ".nan"`},
	{"a share for another rule", smallest + "rules: {at-max: {threshold: 0.5}}\n", `:5: rules.at-max.threshold: means nothing here: only near-max has a threshold`},
	{"an unknown severity", smallest + "rules: {at-max: {severity: high}}\n", `:5: rules.at-max.severity: must be "critical", "warning" or "info", not "high"`},
	{"ignoring without a reason", smallest + "rules:\n  ignore:\n  - {rule: at-max}\n", `:7: rules.ignore[0].reason: is missing`},
	{"ignoring with an empty reason", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: ' '}\n", `:7: rules.ignore[0].reason: must not be empty`},
	{"ignoring nothing", smallest + "rules:\n  ignore:\n  - {reason: x}\n", `:7: rules.ignore[0].rule: is missing`},
	{"not a list", smallest + "rules: {ignore: {rule: at-max}}\n", `:5: rules.ignore: must be a list, not a mapping`},
	{"a pattern that is none", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x}\n  - rule: at-max\n    reason: x\n    object: 'Deployment/shop/[a'\n",
		`:10: rules.ignore[1].object: is not a pattern: a [ without its ], or a \ at the end`},
	{"ignoring in an unknown cluster", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x, cluster: prod-uk}\n",
		`:7: rules.ignore[0].cluster: no cluster is named "prod-uk", did you mean "prod-eu"? (defined: prod-eu)`},
	{"ignoring of an unknown service", smallest + "services: {define: [{name: api, selector: a=b}]}\nrules:\n  ignore:\n  - {rule: at-max, reason: x, service: apo}\n",
		`:8: rules.ignore[0].service: no service is named "apo", did you mean "api"? (defined: api)`},
	{"ignoring of no service at all", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x, service: Shop API}\n",
		`:7: rules.ignore[0].service: is no service's id: ids are such as checkout or shop/api`},
	{"ignoring of half an object", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x, object: checkout}\n",
		`:7: rules.ignore[0].object: names no object: write kind, namespace and name such as Deployment/shop/checkout, or */shop/*`},
	{"ignoring of all objects of a kind, without their namespace", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x, object: Deployment/*}\n",
		`:7: rules.ignore[0].object: names no object: write kind, namespace and name such as Deployment/shop/checkout, or */shop/*`},
	{"ignoring of an object as kubectl takes it", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x, object: deployment/shop/checkout}\n",
		`:7: rules.ignore[0].object: names no object: write kind, namespace and name such as Deployment/shop/checkout, or */shop/*`},
	{"a misspelt key of what is ignored", smallest + "rules:\n  ignore:\n  - {rule: at-max, reasn: x}\n",
		`:7: rules.ignore[0].reasn: unknown key, did you mean "reason"? (allowed: cluster, object, reason, rule, service, until)`},
	{"ignoring, misspelt", smallest + "rules: {ignores: []}\n", `:5: rules.ignores: is not a rule id such as crash-loop, did you mean "ignore"?`},
	{"a day that is none", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x, until: Friday}\n",
		`:7: rules.ignore[0].until: must be a day such as 2027-01-01, not "Friday"`},
	{"a day that there is not", smallest + "rules:\n  ignore:\n  - {rule: at-max, reason: x, until: 2026-02-30}\n",
		`:7: rules.ignore[0].until: 2026-02-30 is a day that there is not`},
	{"ignoring by a name that is no rule", smallest + "rules:\n  ignore:\n  - {rule: At Max, reason: x}\n",
		`:7: rules.ignore[0].rule: must be a rule id such as crash-loop, or *, not "At Max"`},
	{"a script for a link", smallest + "site: {links: [{title: x, url: 'javascript:alert(1)'}]}\n", `:5: site.links[0].url: must be an https, http or mailto address, not "javascript:alert(1)"`},
	{"two mistakes", "apiVersion: plimsoll/v1\nclusters:\n  - name: a\n    context: a\n    region: 1\nsite: {histroy: 1}\n", `:5: clusters[0].region: must be text, not the number 1`},
	{"the mistake is in what is merged", "apiVersion: plimsoll/v1\nclusters:\n  - &a {name: a, context: a}\n  - <<: *a\n", `:3: clusters[1].name: "a" is named twice (case aside), first on line 3`},
	{"an alias of itself", "apiVersion: plimsoll/v1\nclusters: &a [*a]\n", `:2: unfolds too far: an alias may hold itself, or too many others`},
	{"a mapping for a key", "{a: b}: c\n", `:1: has a key that is not plain text`},
	{"a tag", "apiVersion: !secret x\n", `:1: apiVersion: has a tag that means nothing here: !secret`},
	{"a merge of text", "clusters:\n  - <<: text\n", `:2: clusters[0]: merges (<<) what is not a mapping`},
}

func TestMistakes(t *testing.T) {
	for _, row := range mistakes {
		t.Run(row.why, func(t *testing.T) {
			path := written(t, row.yaml)
			c, err := LoadConfig(path)
			if c != nil || err == nil {
				t.Fatalf("loaded, want %s", row.want)
			}
			if got := strings.TrimPrefix(err.Error(), filepath.Dir(path)+"/plimsoll.yaml"); got != row.want {
				t.Errorf("\n got %s\nwant %s", got, row.want)
			}
		})
	}
}

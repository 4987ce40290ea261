package collect

// This file is the least that a cluster must allow: the rights that serve a configuration, as YAML to apply.

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Right is the right to list kinds of one API group.
type Right struct {
	Group     string // "" is core
	Resources []string
}

// Rights are all that a run under a configuration uses: kinds that resources names beside the known ones, without those
// that skip names, and what pods use where metrics asks for it. A kind that a cluster does not serve may stand in a role: it means nothing until it is served.
func Rights(config *schemas.Config) []Right {
	groups := map[string][]string{}
	for _, k := range append(facts.KindsFor(config.Resources, config.Skip), besideOf(config)...) {
		groups[k.Group] = append(groups[k.Group], k.Resource)
	}
	var rights []Right
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		slices.Sort(groups[group])
		rights = append(rights, Right{group, slices.Compact(groups[group])})
	}
	return rights
}

// Grant is whom rights are given to, and under which name.
type Grant struct {
	Name      string // of roles and bindings
	Kind      string // ServiceAccount, User or Group
	Namespace string // of a ServiceAccount
	Subject   string
	Make      bool   // the ServiceAccount and its namespace are made together with its rights
	Command   string // what was typed, for whoever finds the text without it
}

// YAML is what kubectl apply takes: the roles that these clusters of a configuration need (none named: all of them) and
// the bindings that give them. Clusters that need different roles have a part each, and a warning says so, because
// what is applied to one of them would be wrong in the other.
func (g Grant) YAML(config *schemas.Config, clusters []string) (text, warning string, err error) {
	if err := checkKinds(config); err != nil {
		return "", "", err
	}
	asked, err := chosen(Options{Config: config, Clusters: clusters})
	if err != nil {
		return "", "", err
	}
	live := slices.DeleteFunc(slices.Clone(asked), func(c schemas.ClusterConfig) bool { return c.Dump != "" })
	if len(live) == 0 {
		return fmt.Sprintf("# Nothing to grant: %s read from a dump, which needs no rights.\n", areOf(names(asked))), "", nil
	}
	groups := alike(live)
	var parts []string
	for _, group := range groups {
		command := g.Command
		if len(groups) > 1 {
			command += " --cluster " + ShellWord(group[0].Name)
		}
		parts = append(parts, g.part(group, config, command))
	}
	if len(groups) > 1 {
		warning = g.apart(groups)
	}
	return strings.Join(parts, "---\n"), warning, nil
}

// part is what clusters that need the same are given, and the command that prints it alone.
func (g Grant) part(live []schemas.ClusterConfig, config *schemas.Config, command string) string {
	documents := g.subject()
	rules := ruleText(Rights(config))
	if namespaces := scope(live[0]); len(namespaces) > 0 {
		for _, namespace := range namespaces {
			documents = append(documents, g.role("Role", namespace, rules), g.binding("Role", namespace))
		}
	} else {
		documents = append(documents, g.role("ClusterRole", "", rules), g.binding("ClusterRole", ""))
	}
	g.Command = command
	return g.preamble(live, config.Resources) + strings.Join(documents, "---\n")
}

// scope are the namespaces that a cluster's roles must stand in, none for one that is read cluster-wide.
func scope(c schemas.ClusterConfig) []string { return slices.Sorted(slices.Values(c.Namespaces)) }

// alike groups clusters by the roles that they need, in the configuration's order.
func alike(live []schemas.ClusterConfig) [][]schemas.ClusterConfig {
	var groups [][]schemas.ClusterConfig
	for _, c := range live {
		at := slices.IndexFunc(groups, func(g []schemas.ClusterConfig) bool { return slices.Equal(scope(g[0]), scope(c)) })
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], c)
	}
	return groups
}

// apart says that no single cluster wants all that was printed.
func (g Grant) apart(groups [][]schemas.ClusterConfig) string {
	var parts []string
	for _, group := range groups {
		where := "cluster-wide"
		if namespaces := scope(group[0]); len(namespaces) > 0 {
			where = "in " + strings.Join(namespaces, ", ")
		}
		parts = append(parts, strings.Join(names(group), ", ")+" "+where)
	}
	return fmt.Sprintf("the clusters need different rights (%s): apply to each its own part, as %s --cluster %s prints it",
		strings.Join(parts, "; "), g.Command, ShellWord(groups[0][0].Name))
}

// preamble says what the text is for, where it goes, and why it holds no more.
func (g Grant) preamble(live []schemas.ClusterConfig, resources []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What Plimsoll needs in %s: to list these kinds, and nothing more.\n#\n", listed(names(live)))
	seen := map[string]bool{}
	for _, c := range live {
		if line := fmt.Sprintf("%s | %s apply -f -", g.Command, Kubectl(c)); !seen[line] {
			seen[line] = true
			fmt.Fprintf(&b, "#   %s\n", line)
		}
	}
	b.WriteString(`#
# Two rights more are used, which Kubernetes gives to everyone who has logged in: to ask what is served
# (system:discovery), and, by plimsoll doctor alone, to ask for one's own rights (system:basic-user).
`)
	if len(scope(live[0])) > 0 && len(resources) > 0 {
		fmt.Fprintf(&b, "#\n# Of %s, one that does not live in namespaces needs a ClusterRole beside these.\n", listed(resources))
	}
	if g.Kind == "ServiceAccount" && !g.Make {
		fmt.Fprintf(&b, "#\n# The ServiceAccount is not made here: kubectl create serviceaccount %s --namespace %s\n", g.Subject, g.Namespace)
	}
	return b.String()
}

// subject is the ServiceAccount with its namespace, where they are ours to make.
func (g Grant) subject() []string {
	if !g.Make {
		return nil
	}
	return []string{
		fmt.Sprintf("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: %s\n", scalar(g.Namespace)),
		fmt.Sprintf("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: %s\n  namespace: %s\n", scalar(g.Subject), scalar(g.Namespace)),
	}
}

const rbacGroup = "rbac.authorization.k8s.io"

func (g Grant) head(kind, namespace string) string {
	text := fmt.Sprintf("apiVersion: %s/v1\nkind: %s\nmetadata:\n  name: %s\n", rbacGroup, kind, scalar(g.Name))
	if namespace != "" {
		text += "  namespace: " + scalar(namespace) + "\n"
	}
	return text
}

func (g Grant) role(kind, namespace, rules string) string {
	return g.head(kind, namespace) + "rules:\n" + rules
}

func ruleText(rights []Right) string {
	var b strings.Builder
	for _, r := range rights {
		var resources []string
		for _, resource := range r.Resources {
			resources = append(resources, scalar(resource))
		}
		fmt.Fprintf(&b, "  - apiGroups: [%s]\n    resources: [%s]\n    verbs: [list]\n", scalar(r.Group), strings.Join(resources, ", "))
	}
	return b.String()
}

func (g Grant) binding(kind, namespace string) string {
	var b strings.Builder
	b.WriteString(g.head(kind+"Binding", namespace))
	fmt.Fprintf(&b, "roleRef:\n  apiGroup: %s\n  kind: %s\n  name: %s\n", rbacGroup, kind, scalar(g.Name))
	fmt.Fprintf(&b, "subjects:\n  - kind: %s\n    name: %s\n", g.Kind, scalar(g.Subject))
	if g.Kind == "ServiceAccount" {
		fmt.Fprintf(&b, "    namespace: %s\n", scalar(g.Namespace))
	} else {
		fmt.Fprintf(&b, "    apiGroup: %s\n", rbacGroup)
	}
	return b.String()
}

// scalar writes a text as YAML, quoted where it would mean something else.
func scalar(s string) string {
	b, err := yaml.Marshal(s)
	text := strings.TrimSuffix(string(b), "\n")
	if err != nil || strings.Contains(text, "\n") { // a block would not fit into a line
		return fmt.Sprintf("%q", s)
	}
	return text
}

func names(clusters []schemas.ClusterConfig) []string {
	var names []string
	for _, c := range clusters {
		names = append(names, c.Name)
	}
	return names
}

// listed is "a", "a and b", "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func areOf(words []string) string {
	if len(words) == 1 {
		return words[0] + " is"
	}
	return listed(words) + " are"
}

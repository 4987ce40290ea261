package collect

// This file writes commands that a person can copy into a shell.

import (
	"regexp"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// plainWord needs no quotes in a shell.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// ShellWord writes a text as one word of a command line. Names come from kubeconfigs and servers: what cannot be seen
// is left out.
func ShellWord(s string) string {
	s = facts.Clean(s, len(s)+1)
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// DefaultFile is the configuration that commands take without -c.
const DefaultFile = "plimsoll.yaml"

// DashC is what a command needs to take this configuration.
func DashC(file string) string {
	if file == DefaultFile {
		return ""
	}
	return " -c " + ShellWord(file)
}

// Kubectl is kubectl, pointed at a cluster.
func Kubectl(c schemas.ClusterConfig) string {
	command := "kubectl"
	if c.Kubeconfig != "" {
		command += " --kubeconfig " + ShellWord(c.Kubeconfig)
	}
	if c.Context != "" {
		command += " --context " + ShellWord(c.Context)
	}
	return command
}

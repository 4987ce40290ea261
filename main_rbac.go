package main

// This file is rbac: the least Role that serves the configuration, for kubectl apply.

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
)

func runRBAC(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	grant, err := grantOf(c)
	if err != nil {
		return err
	}
	config, err := loadConfig(c.String("config"))
	if err != nil {
		return err
	}
	text, warning, err := grant.YAML(config, c.StringSlice("cluster"))
	if err != nil {
		return err
	}
	if warning != "" {
		fmt.Fprintln(c.App.ErrWriter, "warning:", warning)
	}
	_, err = fmt.Fprint(c.App.Writer, text)
	return err
}

// ourName is what roles, and the ServiceAccount that nobody named, are called.
const ourName = "plimsoll"

var (
	objectName    = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)
	namespaceName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	unseen        = regexp.MustCompile(`[\pC]`)
)

// grantOf reads whom to give the rights to: at most one of three flags. An account that is named is somebody's
// already; the one that nobody names is made.
func grantOf(c *cli.Context) (collect.Grant, error) {
	g := collect.Grant{Name: c.String("name"), Command: typed(c), Kind: "ServiceAccount", Namespace: ourName, Subject: ourName, Make: true}
	if !objectName.MatchString(g.Name) {
		return g, usage("--name %s: a role's name has lower-case letters, digits, dots and dashes", g.Name)
	}
	given := 0
	for flag, kind := range map[string]string{"service-account": "ServiceAccount", "user": "User", "group": "Group"} {
		if !c.IsSet(flag) {
			continue
		}
		given++
		g.Kind, g.Namespace, g.Subject, g.Make = kind, "", c.String(flag), false
		if g.Subject == "" || unseen.MatchString(g.Subject) {
			return g, usage("--%s is empty, or holds what cannot be seen; name one", flag)
		}
	}
	if given > 1 {
		return g, usage("rbac: --service-account, --user and --group exclude each other: name one whom to give the rights to")
	}
	if g.Kind == "ServiceAccount" && !g.Make {
		namespace, name, _ := strings.Cut(g.Subject, "/")
		if !namespaceName.MatchString(namespace) || !objectName.MatchString(name) {
			return g, usage("--service-account %s: write it as NAMESPACE/NAME, such as ci/plimsoll", g.Subject)
		}
		g.Namespace, g.Subject = namespace, name
	}
	return g, nil
}

// typed is the command line as it was given, in one order.
func typed(c *cli.Context) string {
	command := "plimsoll " + c.Command.Name
	for _, flag := range []string{"config", "name", "service-account", "user", "group"} {
		if c.IsSet(flag) {
			command += " --" + flag + " " + collect.ShellWord(c.String(flag))
		}
	}
	for _, cluster := range c.StringSlice("cluster") {
		command += " --cluster " + collect.ShellWord(cluster)
	}
	return command
}

func nameFlag() cli.Flag {
	return &cli.StringFlag{Name: "name", Value: ourName, Usage: "what to call roles and bindings, `NAME`: a second set in one cluster needs another"}
}

func serviceAccountFlag() cli.Flag {
	return &cli.StringFlag{Name: "service-account", Usage: "give the rights to this ServiceAccount, `NAMESPACE/NAME`; without it one is made, plimsoll/plimsoll"}
}

func userFlag() cli.Flag {
	return &cli.StringFlag{Name: "user", Usage: "give the rights to this user `NAME`"}
}

func groupFlag() cli.Flag {
	return &cli.StringFlag{Name: "group", Usage: "give the rights to this group `NAME`"}
}

// onlyFlag narrows a command that writes nothing.
func onlyFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "cluster", Usage: "only this cluster `NAME` (repeatable)"}
}

package main

// This file is how help looks: short enough to be read.

const appHelp = `{{.Name}} {{.Version}}: {{.Usage}}

Usage: {{.UsageText}}

Commands:
{{range .VisibleCommands}}  {{printf "%-10s" .Name}} {{.Usage}}
{{end}}
A first look:       plimsoll demo --serve
Help on a command:  plimsoll COMMAND --help

Exit codes: 0 done · 1 failed, nothing lost · 2 wrong usage or configuration, nothing written
            3 done, but some cluster or kind could not be read
`

const commandHelp = `{{.HelpName}}: {{.Usage}}

Usage: {{.HelpName}}{{if .VisibleFlags}} [flags]{{end}}{{if .ArgsUsage}} {{.ArgsUsage}}{{end}}
{{if .VisibleFlags}}
Flags:
{{range .VisibleFlags}}  {{.}}
{{end}}{{end}}{{if .Description}}
{{.Description}}{{end}}`

// Package demo holds what kubectl would have shown of four clusters at three moments of a day, recorded from real
// control planes. The README beside this file says how, and what is real in it.
package demo

import (
	"embed"
	"io/fs"
)

//go:embed */*.yaml */*/*
var recorded embed.FS

// Files returns a folder for each moment, in their order by name, and the shop's catalog beside them. Each moment holds a
// plimsoll.yaml and a dump of every cluster that could be read then.
func Files() fs.FS { return recorded }

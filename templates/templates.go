// Package templates is what the pages look like: one folder for each output format, and the assets beside the pages.
// It holds no logic; package render fills it in.
package templates

import "embed"

//go:embed html markdown atom badge assets
var files embed.FS

// Files holds html/, markdown/, atom/ and badge/ (one template a page kind, base for the frame) and assets/ (published as they are).
func Files() embed.FS { return files }

package site

import "io"

type Page struct {
	Path   string
	Input  string
	Render func(w io.Writer) error
}

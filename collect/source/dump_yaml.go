package source

// This file takes objects out of YAML. The library parses whole documents, at fifty times their size: a list's items
// are cut out of the text first, which their indentation allows for every list that a program has written.

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// yamlObjects is the state of reading one file, line by line.
type yamlObjects struct {
	pass *pass
	line int

	document bytes.Buffer // the document without the items of its list
	before   int          // how many lines stand before it
	first    int          // the line on which it says something
	list     typeMeta     // as far as it is known before the items
	cut      bool         // items were cut out of it

	inItems bool
	dash    int // the column of the items' dashes, -1 before the first
	item    bytes.Buffer
	at      int // the line on which the item begins
}

func readYAMLObjects(r *bufio.Reader, p *pass) error {
	y := &yamlObjects{pass: p}
	y.start(0)
	for {
		text, err := readLine(r)
		if err != nil && !errors.Is(err, io.EOF) {
			return &atLine{line: y.line + 1, err: err}
		}
		ended := errors.Is(err, io.EOF)
		if len(text) > 0 {
			y.line++
			if wrong := y.take(text); wrong != nil {
				return wrong
			}
		}
		if ended {
			return y.finish()
		}
	}
}

// readLine reads a line of bounded length.
func readLine(r *bufio.Reader) ([]byte, error) {
	var long []byte
	for {
		part, err := r.ReadSlice('\n')
		if !errors.Is(err, bufio.ErrBufferFull) {
			return append(long, part...), err
		}
		if long = append(long, part...); len(long) > maxItem {
			return nil, malformed("a line is longer than %d bytes", maxItem)
		}
	}
}

func (y *yamlObjects) start(before int) {
	y.document.Reset()
	y.before, y.first, y.list, y.cut, y.inItems, y.dash = before, 0, typeMeta{}, false, false, -1
	y.pass.begin()
}

// take sorts one line.
func (y *yamlObjects) take(text []byte) error {
	if isSeparator(text) {
		if err := y.finish(); err != nil {
			return err
		}
		y.start(y.line - 1)
		text = append([]byte("   "), text[3:]...) // "--- {kind: Pod}" begins on the same line
	}
	if y.inItems && y.ofItems(text) {
		return y.itemLine(text)
	}
	if y.inItems {
		if err := y.endItems(); err != nil {
			return err
		}
	}
	if string(bytes.TrimRight(text, " \t\r\n")) == "items:" {
		y.inItems, y.cut, y.dash = true, true, -1
		text = []byte("\n") // keeps the count of lines
	}
	if clear := bytes.TrimSpace(text); y.first == 0 && len(clear) > 0 && clear[0] != '#' {
		y.first = y.line
	}
	y.typeLine(string(text))
	if y.document.Len()+len(text) > maxItem {
		return &atLine{line: y.line, err: malformed("a document is larger than %d bytes", maxItem)}
	}
	y.document.Write(text)
	return nil
}

func isSeparator(text []byte) bool {
	return bytes.HasPrefix(text, []byte("---")) && (len(text) == 3 || strings.IndexByte(" \t\r\n", text[3]) >= 0)
}

// typeLine notes what the list is before its items come.
func (y *yamlObjects) typeLine(text string) {
	key, value, _ := strings.Cut(text, ":")
	value = strings.Trim(value, " \t\r\n\"'")
	switch key {
	case "kind":
		y.list.Kind = value
	case "apiVersion":
		y.list.APIVersion = value
	}
}

// ofItems says whether a line still belongs to the items: it is empty, a comment, a dash in the items' column, or
// further in.
func (y *yamlObjects) ofItems(text []byte) bool {
	rest := bytes.TrimLeft(text, " ")
	indent := len(text) - len(rest)
	if len(bytes.TrimSpace(rest)) == 0 || rest[0] == '#' {
		return true
	}
	if y.dash < 0 {
		return rest[0] == '-'
	}
	return indent > y.dash || indent == y.dash && rest[0] == '-'
}

// itemLine adds a line to its item, without the dash, which makes the item a document of its own.
func (y *yamlObjects) itemLine(text []byte) error {
	rest := bytes.TrimLeft(text, " ")
	indent := len(text) - len(rest)
	if isDash(rest) && (y.dash < 0 || indent == y.dash) {
		if err := y.endItem(); err != nil {
			return err
		}
		y.dash, y.at = indent, y.line
		text = bytes.Clone(text)
		text[indent] = ' '
	}
	if y.item.Len()+len(text) > maxItem {
		return &atLine{line: y.at, err: malformed("an item is larger than %d bytes", maxItem)}
	}
	y.item.Write(text)
	return nil
}

func isDash(rest []byte) bool {
	return len(rest) > 0 && rest[0] == '-' && (len(rest) == 1 || strings.IndexByte(" \t\r\n", rest[1]) >= 0)
}

// endItem takes the item that has been gathered. One that is broken leaves the others as they are.
func (y *yamlObjects) endItem() error {
	defer y.item.Reset()
	if len(bytes.TrimSpace(y.item.Bytes())) == 0 {
		return nil
	}
	raw, err := yaml.YAMLToJSON(y.item.Bytes())
	if err != nil {
		y.broken(err, y.at-1)
		return y.pass.stopped()
	}
	return y.pass.listed(y.list.item(), raw, y.at)
}

func (y *yamlObjects) endItems() error {
	y.inItems = false
	return y.endItem()
}

// finish takes the document that has been gathered.
func (y *yamlObjects) finish() error {
	if y.inItems {
		if err := y.endItems(); err != nil {
			return err
		}
	}
	raw, err := yaml.YAMLToJSON(y.document.Bytes())
	if err != nil {
		y.broken(err, y.before)
		return y.pass.stopped()
	}
	if y.cut {
		y.pass.end(y.list)
		return y.pass.stopped()
	}
	return y.whole(raw)
}

// whole takes a document that is an object, or a list written in another way than a program would.
func (y *yamlObjects) whole(raw []byte) error {
	if y.pass.known != nil { // it was done with in the first pass
		return nil
	}
	wrong, err := y.pass.dump.passes(y.pass.ctx, y.pass.assumed, func(p *pass) error {
		return readJSONObjects(newLines(bytes.NewReader(raw)), p)
	})
	for _, w := range wrong {
		w.line = y.first
	}
	y.pass.wrong = append(y.pass.wrong, wrong...)
	return err
}

// yamlLine finds the line in the library's errors, which counts from the beginning of what it was given.
var yamlLine = regexp.MustCompile(`(?:error converting YAML to JSON: )?(?:yaml: )?(?:line (\d+): )?(.*)`)

func (y *yamlObjects) broken(err error, before int) {
	found := yamlLine.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
	n, _ := strconv.Atoi(found[1])
	y.pass.wrong = append(y.pass.wrong, &atLine{
		line: before + max(n, 1), resource: y.pass.missed(y.list), err: errors.New("YAML: " + found[2]),
	})
}

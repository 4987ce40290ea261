package source

// This file takes objects out of JSON: single objects, lists and arrays, any number of them in a file.

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// jsonObjects is the state of reading one file or document.
type jsonObjects struct {
	*json.Decoder
	lines  *lines
	budget *budget
	pass   *pass
	raw    json.RawMessage // of the value at hand
	list   typeMeta        // what the document has said of itself
}

func readJSONObjects(l *lines, p *pass) error {
	b := &budget{r: l, left: maxItem}
	o := &jsonObjects{Decoder: json.NewDecoder(b), lines: l, budget: b, pass: p}
	for {
		p.begin()
		o.list = typeMeta{}
		err := o.document()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return o.explain(err)
		}
	}
}

// document reads one value of the file. What is neither an object nor an array is passed over.
func (o *jsonObjects) document() error {
	open, err := o.Token()
	if err != nil {
		return err
	}
	switch open {
	case json.Delim('{'):
		return cutOff(o.object())
	case json.Delim('['):
		return cutOff(o.items(o.pass.assumed))
	default:
		return nil
	}
}

// object reads a list's items as they come, and puts anything else together again to be one object.
func (o *jsonObjects) object() error {
	line := o.lines.at(o.InputOffset())
	whole := bytes.NewBufferString("{")
	isList := false
	for o.More() {
		key, err := o.Token()
		if err != nil {
			return err
		}
		if key == "items" {
			found, err := o.itemsField(o.list.item())
			if err != nil {
				return err
			}
			isList = isList || found
			continue
		}
		if err := o.field(key, whole); err != nil {
			return err
		}
	}
	if _, err := o.Token(); err != nil {
		return err
	}
	if isList {
		o.pass.end(o.list)
		return nil
	}
	whole.WriteByte('}')
	return o.pass.single(whole.Bytes(), line)
}

func (o *jsonObjects) field(key json.Token, whole *bytes.Buffer) error {
	if err := o.Decode(&o.raw); err != nil {
		return err
	}
	name, err := json.Marshal(key)
	if err != nil {
		return err
	}
	switch key { // a value of another type is nobody's kind
	case "kind":
		_ = json.Unmarshal(o.raw, &o.list.Kind)
	case "apiVersion":
		_ = json.Unmarshal(o.raw, &o.list.APIVersion)
	}
	if whole.Len() > 1 {
		whole.WriteByte(',')
	}
	whole.Write(name)
	whole.WriteByte(':')
	whole.Write(o.raw)
	return nil
}

// itemsField says whether the value of "items" is a list's.
func (o *jsonObjects) itemsField(list typeMeta) (bool, error) {
	open, err := o.Token()
	switch {
	case err != nil:
		return false, err
	case open == json.Delim('['):
		return true, o.items(list)
	case open == json.Delim('{'):
		return false, o.leave()
	default:
		return open == nil, nil // null is how Go writes an empty list
	}
}

func (o *jsonObjects) items(list typeMeta) error {
	for o.More() {
		if err := o.Decode(&o.raw); err != nil {
			return err
		}
		line := o.lines.at(o.InputOffset() - int64(len(o.raw)))
		if err := o.pass.listed(list, o.raw, line); err != nil {
			return err
		}
		o.budget.left = maxItem
	}
	_, err := o.Token()
	return err
}

// leave passes over the rest of an object.
func (o *jsonObjects) leave() error {
	for depth := 1; depth > 0; {
		t, err := o.Token()
		switch {
		case err != nil:
			return err
		case t == json.Delim('{'), t == json.Delim('['):
			depth++
		case t == json.Delim('}'), t == json.Delim(']'):
			depth--
		}
	}
	return nil
}

// explain names the line that cannot be read. The decoder knows where the value begins, and its own count of what
// follows leaves out commas: the value is decoded once more by itself.
func (o *jsonObjects) explain(err error) error {
	if o.pass.ctx.Err() != nil {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &atLine{line: o.lines.at(o.lines.offset), resource: o.pass.missed(o.list), err: errors.New("ends in the middle of an object: the file is cut off")}
	}
	offset := o.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(json.NewDecoder(o.Buffered()).Decode(&o.raw), &syntax) {
		offset += syntax.Offset - 1
	}
	return &atLine{line: o.lines.at(offset), resource: o.pass.missed(o.list), err: err}
}

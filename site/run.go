package site

// This file writes the account of a run: data/run.json for programs, data/run.js for the pages, which may be opened
// from a file system where a script may not read a file beside it. Both change at every run, and nothing else does.

import (
	"fmt"
	"path"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// WriteRun ends what WriteData began. It comes last, after the pages: the account says that they stand.
func (s *Site) WriteRun(run *schemas.Run) error {
	account := *run
	account.Schema, account.SchemaVersion = schemas.RunSchema, schemas.RunVersion
	b, err := schemas.Encode(&account)
	if err != nil {
		return fmt.Errorf("account of the run: %w", err)
	}
	if err := schemas.ValidateRun(b); err != nil {
		return fmt.Errorf("%s would be invalid and was not written: %w: this is a fault of plimsoll, please report it", s.at(s.runPath()), err)
	}
	script, err := scriptOf(&account)
	if err != nil {
		return err
	}
	if _, err := s.putIfOther(path.Join(s.data, "run.js"), script); err != nil {
		return err
	}
	if same, err := s.holds(s.runPath(), b); err != nil {
		return err
	} else if !same { // a merge of the same parts has the same account
		if err := s.put(s.runPath(), b, durable); err != nil {
			return err
		}
	}
	return s.end(collecting)
}

// Package proof tries what people take from here: the Action, the workflows and the examples, step by step, with the
// built program over the demo's recorded clusters and repositories on this disk. It needs bash, git, jq and tar, as a
// runner has them, and so it is no part of go test ./... at the top.
package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestMain(m *testing.M) {
	var err error
	if top, err = filepath.Abs(filepath.Join("..", "..")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	actionDir = filepath.Join(top, ".github", "actions", "plimsoll")
	os.Exit(m.Run())
}

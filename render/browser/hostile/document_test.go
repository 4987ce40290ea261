package hostile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestDocumentsKeepTheirSchema: what a schema refuses never reaches a page, and would prove nothing.
func TestDocumentsKeepTheirSchema(t *testing.T) {
	for _, c := range []struct {
		file     string
		into     any
		validate func([]byte) error
	}{
		{"snapshot.v1.json", &schemas.Snapshot{}, schemas.ValidateSnapshot},
		{"index.v1.json", &schemas.Index{}, schemas.ValidateIndex},
		{"run.v1.json", &schemas.Run{}, schemas.ValidateRun},
		{"change.v1.json", &schemas.Change{}, schemas.ValidateChange},
	} {
		for i, attack := range Attacks() {
			m, err := Maker{Attack: attack, Breadth: 1 + i%2, Rules: []string{"crash-loop"}}.Open(schemas.Files(), c.file)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.Into(c.into); err != nil {
				t.Fatal(err)
			}
			if ix, ok := c.into.(*schemas.Index); ok {
				for i := range ix.Services {
					ix.Services[i].ID = fmt.Sprintf("hostile-%d", i)
				}
			}
			b, err := schemas.Encode(c.into)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.validate(b); err != nil {
				t.Errorf("attack %d: %s: %v", i, c.file, err)
			}
			if plain := attack == "javascript:alert(1)"; plain && !strings.Contains(string(b), attack) {
				t.Errorf("%s carries no attack", c.file)
			}
		}
	}
}

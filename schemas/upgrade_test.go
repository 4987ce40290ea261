package schemas

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestPrereleaseIsUpgraded(t *testing.T) {
	old, err := os.ReadFile("testdata/snapshot.v0.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func([]byte) (*Snapshot, error){"DecodeSnapshot": DecodeSnapshot, "DecodeTrusted": DecodeTrusted} {
		s, err := read(old)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if s.SchemaVersion != 1 || s.Schema != "../../schemas/snapshot.v1.json" || s.Service.Origin != OriginDiscover || s.Findings == nil {
			t.Errorf("%s: upgraded to %+v", name, s)
		}
		if len(s.Clusters) != 1 || s.Clusters[0].Workloads[0].Replicas.Wanted != 3 {
			t.Errorf("%s: lost on the way: %+v", name, s.Clusters)
		}
	}
}

func TestUpgradeLeavesTheCurrentVersionAlone(t *testing.T) {
	b := exampleSnapshot(t)
	if again, err := UpgradeSnapshot(b); err != nil || !bytes.Equal(again, b) {
		t.Errorf("changed the bytes: %v", err)
	}
}

// Every older version has its step.
func TestUpgradesAreComplete(t *testing.T) {
	if len(snapshotSteps()) != SnapshotVersion {
		t.Errorf("%d steps to version %d: one is missing", len(snapshotSteps()), SnapshotVersion)
	}
}

func TestNewerVersionIsRefused(t *testing.T) {
	b := []byte(strings.Replace(string(exampleSnapshot(t)), `"schemaVersion": 1,`, `"schemaVersion": 7, "future": {},`, 1))
	const want = "snapshot written by a newer plimsoll: schemaVersion 7, this program knows 1; update plimsoll"
	_, decode := DecodeSnapshot(b)
	_, trusted := DecodeTrusted(b)
	for name, err := range map[string]error{"DecodeSnapshot": decode, "DecodeTrusted": trusted, "ValidateSnapshot": ValidateSnapshot(b)} {
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

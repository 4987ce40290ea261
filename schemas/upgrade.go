package schemas

// This file brings snapshots of older versions up to the one that this program writes, a step a version.

import (
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// step brings a document from one version to the next, in place.
type step func(document map[string]any)

// snapshotSteps has, at each version, the step from it to the next one.
func snapshotSteps() []step {
	return []step{
		0: fromPrerelease,
	}
}

// UpgradeSnapshot returns b as a snapshot of SnapshotVersion, and b itself where it is one. A newer version is refused.
func UpgradeSnapshot(b []byte) ([]byte, error) {
	doc, err := parse(b)
	if err != nil {
		return nil, fmt.Errorf("not a valid snapshot: %w", err)
	}
	upgraded, err := snapshotContract.upgrade(doc)
	if err != nil || !upgraded {
		return b, err
	}
	return json.Marshal(doc)
}

// upgrade brings doc up to the current version, tells whether there was anything to do, and refuses what a newer
// program has written. Where there is no version that could be read, the schema will say what is wrong.
func (c contract) upgrade(doc any) (bool, error) {
	document, _ := doc.(map[string]any)
	number, _ := document["schemaVersion"].(json.Number)
	version, err := strconv.Atoi(number.String())
	switch {
	case c.version == 0 || err != nil || version < 0 || version == c.version:
		return false, nil
	case version > c.version:
		const text = "%s written by a newer plimsoll: schemaVersion %d, this program knows %d; update plimsoll"
		return false, fmt.Errorf(text, c.noun, version, c.version)
	case version+len(c.steps) < c.version:
		return false, nil
	}
	for _, step := range c.steps[version:] {
		step(document)
	}
	return true, nil
}

// fromPrerelease adds what version 0, the form before the first release, did not have: findings across clusters, and
// the origin of a service, which its id tells, because only a discovered one is named namespace/name.
func fromPrerelease(snapshot map[string]any) {
	schema, _ := snapshot["$schema"].(string)
	snapshot["$schema"] = path.Join(path.Dir(schema), "snapshot.v1.json")
	snapshot["schemaVersion"] = 1
	if _, ok := snapshot["findings"]; !ok {
		snapshot["findings"] = []any{}
	}
	service, ok := snapshot["service"].(map[string]any)
	if _, said := service["origin"]; said || !ok {
		return
	}
	id, _ := service["id"].(string)
	service["origin"] = string(OriginDefine)
	if strings.Contains(id, "/") {
		service["origin"] = string(OriginDiscover)
	}
}

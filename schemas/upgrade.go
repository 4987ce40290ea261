package schemas

// This file brings snapshots of older versions up to the one that this program writes, a step a version.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

// upgrades has, at each version, the step from it to the next one. A step changes the document in place.
func upgrades() []func(snapshot map[string]any) {
	return []func(map[string]any){
		0: fromPrerelease,
	}
}

// UpgradeSnapshot returns b as a snapshot of SnapshotVersion, and b itself where it is one. A newer version is refused.
func UpgradeSnapshot(b []byte) ([]byte, error) {
	version, err := versionOf(b, snapshotContract, SnapshotVersion)
	if err != nil || version == SnapshotVersion {
		return b, err
	}
	steps := upgrades()
	if version < 0 {
		return nil, fmt.Errorf("not a valid snapshot: schemaVersion %d never was", version)
	}
	doc, err := parse(b)
	if err != nil {
		return nil, fmt.Errorf("not a valid snapshot: %w", err)
	}
	snapshot := doc.(map[string]any) // versionOf has read a key of it
	for _, step := range steps[version:] {
		step(snapshot)
	}
	return json.Marshal(snapshot)
}

// versionOf reads schemaVersion and refuses what a newer program has written. Where there is none that could be
// read, it is the current one: the schema then says what is wrong.
func versionOf(b []byte, c contract, current int) (int, error) {
	head := struct {
		SchemaVersion *int `json:"schemaVersion"`
	}{}
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&head); err != nil || head.SchemaVersion == nil {
		return current, nil
	}
	if *head.SchemaVersion > current {
		const text = "%s written by a newer plimsoll: schemaVersion %d, this program knows %d; update plimsoll"
		return 0, fmt.Errorf(text, c.noun, *head.SchemaVersion, current)
	}
	return *head.SchemaVersion, nil
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

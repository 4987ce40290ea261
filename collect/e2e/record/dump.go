package main

// This file writes down what a cluster shows, in the shape of kubectl get -A -o json: a file for each resource, an
// object a line, without managedFields and with the story's times.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// dump writes a cluster's files into dir, as they are at that time of the story.
func dump(ctx context.Context, c *cluster, clock *timelapse, asOf time.Time, dir string) error {
	client := c.Typed.Discovery().RESTClient()
	for _, r := range lists() {
		request := client.Get().AbsPath(r.Path).SetHeader("Accept", "application/json")
		if r.FieldSelector != "" {
			request = request.Param("fieldSelector", r.FieldSelector)
		}
		body, err := request.DoRaw(ctx)
		if err != nil {
			return fmt.Errorf("list %s: %w", r.Resource, err)
		}
		list, err := kubectlList(body, clock, asOf)
		if err != nil {
			return fmt.Errorf("write down %s: %w", r.Resource, err)
		}
		if err := writeFile(list, dir, r.Resource+".json"); err != nil {
			return err
		}
	}
	version, err := client.Get().AbsPath("/version").DoRaw(ctx)
	if err != nil {
		return fmt.Errorf("ask for the version: %w", err)
	}
	server := append(append([]byte(`{"serverVersion":`), compact(version)...), "}\n"...)
	if err := writeFile(server, dir, "version.json"); err != nil {
		return err
	}
	return writeFile([]byte(asOf.Format(time.RFC3339)+"\n"), dir, "asOf.txt")
}

// lists are those of every cluster, and those of the shop's custom kinds.
func lists() []controlplane.List {
	all := controlplane.Lists()
	for _, k := range customKinds() {
		all = append(all, controlplane.List{Resource: k.Resource + "." + k.Group, Path: "/apis/" + k.Group + "/" + k.Version + "/" + k.Resource})
	}
	return all
}

// kubectlList turns a typed list of the API into the List that kubectl prints, whose items name their kind.
func kubectlList(body []byte, clock *timelapse, asOf time.Time) ([]byte, error) {
	var list struct {
		APIVersion string           `json:"apiVersion"`
		Kind       string           `json:"kind"`
		Items      []map[string]any `json:"items"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(`{"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[`)
	separator := "\n"
	for _, item := range list.Items {
		if forgotten(item, clock, asOf) {
			continue
		}
		item["apiVersion"], item["kind"] = list.APIVersion, list.Kind[:len(list.Kind)-len("List")]
		delete(item["metadata"].(map[string]any), "managedFields")
		lengthenDeadline(item)
		line, err := json.Marshal(retell(item, clock))
		if err != nil {
			return nil, err
		}
		b.WriteString(separator)
		b.Write(line)
		separator = ",\n"
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

// forgotten tells of an event that the API server would have dropped by then: it keeps them for an hour.
func forgotten(item map[string]any, clock *timelapse, asOf time.Time) bool {
	if _, found := item["involvedObject"]; !found {
		return false
	}
	created, err := time.Parse(time.RFC3339, item["metadata"].(map[string]any)["creationTimestamp"].(string))
	return err == nil && asOf.Sub(clock.tell(created)) > time.Hour
}

// lengthenDeadline gives a Deployment that was recorded with a deadline of seconds the deadline that it has in the
// story, which is Kubernetes' default.
func lengthenDeadline(item map[string]any) {
	spec, _ := item["spec"].(map[string]any)
	if _, found := spec["progressDeadlineSeconds"]; found {
		spec["progressDeadlineSeconds"] = 600
	}
}

var timestamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`)

// retell moves every timestamp within a JSON value to the story's time.
func retell(v any, clock *timelapse) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			v[key] = retell(value, clock)
		}
	case []any:
		for i, value := range v {
			v[i] = retell(value, clock)
		}
	case string:
		match := timestamp.FindStringSubmatch(v)
		if match == nil {
			return v
		}
		recorded, err := time.Parse(time.RFC3339, v)
		if err != nil {
			return v
		}
		if match[1] != "" {
			return clock.tell(recorded).Format("2006-01-02T15:04:05.000000Z")
		}
		return clock.tell(recorded).Format(time.RFC3339)
	}
	return v
}

func compact(b []byte) []byte {
	var out bytes.Buffer
	if err := json.Compact(&out, b); err != nil {
		return b
	}
	return out.Bytes()
}

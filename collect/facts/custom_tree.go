package facts

// This file is how fields are taken out of an object whose form nobody vouches for.

import (
	"cmp"
	"math"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/json"
)

// tree is a JSON object. Whatever is asked of a nil one is absent.
type tree map[string]any

func treeOf(v any) tree {
	t, _ := v.(map[string]any)
	return t
}

// in descends to an object.
func (t tree) in(path ...string) tree {
	for _, key := range path {
		t = treeOf(t[key])
	}
	return t
}

// list is the objects of a list.
func (t tree) list(key string) []tree {
	items, _ := t[key].([]any)
	var out []tree
	for _, i := range items {
		if item := treeOf(i); item != nil {
			out = append(out, item)
		}
	}
	return out
}

// texts is the strings of a list.
func (t tree) texts(key string) []string {
	items, _ := t[key].([]any)
	var out []string
	for _, i := range items {
		if s, ok := i.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// text is a string. Some write True as a boolean, or a port as a number.
func (t tree) text(key string) string {
	switch v := t[key].(type) {
	case string:
		return v
	case bool:
		if v {
			return string(metav1.ConditionTrue)
		}
		return string(metav1.ConditionFalse)
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return ""
}

// number is a whole number, which some write as a string.
func (t tree) number(key string) (int64, bool) {
	switch v := t[key].(type) {
	case int64:
		return v, true
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil
	}
	return 0, false
}

// count is a number of things, or absent where there is none.
func (t tree) count(key string, absent int) int {
	n, ok := t.number(key)
	if !ok {
		return absent
	}
	return count(int32(min(max(n, 0), math.MaxInt32)))
}

func (t tree) flag(key string) bool {
	v, _ := t[key].(bool)
	return v
}

// time is a time as the API writes it.
func (t tree) time(key string) time.Time {
	parsed, err := time.Parse(time.RFC3339, t.text(key))
	if err != nil {
		return time.Time{}
	}
	return at(metav1.NewTime(parsed))
}

// object names the object that a reference is about; kind and group are those of one that does not say.
func (t tree) object(group, kind string) Object {
	o := Object{Group: group, Kind: cmp.Or(t.text("kind"), kind), Namespace: t.text("namespace"), Name: t.text("name")}
	if g, ok := t["group"].(string); ok {
		o.Group = g
	}
	return o
}

// podTemplate is the pod template of a workload; an empty one where it has another form than the API's.
func (t tree) podTemplate(key string) *corev1.PodTemplateSpec {
	whole := new(corev1.PodTemplateSpec)
	if !t.decode(key, whole) {
		return new(corev1.PodTemplateSpec)
	}
	return whole
}

// decode reads a part of an object as a type of the API, and says whether it is one.
func (t tree) decode(key string, into any) bool {
	part := t.in(key)
	if part == nil {
		return false
	}
	b, err := json.Marshal(map[string]any(part))
	return err == nil && endlessQuantity(b) == "" && json.Unmarshal(b, into) == nil
}

// strings is an object whose values are strings: labels, a selector.
func (t tree) strings() map[string]string {
	out := make(map[string]string, len(t))
	for key := range t {
		out[key] = t.text(key)
	}
	return out
}

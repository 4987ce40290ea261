package facts

// This file reduces Warning events. Kubernetes keeps one object for each thing that was said; a person needs the
// newest of each.

import (
	"cmp"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// eventKey is what two events have in common of which only the newer one counts.
type eventKey struct {
	namespace string
	object    Ref
	reason    string
	container string
}

func (e *Event) key() eventKey { return eventKey{e.Namespace, e.Object, e.Reason, e.Container} }

func (k eventKey) compare(o eventKey) int {
	return cmp.Or(
		cmp.Compare(k.namespace, o.namespace),
		cmp.Compare(k.object.Kind, o.object.Kind),
		cmp.Compare(k.object.Name, o.object.Name),
		cmp.Compare(k.object.Group, o.object.Group),
		cmp.Compare(k.reason, o.reason),
		cmp.Compare(k.container, o.container))
}

// compareAge orders by time, and by message where that is equal: which one arrived first must not show.
func (e *Event) compareAge(o *Event) int {
	return cmp.Or(e.Time.Compare(o.Time), cmp.Compare(e.Message, o.Message))
}

func (c *Cluster) addEvent(o *corev1.Event) {
	if o.Type != corev1.EventTypeWarning { // servers filter by themselves, dumps do not
		return
	}
	e := &Event{
		Namespace: cmp.Or(c.name(o.InvolvedObject.Namespace), c.name(o.Namespace), "default"),
		Object: Ref{
			Group: c.name(group(o.InvolvedObject.APIVersion)),
			Kind:  c.name(o.InvolvedObject.Kind),
			Name:  oneLine(o.InvolvedObject.Name),
		},
		Container: c.name(containerOf(o.InvolvedObject.FieldPath)),
		Reason:    c.text(o.Reason),
		Message:   c.text(o.Message),
		Time:      eventTime(o),
	}
	known, ok := c.memory().events[e.key()]
	switch {
	case !ok:
		c.memory().events[e.key()] = e
		c.Events = append(c.Events, e)
	case e.compareAge(known) > 0:
		*known = *e
	}
}

// eventTime is when the thing was last said. Which field holds it depends on who wrote the event.
func eventTime(o *corev1.Event) time.Time {
	times := []time.Time{at(o.LastTimestamp), micro(o.EventTime), at(o.CreationTimestamp)}
	if o.Series != nil {
		times = append(times, micro(o.Series.LastObservedTime))
	}
	var newest time.Time
	for _, t := range times {
		if t.After(newest) {
			newest = t
		}
	}
	return newest
}

// containerOf is the "app" of "spec.containers{app}" and "spec.initContainers{app}"; other paths name no container.
func containerOf(fieldPath string) string {
	list, name, ok := strings.Cut(fieldPath, "{")
	if !ok || (list != "spec.containers" && list != "spec.initContainers") {
		return ""
	}
	name, _, ok = strings.Cut(name, "}")
	if !ok {
		return ""
	}
	return name
}

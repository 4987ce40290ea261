package collect

// This file narrows a run to the clusters and services that --cluster and --service name.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// chosen are the clusters to read, in the configuration's order, each once.
func chosen(o Options) ([]schemas.ClusterConfig, error) {
	if len(o.Clusters) == 0 {
		return o.Config.Clusters, nil
	}
	defined := o.Config.ClusterNames()
	for _, name := range o.Clusters {
		if !slices.Contains(defined, name) {
			return nil, &UsageError{fmt.Sprintf("--cluster %s: the configuration has no such cluster; it has %s", name, strings.Join(defined, ", "))}
		}
	}
	return slices.DeleteFunc(slices.Clone(o.Config.Clusters), func(c schemas.ClusterConfig) bool {
		return !slices.Contains(o.Clusters, c.Name)
	}), nil
}

// UsageError is a wrong --cluster or --service.
type UsageError struct{ text string }

func (e *UsageError) Error() string { return e.text }

// checkServices refuses a --service that there is not. One of the past is no mistake, and stays: narrowed runs remove
// nothing. Nor is one a mistake for certain that a cluster which did not answer may hold.
func (c *Collected) checkServices(claimer *claimer) error {
	for _, id := range c.options.Services {
		switch {
		case claimer.services[id] != nil || c.Readable() == 0: // the caller tells that nothing could be read
		case c.isPast(id):
			c.Notes = append(c.Notes, fmt.Sprintf("--service %s: nothing of it was found; a run without --service removes it", id))
		case !c.Complete():
			return fmt.Errorf("--service %s: not defined, and not found in what could be read, which was not all of %s: try again, or check the id", id, strings.Join(c.notWhole(), ", "))
		default:
			return &UsageError{fmt.Sprintf("--service %s: no such service is defined or found; a discovered one is namespace/name", id)}
		}
	}
	return nil
}

// notWhole names the clusters that were not read whole.
func (c *Collected) notWhole() (names []string) {
	for _, r := range c.readings {
		if !readWhole(r) {
			names = append(names, r.Name)
		}
	}
	return names
}

func (c *Collected) isPast(id string) bool {
	past := c.options.Past.Index
	return past != nil && slices.ContainsFunc(past.Services, func(s schemas.ServiceEntry) bool { return s.ID == id })
}

// choose sorts the services and narrows them to --service.
func (c *Collected) choose(claimer *claimer) []*claimed {
	services := make([]*claimed, 0, len(claimer.services))
	for id, s := range claimer.services {
		if len(c.options.Services) == 0 || slices.Contains(c.options.Services, id) {
			services = append(services, s)
		}
	}
	slices.SortFunc(services, func(a, b *claimed) int { return compareStrings(a.service.ID, b.service.ID) })
	return services
}

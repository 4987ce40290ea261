package source

// This file asks what a cluster is and what it serves, before anything is listed. Authorization comes before
// routing: with rights in one namespace only, a kind that does not exist answers 403, and would look like a right
// that is missing.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// acceptDiscovery asks for all groups with their resources in one document, which servers know since 1.26; older
// ones answer the plain JSON list of groups.
const acceptDiscovery = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList," +
	"application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"

// maxDiscovery bounds a discovery document. A cluster with a thousand custom kinds has one of 2 MB.
const maxDiscovery = 32 << 20

// served is what a cluster told of itself. What it did not tell is tried.
type served struct {
	version  string // "v1.37.2", empty if it was not told
	minor    int
	core     bool                // the core group's versions were told
	groups   bool                // the other groups were told
	versions map[string][]string // of each group, the one that the cluster prefers first
	known    map[string]bool     // "apps/v1": whether its resources were told; absent: not asked
	kinds    map[string]told     // "apps/v1/deployments"
}

// told is what a cluster says of one resource.
type told struct {
	kind       string // "Deployment"
	namespaced bool
}

// document is any answer of /api and /apis: aggregated, a list of groups, of core versions, or of one group's
// resources.
type document struct {
	Kind  string
	Items []struct { // APIGroupDiscoveryList
		Metadata struct{ Name string }
		Versions []struct {
			Version, Freshness string
			Resources          []struct {
				Resource, Scope string
				ResponseKind    struct{ Kind string }
			}
		}
	}
	Groups []struct { // APIGroupList
		Name             string
		Versions         []struct{ Version string }
		PreferredVersion struct{ Version string }
	}
	Versions  []string   // APIVersions, of the core group
	Resources []struct { // APIResourceList
		Name, Kind string
		Namespaced bool
	}
}

// discover asks for version and kinds. It fails only if the cluster as a whole does; a discovery that is forbidden
// leaves everything open.
func discover(ctx context.Context, c *client, kinds []facts.Kind) (*served, error) {
	s := &served{versions: map[string][]string{}, known: map[string]bool{}, kinds: map[string]told{}}
	var version struct{ GitVersion, Major, Minor string }
	var core, groups document
	var group errgroup.Group
	errs := make([]error, 3)
	group.Go(func() error {
		errs[0] = fetch(ctx, c, request{path: "/version", accept: mediaJSON}, &version)
		return nil
	})
	group.Go(func() error {
		errs[1] = fetch(ctx, c, request{path: "/api", accept: acceptDiscovery}, &core)
		return nil
	})
	group.Go(func() error {
		errs[2] = fetch(ctx, c, request{path: "/apis", accept: acceptDiscovery}, &groups)
		return nil
	})
	_ = group.Wait() // errs has them all
	if err := c.whole(ctx, errs...); err != nil {
		return nil, err
	}
	s.version, s.minor = version.GitVersion, minorOf(version.Major, version.Minor)
	if s.minor > 0 && !strings.HasPrefix(s.version, "v1.") { // a server built without its release's stamp
		s.version = fmt.Sprintf("v1.%d", s.minor)
	}
	s.core = core.Kind == "APIVersions" || core.Kind == "APIGroupDiscoveryList"
	s.groups = groups.Kind == "APIGroupList" || groups.Kind == "APIGroupDiscoveryList"
	s.add(core)
	s.add(groups)
	return s, s.complete(ctx, c, kinds)
}

// whole is what the cluster as a whole suffers from: no connection, no login, no time, or nothing but faults.
func (c *client) whole(ctx context.Context, errs ...error) error {
	var faults *readError
	n := 0
	for _, err := range errs {
		if err == nil {
			continue
		}
		e := c.explain(ctx, err, listing{})
		if e.fatal {
			return e
		}
		var status *statusError
		if errors.As(err, &status) && status.passing() {
			faults, n = e, n+1
		}
	}
	if n == len(errs) && n > 1 {
		return faults
	}
	return nil
}

// fetch reads one JSON document.
func fetch(ctx context.Context, c *client, r request, into any) error {
	return c.get(ctx, r, func(a answer) error {
		if a.media != mediaJSON {
			return malformed("%s answered with %s, not with JSON", r.path, a.media)
		}
		b, err := io.ReadAll(io.LimitReader(a.body, maxDiscovery))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(b, into); err != nil {
			return malformed("%s: %w", r.path, err)
		}
		return nil
	})
}

// minorOf is the minor version of a 1.x server, 0 where it cannot be told. Clouds write "27+".
func minorOf(major, minor string) int {
	n, err := strconv.Atoi(strings.TrimRight(minor, "+"))
	if err != nil || major != "1" {
		return 0
	}
	return n
}

// add notes what one document tells.
func (s *served) add(d document) {
	for _, g := range d.Items {
		for _, v := range g.Versions {
			group := g.Metadata.Name
			s.versions[group] = append(s.versions[group], v.Version)
			s.known[group+"/"+v.Version] = v.Freshness != "Stale" // then its own server did not answer, and may serve more
			for _, r := range v.Resources {
				s.kinds[group+"/"+v.Version+"/"+r.Resource] = told{r.ResponseKind.Kind, r.Scope != "Cluster"}
			}
		}
	}
	for _, g := range d.Groups {
		var versions []string
		if preferred := g.PreferredVersion.Version; preferred != "" {
			versions = append(versions, preferred)
		}
		for _, v := range g.Versions {
			if !slices.Contains(versions, v.Version) {
				versions = append(versions, v.Version)
			}
		}
		s.versions[g.Name] = versions
	}
	if d.Kind == "APIVersions" {
		s.versions[""] = d.Versions
	}
}

// complete asks old servers for the resources of the groups that matter, one request for each version that a kind may
// be served in until it is found.
func (s *served) complete(ctx context.Context, c *client, kinds []facts.Kind) error {
	for _, k := range kinds {
		for _, version := range s.candidates(k) {
			if err := s.ask(ctx, c, k.Group, version); err != nil {
				return err
			}
			if _, found := s.kinds[k.Group+"/"+version+"/"+k.Resource]; found {
				break
			}
		}
	}
	return nil
}

// ask asks for the resources of one version, once. An error is one of the cluster as a whole.
func (s *served) ask(ctx context.Context, c *client, group, version string) error {
	gv := group + "/" + version
	if _, asked := s.known[gv]; asked {
		return nil
	}
	var d document
	err := fetch(ctx, c, request{path: groupPath(group, version), accept: mediaJSON}, &d)
	if e := c.whole(ctx, err); e != nil {
		return e
	}
	s.known[gv] = err == nil && d.Kind == "APIResourceList"
	for _, r := range d.Resources {
		s.kinds[gv+"/"+r.Name] = told{r.Kind, r.Namespaced}
	}
	return nil
}

func groupPath(group, version string) string {
	if group == "" {
		return "/api/" + version
	}
	return "/apis/" + group + "/" + version
}

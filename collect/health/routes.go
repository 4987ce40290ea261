package health

// This file is the rules about what leads to Services: route-broken, route-no-address.

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var routeBroken = rule{
	Rule: schemas.Rule{
		ID: "route-broken", Family: aroundFamily, Severity: schemas.Warning,
		When:  "the Service that an Ingress or a Route sends to does not exist, or has no such port; no container has the port that a Service names; or an HTTPRoute is not accepted or its references cannot be resolved, or a Route is not admitted. Resource backends and a load balancer's own actions are left out",
		Means: "Requests that take this way are refused.",
		Next:  "Correct the name that the message gives, or create what it names.",
	},
	around: judgeRouteBroken,
}

func judgeRouteBroken(s *scope) []found {
	var all []found
	for _, i := range s.share.Ingresses {
		all = append(all, s.brokenIngress(i)...)
	}
	for _, r := range s.share.Routes {
		all = append(all, s.brokenRoute(r)...)
	}
	for _, v := range s.share.Services {
		all = append(all, s.brokenPorts(v)...)
	}
	return all
}

// brokenIngress gives a new Ingress a minute: its Service may have been made after the Services were read.
func (s *scope) brokenIngress(i *facts.Ingress) []found {
	if within(i.Created, s.now, firstMinute) {
		return nil
	}
	var all []found
	for _, b := range i.Backends {
		if slices.Contains(i.Actions, b.Service) {
			continue
		}
		if f, ok := s.brokenBackend(i.Namespace, b); ok {
			f.object = facts.ObjectName("Ingress", &i.Meta)
			f.hint = fmt.Sprintf("Create what it names, or correct the backend: kubectl describe ingress -n %s %s", i.Namespace, i.Name)
			all = append(all, f)
		}
	}
	return all
}

func (s *scope) brokenBackend(namespace string, b facts.Backend) (found, bool) {
	if s.share.Present == nil || b.Service == "" || s.share.Unreadable.Missed("services", namespace) {
		return found{}, false
	}
	service := s.share.Present(namespace, b.Service)
	switch {
	case service == nil:
		return found{cause: "Service " + b.Service, message: fmt.Sprintf("it sends to Service %s, which does not exist", b.Service)}, true
	case b.Port == "" || service.Type == "ExternalName" || slices.ContainsFunc(service.Ports, func(p facts.ServicePort) bool { return takes(p, b.Port) }):
		return found{}, false
	default:
		return found{
			cause:   fmt.Sprintf("Service %s port %s", b.Service, b.Port),
			message: fmt.Sprintf("it sends to port %s of Service %s, which has no such port", b.Port, b.Service),
		}, true
	}
}

// takes says that a port of a Service is the one that a backend names, by name or by number.
func takes(p facts.ServicePort, port string) bool {
	return port == p.Name || port == strconv.Itoa(p.Port)
}

// brokenRoute takes the word of a Gateway's controller. OpenShift's router admits a Route whose Service is missing.
func (s *scope) brokenRoute(r *facts.Route) []found {
	var all []found
	for _, kind := range []string{"Accepted", "ResolvedRefs", "Admitted"} {
		c := facts.Find(r.Conditions, kind)
		if c.Status != "False" || c.Reason == "Pending" || within(c.Since, s.now, firstMinute) {
			continue
		}
		all = append(all, found{
			cause:   kind,
			message: join(routeComplaints[kind]+reasonWord(c.Reason), quoteFor(c.Message, r.Name)),
			since:   c.Since,
		})
	}
	if r.Kind == "Route" && !within(r.Created, s.now, firstMinute) {
		for _, b := range r.Backends {
			b.Port = "" // of the pods, not of the Service
			if f, ok := s.brokenBackend(cmp.Or(b.Namespace, r.Namespace), b); ok {
				all = append(all, f)
			}
		}
	}
	for i := range all {
		all[i].object = facts.ObjectName(r.Kind, &r.Meta)
		all[i].hint = fmt.Sprintf("Correct what the message names: kubectl describe %s -n %s %s", routeWord(r), r.Namespace, r.Name)
	}
	return all
}

// routeWord names a route to kubectl. Knative has Routes too.
func routeWord(r *facts.Route) string {
	if r.Kind == "Route" {
		return "route." + r.Group
	}
	return strings.ToLower(r.Kind)
}

var routeComplaints = map[string]string{
	"Accepted":     "its Gateway does not accept it",
	"ResolvedRefs": "what it refers to cannot be resolved",
	"Admitted":     "no router admits it",
}

func reasonWord(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + reason + ")"
}

// brokenPorts holds the named target ports of a Service against the templates and the pods behind it: a sidecar that is
// injected stands in the pods alone. Numbers need no declaration.
func (s *scope) brokenPorts(v *facts.Service) []found {
	behind, live := s.behind(v)
	if len(live) == 0 {
		return nil
	}
	var all []found
	for _, p := range v.Ports {
		_, err := strconv.Atoi(p.TargetPort)
		if err == nil || p.TargetPort == "" || slices.ContainsFunc(behind, func(w *facts.WorkloadShare) bool { return unsure(w, p.TargetPort) }) ||
			slices.ContainsFunc(live, func(p2 *facts.Pod) bool { return opens(p2, p.TargetPort) }) {
			continue
		}
		all = append(all, found{
			object:  facts.ObjectName("Service", &v.Meta),
			cause:   "port " + p.TargetPort,
			message: fmt.Sprintf("its port %d goes to port %s of its pods, and none of their containers has a port of that name", p.Port, p.TargetPort),
			hint:    fmt.Sprintf("Name the container's port %s, or correct targetPort: kubectl edit service -n %s %s", p.TargetPort, v.Namespace, v.Name),
		})
	}
	return all
}

// behind are the workloads of this service that a Service is meant for, and their pods that it selects.
func (s *scope) behind(v *facts.Service) (workloads []*facts.WorkloadShare, pods []*facts.Pod) {
	for _, w := range s.share.Workloads {
		if w.Namespace != v.Namespace || !v.Selects(w.Template.Labels) {
			continue
		}
		workloads = append(workloads, w)
		for _, p := range w.Pods {
			if live.holds(p) && v.Selects(p.Labels) {
				pods = append(pods, p)
			}
		}
	}
	return workloads, pods
}

// unsure says that a workload's template has a port of that name, or that its template is not known.
func unsure(w *facts.WorkloadShare, port string) bool {
	return assumed(w) || slices.Contains(w.Template.Ports, port)
}

func opens(p *facts.Pod, port string) bool {
	return slices.ContainsFunc(p.Containers, func(c facts.Container) bool {
		return c.Kind != facts.Init && slices.ContainsFunc(c.Ports, func(p facts.Port) bool { return p.Name == port })
	})
}

var routeNoAddress = rule{
	Rule: schemas.Rule{
		ID: "route-no-address", Family: aroundFamily, Severity: schemas.Info,
		When:  "an Ingress has had no address for 10 minutes",
		Means: "No controller has taken it up, or the one that has does not tell where it is reached.",
		Next:  "Check that a controller serves its class.",
	},
	around: judgeRouteNoAddress,
}

func judgeRouteNoAddress(s *scope) []found {
	var all []found
	for _, i := range s.share.Ingresses {
		if len(i.Addresses) > 0 || !over(i.Created, s.now, stuckAfter) {
			continue
		}
		class := "the default class"
		if i.Class != "" {
			class = "class " + i.Class
		}
		all = append(all, found{
			object:  facts.ObjectName("Ingress", &i.Meta),
			message: "no controller has given it an address",
			hint:    fmt.Sprintf("Check that a controller serves %s; what it says: kubectl describe ingress -n %s %s", class, i.Namespace, i.Name),
			since:   i.Created,
		})
	}
	return all
}

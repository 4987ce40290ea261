package collect

// This file writes what stands around the workloads down for a snapshot.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func network(share *facts.Share) []schemas.Network {
	list := []schemas.Network{}
	for _, s := range share.Services {
		n := schemas.Network{Kind: "Service", Namespace: s.Namespace, Name: s.Name, Type: s.Type, Addresses: s.Addresses}
		for _, p := range s.Ports {
			n.Ports = append(n.Ports, port(p))
		}
		if s.ExternalName != "" {
			n.Hosts = []string{s.ExternalName}
		}
		if len(s.Selector) > 0 {
			n.Pods, n.Ready = endpoints(share, s)
		}
		list = append(list, n)
	}
	for _, i := range share.Ingresses {
		n := schemas.Network{Kind: "Ingress", Namespace: i.Namespace, Name: i.Name, Type: i.Class, Hosts: i.Hosts, Addresses: i.Addresses}
		for _, b := range i.Backends {
			n.Backends = append(n.Backends, backend(i.Namespace, b))
		}
		list = append(list, n)
	}
	for _, r := range share.Routes {
		n := schemas.Network{
			Kind: r.Kind, Namespace: r.Namespace, Name: r.Name, Hosts: r.Hosts,
			Type: cmp.Or(r.Type, strings.Join(r.Parents, ", ")),
		}
		for _, b := range r.Backends {
			n.Backends = append(n.Backends, backend(r.Namespace, b))
		}
		list = append(list, n)
	}
	return list
}

// backend names a Service that something in that namespace sends to, with the port.
func backend(from string, b facts.Backend) string {
	text := "Service/" + cmp.Or(b.Namespace, from) + "/" + b.Service
	if b.Port != "" {
		text += ":" + b.Port
	}
	return text
}

func port(p facts.ServicePort) string {
	text := strconv.Itoa(p.Port)
	if p.TargetPort != "" && p.TargetPort != text {
		text += "→" + p.TargetPort
	}
	if p.Protocol != "" && p.Protocol != "TCP" {
		text += "/" + p.Protocol
	}
	if p.Name != "" {
		return p.Name + " " + text
	}
	return text
}

// endpoints counts the pods of this service that a Service finds.
func endpoints(share *facts.Share, s *facts.Service) (pods, ready *int) {
	pods, ready = new(int), new(int)
	selector := selectorOf(s)
	for _, w := range share.Workloads {
		if w.Namespace != s.Namespace {
			continue
		}
		for _, p := range w.Pods {
			if p.Phase == "Succeeded" || p.Phase == "Failed" || !selector.Matches(p.Labels) {
				continue
			}
			*pods++
			if s.PublishNotReady || facts.Find(p.Conditions, "Ready").Status == "True" {
				*ready++
			}
		}
	}
	return pods, ready
}

func storage(share *facts.Share) []schemas.Claim {
	list := []schemas.Claim{}
	for _, c := range share.Claims {
		list = append(list, schemas.Claim{
			Namespace: c.Namespace, Name: c.Name, Phase: c.Phase, Class: c.Class, Size: c.Size, Access: c.Access,
			UsedBy: users(share, c),
		})
	}
	return list
}

func users(share *facts.Share, c *facts.Claim) []string {
	var names []string
	for _, w := range share.Workloads {
		uses := w.Namespace == c.Namespace && (slices.Contains(w.Template.Claims, c.Name) ||
			slices.ContainsFunc(w.Pods, func(p *facts.Pod) bool { return slices.Contains(p.Claims, c.Name) }))
		if uses {
			names = append(names, facts.ObjectName(w.Kind, &w.Meta))
		}
	}
	return names
}

// resources are the custom resources of a share. What one says of itself is news only while it is not in good order.
func resources(share *facts.Share, now time.Time) []schemas.Resource {
	list := []schemas.Resource{}
	for _, r := range share.Resources {
		one := schemas.Resource{
			Group: r.Group, Kind: r.Kind, Namespace: r.Namespace, Name: r.Name,
			Status: health.ResourceStatus(r, now), Revision: r.Revision, Expires: r.Expires,
		}
		switch one.Status {
		case schemas.Healthy, schemas.Suspended, schemas.Unknown:
		default:
			one.Message = health.ResourceMessage(r)
		}
		list = append(list, one)
	}
	return list
}

func quotaBand(l facts.QuotaLine) schemas.Band {
	switch {
	case l.Share >= 1:
		return schemas.BandAbove
	case l.Share >= 1-tolerance:
		return schemas.BandNear
	default:
		return schemas.BandBelow
	}
}

package facts

// This file reduces Ingresses.

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"
)

// classAnnotation names the class of Ingresses older than the field; controllers still honour it.
const classAnnotation = "kubernetes.io/ingress.class"

// actionAnnotation ends in the name of something that a load balancer does by itself, a redirect for one. A backend of
// that name stands for the action: there is no such Service.
const actionAnnotation = "ingress.kubernetes.io/actions."

func (c *Cluster) addIngress(o *networkingv1.Ingress) {
	in := &Ingress{
		Meta:  c.meta(&o.ObjectMeta),
		Class: cmp.Or(c.text(value(o.Spec.IngressClassName)), c.text(o.Annotations[classAnnotation])),
	}
	for _, key := range slices.Sorted(maps.Keys(o.Annotations)) {
		if _, action, ok := strings.Cut(key, actionAnnotation); ok {
			in.Actions = append(in.Actions, c.name(action))
		}
	}
	for _, t := range o.Spec.TLS {
		if secret := c.name(t.SecretName); secret != "" && !slices.Contains(in.Secrets, secret) {
			in.Secrets = append(in.Secrets, secret)
		}
	}
	in.addBackend(c, o.Spec.DefaultBackend)
	for i := range o.Spec.Rules {
		r := &o.Spec.Rules[i]
		if r.Host != "" && !slices.Contains(in.Hosts, r.Host) {
			in.Hosts = append(in.Hosts, c.text(r.Host))
		}
		if r.HTTP == nil {
			continue
		}
		for j := range r.HTTP.Paths {
			in.addBackend(c, &r.HTTP.Paths[j].Backend)
		}
	}
	for _, a := range o.Status.LoadBalancer.Ingress {
		in.Addresses = appendAddress(in.Addresses, a.Hostname, a.IP)
	}
	c.Ingresses = append(c.Ingresses, in)
}

// addBackend keeps each Service once. A resource backend, a bucket for one, is no Service.
func (in *Ingress) addBackend(c *Cluster, b *networkingv1.IngressBackend) {
	if b == nil || b.Service == nil {
		return
	}
	to := Backend{Service: c.name(b.Service.Name), Port: c.name(b.Service.Port.Name)}
	if to.Port == "" && b.Service.Port.Number != 0 {
		to.Port = strconv.Itoa(count(b.Service.Port.Number))
	}
	if !slices.Contains(in.Backends, to) {
		in.Backends = append(in.Backends, to)
	}
}

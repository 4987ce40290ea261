package facts

// This file reduces what the core group has beside pods and events: Services, volume claims and quotas.

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func (c *Cluster) addService(o *corev1.Service) {
	s := &Service{
		Meta:            c.meta(&o.ObjectMeta),
		Type:            cmp.Or(c.text(string(o.Spec.Type)), string(corev1.ServiceTypeClusterIP)),
		Headless:        o.Spec.ClusterIP == corev1.ClusterIPNone,
		ExternalName:    c.text(o.Spec.ExternalName),
		Selector:        c.shared(o.Spec.Selector),
		PublishNotReady: o.Spec.PublishNotReadyAddresses,
	}
	for _, p := range o.Spec.Ports {
		s.Ports = append(s.Ports, ServicePort{
			Name:       c.name(p.Name),
			Port:       count(p.Port),
			TargetPort: c.name(targetPort(p)),
			Protocol:   c.protocol(p.Protocol),
		})
	}
	for _, in := range o.Status.LoadBalancer.Ingress {
		s.Addresses = appendAddress(s.Addresses, in.Hostname, in.IP)
	}
	c.Services = append(c.Services, s)
}

// targetPort is the Service's own port where none is given, as the API has it.
func targetPort(p corev1.ServicePort) string {
	if p.TargetPort == (intstr.IntOrString{}) {
		return strconv.Itoa(count(p.Port))
	}
	return p.TargetPort.String()
}

// appendAddress adds a load balancer's address: its name, if it has one, because names outlive addresses.
func appendAddress(list []string, hostname, ip string) []string {
	if address := Clean(cmp.Or(hostname, ip), textBytes); address != "" {
		return append(list, address)
	}
	return list
}

func (c *Cluster) addClaim(o *corev1.PersistentVolumeClaim) {
	p := &Claim{
		Meta:  c.meta(&o.ObjectMeta),
		Phase: c.text(string(o.Status.Phase)),
		Class: c.name(value(o.Spec.StorageClassName)),
		Size:  cmp.Or(c.amount(o.Status.Capacity, corev1.ResourceStorage), c.amount(o.Spec.Resources.Requests, corev1.ResourceStorage)),
		Conditions: conditions(c, o.Status.Conditions, func(p *corev1.PersistentVolumeClaimCondition) Condition {
			return Condition{string(p.Type), string(p.Status), p.Reason, p.Message, at(p.LastTransitionTime)}
		}),
	}
	p.Resize = failedResize(o)
	modes := o.Status.AccessModes
	if len(modes) == 0 { // not bound yet
		modes = o.Spec.AccessModes
	}
	for _, m := range modes {
		if mode := c.text(string(m)); mode != "" {
			p.Access = append(p.Access, mode)
		}
	}
	c.Claims = append(c.Claims, p)
}

// failedResize is how Kubernetes words a resize that does not get any further by itself. One that is merely under way
// has a status too. The names in Failed are those of servers before 1.31.
func failedResize(o *corev1.PersistentVolumeClaim) string {
	switch status := o.Status.AllocatedResourceStatuses[corev1.ResourceStorage]; status {
	case corev1.PersistentVolumeClaimControllerResizeInfeasible, corev1.PersistentVolumeClaimNodeResizeInfeasible,
		"ControllerResizeFailed", "NodeResizeFailed":
		return string(status)
	}
	for _, failed := range []corev1.PersistentVolumeClaimConditionType{
		corev1.PersistentVolumeClaimControllerResizeError, corev1.PersistentVolumeClaimNodeResizeError,
	} {
		for _, c := range o.Status.Conditions {
			if c.Type == failed && c.Status == corev1.ConditionTrue {
				return string(failed)
			}
		}
	}
	return ""
}

func (c *Cluster) addQuota(o *corev1.ResourceQuota) {
	q := &Quota{Meta: c.meta(&o.ObjectMeta)}
	hard := o.Status.Hard
	if len(hard) == 0 { // the quota controller has not seen it yet
		hard = o.Spec.Hard
	}
	for _, name := range slices.Sorted(maps.Keys(hard)) {
		h, u := hard[name], o.Status.Used[name]
		q.Lines = append(q.Lines, QuotaLine{
			Resource: c.name(string(name)),
			Hard:     c.name(h.String()),
			Used:     c.name(u.String()),
			Share:    ratio(&u, &h, 0),
		})
	}
	c.Quotas = append(c.Quotas, q)
}

// ratio is a ÷ b, or otherwise where b is not above zero or the result is no number.
func ratio(a, b *resource.Quantity, otherwise float64) float64 {
	if b.Sign() <= 0 {
		return otherwise
	}
	r := a.AsApproximateFloat64() / b.AsApproximateFloat64()
	if math.IsNaN(r) || math.IsInf(r, 0) {
		return otherwise
	}
	return r
}

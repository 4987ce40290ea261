package facts

// This file reduces the Certificates of cert-manager.

func (c *Cluster) addCertificate(o *custom) {
	r := c.resource(o)
	r.awaits(ready)
	r.Expires = o.status.time("notAfter")
	if name := c.name(o.spec.text("secretName")); name != "" {
		r.Manages = []Object{{Kind: "Secret", Name: name}} // never read: an Ingress that names it leads here
	}
	c.Resources = append(c.Resources, r)
}

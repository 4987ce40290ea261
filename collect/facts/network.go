package facts

// This file is what is remembered of what stands around workloads: network, budgets, storage and quotas.

// Service is a Service; Selector is empty where it has none.
type Service struct {
	Meta
	Type            string
	Headless        bool
	ExternalName    string
	Selector        map[string]string
	PublishNotReady bool
	Ports           []ServicePort
	Addresses       []string // of its load balancer
}

// ServicePort is a port of a Service.
type ServicePort struct {
	Name       string
	Port       int
	TargetPort string // a number or a container port's name
	Protocol   string
}

// Ingress is an Ingress.
type Ingress struct {
	Meta
	Class     string
	Hosts     []string
	Backends  []Backend
	Addresses []string
	Secrets   []string // names of what its TLS certificates stand in
	Actions   []string // backends that are a load balancer's own: names in annotations such as alb.ingress.kubernetes.io/actions.<name>
}

// Backend is a Service that an Ingress or a Route sends to.
type Backend struct {
	Namespace string // empty: its own
	Service   string
	Port      string
}

// Route is an HTTPRoute of the Gateway API or a Route of OpenShift.
type Route struct {
	Meta
	Group, Kind string
	Type        string   // of an OpenShift Route, where TLS ends: edge, passthrough, reencrypt
	Parents     []string // "Gateway/infra/public"
	Hosts       []string
	Backends    []Backend
	Conditions  []Condition // of all its parents or routers: of two of one type, the one that is not True
}

// Budget is a PodDisruptionBudget.
type Budget struct {
	Meta
	Generation     int64
	Observed       int64
	Selector       Selector
	MinAvailable   string
	MaxUnavailable string
	Expected       int
	Healthy        int
	Desired        int
	Allowed        int
	Conditions     []Condition
}

// Claim is a PersistentVolumeClaim.
type Claim struct {
	Meta
	Phase      string
	Class      string
	Size       string
	Access     []string
	Resize     string // a resize that failed, as Kubernetes words it: ControllerResizeInfeasible
	Conditions []Condition
}

// Quota is a ResourceQuota.
type Quota struct {
	Meta
	Lines []QuotaLine
}

// QuotaLine is one resource of a ResourceQuota.
type QuotaLine struct {
	Resource string
	Hard     string
	Used     string
	Share    float64 // used ÷ hard, 0 where hard is 0
}

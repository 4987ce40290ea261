package facts

// This file is what scales a workload: a HorizontalPodAutoscaler by itself, or a ScaledObject of KEDA through one.

// Scaling is an autoscaler with the bounds that count, and the object in which they are set.
type Scaling struct {
	*Autoscaler        // of a ScaledObject without a HorizontalPodAutoscaler, what is known of it in the same shape
	Kind        string // HorizontalPodAutoscaler or ScaledObject
	Through     string // the HorizontalPodAutoscaler of a ScaledObject, where there is one
	Paused      bool   // by a person: nothing scales until it is let go
}

// Scaling is what scales the workload, nil where nothing does. KEDA keeps the pods between zero and one itself and
// leaves the rest to a HorizontalPodAutoscaler with a minimum of at least one: the bounds are the ScaledObject's. While
// it is paused, and where autoscalers cannot be read, there is none, and the size is what the workload wants.
func (w *WorkloadShare) Scaling() *Scaling {
	s := w.Scaler
	switch {
	case s == nil && w.Autoscaler == nil:
		return nil
	case s == nil:
		return &Scaling{Autoscaler: w.Autoscaler, Kind: "HorizontalPodAutoscaler"}
	}
	bounds := &Autoscaler{
		Meta: s.Meta, Target: s.Target, Min: s.Min, Max: s.Max, Current: w.Wanted, Desired: w.Wanted, Conditions: s.Conditions,
	}
	if a := w.Autoscaler; s.WorksThrough(a) {
		bounds.Current, bounds.Desired = a.Current, a.Desired
		bounds.ScaleUp, bounds.ScaleDown = a.ScaleUp, a.ScaleDown
		bounds.Metrics, bounds.Conditions = a.Metrics, a.Conditions
		return &Scaling{Autoscaler: bounds, Kind: "ScaledObject", Through: a.Name, Paused: s.Paused}
	}
	return &Scaling{Autoscaler: bounds, Kind: "ScaledObject", Paused: s.Paused}
}

// WorksThrough says that an autoscaler is the one that KEDA made for a ScaledObject.
func (s *Scaler) WorksThrough(a *Autoscaler) bool {
	return a != nil && s.Namespace == a.Namespace &&
		(s.Autoscaler == a.Name || (a.Owner.Kind == "ScaledObject" && a.Owner.Name == s.Name))
}

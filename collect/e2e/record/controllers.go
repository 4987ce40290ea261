package main

// This file plays the controllers that would need what a recording has not: the autoscaler (usage), the CronJob
// controller (nights) and the ingress controller (a load balancer).

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// autoscale has an autoscaler see that much use, of CPU in percent of the requests, of a queue in messages for each pod,
// and want that many replicas. Where that is a change, it waits until they run.
func (c *cluster) autoscale(ctx context.Context, namespace, name string, use, wanted int32) error {
	hpas := c.Typed.AutoscalingV2().HorizontalPodAutoscalers(namespace)
	hpa, err := hpas.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	status := &hpa.Status
	if status.DesiredReplicas != wanted {
		now := metav1.Now()
		status.LastScaleTime = &now
		target := hpa.Spec.ScaleTargetRef.Name
		if err := errors.Join(c.scale(ctx, namespace, target, wanted), c.RolledOut(ctx, namespace, target)); err != nil {
			return err
		}
	}
	generation := hpa.Generation
	status.ObservedGeneration = &generation
	status.CurrentReplicas, status.DesiredReplicas = wanted, wanted
	status.CurrentMetrics = []autoscalingv2.MetricStatus{measured(hpa, use)}
	for _, condition := range scalingConditions(hpa, use, wanted) {
		status.Conditions = setScalingCondition(status.Conditions, condition)
	}
	_, err = hpas.UpdateStatus(ctx, hpa, metav1.UpdateOptions{})
	return err
}

// measured is the one metric that an autoscaler of the shop follows, with a value.
func measured(hpa *autoscalingv2.HorizontalPodAutoscaler, use int32) autoscalingv2.MetricStatus {
	if queue := hpa.Spec.Metrics[0].External; queue != nil {
		return autoscalingv2.MetricStatus{
			Type: autoscalingv2.ExternalMetricSourceType,
			External: &autoscalingv2.ExternalMetricStatus{
				Metric: queue.Metric, Current: autoscalingv2.MetricValueStatus{AverageValue: resource.NewQuantity(int64(use), resource.DecimalSI)},
			},
		}
	}
	return autoscalingv2.MetricStatus{
		Type: autoscalingv2.ResourceMetricSourceType,
		Resource: &autoscalingv2.ResourceMetricStatus{
			Name: corev1.ResourceCPU, Current: autoscalingv2.MetricValueStatus{AverageUtilization: &use},
		},
	}
}

// aim is the use that an autoscaler aims at.
func aim(hpa *autoscalingv2.HorizontalPodAutoscaler) int32 {
	if queue := hpa.Spec.Metrics[0].External; queue != nil {
		return int32(queue.Target.AverageValue.Value())
	}
	return *hpa.Spec.Metrics[0].Resource.Target.AverageUtilization
}

// scalingConditions are what the controller says of an autoscaler that works, in its words.
func scalingConditions(hpa *autoscalingv2.HorizontalPodAutoscaler, use, wanted int32) []autoscalingv2.HorizontalPodAutoscalerCondition {
	limited := autoscalingv2.HorizontalPodAutoscalerCondition{
		Type: autoscalingv2.ScalingLimited, Status: corev1.ConditionFalse,
		Reason: "DesiredWithinRange", Message: "the desired count is within the acceptable range",
	}
	if wanted == hpa.Spec.MaxReplicas && use > aim(hpa) {
		limited.Status, limited.Reason = corev1.ConditionTrue, "TooManyReplicas"
		limited.Message = "the desired replica count is more than the maximum replica count"
	}
	return []autoscalingv2.HorizontalPodAutoscalerCondition{
		{
			Type: autoscalingv2.AbleToScale, Status: corev1.ConditionTrue,
			Reason: "ReadyForNewScale", Message: "recommended size matches current size",
		},
		{
			Type: autoscalingv2.ScalingActive, Status: corev1.ConditionTrue, Reason: "ValidMetricFound",
			Message: "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)",
		},
		limited,
	}
}

func setScalingCondition(all []autoscalingv2.HorizontalPodAutoscalerCondition, condition autoscalingv2.HorizontalPodAutoscalerCondition) []autoscalingv2.HorizontalPodAutoscalerCondition {
	condition.LastTransitionTime = metav1.Now()
	i := slices.IndexFunc(all, func(c autoscalingv2.HorizontalPodAutoscalerCondition) bool { return c.Type == condition.Type })
	if i < 0 {
		return append(all, condition)
	}
	if all[i].Status == condition.Status {
		condition.LastTransitionTime = all[i].LastTransitionTime
	}
	all[i] = condition
	return all
}

// scale sets the replicas of a Deployment.
func (c *cluster) scale(ctx context.Context, namespace, name string, replicas int32) error {
	patch := fmt.Sprintf(`{"spec":{"replicas":%d}}`, replicas)
	_, err := c.Typed.AppsV1().Deployments(namespace).
		Patch(ctx, name, types.MergePatchType, []byte(patch), metav1.PatchOptions{}, "scale")
	return err
}

// schedule runs a CronJob as its controller would at that time of the story, and returns when the Job has ended.
func (c *cluster) schedule(ctx context.Context, namespace, name string, told time.Time, play func() error) error {
	cronjobs := c.Typed.BatchV1().CronJobs(namespace)
	cron, err := cronjobs.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	now := metav1.Now()
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{
			Name:        fmt.Sprintf("%s-%d", name, told.Unix()/60),
			Labels:      cron.Spec.JobTemplate.Labels,
			Annotations: map[string]string{batchv1.CronJobScheduledTimestampAnnotation: now.UTC().Format(time.RFC3339)},
			OwnerReferences: []metav1.OwnerReference{
				*metav1.NewControllerRef(cron, batchv1.SchemeGroupVersion.WithKind("CronJob")),
			},
		},
		Spec: cron.Spec.JobTemplate.Spec,
	}
	if _, err := c.Typed.BatchV1().Jobs(namespace).Create(ctx, job, metav1.CreateOptions{}); err != nil {
		return err
	}
	if err := play(); err != nil {
		return err
	}
	completed, err := c.finished(ctx, namespace, job.Name)
	if err != nil {
		return err
	}
	cron.Status.LastScheduleTime = &now
	if completed != nil {
		cron.Status.LastSuccessfulTime = completed
	}
	_, err = cronjobs.UpdateStatus(ctx, cron, metav1.UpdateOptions{})
	return err
}

// finished waits for a Job's end and returns when it completed, or nil where it failed.
func (c *cluster) finished(ctx context.Context, namespace, name string) (completed *metav1.Time, err error) {
	err = c.Until(ctx, "wait for Job "+name, func(ctx context.Context) error {
		job, err := c.Typed.BatchV1().Jobs(namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		completed = job.Status.CompletionTime
		for _, condition := range job.Status.Conditions {
			if condition.Type == batchv1.JobComplete || condition.Type == batchv1.JobFailed {
				return nil
			}
		}
		return fmt.Errorf("it is active in %d pods", job.Status.Active)
	})
	return completed, err
}

// address gives an Ingress the address of a load balancer.
func (c *cluster) address(ctx context.Context, namespace, name, ip string) error {
	ingresses := c.Typed.NetworkingV1().Ingresses(namespace)
	ingress, err := ingresses.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	ingress.Status.LoadBalancer.Ingress = []networkingv1.IngressLoadBalancerIngress{{IP: ip}}
	_, err = ingresses.UpdateStatus(ctx, ingress, metav1.UpdateOptions{})
	return err
}

package main

// This file is what operators would have: a Gateway's route, a certificate, KEDA. They are not there, and so the status
// of their resources is written as theirs would be.

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

var (
	certificates  = schema.GroupVersionResource{Group: "cert-manager.io", Version: "v1", Resource: "certificates"}
	httpRoutes    = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}
	scaledObjects = schema.GroupVersionResource{Group: "keda.sh", Version: "v1alpha1", Resource: "scaledobjects"}
)

// customKinds are those that every cluster of the shop serves.
func customKinds() []controlplane.CustomKind {
	return []controlplane.CustomKind{
		{GroupVersionResource: certificates, Kind: "Certificate"},
		{GroupVersionResource: httpRoutes, Kind: "HTTPRoute"},
		{GroupVersionResource: scaledObjects, Kind: "ScaledObject"},
	}
}

// operators says what the operators do on the day on which the shop opens.
func (c *cluster) operators(ctx context.Context) error {
	for _, s := range []struct {
		of           schema.GroupVersionResource
		name, status string
	}{
		{certificates, "storefront-tls", issued},
		{httpRoutes, "checkout", attached},
		{scaledObjects, "notifications", scaling},
	} {
		if err := c.say(ctx, s.of, s.name, s.status); err != nil {
			return err
		}
	}
	return c.own(ctx)
}

// own makes KEDA's autoscaler the ScaledObject's, as KEDA does.
func (c *cluster) own(ctx context.Context) error {
	owner, err := c.Dynamic.Resource(scaledObjects).Namespace("shop").Get(ctx, "notifications", metav1.GetOptions{})
	if err != nil {
		return err
	}
	reference := *metav1.NewControllerRef(owner, owner.GroupVersionKind())
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"ownerReferences": []metav1.OwnerReference{reference}}})
	if err != nil {
		return err
	}
	_, err = c.Typed.AutoscalingV2().HorizontalPodAutoscalers("shop").
		Patch(ctx, "keda-hpa-notifications", types.MergePatchType, patch, metav1.PatchOptions{})
	return err
}

// say writes the status of a custom resource. NOW in it is the time of the step.
func (c *cluster) say(ctx context.Context, of schema.GroupVersionResource, name, status string) error {
	patch, err := yaml.ToJSON([]byte("status: " + withTimes(status)))
	if err != nil {
		return fmt.Errorf("status of %s: %w", name, err)
	}
	_, err = c.Dynamic.Resource(of).Namespace("shop").Patch(ctx, name, types.MergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

const issued = `{notAfter: "2027-02-14T08:30:00Z", revision: 4, conditions: [
  {type: Ready, status: "True", reason: Ready, message: Certificate is up to date and has not expired, observedGeneration: 1, lastTransitionTime: NOW}]}`

// refused is a certificate whose renewal its issuer has turned down until it ran out.
const refused = `{notAfter: NOW, revision: 1, failedIssuanceAttempts: 6, lastFailureTime: NOW, conditions: [
  {type: Ready, status: "False", reason: Expired, message: Certificate expired on Thu 19 Nov 2026 06:00:00 UTC, observedGeneration: 1, lastTransitionTime: NOW},
  {type: Issuing, status: "False", reason: Failed, message: 'The certificate request has failed to complete and will be retried: the issuer does not accept this name', observedGeneration: 1, lastTransitionTime: NOW}]}`

const attached = `{parents: [{parentRef: {group: gateway.networking.k8s.io, kind: Gateway, name: public, namespace: platform}, controllerName: shop.example/gateway, conditions: [
  {type: Accepted, status: "True", reason: Accepted, message: Route is accepted, observedGeneration: 1, lastTransitionTime: NOW},
  {type: ResolvedRefs, status: "True", reason: ResolvedRefs, message: All references are resolved, observedGeneration: 1, lastTransitionTime: NOW}]}]}`

const scaling = `{hpaName: keda-hpa-notifications, scaleTargetKind: apps/v1.Deployment, originalReplicaCount: 2, externalMetricNames: [s0-kafka-mails], conditions: [
  {type: Ready, status: "True", reason: ScaledObjectReady, message: ScaledObject is defined correctly and is ready for scaling},
  {type: Active, status: "True", reason: ScalerActive, message: Scaling is performed because triggers are active},
  {type: Fallback, status: "False", reason: NoFallbackFound, message: No fallbacks are active on this scaled object}]}`

// lapsedCertificate is a renewal that failed in staging, which nobody noticed.
func lapsedCertificate(ctx context.Context, s *story) error {
	return s.fleet[staging].say(ctx, certificates, "storefront-tls", refused)
}

func withTimes(text string) string {
	return strings.ReplaceAll(text, "NOW", time.Now().UTC().Format(`"`+time.RFC3339+`"`))
}

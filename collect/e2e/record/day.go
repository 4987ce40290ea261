package main

// This file is the day of the bad release: the load of the morning, the release, what it does to the other regions,
// and the way back.

import (
	"context"
	"errors"

	corev1 "k8s.io/api/core/v1"
)

// load is what an autoscaler sees and wants: CPU use in percent of the requests, and replicas.
type load struct {
	place           int
	namespace, name string
	use, wanted     int32
}

// apply has the autoscalers see their load.
func (s *story) apply(ctx context.Context, loads []load) error {
	return each(s.fleet, func(c *cluster) error {
		for _, l := range loads {
			if l.place != c.place {
				continue
			}
			if err := c.autoscale(ctx, l.namespace, l.name, l.use, l.wanted); err != nil {
				return err
			}
		}
		return nil
	})
}

func morning(ctx context.Context, s *story) error {
	return s.apply(ctx, []load{
		{eu, "shop", "storefront", 66, 7}, {us, "shop", "storefront", 52, 5}, {ap, "shop", "storefront", 61, 4},
		{eu, "shop", "catalog", 58, 3}, {us, "shop", "catalog", 55, 3}, {ap, "shop", "catalog", 49, 2},
		{eu, "shop", "cart", 44, 3}, {us, "shop", "cart", 41, 3}, {ap, "shop", "cart", 38, 2},
		{eu, "shop", "checkout", 64, 4}, {us, "shop", "checkout", 57, 4}, {ap, "shop", "checkout", 51, 3},
		{eu, "payments", "payments", 62, 4}, {us, "payments", "payments", 67, 4}, {ap, "payments", "payments", 54, 3},
		{eu, "shop", "keda-hpa-notifications", 41, 2}, {us, "shop", "keda-hpa-notifications", 38, 2}, {ap, "shop", "keda-hpa-notifications", 44, 2},
		{staging, "shop", "keda-hpa-notifications", 3, 1},
	})
}

// missingImage waits for the pod of the new ReplicaSet; the old one goes on serving.
func missingImage(ctx context.Context, s *story) error {
	c, name := s.fleet[staging], image("notifications", "3.1.0-rc.2")
	err := c.release(ctx, "shop", "notifications", "notifications", "3.1.0-rc.2")
	return errors.Join(err,
		c.playUntil(ctx, name, 1, pulling),
		c.warn(ctx, name, "Failed", `Failed to pull image "`+name+`": rpc error: code = NotFound desc = failed to pull and unpack image "`+
			name+`": failed to resolve reference "`+name+`": not found`, 4),
	)
}

// badRelease replaces as many pods as the strategy allows, and their successors die at once.
func badRelease(ctx context.Context, s *story) error {
	c := s.fleet[eu]
	err := c.release(ctx, "shop", "checkout", "checkout", "2.8.0")
	return errors.Join(err, c.playUntil(ctx, image("checkout", "2.8.0"), 2, crashing(3)))
}

// missedDeadline waits until the controller gives up waiting for a rollout, which must not be before this step.
func missedDeadline(place int, name string) func(context.Context, *story) error {
	return func(ctx context.Context, s *story) error {
		return s.fleet[place].stuck(ctx, "shop", name)
	}
}

// failover sends the customers of prod-eu to prod-us, where payments runs into its maximum.
func failover(ctx context.Context, s *story) error {
	return s.apply(ctx, []load{
		{eu, "shop", "storefront", 48, 5}, {us, "shop", "storefront", 69, 8},
		{eu, "shop", "checkout", 74, 4}, {us, "shop", "checkout", 68, 7},
		{eu, "payments", "payments", 31, 3}, {us, "payments", "payments", 96, 6},
	})
}

// slowRelease is a rollout that is under way: the first new pods have not answered their probe yet.
func slowRelease(ctx context.Context, s *story) error {
	c := s.fleet[us]
	err := c.release(ctx, "shop", "inventory", "inventory", "5.2.0")
	return errors.Join(err, c.playUntil(ctx, image("inventory", "5.2.0"), 1, starting))
}

func backOff(ctx context.Context, s *story) error {
	c, name := s.fleet[eu], image("checkout", "2.8.0")
	_, err := c.play(ctx, name, crashing(10))
	return errors.Join(err, c.warn(ctx, name, "BackOff", "Back-off restarting failed container app", 147))
}

func rollback(ctx context.Context, s *story) error {
	c := s.fleet[eu]
	err := c.release(ctx, "shop", "checkout", "checkout", "2.7.3")
	return errors.Join(err, c.settle(ctx))
}

// finishInventory lets the slow pods become ready, a step of the rollout at a time, and releases to the other regions.
func finishInventory(ctx context.Context, s *story) error {
	err := s.fleet[us].playUntil(ctx, image("inventory", "5.2.0"), 3, func(pod *corev1.Pod) {
		if pod.Status.StartTime == nil {
			starting(pod)
		}
		serving(pod)
	})
	if err != nil {
		return err
	}
	return each(s.fleet.prod(), func(c *cluster) error {
		if c.place != us {
			if err := c.release(ctx, "shop", "inventory", "inventory", "5.2.0"); err != nil {
				return err
			}
		}
		return c.RolledOut(ctx, "shop", "inventory")
	})
}

func afternoon(ctx context.Context, s *story) error {
	return s.apply(ctx, []load{
		{eu, "shop", "storefront", 67, 7}, {us, "shop", "storefront", 60, 6},
		{eu, "shop", "checkout", 66, 4}, {us, "shop", "checkout", 59, 5},
		{eu, "payments", "payments", 60, 4}, {us, "payments", "payments", 68, 5},
	})
}

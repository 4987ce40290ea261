package main

// This file is the story: a shop's year in a few steps, and the day of a bad release in many. Every step names the
// time at which it happens; what happens in it are ordinary API calls and the plays of the other files.

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

type story struct {
	fleet fleet
	clock *timelapse
	out   string
}

// step is something that happens at a time.
type step struct {
	told string // 2006-01-02 15:04, UTC
	what string
	do   func(context.Context, *story) error
}

func (s *story) steps() []step {
	return []step{
		{"2026-04-14 08:30", "the shop opens", opening},
		{"2026-10-08 09:10", "a release of everything", autumnRelease},
		{"2026-11-16 14:00", "nobody uploads images: the resizer is scaled to zero", scaleToZero},
		{"2026-11-18 02:00", "the nightly reports run", nightlyReports},
		{"2026-11-19 02:00", "the nightly reports fail in prod-us", failingReports},
		{"2026-11-19 06:00", "a certificate that could not be renewed runs out in staging", lapsedCertificate},
		{"2026-11-19 06:52", "search runs out of memory in prod-us", outOfMemory},
		{"2026-11-19 07:31", "prod-ap asks for one graphics card too many", tooManyGPUs},
		{"2026-11-19 08:05", "the morning's load", morning},
		{"2026-11-19 08:40", "staging gets an image that nobody pushed", missingImage},
		{"2026-11-19 08:50", "its rollout's deadline passes", missedDeadline(staging, "notifications")},
		{"2026-11-19 09:00", "moment: before", moment("1-before", 4)},
		{"2026-11-19 10:12", "checkout 2.8.0 goes to prod-eu", badRelease},
		{"2026-11-19 10:22", "its rollout's deadline passes", missedDeadline(eu, "checkout")},
		{"2026-11-19 10:26", "customers move to prod-us", failover},
		{"2026-11-19 10:41", "inventory 5.2.0 goes to prod-us", slowRelease},
		{"2026-11-19 10:44", "the back-offs go on", backOff},
		{"2026-11-19 10:45", "moment: during", moment("2-during", 4)},
		{"2026-11-19 10:58", "checkout is rolled back", rollback},
		{"2026-11-19 11:20", "inventory 5.2.0 is everywhere", finishInventory},
		{"2026-11-19 12:40", "customers return to prod-eu", afternoon},
		{"2026-11-19 13:30", "moment: after; staging-eu cannot be reached", moment("3-after", 3)},
	}
}

func (s *story) tell(ctx context.Context) error {
	for _, step := range s.steps() {
		told, err := time.Parse("2006-01-02 15:04", step.told)
		if err != nil {
			return err
		}
		fmt.Printf("%s  %s\n", step.told, step.what)
		s.clock.at(told)
		if err := step.do(ctx, s); err != nil {
			return s.fleet.logs(fmt.Errorf("%s: %w", step.what, err))
		}
	}
	return s.clock.check()
}

// now is the story's time at the beginning of the present step.
func (s *story) now() time.Time { return s.clock.marks[len(s.clock.marks)-1].told }

// moment writes down the first clusters of the fleet as they are, in place of an older recording. What people wrote
// beside it stays.
func moment(name string, clusters int) func(context.Context, *story) error {
	return func(ctx context.Context, s *story) error {
		return each(s.fleet[:clusters], func(c *cluster) error {
			dir := filepath.Join(s.out, name, c.Name)
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
			return dump(ctx, c, s.clock, s.now(), dir)
		})
	}
}

func opening(ctx context.Context, s *story) error {
	return each(s.fleet, func(c *cluster) error {
		if err := c.open(ctx); err != nil {
			return err
		}
		return c.settle(ctx)
	})
}

// autumnRelease leaves catalog in prod-ap where it was: from here on its image drifts.
func autumnRelease(ctx context.Context, s *story) error {
	return each(s.fleet, func(c *cluster) error {
		return c.upgrade(ctx, func(d deployment) bool { return d.App == "catalog" && c.place == ap })
	})
}

func scaleToZero(ctx context.Context, s *story) error {
	return each(s.fleet.prod(), func(c *cluster) error {
		if err := c.scale(ctx, "shop", "image-resizer", 0); err != nil {
			return err
		}
		return c.settle(ctx)
	})
}

func nightlyReports(ctx context.Context, s *story) error {
	return each(s.fleet, func(c *cluster) error {
		return c.schedule(ctx, "shop", "reports", s.now(), func() error { return nil })
	})
}

// failingReports releases a broken image in prod-us the evening before, which the Job's pod is the first to run.
func failingReports(ctx context.Context, s *story) error {
	const broken = "2026.46.1"
	patch := fmt.Sprintf(`{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"reports","image":%q}]}}}}}}`,
		image("reports", broken))
	_, err := s.fleet[us].Typed.BatchV1().CronJobs("shop").
		Patch(ctx, "reports", types.StrategicMergePatchType, []byte(patch), metav1.PatchOptions{})
	if err != nil {
		return err
	}
	return each(s.fleet, func(c *cluster) error {
		return c.schedule(ctx, "shop", "reports", s.now(), func() error {
			if c.place != us {
				return nil
			}
			return c.playUntil(ctx, image("reports", broken), 1, failed(3))
		})
	})
}

func outOfMemory(ctx context.Context, s *story) error {
	return s.fleet[us].playPod(ctx, "shop", "search-1", killedForMemory(2))
}

func tooManyGPUs(ctx context.Context, s *story) error {
	c := s.fleet[ap]
	if err := c.scale(ctx, "shop", "recommendations", 2); err != nil {
		return err
	}
	return c.unschedulable(ctx, 1)
}

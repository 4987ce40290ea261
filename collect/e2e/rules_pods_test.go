package e2e

// This file holds the scenarios of pods and containers. What happens inside a container only a kubelet knows: there is
// none, and so it is written onto the pods' status, in the words of one.

import (
	"context"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// unreadyPod is what the conditions of a pod say while its container does not serve.
const unreadyPod = `
conditions:
- {type: PodReadyToStartContainers, status: "True", lastTransitionTime: AGO}
- {type: Initialized, status: "True", lastTransitionTime: AGO}
- {type: Ready, status: "False", reason: ContainersNotReady, message: 'containers with unready status: [app]', lastTransitionTime: AGO}
- {type: ContainersReady, status: "False", reason: ContainersNotReady, message: 'containers with unready status: [app]', lastTransitionTime: AGO}
`

const readyPod = `
conditions:
- {type: PodReadyToStartContainers, status: "True", lastTransitionTime: AGO}
- {type: Initialized, status: "True", lastTransitionTime: AGO}
- {type: Ready, status: "True", lastTransitionTime: AGO}
- {type: ContainersReady, status: "True", lastTransitionTime: AGO}
`

func podScenarios() []scenario {
	return slices.Concat(crashScenarios(), unreadyScenarios(), waitingScenarios(), endingScenarios())
}

func crashScenarios() []scenario {
	return []scenario{
		{
			rule: "crash-loop", by: patched, how: "the kubelet's CrashLoopBackOff; what follows from it is the controllers'",
			objects: deploymentOf("web", 2, kubeletsOwn, "progressDeadlineSeconds: 1") + serviceAndAutoscaler,
			play: kubelet(2, unreadyPod+`
phase: Running
containerStatuses:
- name: app
  image: `+kubeletsOwn+`
  imageID: ""
  restartCount: 7
  state: {waiting: {reason: CrashLoopBackOff, message: 'back-off 5m0s restarting failed container=app pod=web'}}
  lastState: {terminated: {exitCode: 1, reason: Error, startedAt: AGO, finishedAt: AGO}}
`),
			until: condition(deployments, "web", "Progressing=False"),
			later: 6 * time.Minute,
			want: []expected{
				{severity: "critical", object: "Deployment/web", says: "exit code 1"},
				{rule: "unavailable", severity: "critical", object: "Deployment/web", causedBy: "crash-loop"},
				{rule: "rollout-stuck", object: "Deployment/web", causedBy: "crash-loop"},
				{rule: "no-endpoints", severity: "critical", object: "Service/web", causedBy: "crash-loop"},
				{rule: "autoscaler-blind", object: "Deployment/web", causedBy: "crash-loop"},
			},
		},
		{
			rule: "image-pull", by: patched, how: "the kubelet's ImagePullBackOff",
			objects: played("web", 1),
			play:    kubelet(1, waiting("ImagePullBackOff", `Back-off pulling image "`+kubeletsOwn+`": ErrImagePull: not found`)),
			want:    []expected{{severity: "critical", object: "Deployment/web", says: kubeletsOwn}},
		},
		{
			rule: "container-config", by: patched, how: "the kubelet's CreateContainerConfigError",
			objects: played("web", 1),
			play:    kubelet(1, waiting("CreateContainerConfigError", `secret "payments-token" not found`)),
			want:    []expected{{severity: "critical", object: "Deployment/web", says: `secret "payments-token" not found`}},
		},
		{
			rule: "oom-killed", by: patched, how: "the kubelet's last state of a container that serves again",
			objects: played("web", 1),
			play:    kubelet(1, runningAgain("OOMKilled", 137, 2)),
			want:    []expected{{severity: "warning", object: "Deployment/web"}},
		},
		{
			rule: "restarting", by: patched, how: "the kubelet's last state of a container that serves again",
			objects: played("web", 1),
			play:    kubelet(1, runningAgain("Error", 3, 1)),
			want:    []expected{{severity: "warning", object: "Deployment/web", says: "3"}},
		},
	}
}

func unreadyScenarios() []scenario {
	return []scenario{
		{
			rule: "not-ready", by: patched, how: "the kubelet's Ready condition; the clock runs past the start budget",
			objects: played("web", 1),
			play:    kubelet(1, unreadyPod+running),
			later:   12 * time.Minute,
			want:    []expected{{severity: "warning", object: "Deployment/web"}},
		},
		{
			rule: "probe-failing", by: patched, how: "the kubelet's Unhealthy events and Ready condition",
			objects: barePod("web", "") + warning("Pod/web app", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
			play:    kubelet(1, unreadyPod+running),
			later:   6 * time.Minute,
			want:    []expected{{severity: "warning", object: "Pod/web", says: "503"}},
		},
	}
}

func waitingScenarios() []scenario {
	return []scenario{
		{
			rule: "unschedulable", by: controllers, how: "the scheduler: no node has that much",
			objects: deploymentOf("web", 1, kubeletsOwn) + "      nodeSelector: {disk: none-such}\n",
			until:   condition(deployments, "web", "Available=False"),
			later:   6 * time.Minute,
			want:    []expected{{severity: "critical", object: "Deployment/web", says: "node"}},
		},
		{
			rule: "pending", by: controllers, how: "scheduled, and no kubelet ever starts it",
			objects: played("web", 1),
			play:    kubelet(1, "phase: Pending"),
			later:   6 * time.Minute,
			want:    []expected{{severity: "warning", object: "Deployment/web"}},
		},
		{
			rule: "gated", by: controllers, how: "a scheduling gate, as the API server says it",
			objects: barePod("web", "schedulingGates: [{name: shop.example/budget}], "),
			want:    []expected{{severity: "info", object: "Pod/web", says: "scheduling gate"}},
		},
		{
			rule: "mount-failed", by: patched, how: "the kubelet's FailedMount events",
			objects: barePod("web", "") + warning("Pod/web", "FailedMount", `MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found`),
			play:    kubelet(1, waiting("ContainerCreating", "")),
			later:   6 * time.Minute,
			want:    []expected{{severity: "critical", object: "Pod/web", says: `secret "web-tls" not found`}},
		},
	}
}

func endingScenarios() []scenario {
	return []scenario{
		{
			rule: "evicted", by: patched, how: "the kubelet's eviction",
			objects: barePod("web", ""),
			play:    kubelet(1, "phase: Failed\nreason: Evicted\nmessage: 'The node was low on resource: memory.'"),
			want:    []expected{{severity: "warning", object: "Pod/web", says: "memory"}},
		},
		{
			rule: "pod-failed", by: patched, how: "the kubelet's end of a pod that is not restarted",
			objects: barePod("web", "restartPolicy: Never, "),
			play: kubelet(1, `
phase: Failed
containerStatuses:
- {name: app, image: '`+kubeletsOwn+`', imageID: "", restartCount: 0, ready: false, state: {terminated: {exitCode: 2, reason: Error, startedAt: AGO, finishedAt: NOW}}}
`),
			want: []expected{{severity: "warning", object: "Pod/web", says: "2"}},
		},
		{
			rule: "stuck-terminating", by: controllers, how: "a finalizer that nobody takes away",
			objects: barePod("web", "terminationGracePeriodSeconds: 0, "),
			play: func(ctx context.Context, s *stage) error {
				if _, err := s.pods(ctx, 1); err != nil {
					return err
				}
				pods := s.Typed.CoreV1().Pods(s.namespace)
				hold := []byte(`{"metadata":{"finalizers":["shop.example/drain"]}}`)
				if _, err := pods.Patch(ctx, "web", types.MergePatchType, hold, metav1.PatchOptions{}); err != nil {
					return err
				}
				return pods.Delete(ctx, "web", metav1.DeleteOptions{})
			},
			later: 6 * time.Minute,
			want:  []expected{{severity: "warning", object: "Pod/web", says: "shop.example/drain"}},
		},
		{
			rule: "node-lost", by: patched, how: "what the node controller sets on the pods of a node that does not answer",
			objects: played("web", 1),
			play: kubelet(1, running+`
conditions:
- {type: Initialized, status: "True", lastTransitionTime: AGO}
- {type: ContainersReady, status: "True", lastTransitionTime: AGO}
- {type: Ready, status: "False", lastTransitionTime: AGO}
`),
			want: []expected{{severity: "critical", object: "Deployment/web"}},
		},
		{
			rule: "resize-stuck", by: patched, how: "the kubelet's PodResizePending condition",
			objects: barePod("web", ""),
			play: kubelet(1, readyPod+`
- {type: PodResizePending, status: "True", reason: Infeasible, message: 'Node didn''t have enough capacity: cpu, requested: 64000, capacity: 16000', lastTransitionTime: AGO}
`+running),
			later: 12 * time.Minute,
			want:  []expected{{severity: "warning", object: "Pod/web", says: "capacity"}},
		},
	}
}

const running = `
phase: Running
startTime: AGO
containerStatuses:
- {name: app, image: '` + kubeletsOwn + `', imageID: "", restartCount: 0, ready: false, started: true, state: {running: {startedAt: AGO}}}
`

// waiting is a container that was never started.
func waiting(reason, message string) string {
	return unreadyPod + `
phase: Pending
containerStatuses:
- name: app
  image: ` + kubeletsOwn + `
  imageID: ""
  ready: false
  restartCount: 0
  state: {waiting: {reason: ` + reason + `, message: '` + message + `'}}
`
}

// runningAgain is a container that serves after a run that ended badly two minutes ago.
func runningAgain(reason string, exitCode int, restarts int) string {
	return readyPod + `
phase: Running
containerStatuses:
- name: app
  image: ` + kubeletsOwn + `
  imageID: ""
  ready: true
  started: true
  restartCount: ` + itoa(restarts) + `
  state: {running: {startedAt: AGO}}
  lastState: {terminated: {exitCode: ` + itoa(exitCode) + `, reason: ` + reason + `, startedAt: AGO, finishedAt: AGO}}
`
}

// serviceAndAutoscaler are a Service and an autoscaler for web. There is no metrics server: the autoscaler is blind.
const serviceAndAutoscaler = `---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: 6
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
`

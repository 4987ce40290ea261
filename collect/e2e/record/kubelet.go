package main

// This file plays the kubelet: the states that need containers, written onto the status of pods that kwok leaves alone
// or has made ready.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/retry"
)

// podState puts a pod into a state. All containers share it: none of the pods that are played has two.
type podState func(*corev1.Pod)

// starting is a container that runs and has not answered its readiness probe yet.
func starting(pod *corev1.Pod) {
	pod.Status.Phase = corev1.PodRunning
	setContainer(pod, corev1.ContainerStatus{State: running()})
	setReadiness(pod, corev1.ConditionFalse)
}

// serving is a container that runs and is ready.
func serving(pod *corev1.Pod) {
	status := pod.Status.ContainerStatuses[0]
	status.Ready = true
	setContainer(pod, status)
	setReadiness(pod, corev1.ConditionTrue)
}

// crashing is a container that ended with exit code 1 at once, so many times by now, and is held back.
func crashing(restarts int32) podState {
	return func(pod *corev1.Pod) {
		pod.Status.Phase = corev1.PodRunning
		name := pod.Spec.Containers[0].Name
		setContainer(pod, corev1.ContainerStatus{
			RestartCount: restarts,
			State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{
				Reason: "CrashLoopBackOff",
				Message: fmt.Sprintf("back-off 5m0s restarting failed container=%s pod=%s_%s(%s)",
					name, pod.Name, pod.Namespace, pod.UID),
			}},
			LastTerminationState: ended("Error", 1),
		})
		setReadiness(pod, corev1.ConditionFalse)
	}
}

// killedForMemory is a container that ran into its memory limit just now and serves again.
func killedForMemory(restarts int32) podState {
	return func(pod *corev1.Pod) {
		setContainer(pod, corev1.ContainerStatus{
			Ready:                true,
			RestartCount:         restarts,
			State:                running(),
			LastTerminationState: ended("OOMKilled", 137),
		})
		setReadiness(pod, corev1.ConditionTrue)
	}
}

// pulling is a container whose image the registry does not have.
func pulling(pod *corev1.Pod) {
	pod.Status.Phase = corev1.PodPending
	setContainer(pod, corev1.ContainerStatus{State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{
		Reason: "ImagePullBackOff",
		Message: fmt.Sprintf("Back-off pulling image %[1]q: ErrImagePull: rpc error: code = NotFound desc = failed to pull and "+
			"unpack image %[1]q: failed to resolve reference %[1]q: not found", pod.Spec.Containers[0].Image),
	}}})
	setReadiness(pod, corev1.ConditionFalse)
}

// failed is a pod of a Job whose container ended with an error and is not started again.
func failed(code int32) podState {
	return func(pod *corev1.Pod) {
		pod.Status.Phase = corev1.PodFailed
		setContainer(pod, corev1.ContainerStatus{State: ended("Error", code)})
		setReadiness(pod, corev1.ConditionFalse)
	}
}

func running() corev1.ContainerState {
	return corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}
}

// ended is a run that took no second and ended now.
func ended(reason string, code int32) corev1.ContainerState {
	return corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		Reason: reason, ExitCode: code, StartedAt: metav1.Now(), FinishedAt: metav1.Now(),
	}}
}

func setContainer(pod *corev1.Pod, status corev1.ContainerStatus) {
	container := pod.Spec.Containers[0]
	status.Name, status.Image = container.Name, container.Image
	started := status.State.Running != nil
	status.Started = &started
	pod.Status.ContainerStatuses = []corev1.ContainerStatus{status}
	if pod.Status.StartTime == nil {
		now := metav1.Now()
		pod.Status.StartTime = &now
	}
}

// setReadiness sets the conditions that a kubelet keeps, and their times where they change.
func setReadiness(pod *corev1.Pod, ready corev1.ConditionStatus) {
	setPodCondition(pod, corev1.PodCondition{Type: corev1.PodInitialized, Status: corev1.ConditionTrue})
	for _, kind := range []corev1.PodConditionType{corev1.ContainersReady, corev1.PodReady} {
		condition := corev1.PodCondition{Type: kind, Status: ready}
		if ready != corev1.ConditionTrue {
			condition.Reason = "ContainersNotReady"
			condition.Message = fmt.Sprintf("containers with unready status: [%s]", pod.Spec.Containers[0].Name)
		}
		setPodCondition(pod, condition)
	}
}

func setPodCondition(pod *corev1.Pod, condition corev1.PodCondition) {
	condition.LastTransitionTime = metav1.Now()
	all := pod.Status.Conditions
	i := slices.IndexFunc(all, func(c corev1.PodCondition) bool { return c.Type == condition.Type })
	switch {
	case i < 0:
		pod.Status.Conditions = append(all, condition)
	case all[i].Status != condition.Status:
		all[i] = condition
	}
}

// play puts every pod that runs an image into a state, and returns how many there are.
func (c *cluster) play(ctx context.Context, image string, state podState) (int, error) {
	pods, err := c.Typed.CoreV1().Pods("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return 0, err
	}
	played := 0
	for _, pod := range pods.Items {
		if pod.Spec.Containers[0].Image != image || pod.Spec.NodeName == "" || pod.DeletionTimestamp != nil {
			continue
		}
		if err := c.playPod(ctx, pod.Namespace, pod.Name, state); err != nil {
			return played, err
		}
		played++
	}
	return played, nil
}

func (c *cluster) playPod(ctx context.Context, namespace, name string, state podState) error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		pods := c.Typed.CoreV1().Pods(namespace)
		pod, err := pods.Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		state(pod)
		if _, err = pods.UpdateStatus(ctx, pod, metav1.UpdateOptions{}); errors.IsNotFound(err) {
			return nil
		}
		return err
	})
}

// playUntil plays the pods of an image until there are so many of them.
func (c *cluster) playUntil(ctx context.Context, image string, wanted int, state podState) error {
	return c.Until(ctx, "play "+image, func(ctx context.Context) error {
		played, err := c.play(ctx, image, state)
		if err == nil && played < wanted {
			err = fmt.Errorf("%d pods of %d", played, wanted)
		}
		return err
	})
}

// warn reports a warning about every pod of an image, as its kubelet would: seen so many times, lastly now.
func (c *cluster) warn(ctx context.Context, image, reason, message string, count int32) error {
	pods, err := c.Typed.CoreV1().Pods("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, pod := range pods.Items {
		if pod.Spec.Containers[0].Image != image {
			continue
		}
		now := metav1.NewTime(time.Now().Truncate(time.Second))
		event := &corev1.Event{
			ObjectMeta: metav1.ObjectMeta{Name: pod.Name + "." + strings.ToLower(reason), Namespace: pod.Namespace},
			InvolvedObject: corev1.ObjectReference{
				APIVersion: "v1", Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID,
				FieldPath: "spec.containers{" + pod.Spec.Containers[0].Name + "}",
			},
			Type: corev1.EventTypeWarning, Reason: reason, Message: message, Count: count,
			FirstTimestamp: now, LastTimestamp: now,
			Source: corev1.EventSource{Component: "kubelet", Host: pod.Spec.NodeName},
		}
		if _, err := c.Typed.CoreV1().Events(pod.Namespace).Create(ctx, event, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

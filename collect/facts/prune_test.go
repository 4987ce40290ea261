package facts

// Pruning is held to two things: no fact changes by it, and no fault of the bytes is hidden by it.

import (
	"bytes"
	"reflect"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

const fullPod = `
apiVersion: v1
kind: Pod
metadata:
  name: checkout-7d9-a
  namespace: shop
  labels: {app: checkout, pod-template-hash: 7d9}
  annotations: {note: not kept, plimsoll/ignore: 'restarting: known', zone: not kept}
  creationTimestamp: "2026-11-23T10:00:00Z"
  deletionTimestamp: "2026-11-23T11:00:00Z"
  finalizers: [shop.example/drain]
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: checkout-7d9, uid: u1, controller: true}]
  managedFields: [{manager: kubelet, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:status": {}}}]
spec:
  nodeName: node-1
  hostNetwork: true
  tolerations: [{key: a, operator: Exists}]
  readinessGates: [{conditionType: shop.example/ready}]
  schedulingGates: [{name: shop.example/later}]
  initContainers:
  - {name: proxy, image: "proxy:1", restartPolicy: Always, command: [proxy]}
  containers:
  - name: app
    image: checkout:2
    args: [--password=hunter2]
    env: [{name: PASSWORD, value: hunter2}]
    ports: [{name: http, containerPort: 8080}]
    readinessProbe: {periodSeconds: 7, failureThreshold: 5, httpGet: {path: /ready, port: http}}
    startupProbe: {periodSeconds: 3, failureThreshold: 9, initialDelaySeconds: 4, httpGet: {path: /up, port: http}}
    volumeMounts: [{name: data, mountPath: /data}]
  volumes:
  - {name: data, persistentVolumeClaim: {claimName: checkout-data}}
  - {name: scratch, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}}
  - {name: api-access, projected: {sources: [{serviceAccountToken: {path: token}}]}}
status:
  phase: Running
  reason: Odd
  message: something odd
  startTime: "2026-11-23T10:00:01Z"
  podIP: 10.0.0.7
  conditions: [{type: Ready, status: "False", reason: ContainersNotReady, message: not yet, lastTransitionTime: "2026-11-23T10:00:02Z"}]
  initContainerStatuses:
  - {name: proxy, image: "proxy:1", imageID: "", ready: true, started: true, restartCount: 1, state: {running: {startedAt: "2026-11-23T10:00:03Z"}}}
  containerStatuses:
  - name: app
    image: checkout:2
    imageID: sha256:1
    containerID: containerd://1
    ready: false
    restartCount: 3
    state: {waiting: {reason: CrashLoopBackOff, message: back-off}}
    lastState: {terminated: {exitCode: 137, signal: 9, reason: OOMKilled, startedAt: "2026-11-23T10:01:00Z", finishedAt: "2026-11-23T10:02:00Z"}}
`

func podBytes(t testing.TB, text string) []byte {
	t.Helper()
	var pod corev1.Pod
	if err := yaml.UnmarshalStrict([]byte(text), &pod); err != nil {
		t.Fatal(err)
	}
	b, err := pod.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// podFacts reduces a pod that is decoded whole, or as the table of kinds does it.
func podFacts(b []byte, whole bool) (*Pod, error) {
	var c Cluster
	if !whole {
		err := Kinds()[0].Proto(&c, b)
		if err != nil {
			return nil, err
		}
		return c.Pods[0], nil
	}
	var pod corev1.Pod
	if err := pod.Unmarshal(b); err != nil {
		return nil, err
	}
	c.addPod(&pod)
	return c.Pods[0], nil
}

func TestPruningChangesNoFact(t *testing.T) {
	b := podBytes(t, fullPod)
	want, err := podFacts(b, true)
	if err != nil {
		t.Fatal(err)
	}
	got, err := podFacts(b, false)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("pruned: %+v %v\nwhole:  %+v", got, err, want)
	}
	for n := range b {
		_, whole := podFacts(b[:n], true)
		if _, pruned := podFacts(b[:n], false); (whole == nil) != (pruned == nil) {
			t.Fatalf("cut after %d of %d bytes: %v, without pruning %v", n, len(b), pruned, whole)
		}
	}
}

func TestPrunedPodHoldsNoValues(t *testing.T) {
	b := podBytes(t, fullPod)
	pruned := podFields().prune(nil, b)
	if !bytes.Contains(pruned, []byte("restarting: known")) {
		t.Error("the annotation plimsoll/ignore is lost")
	}
	for _, secret := range []string{"hunter2", "not kept", "kubelet", "token"} {
		if !bytes.Contains(b, []byte(secret)) || bytes.Contains(pruned, []byte(secret)) {
			t.Errorf("%q must be in the pod and not in what is decoded of it", secret)
		}
	}
	if len(pruned)*4 > len(b)*3 {
		t.Errorf("%d of %d bytes are decoded: want less than three quarters", len(pruned), len(b))
	}
}

func TestObjectsLoseOnlyTheirManagedFields(t *testing.T) {
	b := podBytes(t, fullPod)
	var want, got corev1.Pod
	if err := want.Unmarshal(b); err != nil {
		t.Fatal(err)
	}
	want.ManagedFields = nil
	if err := got.Unmarshal(object().prune(nil, b)); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v %v\nwant %+v", got, err, want)
	}
}

// FuzzPruningChangesNoFact takes any bytes for a pod, and then that pod as it would be written: the generated decoder
// reads across the ends of the entries of a map, so that what is malformed may well be two things.
func FuzzPruningChangesNoFact(f *testing.F) {
	f.Add(podBytes(f, fullPod))
	f.Add([]byte{0x0a, 0x03, 0x8a, 0x01, 0x00})
	f.Add(append([]byte{0x0a, 0x1c, 0x62, 0x1a, 0x0a, 0x01, 'a', 0x0a, 0x0f}, "plimsoll/ignore\x12\x04fine"...)) // an entry with two keys
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = podFacts(b, false)
		var pod corev1.Pod
		if pod.Unmarshal(b) != nil {
			return
		}
		b, err := pod.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		want, err := podFacts(b, true)
		if err != nil {
			t.Fatal(err)
		}
		got, err := podFacts(b, false)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("pruned: %+v %v\nwhole:  %+v", got, err, want)
		}
	})
}

func TestOfAMapOneEntryIsKept(t *testing.T) {
	entry := "\x62\x1a\x0a\x01a\x0a\x0fplimsoll/ignore\x12\x04fine" // with two keys, of which decoders take the last
	other := "\x62\x06\x0a\x01b\x12\x01c"
	if got := string(keepOnly().entry(12, ignoreAnnotation).prune(nil, []byte(other+entry+other))); got != entry {
		t.Errorf("got %q, want %q", got, entry)
	}
}

package collect

import (
	"bytes"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestWithoutManagedFields(t *testing.T) {
	pod := makePods(1)[0]
	ordinary(&pod)
	want := pod
	want.ManagedFields = nil
	bare := makePods(1)[0]
	for about, c := range map[string]struct{ in, want corev1.Pod }{
		"managed": {pod, want}, "not managed": {want, want}, "nothing": {bare, bare}, "empty": {corev1.Pod{}, corev1.Pod{}},
	} {
		if got := withoutManagedFields(nil, marshal(t, &c.in)); !bytes.Equal(got, marshal(t, &c.want)) {
			t.Errorf("%s: %x", about, got)
		}
	}
	whole := marshal(t, &pod)
	for n := range whole {
		var got, want corev1.Pod
		gotErr, wantErr := got.Unmarshal(withoutManagedFields(nil, whole[:n])), want.Unmarshal(whole[:n])
		if (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("%d of %d bytes: %v, without pruning %v", n, len(whole), gotErr, wantErr)
		}
	}
}

func marshal(t testing.TB, p *corev1.Pod) []byte {
	t.Helper()
	b, err := p.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FuzzWithoutManagedFields holds that pruning changes nothing else, and hides no fault of the bytes.
func FuzzWithoutManagedFields(f *testing.F) {
	pod := makePods(1)[0]
	ordinary(&pod)
	f.Add(marshal(f, &pod))
	f.Add([]byte{0x0a, 0x03, 0x8a, 0x01, 0x00})
	f.Fuzz(func(t *testing.T, b []byte) {
		var want, got corev1.Pod
		if want.Unmarshal(b) != nil {
			return
		}
		want.ManagedFields = nil
		if err := got.Unmarshal(withoutManagedFields(nil, b)); err != nil || !bytes.Equal(marshal(t, &got), marshal(t, &want)) {
			t.Errorf("%v: %+v, want %+v", err, got, want)
		}
	})
}

package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// decodeNames decodes a list of pods as the reader would, and returns their names.
func decodeNames(media string, r io.Reader) ([]string, listHead, error) {
	var names []string
	head, err := decoders()[media](r, "PodList", func(b []byte) error {
		var p corev1.Pod
		read := p.Unmarshal
		if media == mediaJSON {
			read = func(b []byte) error { return json.Unmarshal(b, &p) }
		}
		if err := read(b); err != nil {
			return decodeError{err}
		}
		names = append(names, p.Name)
		return nil
	})
	return names, head, err
}

// encoded is one list in both encodings.
func encoded(t testing.TB, l *corev1.PodList) map[string][]byte {
	t.Helper()
	j, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{mediaProtobuf: encodeProtobuf(l), mediaJSON: j}
}

func TestDecodeList(t *testing.T) {
	pods := makePods(3)
	pods[1].Annotations = map[string]string{"large": strings.Repeat("x", 3*window)} // larger than what is buffered
	for media, b := range encoded(t, podList(pods, "there", 42)) {
		for about, r := range map[string]io.Reader{"at once": bytes.NewReader(b), "byte by byte": iotest.OneByteReader(bytes.NewReader(b))} {
			names, head, err := decodeNames(media, r)
			if err != nil || !slices.Equal(names, []string{"pod-00000", "pod-00001", "pod-00002"}) || head != (listHead{"there", 42}) {
				t.Errorf("%s %s: %v %+v %v", media, about, names, head, err)
			}
		}
	}
}

func TestDecodeEmptyList(t *testing.T) {
	for media, b := range encoded(t, podList(nil, "", 0)) {
		if names, head, err := decodeNames(media, bytes.NewReader(b)); err != nil || len(names) != 0 || head.Continue != "" {
			t.Errorf("%s: %v %+v %v", media, names, head, err)
		}
	}
}

func TestEveryTruncationIsAnError(t *testing.T) {
	for media, b := range encoded(t, podList(makePods(3), "there", 42)) {
		whole := b
		if media == mediaProtobuf {
			// What follows raw is an empty encoding and content type: without them nothing is missing.
			whole = b[:len(b)-4]
		}
		for n := range whole {
			_, _, err := decodeNames(media, bytes.NewReader(b[:n]))
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%s: %d of %d bytes: %v", media, n, len(b), err)
			}
		}
	}
}

func TestDecodeProtobufInAnyOrder(t *testing.T) {
	raw, err := podList(makePods(2), "next", 0).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	kind, err := (&runtime.TypeMeta{Kind: "PodList"}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	body := slices.Concat(protobufMagic,
		[]byte{0x78, 0xac, 0x02}, // field 15, a number that nobody knows
		lengthField(2, slices.Concat([]byte{0x4d, 1, 2, 3, 4}, raw, lengthField(9, []byte("new")), []byte{0x51, 1, 2, 3, 4, 5, 6, 7, 8})),
		lengthField(1, kind))
	names, head, err := decodeNames(mediaProtobuf, bytes.NewReader(body))
	if err != nil || len(names) != 2 || head.Continue != "next" {
		t.Errorf("%v %+v %v", names, head, err)
	}
}

// lengthField is a protobuf field of less than 16 KB.
func lengthField(number int, b []byte) []byte {
	return slices.Concat([]byte{byte(number<<3 | wireBytes), byte(len(b)&0x7f | 0x80), byte(len(b) >> 7)}, b)
}

func TestMalformedLists(t *testing.T) {
	magic := string(protobufMagic)
	cases := []struct{ about, media, body, says string }{
		{"no magic", mediaProtobuf, "<html>", "says it is Kubernetes protobuf, and is not"},
		{"no type", mediaProtobuf, magic + "\x12\x00", "does not say that it is a PodList"},
		{"a field that is longer than the list", mediaProtobuf, magic + "\x12\x03\x12\x7fx", "reaches past its message"},
		{"an item of a gigabyte", mediaProtobuf, magic + "\x12\xff\xff\xff\xff\x7f\x12\xff\xff\xff\xff\x03", "where at most 67108864 are expected"},
		{"a length with eleven bytes", mediaProtobuf, magic + "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "more than 64 bits"},
		{"field number 0", mediaProtobuf, magic + "\x02\x00", "0 is no field number"},
		{"a group", mediaProtobuf, magic + "\x0b", "3 is no wire type"},
		{"two lists", mediaProtobuf, magic + "\x12\x00\x12\x00", "two lists"},
		{"an encoding", mediaProtobuf, magic + "\x1a\x04gzip", `encoded as "gzip"`},
		{"not JSON", mediaJSON, "<html>", "invalid character"},
		{"a number", mediaJSON, "7", "7 where { is expected"},
		{"no items", mediaJSON, `{"kind":"PodList"}`, "holds no PodList"},
		{"a table", mediaJSON, `{"kind":"Table","rows":[]}`, `the answer is a "Table", not a PodList`},
		{"items that are no list", mediaJSON, `{"kind":"PodList","items":{"a":1}}`, "not a list"},
		{"an item that is no pod", mediaJSON, `{"kind":"PodList","items":[{"metadata":7}]}`, "cannot unmarshal"},
	}
	for _, c := range cases {
		_, _, err := decodeNames(c.media, strings.NewReader(c.body))
		var wrong decodeError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want …%s…", c.about, err, c.says)
		}
	}
}

func TestJSONObjectWithoutEnd(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(`{"kind":"PodList","items":["`), xs{})
	_, _, err := decodeNames(mediaJSON, endless)
	if err == nil || !strings.Contains(err.Error(), "is larger than") {
		t.Errorf("%v", err)
	}
}

type xs struct{}

func (xs) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// FuzzDecodeProtobufList holds the decoder against the generated one: what that accepts is read alike, and nothing
// makes it panic or take more memory than arrived.
func FuzzDecodeProtobufList(f *testing.F) {
	f.Add(encodeProtobuf(podList(makePods(2), "next", 3)))
	f.Add(encodeProtobuf(podList(nil, "", 0)))
	f.Add([]byte("k8s\x00\x12\xff\xff\xff\xff\x7f\x12\xff\xff\xff\xff\x03"))
	f.Add([]byte("k8s\x00\x0a\x09\x12\x07PodList\x12\x03\x12\x01\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		names, head, err := decodeNames(mediaProtobuf, bytes.NewReader(b))
		if err != nil {
			return
		}
		var envelope runtime.Unknown
		var list corev1.PodList
		if envelope.Unmarshal(b[len(protobufMagic):]) != nil || list.Unmarshal(envelope.Raw) != nil {
			return // the generated decoder is stricter about fields that this one does not look at
		}
		var want []string
		for i := range list.Items {
			want = append(want, list.Items[i].Name)
		}
		if !slices.Equal(names, want) {
			t.Errorf("%q, the generated decoder has %q", names, want)
		}
		if head.Continue != list.Continue && head != (listHead{}) {
			t.Errorf("continue %q, the generated decoder has %q", head.Continue, list.Continue)
		}
	})
}

func FuzzDecodeJSONList(f *testing.F) {
	b, err := json.Marshal(podList(makePods(2), "next", 3))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"items":null,"kind":"PodList"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		names, _, err := decodeNames(mediaJSON, bytes.NewReader(b))
		var list corev1.PodList
		if err == nil && json.Unmarshal(b, &list) == nil && len(list.Items) > len(names) {
			t.Errorf("%d items, the whole has %d", len(names), len(list.Items))
		}
	})
}

// BenchmarkDecodePods reduces 10,000 pods of ordinary size from a body to facts.
func BenchmarkDecodePods(b *testing.B) {
	pods := makePods(10_000)
	for i := range pods {
		ordinary(&pods[i])
	}
	body := encodeProtobuf(podList(pods, "", 0))
	kind := facts.Kinds()[0]
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		p := page{kind: kind, facts: &facts.Cluster{}, tell: func(int) {}}
		if err := p.decode(answer{media: mediaProtobuf, body: bytes.NewReader(body)}); err != nil {
			b.Fatal(err)
		}
		if len(p.facts.Pods) != len(pods) {
			b.Fatalf("%d pods", len(p.facts.Pods))
		}
	}
}

// ordinary gives a pod what makes one of 2.5 KB: managed fields, a few labels, one container with its status.
func ordinary(p *corev1.Pod) {
	p.Labels = map[string]string{"app": "checkout", "pod-template-hash": "7d9c5b6f4d", "app.kubernetes.io/part-of": "shop"}
	p.OwnerReferences = []metav1.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "checkout-7d9c5b6f4d", Controller: new(true)}}
	for _, manager := range []string{"kube-controller-manager", "kubelet"} {
		p.ManagedFields = append(p.ManagedFields, metav1.ManagedFieldsEntry{Manager: manager, Operation: "Update", APIVersion: "v1", FieldsType: "FieldsV1",
			FieldsV1: metav1.NewFieldsV1(`{"f:metadata":{"f:labels":{` + strings.Repeat(`"f:app":{},`, 40) + `}}}`)})
	}
	p.Spec.Containers = []corev1.Container{{Name: "app", Image: "registry.example/shop/checkout:1.2.3", Args: []string{"--listen=:8080"},
		Env: []corev1.EnvVar{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}}}}
	p.Spec.NodeName = "node-17"
	p.Status.Phase = corev1.PodRunning
	for _, t := range []corev1.PodConditionType{"PodScheduled", "Initialized", "ContainersReady", "Ready"} {
		p.Status.Conditions = append(p.Status.Conditions, corev1.PodCondition{Type: t, Status: "True"})
	}
	p.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: "app", Ready: true, Image: "registry.example/shop/checkout:1.2.3",
		ImageID: "registry.example/shop/checkout@sha256:0123456789abcdef", State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}}
}

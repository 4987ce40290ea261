package schemas

import (
	"encoding/json"
	"fmt"
	"testing"
)

// fleet is a snapshot of about 45 KB: two clusters, 150 pods.
func fleet(b *testing.B) ([]byte, *Snapshot) {
	s, err := DecodeSnapshot(exampleSnapshot(b))
	if err != nil {
		b.Fatal(err)
	}
	w := &s.Clusters[0].Workloads[0]
	pods := w.Pods
	w.Pods = nil
	for i := range 75 {
		pod := pods[i%2]
		pod.Name = fmt.Sprintf("checkout-7d9c5b-%05d", i)
		w.Pods = append(w.Pods, pod)
	}
	second := s.Clusters[0]
	second.Name = "prod-us"
	s.Clusters = append(s.Clusters, second)
	return encoded(b, s), s
}

func BenchmarkEncode(b *testing.B) {
	bytes, s := fleet(b)
	b.SetBytes(int64(len(bytes)))
	b.ReportAllocs()
	for b.Loop() {
		encoded(b, s)
	}
}

func BenchmarkEncodingJSON(b *testing.B) {
	bytes, s := fleet(b)
	b.SetBytes(int64(len(bytes)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeTrusted(b *testing.B) {
	bytes, _ := fleet(b)
	b.SetBytes(int64(len(bytes)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeTrusted(bytes); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeSnapshot(b *testing.B) {
	bytes, _ := fleet(b)
	b.SetBytes(int64(len(bytes)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeSnapshot(bytes); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeChange(b *testing.B) {
	line, err := EncodeLine(Change{At: moment, Digest: Digest(nil), Status: Degraded, Entries: []Entry{
		{What: ImageChanged, Cluster: "prod-eu", Object: "Deployment/shop/checkout", Container: "app", From: "shop/checkout:1.41.0", To: "shop/checkout:1.42.0"},
		{What: ProblemBegan, Cluster: "prod-eu", Object: "Deployment/shop/checkout", Rule: "crash-loop", Severity: Critical},
	}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeChange(line); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecodeIndex reads the index of 10,000 services.
func BenchmarkDecodeIndex(b *testing.B) {
	_, s := fleet(b)
	ix := Index{Schema: IndexSchema, SchemaVersion: IndexVersion}
	for i := range 10_000 {
		row := Summarize(s, Digest(nil))
		row.ID = fmt.Sprintf("shop/service-%d", i)
		ix.Services = append(ix.Services, row)
	}
	bytes := encoded(b, ix)
	b.SetBytes(int64(len(bytes)))
	for b.Loop() {
		if _, err := DecodeIndex(bytes); err != nil {
			b.Fatal(err)
		}
	}
}

package site

import (
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestRunScript holds what every page loads: no more than the script reads, and figures as one string.
func TestRunScript(t *testing.T) {
	run := &schemas.Run{
		Version: "v1.2.3", Finished: time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC), Every: "10m0s", Services: 2,
		Clusters: []schemas.RunCluster{{Name: "eu", State: schemas.ReadOK, Requests: 17, Reads: []schemas.RunRead{{Resource: "pods"}}}, {Name: "us", State: schemas.ReadTimeout, Message: "slow"}},
	}
	const head = `window.plimsollRun = {"finished":"2026-11-23T02:10:00Z","every":"10m0s","clusters":[{"name":"eu","state":"ok"},{"name":"us","state":"timeout"}]`
	wantScript(t, run, head+"};\n")
	run.Usage = []schemas.Usage{
		{Service: "cart", Cluster: "eu", Workload: "Deployment/shop/cart", Container: "app", Pods: 2, CPU: "120m", Memory: "180Mi", CPUAll: "200m", MemoryAll: "300Mi"},
		{Service: "cart", Cluster: "eu", Workload: "Deployment/shop/cart", Container: "</script>", Pods: 2, CPU: "3m", Memory: "20Mi"},
		{Service: "cart", Cluster: "us", Workload: "Deployment/shop/cart", Container: "app", Pods: 1, CPU: "90m", Memory: "170Mi"},
	}
	run.Metrics = []schemas.Figure{
		{Service: "api", Cluster: "eu", Workload: "Deployment/shop/api", Metric: "depth", Of: "queue=orders, tier in (a, b)", Current: "30", Target: "20 each"},
		{Service: "cart", Cluster: "eu", Workload: "Deployment/shop/cart", Metric: "cpu", Current: "62%", Target: "70%"},
	}
	wantScript(t, run, head+`,"usage":"\n`+
		`api eu Deployment/shop/api\t30\t=depth queue=orders, tier in (a, b)\n`+
		`cart eu Deployment/shop/cart\t120m\t180Mi\t/app\t3m\t20Mi\t/\u003c/script\u003e\t62%\t=cpu\n`+
		`cart us Deployment/shop/cart\t90m\t170Mi\t/app\n"};`+"\n")
}

func wantScript(t *testing.T, run *schemas.Run, want string) {
	t.Helper()
	got, err := scriptOf(run)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

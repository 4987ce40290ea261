package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestCheckSource(t *testing.T) {
	t.Setenv("KUBERNETES_SERVICE_HOST", "")
	good := kubeconfig(t, "https://127.0.0.1:1", "", `{token: secret}`)
	file := filepath.Join(t.TempDir(), "kubeconfig")
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := []struct {
		about string
		c     schemas.ClusterConfig
		says  string
	}{
		{"a context", good, ""},
		{"a dump", schemas.ClusterConfig{Dump: t.TempDir()}, ""},
		{"no source", schemas.ClusterConfig{}, "give it a context, inCluster: true or a dump"},
		{"unknown context", schemas.ClusterConfig{Kubeconfig: good.Kubeconfig, Context: "prdo"}, `context "prdo" is not in ` + good.Kubeconfig + `: it has dev, prod`},
		{"no current context", schemas.ClusterConfig{Kubeconfig: good.Kubeconfig}, "has no current context: name one of dev, prod"},
		{"missing kubeconfig", schemas.ClusterConfig{Kubeconfig: file, Context: "prod"}, "kubeconfig " + file + " does not exist"},
		{"empty kubeconfig", schemas.ClusterConfig{Kubeconfig: write("k", ""), Context: "prod"}, "which holds none"},
		{"broken kubeconfig", schemas.ClusterConfig{Kubeconfig: write("k", "a: ["), Context: "prod"}, "cannot be read"},
		{"missing CA file", schemas.ClusterConfig{Kubeconfig: write("k", `{clusters: [{name: c, cluster: {server: "https://x", certificate-authority: gone.pem}}], contexts: [{name: prod, context: {cluster: c}}]}`), Context: "prod"}, "gone.pem"},
		{"auth-provider", kubeconfig(t, "https://127.0.0.1:1", "", `{auth-provider: {name: gcp}}`), `auth-provider "gcp"`},
		{"in a cluster, and not in one", schemas.ClusterConfig{InCluster: true}, "does not run in a pod"},
		{"missing dump", schemas.ClusterConfig{Dump: file}, "dump " + file + " does not exist"},
		{"dump that is a file", schemas.ClusterConfig{Dump: write("pods.json", "{}")}, "name the folder it stands in"},
	}
	for _, c := range cases {
		err := Check(c.c)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: %v, want …%s…", c.about, err, c.says)
		}
	}
}

func TestKubeconfigIsFoundAsKubectlFindsIt(t *testing.T) {
	c := kubeconfig(t, "https://127.0.0.1:1", "", `{token: secret}`)
	t.Setenv("KUBECONFIG", filepath.Join(t.TempDir(), "missing")+string(filepath.ListSeparator)+c.Kubeconfig)
	if err := Check(schemas.ClusterConfig{Context: "dev"}); err != nil {
		t.Error(err)
	}
}

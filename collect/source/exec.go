package source

// This file runs exec credential plugins by the protocol of client.authentication.k8s.io. client-go has its own
// runner, which knows no deadline, hands the plugin our standard input and lets it write to our terminal: here a
// plugin is alone, ends with the cluster's deadline, and what it says is bounded and redacted.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	clientauthentication "k8s.io/client-go/pkg/apis/clientauthentication/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const (
	// pluginOutput bounds what is kept of a plugin's output. A credential with a certificate chain has 10 KB.
	pluginOutput = 1 << 20
	// pluginLeftover is how long a plugin's children may hold its output open after it has ended.
	pluginLeftover = time.Second
)

// login returns a configuration whose credentials are at hand, running the plugin if there is one. A plugin that
// stands beside other credentials is not run, as client-go has it.
func login(ctx context.Context, config *rest.Config) (*rest.Config, error) {
	plugin := config.ExecProvider
	config = rest.CopyConfig(config)
	config.ExecProvider = nil
	if plugin == nil || config.BearerToken != "" || config.BearerTokenFile != "" || config.Username != "" || config.CertFile != "" || len(config.CertData) > 0 {
		return config, nil
	}
	if plugin.InteractiveMode == api.AlwaysExecInteractiveMode {
		return config, failWhole(schemas.ReadUnauthorized, "the credential plugin %s wants a terminal (interactiveMode: Always), and there is none here", plugin.Command)
	}
	info, err := execInfo(plugin, config)
	if err != nil {
		return config, err
	}
	out, err := runPlugin(ctx, plugin, info)
	if err != nil {
		return config, err
	}
	return config, takeCredential(out, plugin, config)
}

// execInfo is what KUBERNETES_EXEC_INFO tells the plugin. Versions v1 and v1beta1 are alike in JSON.
func execInfo(plugin *api.ExecConfig, config *rest.Config) (string, error) {
	c := clientauthentication.ExecCredential{}
	c.Kind, c.APIVersion = "ExecCredential", plugin.APIVersion
	if plugin.ProvideClusterInfo {
		withPlugin := rest.CopyConfig(config)
		withPlugin.ExecProvider = plugin
		cluster, err := rest.ConfigToExecCluster(withPlugin)
		if err != nil {
			return "", fmt.Errorf("describe the cluster to its credential plugin: %w", err)
		}
		c.Spec.Cluster = &clientauthentication.Cluster{}
		if err := clientauthentication.Convert_clientauthentication_Cluster_To_v1_Cluster(cluster, c.Spec.Cluster, nil); err != nil {
			return "", fmt.Errorf("describe the cluster to its credential plugin: %w", err)
		}
	}
	b, err := json.Marshal(c)
	return string(b), err
}

// runPlugin returns what the plugin wrote to its standard output.
func runPlugin(ctx context.Context, plugin *api.ExecConfig, info string) ([]byte, error) {
	stdout, stderr := &head{left: pluginOutput}, &head{left: pluginOutput}
	cmd := exec.CommandContext(ctx, plugin.Command, plugin.Args...)
	cmd.Env = append(os.Environ(), "KUBERNETES_EXEC_INFO="+info)
	for _, e := range plugin.Env {
		cmd.Env = append(cmd.Env, e.Name+"="+e.Value)
	}
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = stdout, stderr, pluginLeftover
	alone(cmd)
	err := cmd.Run()
	switch {
	case ctx.Err() != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, failWhole(schemas.ReadTimeout, "the credential plugin %s did not finish in time and was ended: run it by hand%s", plugin.Command, stderr.said())
	case ctx.Err() != nil:
		return nil, failWhole(schemas.ReadFailed, "the run was interrupted")
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, os.ErrNotExist):
		return nil, failWhole(schemas.ReadUnauthorized, "the credential plugin %s is not installed%s", plugin.Command, hint(plugin))
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return nil, failWhole(schemas.ReadUnauthorized, "the credential plugin %s failed (%v)%s", plugin.Command, err, stderr.said())
	}
	return stdout.b.Bytes(), nil
}

func hint(plugin *api.ExecConfig) string {
	if plugin.InstallHint == "" {
		return ""
	}
	return ": " + plugin.InstallHint
}

// takeCredential puts what the plugin answered into config. It is asked once a run: a run is shorter than any
// credential lasts.
func takeCredential(out []byte, plugin *api.ExecConfig, config *rest.Config) error {
	bad := func(format string, a ...any) error {
		return failWhole(schemas.ReadUnauthorized, "the credential plugin "+plugin.Command+" "+format, a...)
	}
	var c clientauthentication.ExecCredential
	if err := json.Unmarshal(out, &c); err != nil || c.Kind != "ExecCredential" {
		return bad("did not answer with an ExecCredential: run it by hand")
	}
	if c.APIVersion != plugin.APIVersion {
		return bad("answered in %s, and its kubeconfig says %s", c.APIVersion, plugin.APIVersion)
	}
	s := c.Status
	switch {
	case s == nil || s.Token == "" && s.ClientCertificateData == "" && s.ClientKeyData == "":
		return bad("gave no credentials: log in again")
	case (s.ClientCertificateData == "") != (s.ClientKeyData == ""):
		return bad("gave a certificate without its key, or a key without its certificate")
	case s.ExpirationTimestamp != nil && s.ExpirationTimestamp.Time.Before(time.Now()):
		return bad("gave credentials that have expired: log in again")
	}
	config.BearerToken = s.Token
	config.CertData, config.KeyData = []byte(s.ClientCertificateData), []byte(s.ClientKeyData)
	return nil
}

// head keeps the beginning of what is written to it and drops the rest.
type head struct {
	b    bytes.Buffer
	left int
}

func (h *head) Write(p []byte) (int, error) {
	n, _ := h.b.Write(p[:min(len(p), h.left)])
	h.left -= n
	return len(p), nil
}

// saidBytes is how much of a plugin's last words is passed on.
const saidBytes = 160

// said is the end of what a plugin wrote, where the reason usually stands. It is redacted whole and then cut, so
// that no secret loses the word that gives it away.
func (h *head) said() string {
	text := facts.Clean(h.b.String(), pluginOutput) // redacted, it may be longer than it was
	if text == "" {
		return ""
	}
	if len(text) > saidBytes {
		text = text[len(text)-saidBytes:]
		_, text, _ = strings.Cut(text, " ")
		text = "…" + text
	}
	return ": " + text
}

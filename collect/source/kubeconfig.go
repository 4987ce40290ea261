package source

// This file opens live clusters: a context of a kubeconfig, read as kubectl reads it, or the cluster that this
// program runs in.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func openInCluster(c schemas.ClusterConfig) (readFunc, error) {
	config, err := inClusterConfig()
	if err != nil {
		return nil, err
	}
	return live(c, config), nil
}

func inClusterConfig() (*rest.Config, error) {
	config, err := rest.InClusterConfig()
	if errors.Is(err, rest.ErrNotInCluster) {
		return nil, errors.New("inCluster is set, but this does not run in a pod (KUBERNETES_SERVICE_HOST is not set): give a context instead")
	}
	if err != nil {
		return nil, fmt.Errorf("inCluster: %w", err)
	}
	return config, nil
}

func openContext(c schemas.ClusterConfig) (readFunc, error) {
	config, err := loadContext(c)
	if err != nil {
		return nil, err
	}
	return live(c, config), nil
}

// loadContext reads server, TLS, proxy and credentials of one context.
func loadContext(c schemas.ClusterConfig) (*rest.Config, error) {
	rules := loadingRules(c.Kubeconfig)
	raw, err := loadAll(rules)
	if err != nil {
		return nil, err
	}
	name := c.Context
	if name == "" {
		name = raw.CurrentContext
	}
	if _, ok := raw.Contexts[name]; !ok {
		return nil, unknownContext(name, place(rules), raw)
	}
	config, err := clientcmd.NewNonInteractiveClientConfig(*raw, name, &clientcmd.ConfigOverrides{}, rules).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("context %q of %s cannot be used: %w", name, place(rules), err)
	}
	if p := config.AuthProvider; p != nil {
		return nil, fmt.Errorf("context %q of %s logs in by the auth-provider %q, which Kubernetes has replaced by exec credential plugins: renew the kubeconfig", name, place(rules), p.Name)
	}
	return config, nil
}

// loadAll reads the whole of a kubeconfig.
func loadAll(rules *clientcmd.ClientConfigLoadingRules) (*api.Config, error) {
	raw, err := rules.Load()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("kubeconfig %s does not exist", rules.ExplicitPath)
	case err != nil:
		named := fmt.Sprintf("error loading config file %q: ", rules.ExplicitPath)
		return nil, fmt.Errorf("kubeconfig %s cannot be read: %s", place(rules), strings.TrimPrefix(err.Error(), named))
	}
	return raw, nil
}

// loadingRules finds kubeconfigs as kubectl does, but says nothing and moves no file.
func loadingRules(path string) *clientcmd.ClientConfigLoadingRules {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = path
	rules.MigrationRules = nil
	rules.WarnIfAllMissing = false
	return rules
}

// place names the files that were looked at.
func place(rules *clientcmd.ClientConfigLoadingRules) string {
	if rules.ExplicitPath != "" {
		return rules.ExplicitPath
	}
	return strings.Join(rules.Precedence, ", ")
}

// contextsShown bounds how many contexts an error lists.
const contextsShown = 20

func unknownContext(name, place string, raw *api.Config) error {
	have := slices.Sorted(maps.Keys(raw.Contexts))
	more := ""
	if len(have) > contextsShown {
		have, more = have[:contextsShown], ", …"
	}
	switch {
	case len(have) == 0 && name == "":
		return fmt.Errorf("%s holds no context: is it a kubeconfig?", place)
	case len(have) == 0:
		return fmt.Errorf("context %q is not in %s, which holds none", name, place)
	case name == "":
		return fmt.Errorf("%s has no current context: name one of %s", place, strings.Join(have, ", ")+more)
	default:
		return fmt.Errorf("context %q is not in %s: it has %s", name, place, strings.Join(have, ", ")+more)
	}
}

// live reads over the network: log in where a plugin has to, then ask.
func live(c schemas.ClusterConfig, config *rest.Config) readFunc {
	return func(ctx context.Context, kinds []facts.Kind, into *Reading, progress func(Progress)) {
		client, err := connect(ctx, config)
		if err != nil {
			into.failed(err)
			return
		}
		defer client.close()
		readLive(ctx, c, kinds, client, into, progress)
	}
}

// connect logs in, and prepares a client.
func connect(ctx context.Context, config *rest.Config) (*client, *readError) {
	config, err := login(ctx, config)
	if err != nil {
		return nil, stateOf(ctx, err, config.Host)
	}
	client, err := newClient(config)
	if err != nil {
		return nil, failWhole(schemas.ReadFailed, "its kubeconfig cannot be used: %v", err)
	}
	return client, nil
}

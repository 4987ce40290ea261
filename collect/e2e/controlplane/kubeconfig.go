package controlplane

// This file writes kubeconfigs: good ones, and bad ones of every kind that a person may hold.

import (
	"fmt"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Context is one context of a kubeconfig: a server, whom to trust, and who asks.
type Context struct {
	Name   string
	Server string
	CA     []byte
	User   api.AuthInfo
	// Namespace is the one that commands take where none is named.
	Namespace string
}

// Token is a user who shows a bearer token.
func Token(token string) api.AuthInfo { return api.AuthInfo{Token: token} }

// Plugin is a user whose token comes from a program that prints an ExecCredential.
func Plugin(command string, args ...string) api.AuthInfo {
	return api.AuthInfo{Exec: &api.ExecConfig{
		APIVersion:      "client.authentication.k8s.io/v1",
		Command:         command,
		Args:            args,
		InteractiveMode: api.NeverExecInteractiveMode,
	}}
}

// WriteKubeconfig writes a kubeconfig of these contexts. One alone is current; of several, whoever reads it chooses.
func WriteKubeconfig(path string, contexts ...Context) error {
	config := api.NewConfig()
	for _, c := range contexts {
		config.Clusters[c.Name] = &api.Cluster{Server: c.Server, CertificateAuthorityData: c.CA}
		config.AuthInfos[c.Name] = &c.User
		config.Contexts[c.Name] = &api.Context{Cluster: c.Name, AuthInfo: c.Name, Namespace: c.Namespace}
	}
	if len(contexts) == 1 {
		config.CurrentContext = contexts[0].Name
	}
	if err := clientcmd.WriteToFile(*config, path); err != nil {
		return fmt.Errorf("write kubeconfig %s: %w", path, err)
	}
	return nil
}

// Admin is the context of the cluster's administrator.
func (c *Cluster) Admin() Context {
	return Context{Name: c.Name, Server: c.Server, CA: c.CA, User: Token(adminToken)}
}

// As is a context for this cluster under another name and user.
func (c *Cluster) As(name string, user api.AuthInfo) Context {
	return Context{Name: name, Server: c.Server, CA: c.CA, User: user}
}

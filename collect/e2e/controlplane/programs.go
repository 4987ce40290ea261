package controlplane

// This file is how each program of a control plane is started, with the flags that make it quick and quiet.

import (
	"context"
	"os"
	"strings"
)

func (c *Cluster) startEtcd(context.Context) error {
	peers, err := os.ReadFile(c.file("peers"))
	if err != nil {
		return err
	}
	return c.run("etcd",
		"--data-dir="+c.file("etcd"),
		"--listen-client-urls="+c.etcdURL,
		"--advertise-client-urls="+c.etcdURL,
		"--listen-peer-urls="+string(peers),
		"--initial-advertise-peer-urls="+string(peers),
		"--initial-cluster=default="+string(peers),
		"--unsafe-no-fsync",
		"--log-level=warn",
	)
}

// StartServer starts the API server, for the first time or again after StopServer, on the same port and state.
func (c *Cluster) StartServer(ctx context.Context) error {
	args := append(c.behindProxy(),
		"--etcd-servers="+c.etcdURL,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		"--secure-port="+c.port,
		"--tls-cert-file="+c.file("serving.crt"),
		"--tls-private-key-file="+c.file("serving.key"),
		"--token-auth-file="+c.file("tokens.csv"),
		"--authorization-mode=RBAC",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file="+c.file("tokens.key"),
		"--service-account-signing-key-file="+c.file("tokens.key"),
		"--service-cluster-ip-range=10.96.0.0/16",
		// Two tolerations a pod that mean nothing here and would be a tenth of every dump.
		"--disable-admission-plugins=DefaultTolerationSeconds",
	)
	p, err := startProcess(c.dir, c.tools+"/kube-apiserver", args...)
	if err != nil {
		return err
	}
	c.apiserver = p
	if err := c.connect(); err != nil {
		return err
	}
	return c.Until(ctx, "wait for the API server", c.ready)
}

func (c *Cluster) startControllers(context.Context) error {
	controllers := []string{"*"}
	for _, name := range c.options.Disabled {
		controllers = append(controllers, "-"+name)
	}
	return c.run("kube-controller-manager",
		"--kubeconfig="+c.file("kubeconfig"),
		"--service-account-private-key-file="+c.file("tokens.key"),
		"--root-ca-file="+c.file("serving.crt"),
		"--controllers="+strings.Join(controllers, ","),
		"--leader-elect=false",
		"--secure-port=0",
		// Its defaults protect a production server; a test waits for the controllers and for nothing else.
		"--kube-api-qps=1000",
		"--kube-api-burst=1000",
		"--concurrent-deployment-syncs=20",
		"--concurrent-replicaset-syncs=20",
	)
}

func (c *Cluster) startScheduler(context.Context) error {
	if !c.options.Scheduler {
		return nil
	}
	return c.run("kube-scheduler",
		"--kubeconfig="+c.file("kubeconfig"), "--leader-elect=false", "--secure-port=0")
}

func (c *Cluster) startKwok(context.Context) error {
	return c.run("kwok", append(c.asKubelet(),
		"--kubeconfig="+c.file("kubeconfig"),
		"--config="+c.file("kwok.yaml"),
		"--manage-all-nodes",
		"--v=WARN",
		"--cidr=10.64.0.0/12",
		// Without leases the node controller takes every node for lost.
		"--node-lease-duration-seconds=40",
	)...)
}

package controlplane

// This file starts, stops and revives a cluster.

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// patience bounds the start of a cluster and every wait in it: 4 s are enough on an idle machine, but not on a busy one.
const patience = 90 * time.Second

// adminToken is the administrator's bearer token: no secret on a server that lives for a test and on loopback.
const adminToken = "administrator"

// Options describe a cluster.
type Options struct {
	Name      string
	Nodes     []Node // none: three of unbounded capacity
	Scheduler bool   // without it only pods that name their node run
	Metrics   bool   // a metrics server behind the API server
	// Disabled are controllers that the controller manager leaves alone, for whoever plays them.
	Disabled []string
	// Held are images whose pods kwok leaves alone, for whoever plays the kubelet.
	Held []string
}

// Cluster is a running control plane.
type Cluster struct {
	Name   string
	Server string // https://127.0.0.1:port
	CA     []byte // PEM

	tools       string
	dir         string
	options     Options
	etcdURL     string
	port        string
	kubeletPort string
	apiserver   *process
	metrics     *process
	others      []*process
	clients
}

// Start starts a cluster whose files stand in dir and waits until its nodes are ready. The programs come from tools,
// the folder that Tools returned. On failure nothing is left running and the error quotes the logs.
func Start(ctx context.Context, tools, dir string, options Options) (*Cluster, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if len(options.Nodes) == 0 {
		options.Nodes = []Node{{Name: "node-1"}, {Name: "node-2"}, {Name: "node-3"}}
	}
	c := &Cluster{Name: options.Name, tools: tools, dir: dir, options: options}
	steps := []func(context.Context) error{
		c.writeFiles, c.startEtcd, c.StartServer, c.startControllers, c.startScheduler, c.startKwok, c.createNodes, c.startMetrics,
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			err = fmt.Errorf("start cluster %s: %w\n%s", c.Name, err, c.Logs())
			c.Stop()
			return nil, err
		}
	}
	return c, nil
}

// Stop ends every program of the cluster.
func (c *Cluster) Stop() {
	c.StopServer()
	c.metrics.stop()
	for _, p := range c.others {
		p.stop()
	}
}

// StopServer ends the API server alone: the cluster is dead to its clients, and its state is kept.
func (c *Cluster) StopServer() { c.apiserver.stop() }

// Logs is the end of every program's log.
func (c *Cluster) Logs() string {
	var tails []string
	for _, p := range c.programs() {
		tails = append(tails, p.tail())
	}
	if c.metrics != nil {
		tails = append(tails, c.metrics.tail())
	}
	return strings.Join(tails, "\n")
}

func (c *Cluster) programs() []*process {
	if c.apiserver == nil {
		return c.others
	}
	return append([]*process{c.apiserver}, c.others...)
}

func (c *Cluster) file(name string) string { return filepath.Join(c.dir, name) }

// run starts a program that lives as long as the cluster.
func (c *Cluster) run(name string, args ...string) error {
	p, err := startProcess(c.dir, filepath.Join(c.tools, name), args...)
	if err != nil {
		return err
	}
	c.others = append(c.others, p)
	return nil
}

// writeFiles lays down what the programs are pointed at: keys, tokens and the administrator's kubeconfig.
func (c *Cluster) writeFiles(context.Context) error {
	ports, err := freePorts(4)
	if err != nil {
		return err
	}
	c.port, c.Server, c.etcdURL = ports[0], "https://127.0.0.1:"+ports[0], "http://127.0.0.1:"+ports[1]
	c.kubeletPort = ports[3]
	peers := "http://127.0.0.1:" + ports[2]
	certificate, key, err := NewAuthority(c.Name)
	if err != nil {
		return err
	}
	c.CA = certificate
	return errors.Join(
		os.WriteFile(c.file("serving.crt"), certificate, 0o600),
		os.WriteFile(c.file("serving.key"), key, 0o600),
		newSigningKey(c.file("tokens.key")),
		os.WriteFile(c.file("tokens.csv"), []byte(adminToken+",admin,admin,system:masters\n"), 0o600),
		os.WriteFile(c.file("peers"), []byte(peers), 0o600),
		os.WriteFile(c.file("kwok.yaml"), c.stages(), 0o600),
		WriteKubeconfig(c.file("kubeconfig"), c.Admin()),
	)
}

// freePorts returns loopback ports that nobody listens on. They are held together, so that they differ.
func freePorts(n int) ([]string, error) {
	var ports []string
	for range n {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		defer listener.Close()
		_, port, _ := net.SplitHostPort(listener.Addr().String())
		ports = append(ports, port)
	}
	return ports, nil
}

// Until polls until done says so. It fails after a minute and a half, with what done said last, and at once when one
// of the cluster's programs has ended.
func (c *Cluster) Until(ctx context.Context, what string, done func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := done(ctx)
		if err == nil {
			return nil
		}
		for _, p := range c.programs() {
			if p.exited() {
				return fmt.Errorf("%s in %s: %s has ended: %w", what, c.Name, p.name, err)
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s in %s: %w, last: %w", what, c.Name, ctx.Err(), err)
		case <-ticker.C:
		}
	}
}

// Package controlplane runs real Kubernetes control planes on loopback: etcd, the API server, the controller
// manager, where asked the scheduler, and kwok, which plays the kubelets of nodes that do not exist.
//
// Everything is built from the versions that this module's go.mod names. Ports are random, so several clusters run
// at once, and no process outlives the one that started it.
package controlplane

// Package e2e runs the built plimsoll binary against real Kubernetes control planes on loopback.
package e2e

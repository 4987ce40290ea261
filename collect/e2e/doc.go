// Package e2e runs the built plimsoll binary against real Kubernetes control planes on loopback. It knows nothing of
// the program but its commands, exit codes and files.
//
//	go test ./...                    the scenarios
//	go run ./record                  record the demo's dumps anew
//	go run ./bench                   measure collect against fetching the same lists raw
//
// PLIMSOLL_E2E_RACE=1 builds the binary with the race detector.
package e2e

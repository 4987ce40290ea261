// Package e2e runs the built plimsoll binary against real Git servers on loopback: git http-backend behind a web server
// with a password, sshd, and plain folders. It knows nothing of the program but its commands, exit codes and files; what
// arrived is looked at with git's own client.
//
//	go test ./...     the scenarios
//	go run ./bench    measure publish beside git's own fetch, add, commit and push
//
// PLIMSOLL_E2E_RACE=1 builds the binary with the race detector. PLIMSOLL_E2E_KILLS=N kills it N times instead of 40.
package e2e

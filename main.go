// Plimsoll reads the Kubernetes clusters that services run in and writes, for each service, a JSON snapshot and a
// page that says at a glance how it is.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"

	"k8s.io/klog/v2"
)

func main() {
	hush()
	spendMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once what the first asked to end
	code := run(ctx, os.Args, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// hush keeps libraries from writing to stderr past us: client-go speaks through klog, net/http through log. What goes
// wrong reaches us as an error, and is told once.
//
// Nor does it end a run half way that whoever read our output has left, as in plimsoll run | head -1. A handler and
// not signal.Ignore, because a credential plugin would inherit that.
func hush() {
	klog.SetLogger(klog.Logger{}) // one without a sink drops what it is given
	log.SetOutput(io.Discard)
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
}

package git

// This file asks the git program, where there is one, for what it knows: credentials of its helpers, and headers that a
// checkout was given. It asks without a prompt and not for long.

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// helperTakes is long enough for a helper that asks a service on the net.
const helperTakes = 15 * time.Second

// filled is what a credential helper gave.
type filled struct {
	asked              string // what of it names the repository
	username, password string
}

func fill(ctx context.Context, t *Target) *filled {
	asked := fmt.Sprintf("protocol=%s\nhost=%s\n", t.endpoint.Protocol, t.endpoint.Host)
	if t.endpoint.Port != 0 {
		asked = fmt.Sprintf("protocol=%s\nhost=%s:%d\n", t.endpoint.Protocol, t.endpoint.Host, t.endpoint.Port)
	}
	asked += "path=" + strings.TrimPrefix(t.endpoint.Path, "/") + "\n"
	if t.endpoint.User != "" {
		asked += "username=" + t.endpoint.User + "\n"
	}
	out, err := runGit(ctx, t, asked+"\n", "-c", "core.askPass=", "credential", "fill")
	if err != nil {
		return nil
	}
	f := &filled{asked: asked}
	for line := range strings.Lines(out) {
		switch key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "="); key {
		case "username":
			f.username = value
		case "password":
			f.password = value
		}
	}
	if f.password == "" {
		return nil
	}
	return f
}

// settle tells the helper to keep what it gave, or to forget it. Whether it does is its own affair.
func (f *filled) settle(ctx context.Context, t *Target, good bool) {
	verb := "reject"
	if good {
		verb = "approve"
	}
	said := f.asked
	if t.endpoint.User == "" {
		said += "username=" + f.username + "\n"
	}
	_, _ = runGit(ctx, t, said+"password="+f.password+"\n\n", "credential", verb)
}

// extraHeader is a header that git is configured to send, as a CI's own checkout leaves it: "Authorization: basic …".
func extraHeader(ctx context.Context, t *Target) string {
	out, err := runGit(ctx, t, "", "config", "--get-urlmatch", "http.extraheader", t.Name)
	if err != nil {
		return ""
	}
	header, _, _ := strings.Cut(strings.TrimSpace(out), "\n")
	if name, value, ok := strings.Cut(header, ":"); !ok || strings.TrimSpace(name) == "" || strings.TrimSpace(value) == "" {
		return ""
	}
	return header
}

// runGit runs git where the site lies. What it writes to stderr is dropped: it may hold what it was told.
func runGit(ctx context.Context, t *Target, input string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, helperTakes)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = t.dir
	cmd.Stdin = strings.NewReader(input)
	cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GCM_INTERACTIVE=never")
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return out.String(), nil
}

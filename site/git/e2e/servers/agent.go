package servers

// This file is an ssh-agent that holds one key.

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// Agent is a running ssh-agent.
type Agent struct {
	Socket  string // SSH_AUTH_SOCK
	process *exec.Cmd
}

// NewAgent starts an agent and gives it a key. A socket's path may not be long, so dir should be near the root.
func NewAgent(dir, key string) (*Agent, error) {
	a := &Agent{Socket: filepath.Join(dir, "agent.sock")}
	a.process = exec.Command("ssh-agent", "-D", "-a", a.Socket)
	bindToParent(a.process)
	if err := a.process.Start(); err != nil {
		return nil, fmt.Errorf("start ssh-agent: %w", err)
	}
	var out []byte
	var err error
	for deadline := time.Now().Add(startWithin); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		add := exec.Command("ssh-add", "-q", key)
		add.Env = append(Environment(dir), "SSH_AUTH_SOCK="+a.Socket)
		if out, err = add.CombinedOutput(); err == nil {
			return a, nil
		}
	}
	a.Close()
	return nil, fmt.Errorf("give the key to ssh-agent: %w: %s", err, out)
}

// Close ends the agent.
func (a *Agent) Close() {
	a.process.Process.Kill()
	a.process.Wait()
}

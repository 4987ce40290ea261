package controlplane

// This file starts one program of a control plane and ends it, with all that it started in turn.

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// tailBytes is how much of a program's log an error quotes: enough for a stack trace's end, not for a screen full.
const tailBytes = 3000

// process is one running program. Its log is a file, so that it can be read after the program's death.
type process struct {
	name string
	log  string
	cmd  *exec.Cmd
	done chan struct{}
}

func startProcess(dir, path string, args ...string) (*process, error) {
	p := &process{name: filepath.Base(path), cmd: exec.Command(path, args...), done: make(chan struct{})}
	p.log = filepath.Join(dir, p.name+".log")
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", p.name, err)
	}
	defer log.Close()
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = dir, log, log
	bindToParent(p.cmd)
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	go func() {
		p.cmd.Wait() // how it ended stands in its log
		close(p.done)
	}()
	return p, nil
}

// stop ends the program at once: it holds nothing that anybody needs afterwards.
func (p *process) stop() {
	if p == nil {
		return
	}
	killGroup(p.cmd)
	<-p.done
}

func (p *process) exited() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// tail is the end of the program's log.
func (p *process) tail() string {
	log, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	if len(log) > tailBytes {
		log = log[len(log)-tailBytes:]
		log = log[bytes.IndexByte(log, '\n')+1:]
	}
	return fmt.Sprintf("--- end of %s\n%s", p.log, log)
}

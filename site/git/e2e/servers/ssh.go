package servers

// This file is OpenSSH's sshd on a port of its own, with keys of its own, for whoever runs it.

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"time"
)

// SSH serves every repository that its user may read, by its path.
type SSH struct {
	URL        string // ssh://USER@127.0.0.1:PORT, a repository's path comes after it
	Key        string // the file of a private key that is let in
	Stranger   string // that of one which is not
	KnownHosts string // a known_hosts file that names the server's keys

	dir, port, program string
	process            *exec.Cmd
	ended              chan struct{}
}

// startWithin is how long sshd may take until it listens.
const startWithin = 10 * time.Second

// NewSSH makes the keys and starts the server; dir holds all that it needs.
func NewSSH(dir string) (*SSH, error) {
	program, err := findSSHD()
	if err != nil {
		return nil, err
	}
	self, err := user.Current()
	if err != nil {
		return nil, fmt.Errorf("learn who runs sshd: %w", err)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &SSH{
		URL: "ssh://" + self.Username + "@127.0.0.1:" + port, dir: dir, port: port, program: program,
		Key: filepath.Join(dir, "user"), Stranger: filepath.Join(dir, "stranger"), KnownHosts: filepath.Join(dir, "known_hosts"),
	}
	if err := errors.Join(newKey(s.Key, "ed25519"), newKey(s.Stranger, "ed25519")); err != nil {
		return nil, err
	}
	if os.Geteuid() == 0 { // where root runs it, sshd wants this folder, which the service's start makes
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			return nil, fmt.Errorf("make sshd's folder: %w", err)
		}
	}
	return s, s.Rekey()
}

func findSSHD() (string, error) {
	for _, path := range []string{"/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/local/bin/sshd"} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no sshd: install openssh-server")
}

// Rekey starts the server anew with host keys that nobody has seen, and writes down what they are.
func (s *SSH) Rekey() error {
	s.Close()
	var known strings.Builder
	for _, kind := range []string{"ed25519", "ecdsa"} { // of two kinds, as servers have it
		file := s.hostKey(kind)
		if err := newKey(file, kind); err != nil {
			return err
		}
		public, err := os.ReadFile(file + ".pub")
		if err != nil {
			return fmt.Errorf("read a host key: %w", err)
		}
		fmt.Fprintf(&known, "[127.0.0.1]:%s %s", s.port, public)
	}
	if err := os.WriteFile(s.KnownHosts, []byte(known.String()), 0o644); err != nil {
		return fmt.Errorf("write what the host keys are: %w", err)
	}
	return s.start()
}

func (s *SSH) hostKey(kind string) string { return filepath.Join(s.dir, "host_"+kind) }

func (s *SSH) start() error {
	config := filepath.Join(s.dir, "sshd_config")
	if err := os.WriteFile(config, []byte(s.config()), 0o644); err != nil {
		return fmt.Errorf("configure sshd: %w", err)
	}
	log, err := os.OpenFile(filepath.Join(s.dir, "sshd.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("open sshd's log: %w", err)
	}
	defer log.Close()
	s.process = exec.Command(s.program, "-D", "-e", "-f", config)
	s.process.Stdout, s.process.Stderr = log, log
	bindToParent(s.process)
	if err := s.process.Start(); err != nil {
		return fmt.Errorf("start sshd: %w", err)
	}
	s.ended = make(chan struct{})
	go func(process *exec.Cmd, ended chan struct{}) {
		process.Wait() // how it ended stands in its log
		close(ended)
	}(s.process, s.ended)
	return s.await()
}

// config lets one key in and nothing else, and asks nothing of the machine: not PAM, not /etc/ssh, not who owns a folder.
func (s *SSH) config() string {
	lines := []string{
		"ListenAddress 127.0.0.1:" + s.port,
		"AuthorizedKeysFile " + s.Key + ".pub",
		"HostKey " + s.hostKey("ed25519"),
		"HostKey " + s.hostKey("ecdsa"),
		"PidFile none", "UsePAM no", "StrictModes no", "PermitRootLogin prohibit-password",
		"PasswordAuthentication no", "KbdInteractiveAuthentication no", "MaxStartups 100:30:200",
	}
	return strings.Join(lines, "\n") + "\n"
}

func (s *SSH) await() error {
	for deadline := time.Now().Add(startWithin); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if c, err := net.DialTimeout("tcp", "127.0.0.1:"+s.port, time.Second); err == nil {
			c.Close()
			return nil
		}
		select {
		case <-s.ended:
			return fmt.Errorf("sshd ended at once: %s", s.Log())
		default:
		}
	}
	s.Close()
	return fmt.Errorf("sshd does not listen after %v: %s", startWithin, s.Log())
}

// Log is what sshd said.
func (s *SSH) Log() string {
	b, err := os.ReadFile(filepath.Join(s.dir, "sshd.log"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Close ends the server; connections that stand end with their clients.
func (s *SSH) Close() {
	if s.process == nil {
		return
	}
	s.process.Process.Kill()
	<-s.ended
	s.process = nil
}

func newKey(file, kind string) error {
	for _, old := range []string{file, file + ".pub"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("make the key %s: %w", file, err)
		}
	}
	if out, err := exec.Command("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "loopback", "-f", file).CombinedOutput(); err != nil {
		return fmt.Errorf("make the key %s: %w: %s", file, err, out)
	}
	return nil
}

// freePort is one that nobody listens on now.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port for sshd: %w", err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

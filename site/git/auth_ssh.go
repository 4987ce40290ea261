package git

// This file is the keys for ssh, and whom to believe at the other end: the keys of hosts are always checked.

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing/transport"
	gitssh "github.com/go-git/go-git/v5/plumbing/transport/ssh"
	"golang.org/x/crypto/ssh"
)

// KeyVariable names the file of a private key, or holds the key itself.
const KeyVariable = "PLIMSOLL_SSH_KEY"

// keyAuth offers every key at hand. The library's own way knows one key, and offers hosts a kind of key that
// known_hosts may not hold.
type keyAuth struct {
	user    string
	signers []ssh.Signer
	agent   *gitssh.PublicKeysCallback
	host    string
}

func (k *keyAuth) Name() string   { return gitssh.PublicKeysCallbackName }
func (k *keyAuth) String() string { return k.Name() }

func (k *keyAuth) ClientConfig() (*ssh.ClientConfig, error) {
	known, err := gitssh.NewKnownHostsDb()
	if err != nil {
		return nil, fmt.Errorf("no file of known hosts was found: ssh-keyscan prints a host's keys for ~/.ssh/known_hosts; compare them before you believe them")
	}
	return &ssh.ClientConfig{
		User:              k.user,
		Auth:              []ssh.AuthMethod{ssh.PublicKeysCallback(k.keys)},
		HostKeyCallback:   known.HostKeyCallback(),
		HostKeyAlgorithms: known.HostKeyAlgorithms(k.host),
		Timeout:           15 * time.Second,
	}, nil
}

func (k *keyAuth) keys() ([]ssh.Signer, error) {
	if k.agent == nil {
		return k.signers, nil
	}
	held, err := k.agent.Callback()
	if err != nil && len(k.signers) == 0 {
		return nil, fmt.Errorf("ask the ssh agent: %w", err)
	}
	return append(k.signers[:len(k.signers):len(k.signers)], held...), nil
}

func sshAuth(e *transport.Endpoint) (gitssh.AuthMethod, error) {
	auth := &keyAuth{user: e.User, host: hostOf(e)}
	if auth.user == "" {
		auth.user = gitssh.DefaultUsername
	}
	if os.Getenv("SSH_AUTH_SOCK") != "" {
		if agent, err := gitssh.NewSSHAgentAuth(auth.user); err == nil {
			auth.agent = agent
		}
	}
	locked, err := auth.collect(e)
	switch {
	case err != nil:
		return nil, err
	case auth.agent == nil && len(auth.signers) == 0 && locked != "":
		return nil, fmt.Errorf("the key in %s has a passphrase: give it to an ssh agent (ssh-add), or set %s to one without", locked, KeyVariable)
	case auth.agent == nil && len(auth.signers) == 0:
		return nil, fmt.Errorf("no key for ssh was found: set %s, start an ssh agent, or put one into ~/.ssh (GIT_SSH_COMMAND is not used)", KeyVariable)
	}
	return auth, nil
}

// collect reads the keys in files; locked is one that wants a passphrase. A key that was named must be good, one that
// happens to lie there need not.
func (k *keyAuth) collect(e *transport.Endpoint) (locked string, err error) {
	if named := os.Getenv(KeyVariable); named != "" {
		pem, where := []byte(named), KeyVariable
		if !strings.Contains(named, "PRIVATE KEY") {
			where = named
			if pem, err = os.ReadFile(named); err != nil {
				return "", fmt.Errorf("read the key that %s names: %w", KeyVariable, err)
			}
		} else if !strings.HasSuffix(named, "\n") {
			pem = append(pem, '\n') // a variable of a CI loses it
		}
		return k.add(where, pem)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", nil
	}
	for _, file := range keyFiles(e.Host, home) {
		pem, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if where, _ := k.add(file, pem); where != "" {
			locked = where
		}
	}
	return locked, nil
}

func (k *keyAuth) add(where string, pem []byte) (locked string, err error) {
	signer, err := ssh.ParsePrivateKey(pem)
	if missing := (*ssh.PassphraseMissingError)(nil); errors.As(err, &missing) {
		return where, nil
	}
	if err != nil {
		return "", fmt.Errorf("the key in %s cannot be read: it is no private key as ssh-keygen writes them", where)
	}
	k.signers = append(k.signers, signer)
	return "", nil
}

// keyFiles are where keys lie, what ~/.ssh/config names for the host first.
func keyFiles(host, home string) []string {
	var files []string
	if named := gitssh.DefaultSSHConfig.Get(host, "IdentityFile"); named != "" && named != "~/.ssh/identity" {
		if rest, ok := strings.CutPrefix(named, "~/"); ok {
			named = filepath.Join(home, rest)
		}
		files = append(files, named)
	}
	for _, name := range []string{"id_ed25519", "id_ecdsa", "id_rsa"} {
		files = append(files, filepath.Join(home, ".ssh", name))
	}
	return files
}

// hostOf is the host and port that the library will dial, with what ~/.ssh/config says of them.
func hostOf(e *transport.Endpoint) string {
	host, port := e.Host, e.Port
	if real := gitssh.DefaultSSHConfig.Get(e.Host, "Hostname"); real != "" {
		host = real
		if p, err := strconv.Atoi(gitssh.DefaultSSHConfig.Get(e.Host, "Port")); err == nil {
			port = p
		}
	}
	if port <= 0 {
		port = gitssh.DefaultPort
	}
	return net.JoinHostPort(host, strconv.Itoa(port))
}

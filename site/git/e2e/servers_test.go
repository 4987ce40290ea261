package e2e

// This file proves the servers themselves with git's own client, so that what plimsoll meets at them is what people's
// servers do.

import (
	"cmp"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// web serves a repository's folder over https, with a token.
func web(t *testing.T, r *repository) *servers.Web {
	t.Helper()
	w, err := servers.NewWeb(filepath.Dir(r.path), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	w.Set(servers.Faults{Token: token})
	return w
}

// sshd serves every repository over ssh.
func sshd(t *testing.T) *servers.SSH {
	t.Helper()
	s, err := servers.NewSSH(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// agent is an ssh-agent that holds a key.
func agent(t *testing.T, key string) *servers.Agent {
	t.Helper()
	a, err := servers.NewAgent(t.TempDir(), key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// checkout is a clone of main with one more commit, to be pushed to where remote says.
func checkout(t *testing.T, r *repository, remote string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "clone")
	if _, err := r.git.Run(filepath.Dir(dir), "clone", "-q", r.path, dir); err != nil {
		t.Fatal(err)
	}
	noise := strings.Repeat("Not every pack fits in the first packet.\n", 5000)
	write(t, filepath.Join(dir, "noise.txt"), noise)
	for _, step := range [][]string{{"remote", "set-url", "origin", remote}, {"add", "-A"}, {"commit", "-q", "-m", "More"}} {
		if _, err := r.git.Run(dir, step...); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// withToken is the environment in which git's own client knows the token, or another.
func withToken(w *servers.Web, password string) []string {
	return []string{"GIT_SSL_CAINFO=" + w.Authority, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=credential.helper",
		"GIT_CONFIG_VALUE_0=!printf 'username=git\\npassword=%s\\n' " + password + "; :"}
}

// TestWebServer is what the web server answers to git.
func TestWebServer(t *testing.T) {
	for name, c := range map[string]struct {
		faults   *servers.Faults
		hook     string
		config   []string
		password string
		want     string // in git's error, "" for none
	}{
		"pushes":                  {},
		"another token":           {password: "wrong", want: "Authentication failed"},
		"forbidden":               {faults: &servers.Faults{Status: 403}, want: "403"},
		"not found":               {faults: &servers.Faults{Status: 404}, want: "not found"},
		"in trouble":              {faults: &servers.Faults{Status: 503}, want: "503"},
		"expires half way":        {faults: &servers.Faults{Token: token, Expires: 1}, want: "401"},
		"cuts a push":             {faults: &servers.Faults{Token: token, OnPush: servers.Cut}, want: "RPC failed"},
		"loses its answer":        {faults: &servers.Faults{Token: token, OnPush: servers.Lose}, want: "RPC failed"},
		"has no room":             {faults: &servers.Faults{Token: token, FileBlocks: 1}, want: "remote unpack failed"},
		"a hook that refuses":     {hook: "echo main is protected; exit 1", want: "remote: main is protected"},
		"pushes are switched off": {config: []string{"http.receivepack", "false"}, want: "403"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newDocs(t)
			w := web(t, r)
			if c.faults != nil {
				w.Set(*c.faults)
			}
			if c.hook != "" {
				r.must(servers.Hook(r.path, "pre-receive", c.hook))
			}
			if c.config != nil {
				r.run(append([]string{"config"}, c.config...)...)
			}
			before := r.tip("main")
			dir := checkout(t, r, w.URL+"/docs.git")
			g := r.git
			g.Env = withToken(w, cmp.Or(c.password, token))
			_, err := g.Run(dir, "push", "-q", "origin", "main")
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("git says %v, want %q", err, c.want)
			}
			arrived := r.tip("main") != before
			if want := c.want == "" || name == "loses its answer"; arrived != want {
				t.Errorf("the push arrived: %v, want %v", arrived, want)
			}
			r.sound()
		})
	}
}

// TestSSHServer is whom sshd lets in, and whom it is believed to be.
func TestSSHServer(t *testing.T) {
	r := newDocs(t)
	s := sshd(t)
	dir := checkout(t, r, s.URL+r.path)
	push := func(key, known string) error {
		g := r.git
		g.Env = []string{"GIT_SSH_COMMAND=ssh -F none -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile=" + known + " -i " + key}
		_, err := g.Run(dir, "push", "-q", "origin", "main")
		return err
	}
	refused := func(err error, want string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("git says %v, want %q", err, want)
		}
	}
	old := filepath.Join(t.TempDir(), "known_hosts")
	write(t, old, read(t, s.KnownHosts))
	refused(push(s.Stranger, s.KnownHosts), "Permission denied")
	refused(push(s.Key, "/dev/null"), "Host key verification failed")
	if err := push(s.Key, s.KnownHosts); err != nil {
		t.Error(err)
	}
	if err := s.Rekey(); err != nil {
		t.Fatal(err)
	}
	refused(push(s.Key, old), "REMOTE HOST IDENTIFICATION HAS CHANGED")
	if err := push(s.Key, s.KnownHosts); err != nil {
		t.Error(err)
	}
	r.sound()
}

// TestSSHAgent has git find its key in an agent.
func TestSSHAgent(t *testing.T) {
	r := newDocs(t)
	s := sshd(t)
	a := agent(t, s.Key)
	g := r.git
	g.Env = []string{"SSH_AUTH_SOCK=" + a.Socket, "GIT_SSH_COMMAND=ssh -F none -o BatchMode=yes -o UserKnownHostsFile=" + s.KnownHosts}
	if _, err := g.Run(checkout(t, r, s.URL+r.path), "push", "-q", "origin", "main"); err != nil {
		t.Error(err)
	}
}

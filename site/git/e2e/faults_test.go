package e2e

// This file is what goes wrong at a server: each time a line that says so, nothing lost, and the same folder published
// once the server is well.

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// TestFaultsOfWebServers breaks a push over https.
func TestFaultsOfWebServers(t *testing.T) {
	for name, c := range map[string]struct {
		faults *servers.Faults
		hook   string
		config []string
		token  string
		say    []string // what the error must name
	}{
		"another token":              {token: "wrong", say: []string{"PLIMSOLL_GIT_TOKEN"}},
		"no token":                   {token: "-", say: []string{"PLIMSOLL_GIT_TOKEN"}},
		"a token that may not push":  {config: []string{"http.receivepack", "false"}, say: []string{"may not"}},
		"a token that may not read":  {faults: &servers.Faults{Status: http.StatusForbidden}, say: []string{"may not"}},
		"a repository that is gone":  {faults: &servers.Faults{Status: http.StatusNotFound}, say: []string{"no such repository"}},
		"a server in trouble":        {faults: &servers.Faults{Status: http.StatusServiceUnavailable}, say: []string{"503"}},
		"a token that expires":       {faults: &servers.Faults{Token: token, Expires: 1}, say: []string{"PLIMSOLL_GIT_TOKEN"}},
		"a connection that is cut":   {faults: &servers.Faults{Token: token, OnPush: servers.Cut}, say: []string{"connection"}},
		"a disk that is full":        {faults: &servers.Faults{Token: token, FileBlocks: 1}, say: []string{"unpack"}},
		"a branch that is protected": {hook: "echo GL-HOOK-ERR: main takes merge requests only; exit 1", say: []string{"main takes merge requests only"}},
		"a hook that is out of room": {hook: "echo fatal: quota exceeded >&2; exit 1", say: []string{"quota exceeded"}},
		"a hook that says nothing":   {hook: "exit 1", say: []string{"refused"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := newDocs(t)
			server := web(t, docs)
			w := newWorld(t, "{repository: "+server.URL+"/docs.git, path: services}")
			w.env = overWeb(server)
			w.plimsoll(0, "run")
			before, tip := docs.tree("main", "services"), docs.tip("main")

			w.clusters["eu"]["cart"] = "2"
			if c.faults != nil {
				server.Set(*c.faults)
			}
			if c.hook != "" {
				docs.must(servers.Hook(docs.path, "pre-receive", c.hook))
			}
			if c.config != nil {
				docs.run(append([]string{"config"}, c.config...)...)
			}
			switch c.token {
			case "":
			case "-":
				w.env = w.env[:1]
			default:
				w.env = append(w.env, "PLIMSOLL_GIT_TOKEN="+c.token)
			}
			line := w.plimsoll(1, "run").oneError(t)
			t.Log(line)
			for _, want := range append(c.say, server.URL+"/docs.git") {
				if !strings.Contains(line, want) {
					t.Errorf("%q does not name %q", line, want)
				}
			}
			if docs.tip("main") != tip {
				t.Error("something arrived")
			}
			same(t, docs.tree("main", "services"), before)
			w.plimsoll(0, "validate", "public")

			server.Set(servers.Faults{Token: token})
			docs.must(servers.Hook(docs.path, "pre-receive", "exit 0"))
			docs.run("config", "http.receivepack", "true")
			w.env = overWeb(server)
			w.plimsoll(0, "publish")
			same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
			docs.sound()
			noSecrets(t, w.dir)
			noSecretsIn(t, docs.path)
		})
	}
}

// TestServerThatHangs has a server take the pack and say nothing more: the command ends by itself.
func TestServerThatHangs(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	server := web(t, docs)
	w := newWorld(t, "{repository: "+server.URL+"/docs.git, path: services}")
	w.env = overWeb(server)
	server.Set(servers.Faults{Token: token, OnPush: servers.Hang})
	r := w.plimsoll(1, "run")
	t.Logf("after %v: %s", r.took, r.oneError(t))
	server.Set(servers.Faults{Token: token})
	w.plimsoll(0, "publish")
	same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
}

// TestInterrupted ends a run by hand while a server hangs: at once, and the folder can be published later.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	server := web(t, docs)
	w := newWorld(t, "{repository: "+server.URL+"/docs.git, path: services}")
	w.env = overWeb(server)
	w.plimsoll(0, "run", "--no-publish")
	server.Set(servers.Faults{Token: token, OnPush: servers.Hang})
	cmd := command(t.Context(), t, w.dir, w.environment(), "publish")
	var talk strings.Builder
	cmd.Stderr = &talk
	docs.must(cmd.Start())
	for deadline := time.Now().Add(commandTimeout); server.Pushes() == 0 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	asked := time.Now()
	docs.must(cmd.Process.Signal(os.Interrupt))
	cmd.Wait()
	if code, took := cmd.ProcessState.ExitCode(), time.Since(asked); code != 1 || took > 10*time.Second {
		t.Errorf("it ends with %d after %v", code, took)
	}
	t.Log(talk.String())
	server.Set(servers.Faults{Token: token})
	w.plimsoll(0, "publish")
	same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
}

// TestOurDiskIsFull lets no file that the binary writes grow beyond 100 KB, and the repository holds a larger one.
func TestOurDiskIsFull(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	noise := make([]byte, 1<<20)
	rand.NewChaCha8([32]byte{}).Read(noise)
	docs.commit("main", map[string]string{"guide/film.mp4": string(noise)})
	for name, way := range ways(t, docs) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "{repository: '"+way.repository+"', path: "+plain(name)+"}")
			w.env = way.env
			w.plant(way.home)
			w.plimsoll(0, "run", "--no-publish")
			ctx, cancel := context.WithTimeout(t.Context(), commandTimeout)
			defer cancel()
			cmd := command(ctx, t, w.dir, w.environment(), "publish")
			cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `trap "" XFSZ; ulimit -f 200; exec "$0" publish`, binary}
			out, _ := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(string(out), "file too large") {
				t.Errorf("it ends with %d: %s", code, out)
			}
			w.plimsoll(0, "publish")
			same(t, docs.tree("main", plain(name)), w.site("public"))
		})
	}
}

// TestAnswerThatIsLost has the server receive a push and never say so: whether the command fails or finds out, the next
// one has nothing to add.
func TestAnswerThatIsLost(t *testing.T) {
	docs := newDocs(t)
	server := web(t, docs)
	w := newWorld(t, "{repository: "+server.URL+"/docs.git, path: services}")
	w.env = overWeb(server)
	w.settle()
	server.Set(servers.Faults{Token: token, OnPush: servers.Lose})
	if r := attempt(t, w.dir, w.environment(), "run"); r.code > 1 {
		t.Errorf("it ends with %d: %s", r.code, r.stderr)
	}
	server.Set(servers.Faults{Token: token})
	w.plimsoll(0, "publish")
	if n := len(docs.commits("main")); n != 2 {
		t.Errorf("%d commits, want someone's and ours", n)
	}
	same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
}

// TestLostRace has someone else push between our look at the branch and our push, three times in a row.
func TestLostRace(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	server := web(t, docs)
	var mu sync.Mutex
	rivals := 0
	server.Set(servers.Faults{Token: token, OnPush: func(s *servers.Web, rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if rivals < 3 {
			rivals++
			docs.commit("main", map[string]string{"guide/" + strings.Repeat("more", rivals) + ".md": "More.\n"})
		}
		s.Pass(rw, r)
	}})
	w := newWorld(t, "{repository: "+server.URL+"/docs.git, path: services}")
	w.env = overWeb(server)
	w.plimsoll(0, "run")
	if rivals != 3 {
		t.Errorf("%d races", rivals)
	}
	if n := len(docs.commits("main")); n != 5 {
		t.Errorf("%d commits, want someone's four and ours", n)
	}
	if n := len(docs.tree("main", "guide")); n != 4 {
		t.Errorf("%d of someone's files are left of 4", n)
	}
	same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
	docs.sound()
}

// TestRepositoryThatIsNone names what is none, by each way.
func TestRepositoryThatIsNone(t *testing.T) {
	docs := newDocs(t)
	server, ssh := web(t, docs), sshd(t)
	for name, way := range map[string]way{
		"path":         {repository: docs.path + "-gone"},
		"file":         {repository: "file://" + docs.path + "-gone"},
		"https":        {repository: server.URL + "/gone.git", env: overWeb(server)},
		"certificate":  {repository: server.URL + "/docs.git", env: []string{"PLIMSOLL_GIT_TOKEN=" + token}},
		"nobody there": {repository: "https://127.0.0.1:1/docs.git", env: []string{"PLIMSOLL_GIT_TOKEN=" + token}},
		"ssh": {
			repository: ssh.URL + docs.path + "-gone", home: map[string]string{".ssh/known_hosts": ssh.KnownHosts, ".ssh/id_ed25519": ssh.Key},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "{repository: '"+way.repository+"'}")
			w.env = way.env
			w.plant(way.home)
			line := w.plimsoll(1, "run").oneError(t)
			t.Log(line)
			if !strings.Contains(line, strings.TrimPrefix(way.repository, "file://")) {
				t.Errorf("%q does not name %s", line, way.repository)
			}
			w.plimsoll(0, "validate", "public") // collecting went on
		})
	}
}

// TestKeysOfSSH is whom we believe over ssh, and who believes us.
func TestKeysOfSSH(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	s := sshd(t)
	w := newWorld(t, "{repository: '"+s.URL+docs.path+"', path: services}")
	refused := func(command string, want ...string) {
		t.Helper()
		line := w.plimsoll(1, command).oneError(t)
		t.Log(line)
		for _, text := range want {
			if !strings.Contains(line, text) {
				t.Errorf("%q does not name %q", line, text)
			}
		}
	}
	w.plant(map[string]string{".ssh/id_ed25519": s.Key})
	refused("run", "known_hosts")
	w.plant(map[string]string{".ssh/known_hosts": s.KnownHosts, ".ssh/id_ed25519": s.Stranger})
	refused("run", "key")
	w.plant(map[string]string{".ssh/id_ed25519": s.Key})
	w.plimsoll(0, "run")

	if err := s.Rekey(); err != nil {
		t.Fatal(err)
	}
	refused("publish", "its key is not the one", "known_hosts")

	// A server shows keys of several kinds, and known_hosts need not name the first.
	version := 1
	for line := range strings.Lines(read(t, s.KnownHosts)) {
		write(t, filepath.Join(w.dir, ".ssh", "known_hosts"), line)
		version++
		w.clusters["eu"]["cart"] = strconv.Itoa(version)
		w.plimsoll(0, "run")
	}
	same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
}

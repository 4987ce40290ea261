package e2e

// This file publishes as people set it up: to a folder, over https with a token, over ssh with a key or an agent, and
// from a checkout.

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// way is how a repository is reached.
type way struct {
	repository string
	env        []string
	home       map[string]string // files in the home folder, by the file they are copied from
}

// ways are all there are, to one repository.
func ways(t *testing.T, r *repository) map[string]way {
	t.Helper()
	w, s := web(t, r), sshd(t)
	a := agent(t, s.Key)
	helper := filepath.Join(t.TempDir(), "gitconfig")
	write(t, helper, "[credential]\n\thelper = \"!f() { echo username=git; echo password="+token+"; }; f\"\n")
	return map[string]way{
		"path":         {repository: r.path},
		"file":         {repository: "file://" + r.path},
		"https, token": {repository: w.URL + "/docs.git", env: overWeb(w)},
		"https, credential helper": {
			repository: w.URL + "/docs.git", env: []string{"SSL_CERT_FILE=" + w.Authority}, home: map[string]string{".gitconfig": helper},
		},
		"ssh, agent": {
			repository: s.URL + r.path, env: []string{"SSH_AUTH_SOCK=" + a.Socket}, home: map[string]string{".ssh/known_hosts": s.KnownHosts},
		},
		"ssh, key": {
			repository: s.URL + r.path, home: map[string]string{".ssh/known_hosts": s.KnownHosts, ".ssh/id_ed25519": s.Key},
		},
	}
}

// plain is the name of a way as a folder has it.
func plain(name string) string { return strings.NewReplacer(" ", "-", ",", "").Replace(name) }

// overWeb is the environment in which plimsoll knows the web server's token.
func overWeb(w *servers.Web) []string {
	return []string{"SSL_CERT_FILE=" + w.Authority, "PLIMSOLL_GIT_TOKEN=" + token}
}

// TestWays publishes a first site, a change and nothing by each way.
func TestWays(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	for name, way := range ways(t, docs) {
		t.Run(name, func(t *testing.T) {
			docs.t = t
			path := "by/" + plain(name)
			w := newWorld(t, "{repository: '"+way.repository+"', path: "+path+"}")
			w.env = way.env
			w.plant(way.home)
			others := docs.tree("main", "guide")
			arrives := func(commits int) {
				t.Helper()
				before := len(docs.commits("main"))
				w.plimsoll(0, "run")
				if n := len(docs.commits("main")) - before; n != commits {
					t.Errorf("%d commits, want %d", n, commits)
				}
				same(t, docs.tree("main", path), w.site("public"), "data/run.json", "data/run.js")
			}
			arrives(1)
			w.clusters["eu"]["cart"] = "2"
			arrives(1)
			w.later(time.Hour)
			arrives(0)
			delete(w.clusters["eu"], "checkout")
			arrives(1)
			same(t, docs.tree("main", "guide"), others)
			docs.sound()
			noSecrets(t, filepath.Join(w.dir, "public"))
			noSecretsIn(t, docs.path)
		})
	}
}

// same demands that two folders hold the same files, save some.
func same(t *testing.T, got, want map[string]string, save ...string) {
	t.Helper()
	got, want = maps.Clone(got), maps.Clone(want)
	for _, name := range save {
		delete(got, name)
		delete(want, name)
	}
	for name, content := range want {
		if found, ok := got[name]; !ok {
			t.Errorf("%s did not arrive", name)
		} else if found != content {
			t.Errorf("%s arrived with other content", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is there, and no file of the site", name)
		}
	}
}

func with(files map[string]string, name, content string) map[string]string {
	files = maps.Clone(files)
	files[name] = content
	return files
}

// TestBranches publishes to branches that are not there, in repositories that are empty, and beside a base.
func TestBranches(t *testing.T) {
	t.Parallel()
	t.Run("an empty repository", func(t *testing.T) {
		docs := newRepository(t)
		w := newWorld(t, "{repository: "+docs.path+"}")
		w.plimsoll(0, "run")
		same(t, docs.tree("main", ""), w.site("public"))
	})
	t.Run("a branch for pages begins without a past", func(t *testing.T) {
		docs := newDocs(t)
		w := newWorld(t, "{repository: "+docs.path+", branch: gh-pages}")
		w.plimsoll(0, "run")
		same(t, docs.tree("gh-pages", ""), w.site("public"))
		if n := len(docs.commits("gh-pages")); n != 1 {
			t.Errorf("it begins with %d commits", n)
		}
		if n := len(docs.commits("main")); n != 1 {
			t.Errorf("main has %d commits", n)
		}
	})
	t.Run("a branch of its own is rebuilt on its base", func(t *testing.T) {
		docs := newDocs(t)
		w := newWorld(t, "{repository: "+docs.path+", branch: plimsoll/update, base: main, path: services}")
		w.plimsoll(0, "run")
		first := docs.tip("plimsoll/update")
		w.clusters["eu"]["cart"] = "2"
		docs.commit("main", map[string]string{"guide/more.md": "More.\n"})
		w.plimsoll(0, "run")
		if parent := docs.run("rev-parse", "plimsoll/update^"); parent != docs.tip("main") {
			t.Errorf("its parent is %s, and main is %s (it was %s)", parent, docs.tip("main"), first)
		}
		same(t, docs.tree("plimsoll/update", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
		if docs.tree("plimsoll/update", "guide")["more.md"] == "" {
			t.Error("what main has is not in it")
		}
	})
	t.Run("packed refs and twenty thousand files of someone else's", func(t *testing.T) {
		docs := newDocs(t)
		crowd(docs, 20_000)
		docs.run("pack-refs", "--all")
		docs.run("gc", "-q")
		w := newWorld(t, "{repository: file://"+docs.path+", path: services}")
		before := docs.run("rev-parse", "main:crowd")
		w.plimsoll(0, "run")
		if docs.run("rev-parse", "main:crowd") != before {
			t.Error("someone else's files are not what they were")
		}
		same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
		docs.sound()
	})
	t.Run("a branch that was rewritten", func(t *testing.T) {
		docs := newDocs(t)
		w := newWorld(t, "{repository: "+docs.path+", path: services}")
		w.plimsoll(0, "run")
		docs.run("update-ref", "refs/heads/main", docs.run("commit-tree", "-m", "Anew", "main~1^{tree}"))
		w.clusters["eu"]["cart"] = "2"
		w.plimsoll(0, "run")
		same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
		if got := docs.commits("main"); len(got) != 2 || got[1] != "Anew" {
			t.Errorf("the commits are %q", got)
		}
		docs.sound()
	})
}

// crowd adds so many files to main, as an import does.
func crowd(r *repository, files int) {
	r.t.Helper()
	var b strings.Builder
	b.WriteString("commit refs/heads/main\ncommitter Someone <someone@example.com> 1790000000 +0000\ndata 5\nCrowd\nfrom refs/heads/main^0\n")
	for n := range files {
		content := strings.Repeat(fmt.Sprintf("line %d\n", n), 20)
		fmt.Fprintf(&b, "M 100644 inline crowd/%d/%d.md\ndata %d\n%s\n", n%200, n, len(content), content)
	}
	g := r.git
	g.Input = b.String()
	_, err := g.Run(r.path, "fast-import", "--quiet")
	r.must(err)
}

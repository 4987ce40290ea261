package e2e

// This file is many publishers at one repository at once.

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// publishers is how many there are: a CI matrix, or a CronJob in each of as many clusters.
const publishers = 16

// atOnce has every world publish at the same moment and demands that none fails.
func atOnce(t *testing.T, worlds []*world) {
	t.Helper()
	var wg sync.WaitGroup
	begin := make(chan struct{})
	for i, w := range worlds {
		wg.Go(func() {
			<-begin
			if r := attempt(t, w.dir, w.environment(), "publish"); r.code != 0 {
				t.Errorf("publisher %d ends with %d after %v: %s", i, r.code, r.took, r.stderr)
			}
		})
	}
	close(begin)
	wg.Wait()
}

// crowdOf makes a publisher for each number, each with a service of its own; publish is its configuration.
func crowdOf(t *testing.T, env []string, publish func(i int) string) []*world {
	t.Helper()
	var worlds []*world
	for i := range publishers {
		w := newWorld(t, publish(i))
		w.env = env
		w.clusters = map[string]map[string]string{fmt.Sprintf("cluster-%d", i): {fmt.Sprintf("service-%d", i): "1", "web": "1"}}
		w.plimsoll(0, "run", "--no-publish")
		worlds = append(worlds, w)
	}
	return worlds
}

// TestSixteenAtOnce has sixteen publishers write beside each other into one branch: sixteen trees arrive each time, and
// no commit is lost.
func TestSixteenAtOnce(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	server, ssh := web(t, docs), sshd(t)
	for name, c := range map[string]struct {
		way
		rounds int // from the second on a publisher remembers what it published
	}{
		"path":  {way{repository: docs.path}, 1},
		"https": {way{repository: server.URL + "/docs.git", env: overWeb(server)}, 2},
		"ssh": {way{repository: ssh.URL + docs.path, home: map[string]string{
			".ssh/known_hosts": ssh.KnownHosts, ".ssh/id_ed25519": ssh.Key,
		}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			worlds := crowdOf(t, c.env, func(i int) string {
				return fmt.Sprintf("{repository: '%s', path: %s/%d}", c.repository, name, i)
			})
			before := len(docs.commits("main"))
			for round := range c.rounds {
				for i, w := range worlds {
					w.plant(c.home)
					w.clusters[fmt.Sprintf("cluster-%d", i)]["web"] = fmt.Sprint(round)
					w.plimsoll(0, "run", "--no-publish")
				}
				atOnce(t, worlds)
				for i, w := range worlds {
					same(t, docs.tree("main", fmt.Sprintf("%s/%d", name, i)), w.site("public"))
				}
			}
			if n := len(docs.commits("main")) - before; n != c.rounds*publishers {
				t.Errorf("%d commits, want %d: one each, each on the one before", n, c.rounds*publishers)
			}
			if merges := docs.run("rev-list", "--merges", "main"); merges != "" {
				t.Errorf("there are merges: %s", merges)
			}
			docs.sound()
			t.Logf("%d packs for %d commits", server.Pushes(), c.rounds*publishers)
		})
	}
	if docs.tree("main", "guide")["start.md"] != "Start here.\n" {
		t.Error("someone else's file is gone")
	}
}

// TestSixteenOnOneBranchOfTheirOwn has sixteen publishers rebuild the same branch on its base: the lease lets one at a
// time do so, and what stands in the end is one site, whole, one commit above the base.
func TestSixteenOnOneBranchOfTheirOwn(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	server := web(t, docs)
	docs.run("config", "core.logAllRefUpdates", "always")
	worlds := crowdOf(t, overWeb(server), func(int) string {
		return "{repository: '" + server.URL + "/docs.git', branch: plimsoll, base: main, path: services}"
	})
	atOnce(t, worlds)
	if docs.run("rev-parse", "plimsoll^") != docs.tip("main") {
		t.Error("the branch is not one commit above its base")
	}
	arrived := docs.tree("plimsoll", "services")
	whose := 0
	for i, w := range worlds {
		if _, ok := arrived[fmt.Sprintf("data/services/shop/service-%d.json", i)]; ok {
			whose++
			same(t, arrived, with(w.site("public"), "NOTES.txt", "Ours.\n"))
		}
	}
	if whose != 1 {
		t.Errorf("what arrived is of %d publishers", whose)
	}
	if n := len(strings.Split(docs.run("reflog", "show", "--format=%H", "plimsoll"), "\n")); n != publishers {
		t.Errorf("the branch moved %d times, want once for each publisher", n)
	}
	docs.sound()
}

// TestLease has someone push to the branch that is ours after we looked at it: the push names the commit that it means
// to replace, fails, and is made again by one who has seen theirs.
func TestLease(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	server := web(t, docs)
	w := newWorld(t, "{repository: '"+server.URL+"/docs.git', branch: plimsoll, base: main, path: services}")
	w.env = overWeb(server)
	w.plimsoll(0, "run")
	var once sync.Once
	theirs := ""
	server.Set(servers.Faults{Token: token, OnPush: func(s *servers.Web, rw http.ResponseWriter, r *http.Request) {
		once.Do(func() {
			docs.commit("plimsoll", map[string]string{"guide/more.md": "More.\n"})
			theirs = docs.tip("plimsoll")
		})
		s.Pass(rw, r)
	}})
	docs.must(servers.Hook(docs.path, "update", `echo "$2" >> replaced`))
	w.clusters["eu"]["cart"] = "2"
	w.plimsoll(0, "run")
	replaced := strings.Fields(read(t, filepath.Join(docs.path, "replaced")))
	if last := replaced[len(replaced)-1]; last != theirs {
		t.Errorf("the last push replaced %s, and theirs was %s", last, theirs)
	}
	if n := server.Pushes(); n != 3 {
		t.Errorf("%d pushes, want the first run's, one that failed, and its second", n)
	}
	same(t, docs.tree("plimsoll", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
	docs.sound()
}

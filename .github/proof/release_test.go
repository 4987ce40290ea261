package proof

// This file plays release.yml: what it builds, what it checks of it, and what it hands to GitHub.

import (
	"bufio"
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func releaseStep(t *testing.T, job, name string) step {
	t.Helper()
	for _, s := range readWorkflow(t, filepath.Join(top, ".github/workflows/release.yml")).Jobs[job].Steps {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("release.yml has no step %q in its job %s", name, job)
	return step{}
}

// buildRelease runs the step that builds, for fewer platforms, and returns its folder.
func buildRelease(t *testing.T, source, platforms string) string {
	t.Helper()
	r := newRunner(t, &store{})
	r.workspace, r.shell = source, "bash"
	s := releaseStep(t, "programs", "Build")
	for _, p := range strings.Fields(platforms) {
		if !strings.Contains(s.Env["PLATFORMS"], p) {
			t.Errorf("release.yml does not build for %s", p)
		}
	}
	s.Env["PLATFORMS"] = platforms
	if code := r.step(t, s); code != 0 {
		t.Fatalf("the build ends with %d:\n%s", code, r.log.String())
	}
	return filepath.Join(source, "dist")
}

func testRelease(t *testing.T, w world) {
	r := w.runner(t, &store{dir: t.TempDir()})
	r.workspace, r.shell = w.source, "bash"
	r.edge["GITHUB"] = t.TempDir()
	for _, name := range []string{"Try what was built", "Release"} {
		if code := r.step(t, releaseStep(t, "programs", name)); code != 0 {
			t.Fatalf("%s ends with %d:\n%s", name, code, r.log.String())
		}
	}
	want := "gh release create v1.0.0 dist/SHA256SUMS dist/plimsoll_v1.0.0_linux_amd64.tar.gz dist/plimsoll_v1.0.0_windows_amd64.tar.gz --verify-tag --generate-notes\n"
	if calls := read(t, filepath.Join(r.edge["GITHUB"], "calls")); calls != want {
		t.Errorf("gh was called\n%swant\n%s", calls, want)
	}
	if files := command(t, w.dist, "tar", "-tzf", "plimsoll_v1.0.0_windows_amd64.tar.gz"); files != "LICENSE\nplimsoll.exe" {
		t.Errorf("the archive for Windows holds %q", files)
	}
}

// testReproducible builds the same commit in another place.
func testReproducible(t *testing.T, w world) {
	again := buildRelease(t, w.clone(t), "linux/amd64")
	first, _, _ := strings.Cut(read(t, filepath.Join(w.dist, "SHA256SUMS")), "\n")
	if second := strings.TrimSpace(read(t, filepath.Join(again, "SHA256SUMS"))); second != first {
		t.Errorf("built twice, the checksums are\n%s\n%s", first, second)
	}
}

// testDockerfile runs the command by which the image's program is built, for want of an engine to build the image, and
// looks at what an image without anything else asks of a program: to be static.
func testDockerfile(t *testing.T, w world) {
	dockerfile := read(t, filepath.Join(top, ".github/Dockerfile"))
	build := regexp.MustCompile(`(?m)^RUN (CGO_ENABLED=0 .* go build .* )-o /out/plimsoll \.$`).FindStringSubmatch(dockerfile)
	if build == nil {
		t.Fatal("the Dockerfile builds no program")
	}
	out := filepath.Join(t.TempDir(), "plimsoll")
	r := newRunner(t, &store{})
	r.workspace, r.shell = w.clone(t), "bash"
	if code := r.step(t, step{Run: build[1] + `-o "$OUT" .`, Env: map[string]string{"OUT": out, "TARGETOS": "linux", "TARGETARCH": "amd64"}}); code != 0 {
		t.Fatalf("the build ends with %d:\n%s", code, r.log.String())
	}
	if said := command(t, top, out, "--version"); said != "plimsoll version "+releaseTag {
		t.Errorf("what the Dockerfile builds takes itself for %q", said)
	}
	program, err := elf.Open(out)
	must(t, err)
	defer program.Close()
	for _, p := range program.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("the program is not static: it has a %s", p.Type)
		}
	}
	checkFinalImage(t, dockerfile)
}

// checkFinalImage wants nothing in the image but the program and certificates, and somebody who is not root.
func checkFinalImage(t *testing.T, dockerfile string) {
	t.Helper()
	_, final, ok := strings.Cut(dockerfile, "\nFROM scratch\n")
	if !ok {
		t.Fatal("the image does not begin with nothing")
	}
	want := []string{
		"COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt",
		"COPY --from=build /out/plimsoll /usr/bin/plimsoll",
		"USER 65532:65532",
		`ENTRYPOINT ["/usr/bin/plimsoll"]`,
	}
	if got := strings.TrimSpace(final); got != strings.Join(want, "\n") {
		t.Errorf("the image holds\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	goMod := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, filepath.Join(top, "go.mod")))
	if goMod == nil || !strings.Contains(dockerfile, "golang:"+goMod[1]+"-") {
		t.Errorf("the Dockerfile builds with another Go than go.mod asks for: %v", goMod)
	}
}

func testImage(t *testing.T, w world) {
	r := w.runner(t, &store{})
	r.shell, r.edge["DOCKER"] = "bash", t.TempDir()
	if code := r.step(t, releaseStep(t, "image", "Build and push")); code != 0 {
		t.Fatalf("the step ends with %d:\n%s", code, r.log.String())
	}
	calls, err := os.ReadFile(filepath.Join(r.edge["DOCKER"], "calls"))
	must(t, err)
	lines := bufio.NewScanner(bytes.NewReader(calls))
	for _, want := range []string{
		"docker login ghcr.io --username someone --password-stdin",
		"docker buildx create --use",
		"docker buildx build --file .github/Dockerfile --platform linux/amd64,linux/arm64 --tag ghcr.io/acme/services:v1.0.0 --push .",
	} {
		if !lines.Scan() || lines.Text() != want {
			t.Errorf("docker is called %q, want %q", lines.Text(), want)
		}
	}
	if password := strings.TrimSpace(read(t, filepath.Join(r.edge["DOCKER"], "password"))); password != "ghs_ours" {
		t.Errorf("docker is given the password %q", password)
	}
}

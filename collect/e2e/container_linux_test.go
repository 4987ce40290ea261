package e2e

// This file plays the kubelet and the container runtime for one pod: it mounts what the pod's specification mounts into
// a root of its own, which holds what .github/Dockerfile puts into the image, and runs the command there as the pod's
// user. Network and processes are not apart.

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// container is the pod's only one.
type container struct {
	root  string
	args  []string
	env   []string
	user  int
	token string // of the ServiceAccount
}

// staticProgram builds the program as an image without a C library needs it.
func staticProgram(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "plimsoll")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", out, ".")
	build.Dir, build.Env = filepath.Join("..", ".."), append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return out
}

// contain lays down the root of the pod's container.
func (k *tenant) contain(t *testing.T, program string, pod *corev1.Pod) *container {
	t.Helper()
	spec := pod.Spec.Containers[0]
	c := &container{root: t.TempDir(), args: spec.Args, user: int(*pod.Spec.SecurityContext.RunAsUser)}
	if !*spec.SecurityContext.ReadOnlyRootFilesystem || len(pod.Spec.Containers) != 1 || len(spec.Command) > 0 {
		t.Fatalf("this plays one container with the image's own command and a root that nobody writes to, not %v", spec)
	}
	binary, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	c.put(t, "/usr/bin/plimsoll", string(binary), 0o755)
	c.put(t, "/etc/ssl/certs/ca-certificates.crt", string(k.remote.ca), 0o644)
	for _, v := range pod.Spec.Volumes {
		for _, m := range spec.VolumeMounts {
			if m.Name == v.Name {
				k.mount(t, c, v, m)
			}
		}
	}
	k.environ(t, c, spec)
	return c
}

// mount lays down a volume, each kind of which a pod of ours may have.
func (k *tenant) mount(t *testing.T, c *container, v corev1.Volume, m corev1.VolumeMount) {
	t.Helper()
	ctx := t.Context()
	switch {
	case v.ConfigMap != nil:
		held, err := k.Typed.CoreV1().ConfigMaps("plimsoll").Get(ctx, v.ConfigMap.Name, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range held.Data {
			c.put(t, filepath.Join(m.MountPath, name), text, 0o644)
		}
	case v.EmptyDir != nil:
		c.empty(t, m.MountPath)
	case v.Projected != nil: // that of the ServiceAccount, which the API server has added
		request, err := k.Typed.CoreV1().ServiceAccounts("plimsoll").CreateToken(ctx, "plimsoll", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		c.token = request.Status.Token
		c.put(t, filepath.Join(m.MountPath, "token"), c.token, 0o644)
		c.put(t, filepath.Join(m.MountPath, "ca.crt"), string(k.CA), 0o644)
		c.put(t, filepath.Join(m.MountPath, "namespace"), "plimsoll", 0o644)
	default:
		t.Fatalf("no test mounts the volume %s", v.Name)
	}
}

// environ is what a runtime and the kubelet set, and what the specification adds: Secrets among it.
func (k *tenant) environ(t *testing.T, c *container, spec corev1.Container) {
	t.Helper()
	server, err := url.Parse(k.Server)
	if err != nil {
		t.Fatal(err)
	}
	c.env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "HOSTNAME=plimsoll-first",
		"KUBERNETES_SERVICE_HOST=" + server.Hostname(), "KUBERNETES_SERVICE_PORT=" + server.Port()}
	for _, e := range spec.Env {
		value := e.Value
		if e.ValueFrom != nil {
			ref := e.ValueFrom.SecretKeyRef
			held, err := k.Typed.CoreV1().Secrets("plimsoll").Get(t.Context(), ref.Name, metav1.GetOptions{})
			if err != nil {
				t.Fatal(err)
			}
			value = string(held.Data[ref.Key])
		}
		c.env = append(c.env, e.Name+"="+value)
	}
}

func (c *container) path(name string) string { return filepath.Join(c.root, name) }

func (c *container) put(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	err := errors.Join(os.MkdirAll(filepath.Dir(c.path(name)), 0o755), os.WriteFile(c.path(name), []byte(text), mode))
	if err != nil {
		t.Fatal(err)
	}
}

// empty makes a folder that is the user's, as fsGroup makes an emptyDir, and empties it.
func (c *container) empty(t *testing.T, name string) {
	t.Helper()
	err := errors.Join(os.RemoveAll(c.path(name)), os.MkdirAll(c.path(name), 0o755))
	if os.Geteuid() == 0 {
		err = errors.Join(err, os.Chown(c.path(name), c.user, c.user))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// run runs the image's command with the pod's arguments, and demands its exit code. Whoever is not root is root of a
// user namespace for as long as it takes to change the root folder.
func (c *container) run(t *testing.T, code int, env ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), commandTimeout)
	defer cancel()
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, "/usr/bin/plimsoll", c.args...)
	cmd.Err = nil // it is looked for in the container, not here
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = "/", append(append([]string{}, c.env...), env...), &said, &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: c.root}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(c.user), Gid: uint32(c.user)}
	} else {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: c.user, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: c.user, HostID: os.Getgid(), Size: 1}}
	}
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("run the container's command: %v (kernel.apparmor_restrict_unprivileged_userns=0 lets whoever is not root change the root folder)", err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("plimsoll %s: exit code %d, want %d\n%s", strings.Join(c.args, " "), got, code, said.String())
	}
	return said.String()
}

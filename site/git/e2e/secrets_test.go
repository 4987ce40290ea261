package e2e

// This file holds the secrets that the tests use, and looks for them where they must not be.

import (
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// token is what every test's server asks for. No output, file or commit may hold it.
const token = "loopback-token-that-nobody-may-see"

// leaked names a secret that stands in a text, as it is or as a header carries it.
func leaked(text string) string {
	forms := map[string]string{"the token": token, "half of the token": token[len(token)/2:]}
	for _, name := range []string{"x-access-token", "git", "oauth2", "publisher"} {
		forms["the token as a header carries it"] = base64.StdEncoding.EncodeToString([]byte(name + ":" + token))
		for what, secret := range forms {
			if strings.Contains(text, secret) {
				return what
			}
		}
	}
	return ""
}

// noSecrets looks into every file of a folder, and into all that a repository's objects hold.
func noSecrets(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(name)
		if secret := leaked(string(b)); secret != "" {
			t.Errorf("%s holds %s", name, secret)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// noSecretsIn unpacks every object of a repository.
func noSecretsIn(t *testing.T, repository string) {
	t.Helper()
	noSecrets(t, repository)
	g := servers.Git{Home: t.TempDir()}
	all, err := g.Run(repository, "cat-file", "--batch-all-objects", "--batch", "--buffer")
	if err != nil {
		t.Fatal(err)
	}
	if secret := leaked(all); secret != "" {
		t.Errorf("an object of %s holds %s", repository, secret)
	}
}

func TestLeaked(t *testing.T) {
	for _, text := range []string{
		"https://x:" + token + "@host/", token[10:],
		"Basic " + base64.StdEncoding.EncodeToString([]byte("git:"+token)),
	} {
		if leaked(text) == "" {
			t.Errorf("%s passes", text)
		}
	}
	if secret := leaked("https://host/ says 401"); secret != "" {
		t.Errorf("%s is seen where there is none", secret)
	}
}

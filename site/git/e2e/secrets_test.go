package e2e

// This file holds the secrets that the tests use, and looks for them where they must not be.

import (
	"encoding/base64"
	"strings"
	"testing"
)

// token is what every test's server asks for. No output, file or commit may hold it.
const token = "ghp_loopbackTokenThatNobodyMaySee"

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

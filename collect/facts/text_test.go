package facts

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanKeepsWhatKubernetesSays(t *testing.T) {
	for _, s := range []string{
		``,
		`back-off 5m0s restarting failed container=app pod=checkout-7d9_shop(0c1)`,
		`secret "db-credentials" not found`,
		`MountVolume.SetUp failed for volume "default-token-abcde" : secret "default-token-abcde" not found`,
		`couldn't find key password in Secret shop/db`,
		`references non-existent secret key: password`,
		`failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token: 401 Unauthorized`,
		`failed to fetch oauth token: Post "https://gcr.io/v2/token": dial tcp: lookup gcr.io: no such host`,
		`server message: invalid_token: authorization failed`,
		`Www-Authenticate: Bearer realm="https://auth.docker.io/token",service="registry.docker.io"`,
		`Failed to pull image "registry:5000/shop/app@sha256:0123456789abcdef": not found`,
		`rpc error: code = NotFound desc = failed to resolve reference "https://registry:5000/team/app@sha256:77": not found`,
		`0/12 nodes are available: 3 Insufficient cpu, 9 node(s) had untolerated taint {dedicated: gpu}.`,
		`exceeded quota: compute, requested: pods=1,secrets=2, used: pods=10,secrets=4, limited: pods=10,secrets=5`,
		`Größe überschritten: 日本語 ✓`,
	} {
		if got := Clean(s, 0); got != s {
			t.Errorf("Clean changed what holds no secret:\n  %s\n  %s", s, got)
		}
	}
}

func TestCleanRedacts(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"bearer token", `Authorization: Bearer s3cr3t-value-1 refused`, `Authorization: Bearer [redacted] refused`},
		{"bearer token like a word", `Authorization: Bearer opensesame, Accept: */*`, `Authorization: Bearer [redacted], Accept: */*`},
		{"opaque bearer token", `bearer abcdefghijklmnopqrst`, `bearer [redacted]`},
		{"basic auth header", `authorization: Basic dXNlcjpwYXNz1234`, `authorization: Basic [redacted]`},
		{"basic auth in a URL", `Get "https://bob:hunter2@registry.example/v2/": EOF`, `Get "https://[redacted]@registry.example/v2/": EOF`},
		{"database URL", `dial postgres://app:p%40ss@db:5432/shop failed`, `dial postgres://[redacted]@db:5432/shop failed`},
		{"redis without user", `redis://:hunter2@cache:6379`, `redis://[redacted]@cache:6379`},
		{"JSON web token", `token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl is expired`, `token [redacted] is expired`},
		{"AWS key id", `key AKIAIOSFODNN7EXAMPLE is inactive`, `key [redacted] is inactive`},
		{"AWS secret", `aws_secret_access_key = wJalrXUtnFEMI/K7MDENG`, `aws_secret_access_key = [redacted]`},
		{"AWS secret in an environment", `AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG ./run`, `AWS_SECRET_ACCESS_KEY=[redacted] ./run`},
		{"password=", `connect: user=app password=hunter2 host=db`, `connect: user=app password=[redacted] host=db`},
		{"quoted password=", `password="two words" host=db`, `password=[redacted] host=db`},
		{"DB_PASSWORD=", `DB_PASSWORD=x`, `DB_PASSWORD=[redacted]`},
		{"password in YAML", `password: hunter2, user: app`, `password: [redacted], user: app`},
		{"password at the end", `wrong password: letmein`, `wrong password: [redacted]`},
		{"flag", `exec: app --db-password hunter2 --verbose`, `exec: app --db-password [redacted] --verbose`},
		{"JSON", `{"user":"app","password":"hunter2"}`, `{"user":"app","password":"[redacted]"}`},
		{"JSON in JSON", `"{\"client_secret\":\"hunter2\"}"`, `"{\"client_secret\":\"[redacted]\"}"`},
		{"signed URL", `GET https://s3/x?X-Amz-Credential=me&X-Amz-Signature=abc: 403`, `GET https://s3/x?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted] 403`},
		{"Azure", `AccountName=a;AccountKey=abc+/==;x`, `AccountName=a;AccountKey=[redacted];x`},
		{"GitHub", `clone with ghp_0123456789abcdefABCDEF failed`, `clone with [redacted] failed`},
		{"OpenShift", `oc login --token=sha256~abcdefghijklmnopqrstuvwxyz0123`, `oc login --token=[redacted]`},
		{"private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nis bad", `[redacted RSA PRIVATE KEY] is bad`},
		{"private key in one-line JSON", `{"private_key":"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n","x":1}`, `{"private_key":"[redacted]\n","x":1}`},
		{"private key cut off", "bad key -----BEGIN PRIVATE KEY-----\nMIIEabc", `bad key [redacted PRIVATE KEY]`},
		{"hidden by a zero-width space", "pass\u200bword=hunter2", `password=[redacted]`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in, 0); got != c.want {
				t.Errorf("Clean(%q)\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

func TestCleanLeavesOneLineOfWhatCanBeSeen(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"lines", "  first\r\n\tsecond\n\n", "first second"},
		{"terminal escapes", "\x1b[31mred\x1b[0m\a", "[31mred[0m"},
		{"bidi override", "safe\u202egnp.exe\u202c \u2066x\u2069\u200f", "safegnp.exe x"},
		{"line separators", "a\u2028b\u2029c\u0085d", "a b c d"},
		{"invalid UTF-8", "a\xffb", "a\uFFFDb"},
		{"tag characters", "a\U000E0041b", "ab"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in, 0); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestCleanBounds(t *testing.T) {
	for _, s := range []string{strings.Repeat("x", 400), strings.Repeat("日", 200), strings.Repeat("a ", 1<<20)} {
		got := Clean(s, 0)
		if len(got) > MessageBytes || !utf8.ValidString(got) || !strings.HasSuffix(got, "…") {
			t.Errorf("%d bytes became %d: %q", len(s), len(got), got)
		}
	}
	if got := Clean("abcdefgh", 6); got != "abc…" {
		t.Errorf("got %q", got)
	}
	secret := strings.Repeat("x", MessageBytes-12) + " password=hunter2hunter2"
	if got := Clean(secret, 0); strings.Contains(got, "hunter") {
		t.Errorf("a secret at the cut survived: %q", got)
	}
}

func BenchmarkClean(b *testing.B) {
	const message = `Failed to pull image "registry.example/shop/checkout:1.2": rpc error: code = NotFound desc = failed to resolve reference: not found`
	for b.Loop() {
		Clean(message, 0)
	}
}

package source

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// onPods misbehaves for the list of pods only; n counts its requests from 1.
func onPods(f func(w http.ResponseWriter, r *http.Request, n int) bool) func(http.ResponseWriter, *http.Request) bool {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/pods") && f(w, r, int(n.Add(1)))
	}
}

// paged serves pods as servers without streaming do: limit at a time, the continue token being where to go on.
func paged(w http.ResponseWriter, r *http.Request, pods []corev1.Pod) {
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	start, _ := strconv.Atoi(r.URL.Query().Get("continue"))
	if limit == 0 || start+limit >= len(pods) {
		writeProtobuf(w, 200, podList(pods[start:], "", 0))
		return
	}
	writeProtobuf(w, 200, podList(pods[start:start+limit], strconv.Itoa(start+limit), int64(len(pods)-start-limit)))
}

func names(r *Reading) []string {
	var names []string
	for _, p := range r.Facts.Pods {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestOldServersArePaged(t *testing.T) {
	for _, c := range []struct {
		minor    string
		requests int
	}{{"33", 3}, {"27+", 3}, {"", 3}, {"34", 1}, {"37+", 1}} {
		pods := makePods(1201)
		s := serve(t, &apiServer{pods: pods, minor: c.minor})
		asked := 0
		s.misbehave = func(w http.ResponseWriter, r *http.Request) bool {
			switch {
			case r.URL.Path == "/version" && c.minor == "":
				writeJSON(w, map[string]string{"gitVersion": "custom"})
				return true
			case r.URL.Path == "/api/v1/pods":
				asked++
				paged(w, r, pods)
				return true
			}
			return false
		}
		r := readFrom(t, s)
		wantCluster(t, r, schemas.ReadOK, "")
		if asked != c.requests || len(r.Facts.Pods) != 1201 || len(names(r)) != 1201 {
			t.Errorf("1.%s: %d pods in %d requests, want 1201 in %d", c.minor, len(r.Facts.Pods), asked, c.requests)
		}
	}
}

func TestListThatExpiresBetweenPagesStartsAgain(t *testing.T) {
	pods := makePods(1201)
	gone := status(410, "Expired", "The provided continue parameter is too old")
	s := serve(t, &apiServer{minor: "30", misbehave: onPods(func(w http.ResponseWriter, r *http.Request, n int) bool {
		if n == 2 {
			writeProtobuf(w, 410, gone)
		} else {
			paged(w, r, pods)
		}
		return true
	})})
	r := readFrom(t, s)
	wantRead(t, r, "pods", schemas.ReadOK, "")
	if len(r.Facts.Pods) != 1201 || len(names(r)) != 1201 {
		t.Errorf("%d pods, %d names: what was read before the restart counts", len(r.Facts.Pods), len(names(r)))
	}
}

func TestListThatAlwaysExpiresFails(t *testing.T) {
	asked := 0
	s := serve(t, &apiServer{minor: "30", misbehave: onPods(func(w http.ResponseWriter, r *http.Request, n int) bool {
		asked = n
		if r.URL.Query().Get("continue") != "" {
			writeProtobuf(w, 410, status(410, "Expired", "too old"))
		} else {
			paged(w, r, makePods(600))
		}
		return true
	})})
	r := readFrom(t, s)
	wantRead(t, r, "pods", schemas.ReadFailed, "expired 3 times")
	if asked != 6 || len(r.Facts.Pods) != 0 {
		t.Errorf("%d requests, %d pods", asked, len(r.Facts.Pods))
	}
}

func TestFaultsThatPass(t *testing.T) {
	cases := []struct {
		about string
		fault func(w http.ResponseWriter)
	}{
		{"too many requests", func(w http.ResponseWriter) { writeProtobuf(w, 429, status(429, "TooManyRequests", "slow down")) }},
		{"internal error", func(w http.ResponseWriter) { writeProtobuf(w, 500, status(500, "InternalError", "etcd")) }},
		{"a proxy's http.StatusServiceUnavailable", func(w http.ResponseWriter) { http.Error(w, "upstream", http.StatusServiceUnavailable) }},
		{"an answer that breaks off", func(w http.ResponseWriter) {
			b := encodeProtobuf(podList(makePods(7), "", 0))
			w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
			_, _ = w.Write(b[:len(b)-20])
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}},
		{"a list that is shorter than it says", func(w http.ResponseWriter) {
			b := encodeProtobuf(podList(makePods(7), "", 0))
			w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
			_, _ = w.Write(b[:len(b)-20])
		}},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			s := serve(t, &apiServer{pods: makePods(7), misbehave: onPods(func(w http.ResponseWriter, _ *http.Request, n int) bool {
				if n <= 2 {
					c.fault(w)
				}
				return n <= 2
			})})
			r := readFrom(t, s)
			wantRead(t, r, "pods", schemas.ReadOK, "")
			if len(names(r)) != 7 || len(r.Facts.Pods) != 7 {
				t.Errorf("%d pods", len(r.Facts.Pods))
			}
		})
	}
}

func TestFaultsThatStay(t *testing.T) {
	cases := []struct {
		about    string
		answer   func(w http.ResponseWriter)
		state    schemas.ReadState
		says     string
		requests int
	}{
		{"internal error", func(w http.ResponseWriter) {
			writeProtobuf(w, 500, status(500, "InternalError", "etcd: password=hunter2"))
		},
			schemas.ReadFailed, "500 Internal Server Error: etcd: password=[redacted]", attempts},
		{"too many requests", func(w http.ResponseWriter) { writeProtobuf(w, 429, status(429, "TooManyRequests", "slow down")) },
			schemas.ReadFailed, "has too much to do (429)", attempts},
		{"come back tomorrow", func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "86400")
			http.Error(w, "", http.StatusTooManyRequests)
		},
			schemas.ReadFailed, "has too much to do (429)", 1},
		{"a login page", func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>log in")
		},
			schemas.ReadFailed, "answered with text/html, not with a Kubernetes list: is a proxy or a login page in between?", 1},
		{"a forbidding proxy", func(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/html"); w.WriteHeader(403) },
			schemas.ReadFailed, "answered 403 with text/html: is a proxy or a login page in between?", 1},
		{"a redirect", func(w http.ResponseWriter) {
			w.Header().Set("Location", "https://login.example/?x=1")
			w.WriteHeader(302)
		},
			schemas.ReadFailed, "answered with a redirect to login.example", 1},
		{"a bad request", func(w http.ResponseWriter) { writeProtobuf(w, 400, status(400, "BadRequest", "no")) },
			schemas.ReadFailed, "400 Bad Request: no", 1},
		{"another list", func(w http.ResponseWriter) { l := podList(nil, "", 0); l.Kind = "NodeList"; writeProtobuf(w, 200, l) },
			schemas.ReadFailed, `the answer is a "NodeList", not a PodList`, 1},
		{"always cut off", func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
			_, _ = w.Write(encodeProtobuf(podList(makePods(3), "", 0))[:40])
		}, schemas.ReadFailed, "ended its answer early", attempts},
		{"not found, and said to be served", func(w http.ResponseWriter) {
			writeProtobuf(w, 404, status(404, "NotFound", "the server could not find the requested resource"))
		},
			schemas.ReadFailed, "answered 404, and says that it serves them: is a proxy in between?", 1},
	}
	for _, c := range cases {
		t.Run(c.about, func(t *testing.T) {
			asked := 0
			s := serve(t, &apiServer{misbehave: onPods(func(w http.ResponseWriter, _ *http.Request, n int) bool {
				asked = n
				c.answer(w)
				return true
			})})
			r := readFrom(t, s)
			wantCluster(t, r, schemas.ReadOK, "") // one bad kind costs that kind
			wantRead(t, r, "pods", c.state, c.says)
			if asked != c.requests || len(r.Facts.Pods) != 0 {
				t.Errorf("%d requests, want %d; %d pods", asked, c.requests, len(r.Facts.Pods))
			}
		})
	}
}

func TestServerThatOnlyFails(t *testing.T) {
	s := serve(t, &apiServer{misbehave: refuse("", status(500, "InternalError", "etcd is down"))})
	r := readFrom(t, s)
	wantCluster(t, r, schemas.ReadFailed, "500 Internal Server Error: etcd is down")
	if r.Requests > 3*attempts {
		t.Errorf("%d requests", r.Requests)
	}
}

func TestJSONAnswersAreRead(t *testing.T) {
	s := serve(t, &apiServer{misbehave: onPods(func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		writeJSON(w, podList(makePods(12), "", 0))
		return true
	})})
	r := readFrom(t, s)
	wantRead(t, r, "pods", schemas.ReadOK, "")
	if len(names(r)) != 12 {
		t.Errorf("%d pods", len(r.Facts.Pods))
	}
}

func TestTruncatedJSONIsNeverAShortList(t *testing.T) {
	b, err := json.Marshal(podList(makePods(12), "", 0))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, &apiServer{misbehave: onPods(func(w http.ResponseWriter, _ *http.Request, _ int) bool {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(b[:len(b)*2/3])
		return true
	})})
	r := readFrom(t, s)
	wantRead(t, r, "pods", schemas.ReadFailed, "ended its answer early")
	if len(r.Facts.Pods) != 0 {
		t.Errorf("%d pods", len(r.Facts.Pods))
	}
}

func TestPackedAnswersAreUnpackedAndCountedAsTheyCame(t *testing.T) {
	pods := makePods(500)
	s := serve(t, &apiServer{misbehave: onPods(func(w http.ResponseWriter, r *http.Request, _ int) bool {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			return false
		}
		w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
		w.Header().Set("Content-Encoding", "gzip")
		packer := gzip.NewWriter(w)
		_, _ = packer.Write(encodeProtobuf(podList(pods, "", 0)))
		_ = packer.Close()
		return true
	})})
	config, err := loadContext(s.cluster(t, `{token: secret}`))
	if err != nil {
		t.Fatal(err)
	}
	client, err := newClient(config)
	if err != nil {
		t.Fatal(err)
	}
	r := newReading("c")
	readLive(t.Context(), schemas.ClusterConfig{Name: "c"}, facts.Kinds(), client, r, func(Progress) {})
	if len(names(r)) != 500 || r.Bytes > 40_000 {
		t.Errorf("%d pods in %d bytes", len(names(r)), r.Bytes)
	}
	config.DisableCompression = true // as a kubeconfig may have it
	if client, err = newClient(config); err != nil || client.gzip {
		t.Errorf("packing is asked for against the kubeconfig's word: %v", err)
	}
}

func TestLoginPageForEverything(t *testing.T) {
	s := serve(t, &apiServer{misbehave: func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, "<html><title>Log in</title>")
		return true
	}})
	wantCluster(t, readFrom(t, s), schemas.ReadFailed, "is a proxy or a login page in between?")
}

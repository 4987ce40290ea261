package source

// This file asks a cluster about ourselves: who we are to it, and what it lets us list. Asking stores nothing there, and
// everyone who has logged in may.

import (
	"context"
	"encoding/json"
	"path"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/rest"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Examination is what a cluster says about us.
type Examination struct {
	User    string // "" where it cannot tell
	Rights  []Right
	Message string // why there are no rights, "" if there are
}

// Right is whether one list is allowed.
type Right struct {
	Resource  string // as reads name it
	Namespace string // "" for all of them
	Allowed   bool
}

// reviewsAtOnce bounds how many reviews are under way. One costs an API server a lookup in memory, or a call of its
// authorization webhook.
const reviewsAtOnce = 8

// Examine asks a live cluster, within its timeout.
func Examine(ctx context.Context, c schemas.ClusterConfig, kinds []facts.Kind) Examination {
	ctx, cancel := context.WithTimeout(ctx, timeout(c))
	defer cancel()
	config, err := restConfig(c)
	if err != nil {
		return Examination{Message: facts.Clean(err.Error(), 0)}
	}
	client, failed := connect(ctx, config)
	if failed != nil {
		return Examination{Message: failed.message}
	}
	defer client.close()
	e := Examination{User: whoAmI(ctx, client)}
	e.Rights, failed = rights(ctx, client, kinds, c.Namespaces)
	if failed != nil {
		e.Message = failed.message
	}
	return e
}

// restConfig is how a live cluster is reached, before anybody has logged in.
func restConfig(c schemas.ClusterConfig) (*rest.Config, error) {
	if c.InCluster {
		return inClusterConfig()
	}
	return loadContext(c)
}

func timeout(c schemas.ClusterConfig) time.Duration {
	if c.Timeout <= 0 {
		return time.Duration(schemas.DefaultTimeout)
	}
	return time.Duration(c.Timeout)
}

// Plugin names the program that a cluster's credentials come from, "" where they stand in the kubeconfig.
func Plugin(c schemas.ClusterConfig) string {
	if c.InCluster || c.Dump != "" {
		return ""
	}
	config, err := loadContext(c)
	if err != nil || config.ExecProvider == nil {
		return ""
	}
	return path.Base(config.ExecProvider.Command)
}

// review is any of the reviews: what is asked, and what is answered.
type review struct {
	APIVersion string        `json:"apiVersion"`
	Kind       string        `json:"kind"`
	Spec       *reviewSpec   `json:"spec,omitempty"`
	Status     *reviewStatus `json:"status,omitempty"`
}

type reviewSpec struct {
	ResourceAttributes reviewAttributes `json:"resourceAttributes"`
}

type reviewAttributes struct {
	Verb      string `json:"verb"`
	Group     string `json:"group"`
	Resource  string `json:"resource"`
	Namespace string `json:"namespace"`
}

type reviewStatus struct {
	Allowed  bool `json:"allowed"`
	UserInfo struct {
		Username string `json:"username"`
	} `json:"userInfo"`
}

// whoAmI is the name that the cluster knows us by. Servers before 1.28 have no v1 of the question, those before 1.27
// cannot be asked at all.
func whoAmI(ctx context.Context, c *client) string {
	for _, version := range []string{"v1", "v1beta1"} {
		group := "authentication.k8s.io/" + version
		status, err := post(ctx, c, "/apis/"+group+"/selfsubjectreviews", review{APIVersion: group, Kind: "SelfSubjectReview"})
		if err == nil {
			return facts.Clean(status.UserInfo.Username, 0)
		}
	}
	return ""
}

// rights asks for each kind and namespace. SelfSubjectRulesReview would be one request, but knows nothing of what
// webhooks allow.
func rights(ctx context.Context, c *client, kinds []facts.Kind, namespaces []string) ([]Right, *readError) {
	if len(namespaces) == 0 {
		namespaces = []string{""}
	}
	rights := make([]Right, len(kinds)*len(namespaces))
	var first *readError
	var once sync.Once
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(reviewsAtOnce)
	for i, k := range kinds {
		for j, namespace := range namespaces {
			group.Go(func() error {
				allowed, err := mayList(inner, c, k, namespace)
				rights[i*len(namespaces)+j] = Right{k.Plural(), namespace, allowed}
				if err != nil { // the others would fail alike, and those under way are cut off by it
					once.Do(func() { first = explainReview(ctx, c, err) })
				}
				return err
			})
		}
	}
	if group.Wait() != nil {
		return nil, first
	}
	return rights, nil
}

func explainReview(ctx context.Context, c *client, err error) *readError {
	e := c.explain(ctx, err, listing{resource: "selfsubjectaccessreviews.authorization.k8s.io"})
	if e.state == schemas.ReadForbidden {
		return fail(e.state, "%s does not let these credentials ask for their own rights: they lack system:basic-user", c.server())
	}
	return e
}

func mayList(ctx context.Context, c *client, k facts.Kind, namespace string) (bool, error) {
	status, err := post(ctx, c, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review{
		APIVersion: "authorization.k8s.io/v1", Kind: "SelfSubjectAccessReview",
		Spec: &reviewSpec{reviewAttributes{Verb: "list", Group: k.Group, Resource: k.Resource, Namespace: namespace}},
	})
	return status.Allowed, err
}

// post sends a review and returns what it comes to.
func post(ctx context.Context, c *client, path string, r review) (reviewStatus, error) {
	var answer review
	b, err := json.Marshal(r)
	if err == nil {
		err = fetch(ctx, c, request{path: path, accept: mediaJSON, post: b}, &answer)
	}
	switch {
	case err != nil:
		return reviewStatus{}, err
	case answer.Kind != r.Kind || answer.Status == nil:
		return reviewStatus{}, malformed("%s answered with a %q, not with a %s", path, answer.Kind, r.Kind)
	}
	return *answer.Status, nil
}

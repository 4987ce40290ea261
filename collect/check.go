package collect

// This file is what can be wrong before a single cluster is asked.

import (
	"fmt"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Check holds the configuration against its sources: selectors that cannot be parsed, kinds that there are not, contexts and dumps that do
// not exist, clusters that --cluster names and nobody configured.
func Check(o Options) error {
	if _, err := compile(o.Config); err != nil {
		return err
	}
	if err := checkKinds(o.Config); err != nil {
		return err
	}
	if _, err := chosen(o); err != nil {
		return err
	}
	for i, c := range o.Config.Clusters {
		if err := source.Check(c); err != nil {
			return o.Config.Errorf(fmt.Sprintf("clusters[%d]", i), "%s", facts.Redact(err.Error())) // it may quote a kubeconfig: a proxy's URL with its password
		}
	}
	return nil
}

// Rules is the catalogue of what Plimsoll calls a problem.
func Rules() []schemas.Rule { return health.Rules() }

// KindCount is how many kinds are read of a cluster.
func KindCount() int { return len(facts.Kinds()) }

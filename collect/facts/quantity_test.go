package facts_test

import (
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// The first ones kept the reading of a dump busy for as long as anybody waited.
func TestEndlessQuantity(t *testing.T) {
	pods := facts.Kinds()[0]
	for text, refused := range map[string]bool{
		`"1e-2147483647"`: true,
		`"1E2147483648"`:  true,
		`1.5e-99999999`:   true,
		`"-1e-100000000"`: true,
		`"1e9999"`:        false,
		`"1e-99999"`:      false,
		`"100m"`:          false,
		`1e3`:             false,
	} {
		err := pods.JSON(&facts.Cluster{}, []byte(`{"spec":{"containers":[{"resources":{"requests":{"cpu":`+text+`}}}]}}`))
		if (err != nil) != refused {
			t.Errorf("%s: %v", text, err)
		}
	}
	name := `{"metadata":{"name":"release-1e-20261123","labels":{"commit":"1e23456","hash":"a1e-1234567","v":"1e-1234567-b"}}}`
	if err := pods.JSON(&facts.Cluster{}, []byte(name)); err != nil {
		t.Errorf("a name is no quantity: %v", err)
	}
	long := `{"metadata":{"name":"` + strings.Repeat("1e", 1<<19) + `"}}`
	if err := pods.JSON(&facts.Cluster{}, []byte(long)); err != nil {
		t.Error(err)
	}
}

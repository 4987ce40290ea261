package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// matrixText is a matrix as a person would sketch it.
func matrixText(m *Matrix) string {
	if m == nil {
		return ""
	}
	var b strings.Builder
	for _, c := range m.Columns {
		b.WriteString(strings.TrimSpace(c.Name+" "+c.More) + " | ")
	}
	for _, row := range m.Rows {
		fmt.Fprintf(&b, "\n%s:", row.Name)
		for _, cell := range row.Cells {
			mark := ""
			if cell.Usual != "" {
				mark = "≠"
			}
			b.WriteString(" " + mark + cell.Version + cell.None + " |")
		}
	}
	return b.String()
}

func TestMatrix(t *testing.T) {
	both := func(name, api, worker string) schemas.Cluster {
		return beside(where(name, schemas.Healthy, 2, 2, api), "worker", worker, 1, 1)
	}
	for _, c := range []struct {
		name     string
		clusters []schemas.Cluster
		want     string
	}{
		{"one version a cluster needs none", []schemas.Cluster{both("eu", "2", "2"), both("us", "1", "1")}, ""},
		{"each workload has its own", []schemas.Cluster{both("eu", "2.8", "1.3"), both("us", "2.7", "1.3"), both("ap", "2.7", "1.2")},
			"eu | us | ap | \ncheckout: ≠2.8 | 2.7 | 2.7 |\nworker: 1.3 | 1.3 | ≠1.2 |"},
		{"a workload that is not everywhere", []schemas.Cluster{both("eu", "2.7", "1.3"), where("us", schemas.Healthy, 2, 2, "2.7")},
			"eu | us | \ncheckout: 2.7 | 2.7 |\nworker: 1.3 | none |"},
		{"many that are alike share a column", append(many(9, func(int) schemas.Cluster { return both("", "2.7", "1.3") }), both("canary", "2.8", "1.3")),
			"prod-01 and 8 more | canary | \ncheckout: 2.7 | ≠2.8 |\nworker: 1.3 | 1.3 |"},
		{"all that are alike", many(9, func(int) schemas.Cluster { return both("", "2.7", "1.3") }),
			"all 9 clusters | \ncheckout: 2.7 |\nworker: 1.3 |"},
	} {
		if got := matrixText(matrixOf(&schemas.Snapshot{Clusters: c.clusters})); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

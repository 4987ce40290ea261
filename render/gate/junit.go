package gate

// This file is a verdict as JUnit's XML, which most CI systems show: a test case a service, a cluster, and the age.

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []junitSuite `xml:"testsuite"`
}

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

type junitSuite struct {
	Name      string `xml:"name,attr"`
	Timestamp string `xml:"timestamp,attr,omitempty"`
	junitCounts
	Cases []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitFailure `xml:"failure"`
	Skipped *junitSkipped `xml:"skipped"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// JUnit writes the document.
func JUnit(c *schemas.Check) ([]byte, error) {
	all := junitSuites{Name: "plimsoll check"}
	for _, suite := range []junitSuite{{Name: "services", Cases: serviceCases(c)}, {Name: "clusters", Cases: clusterCases(c)}, {Name: "data", Cases: ageCases(c)}} {
		if len(suite.Cases) == 0 {
			continue
		}
		if !c.Finished.IsZero() {
			suite.Timestamp = c.Finished.UTC().Format("2006-01-02T15:04:05") // UTC by the format's own rule
		}
		suite.count()
		all.Tests, all.Failures, all.Skipped = all.Tests+suite.Tests, all.Failures+suite.Failures, all.Skipped+suite.Skipped
		all.Suites = append(all.Suites, suite)
	}
	b, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write JUnit: %w", err)
	}
	return append(append([]byte(xml.Header), b...), '\n'), nil
}

func (s *junitSuite) count() {
	s.Tests = len(s.Cases)
	for _, c := range s.Cases {
		if c.Failure != nil {
			s.Failures++
		}
		if c.Skipped != nil {
			s.Skipped++
		}
	}
}

func serviceCases(c *schemas.Check) []junitCase {
	cases := make([]junitCase, 0, len(c.Closing)+len(c.Passing))
	for _, s := range c.Closing {
		cases = append(cases, junitCase{Class: class(s.Owner), Name: s.ID, Failure: failure(s)})
	}
	for _, s := range c.Passing {
		cases = append(cases, junitCase{Class: class(s.Owner), Name: s.ID})
	}
	return cases
}

// class groups services by owner: readers show what stands before the last dot as a package.
func class(owner string) string {
	if owner = strings.ReplaceAll(clean(owner), ".", "-"); owner == "" {
		return "services"
	}
	return "services." + owner
}

func failure(s schemas.Closing) *junitFailure {
	f := &junitFailure{Type: strings.Join(s.Because, ","), Message: s.ID + " is " + string(s.Status)}
	lines := []string{}
	for i, t := range together(s.Problems) {
		if i == 0 {
			f.Message += ": " + t.text()
		}
		lines = append(lines, string(t.Severity)+": "+t.text())
		if t.Hint != "" {
			lines = append(lines, "  → "+clean(t.Hint))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, quiet(s))
	}
	f.Text = strings.Join(lines, "\n")
	return f
}

// clusterCases fails what closes the gate, and skips what could not be read otherwise: it is not known to be well.
func clusterCases(c *schemas.Check) []junitCase {
	var cases []junitCase
	for _, k := range c.Clusters {
		one := junitCase{Class: "clusters", Name: clean(k.Name)}
		switch {
		case k.Closes:
			one.Failure = &junitFailure{Type: Unread, Message: unreadLine(k)}
		case !k.Whole():
			one.Skipped = &junitSkipped{unreadLine(k)}
		}
		cases = append(cases, one)
	}
	return cases
}

func ageCases(c *schemas.Check) []junitCase {
	if c.MaxAge == "" {
		return nil
	}
	one := junitCase{Class: "data", Name: "is at most " + c.MaxAge + " old"}
	if c.TooOld {
		one.Failure = &junitFailure{Type: "max-age", Message: freshness(c)}
	}
	return []junitCase{one}
}

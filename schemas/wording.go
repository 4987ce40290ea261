package schemas

// This file puts what a schema demands, and what was found instead, into words.

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xeipuuv/gojsonschema"
)

// wanted says what a value must be.
func wanted(e gojsonschema.ResultError) string {
	d := e.Details()
	switch e.Type() {
	case "invalid_type":
		return "must be " + typeWords(fmt.Sprint(d["expected"]))
	case "enum":
		return "must be " + oneOf(fmt.Sprint(d["allowed"]))
	case "const":
		return "must be " + strings.Trim(fmt.Sprint(d["allowed"]), "[]")
	case "pattern":
		return "must be " + patternWords(fmt.Sprint(d["pattern"]))
	case "format":
		return "must be a time that exists"
	case "string_gte":
		return "must not be empty"
	case "string_lte":
		return fmt.Sprintf("must have at most %v characters", d["max"])
	case "number_gte":
		return "must be at least " + decimal(d["min"])
	case "number_gt":
		return "must be more than " + decimal(d["min"])
	case "number_lte":
		return "must be at most " + decimal(d["max"])
	case "array_min_items":
		return "must not be empty"
	case "unique":
		return "must not hold the same thing twice"
	default:
		return "must keep the schema: " + e.Description()
	}
}

func typeWords(expected string) string {
	switch expected {
	case "string":
		return "text"
	case "integer":
		return "a whole number"
	case "number":
		return "a number"
	case "boolean":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "a mapping of keys to values"
	default:
		return expected
	}
}

// oneOf makes a choice of `"a", "b", "c"`.
func oneOf(allowed string) string {
	if i := strings.LastIndex(allowed, ", "); i >= 0 {
		return allowed[:i] + " or " + allowed[i+2:]
	}
	return allowed
}

// decimal writes a bound as a person would: gojsonschema gives it with an exponent.
func decimal(bound any) string {
	if b, ok := bound.(*big.Float); ok {
		f, _ := b.Float64()
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(bound)
}

// patternWords says in words what a pattern of the schemas demands. A test holds it complete.
func patternWords(pattern string) string {
	for _, row := range patternTable() {
		if row.pattern == pattern {
			return row.words
		}
	}
	return "text that matches " + pattern
}

type patternRow struct{ pattern, words string }

func patternTable() []patternRow {
	const segment = `[a-z0-9]((\.?[_-])*\.?[a-z0-9])*`
	return []patternRow{
		{`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`, "a UTC time in whole seconds such as 2026-11-23T02:10:00Z"},
		{`^` + segment + `(/` + segment + `)?$`, "a service id of one or two segments such as checkout or shop/api"},
		{`^` + segment + `$`, "a name of lower-case letters, digits, dots, dashes and underscores such as checkout"},
		{`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, "a day such as 2027-01-01"},
		{`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, "a day such as 2027-01-01"},
		{`^([a-z][a-z0-9-]*|\*)$`, "a rule id such as crash-loop, or *"},
		{`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?/v[a-z0-9]+/[a-z][a-z0-9]*$`, "a group, a version and a plural such as kafka.strimzi.io/v1beta2/kafkas"},
		{`^[a-z][a-z0-9]*(\.[a-z0-9.-]+)?$`, "a kind as roles name it such as resourcequotas or ingresses.networking.k8s.io"},
		{`^[0-9a-f]{64}$`, "a sha256 of 64 hex digits"},
		{`^[a-z][a-z0-9-]*$`, "a rule id such as crash-loop"},
		{`^(https?://|mailto:)\S+$`, "an https, http or mailto address"},
		{`^(https?://\S+)?$`, "an https or http address"},
		{`^[^<>\x00-\x1f]*$`, "one line without < and >"},
		{`(^|/)snapshot\.v1\.json$`, "the relative path of snapshot.v1.json"},
		{`(^|/)index\.v1\.json$`, "the relative path of index.v1.json"},
		{`(^|/)run\.v1\.json$`, "the relative path of run.v1.json"},
		{`^[A-Za-z0-9]([A-Za-z0-9 ._:/@-]*[A-Za-z0-9])?$`, "a name of plain letters, digits and ._:/@- such as prod-eu"},
		{`^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`, "a label key such as app.kubernetes.io/name"},
		{`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`, "the name of a namespace such as shop"},
		{`^([0-9]{1,5}(\.[0-9]{1,3})?h)?([0-9]{1,5}(\.[0-9]{1,3})?m)?([0-9]{1,5}(\.[0-9]{1,3})?s)?([0-9]{1,5}ms)?$`, "a duration such as 30s"},
	}
}

// found says what stands in the document, short enough for a line.
func found(value any) string {
	switch v := value.(type) {
	case nil:
		return "nothing"
	case []any:
		return "a list"
	case map[string]any:
		return "a mapping"
	case string:
		const most = 60
		if utf8.RuneCountInString(v) > most {
			v = string([]rune(v)[:most]) + "…"
		}
		return string(appendString(nil, v))
	case json.Number:
		const most = 30
		return v.String()[:min(len(v), most)]
	default:
		return fmt.Sprint(v)
	}
}

package render

// This file reads quantities as Kubernetes writes them: 250m, 1.5, 512Mi, 1e3.

import (
	"math"
	"strconv"
	"strings"
)

// quantity is the number that a text stands for: cores, or bytes.
func quantity(text string) (float64, bool) {
	digits := strings.TrimRight(text, "numkKMGTPEi")
	if strings.HasSuffix(digits, "e") || digits == "" {
		return 0, false
	}
	scale, known := scaleOf(text[len(digits):])
	n, err := strconv.ParseFloat(digits, 64)
	return n * scale, known && err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
}

func scaleOf(suffix string) (float64, bool) {
	switch suffix {
	case "":
		return 1, true
	case "n", "u", "m":
		return map[string]float64{"n": 1e-9, "u": 1e-6, "m": 1e-3}[suffix], true
	case "k":
		return 1000, true
	}
	prefix, binary := strings.CutSuffix(suffix, "i")
	power := strings.Index("KMGTPE", prefix) + 1
	switch {
	case len(prefix) != 1 || power == 0:
		return 0, false
	case binary:
		return math.Pow(1024, float64(power)), true
	case prefix == "K":
		return 0, false
	default:
		return math.Pow(1000, float64(power)), true
	}
}

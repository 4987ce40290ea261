package render

import (
	"math"
	"testing"
)

func TestQuantity(t *testing.T) {
	for text, want := range map[string]float64{
		"0": 0, "2": 2, "250m": 0.25, "1.5": 1.5, "100u": 1e-4, "7n": 7e-9, "128Ki": 131072, "512Mi": 1 << 29, "1.5Gi": 1.5 * (1 << 30), "1Ti": 1 << 40,
		"5k": 5000, "1M": 1e6, "2G": 2e9, "1E": 1e18, "1Ei": 1 << 60, "1e3": 1000, "5E3": 5000, "12e-1": 1.2,
	} {
		if got, ok := quantity(text); !ok || math.Abs(got-want) > want*1e-12 {
			t.Errorf("%s is %v, %t, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "m", "1K", "1ki", "1mi", "1MM", "1i", "1.5.5", "much", "1e", "1e999", "0x10p", "Inf", "NaN", "-"} {
		if got, ok := quantity(text); ok {
			t.Errorf("%s is %v", text, got)
		}
	}
}

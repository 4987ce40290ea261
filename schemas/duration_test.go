package schemas

import "testing"

func TestDurationsReadAsTheyAreWritten(t *testing.T) {
	for _, text := range []string{"30s", "10m", "1h", "1h30m", "10m5s", "1h0m5s", "500ms", "20m", "0s"} {
		var d Duration
		if err := d.UnmarshalText([]byte(text)); err != nil || d.String() != text {
			t.Errorf("%s reads as %s (%v)", text, d, err)
		}
	}
}

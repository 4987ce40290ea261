package schemas

// This file reads and writes durations as text.

import "time"

func (d Duration) String() string { return time.Duration(d).String() }

// MarshalText writes a duration as Go does: "30s".
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what time.ParseDuration reads.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

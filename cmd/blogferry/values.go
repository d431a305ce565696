package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// choiceFlag is a flag with a fixed set of values.
type choiceFlag struct {
	value   *string
	allowed []string
}

func (c choiceFlag) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c choiceFlag) Type() string { return strings.Join(c.allowed, "|") }

func (c choiceFlag) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return fmt.Errorf("want %s", strings.Join(c.allowed, ", "))
	}
	*c.value = s
	return nil
}

// durationFlag is a non-negative duration that may be given in days: "36h", "7d".
type durationFlag time.Duration

func (s *durationFlag) Type() string { return "DURATION" }

func (s *durationFlag) String() string {
	d := time.Duration(*s)
	if d == 0 {
		return "0" // pflag hides this as a zero default
	}
	// Go formats ten minutes as "10m0s".
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func (s *durationFlag) Set(text string) error {
	d, err := parseSpan(text)
	if err != nil {
		return err
	}
	*s = durationFlag(d)
	return nil
}

func parseSpan(text string) (time.Duration, error) {
	const example = `want a duration such as "500ms", "1s", "10m", "6h" or "7d"`
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseFloat(days, 64)
		if err != nil || !(n >= 0 && n <= 36500) { // NaN is neither
			return 0, errors.New(example)
		}
		return time.Duration(n * float64(24*time.Hour)), nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, errors.New(example)
	}
	if d < 0 {
		return 0, errors.New("a duration can't be negative")
	}
	return d, nil
}

// sizeFlag is a number of bytes: "8MiB", "500kB", "1048576".
type sizeFlag int64

var sizeUnits = []struct {
	name  string
	bytes int64
}{
	{"gib", 1 << 30}, {"mib", 1 << 20}, {"kib", 1 << 10},
	{"gb", 1e9}, {"mb", 1e6}, {"kb", 1e3},
	{"g", 1 << 30}, {"m", 1 << 20}, {"k", 1 << 10}, {"b", 1},
}

func (s *sizeFlag) Type() string { return "SIZE" }

func (s *sizeFlag) String() string {
	for _, unit := range []struct {
		name  string
		bytes sizeFlag
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if *s >= unit.bytes && *s%unit.bytes == 0 {
			return fmt.Sprintf("%d%s", *s/unit.bytes, unit.name)
		}
	}
	return strconv.FormatInt(int64(*s), 10)
}

func (s *sizeFlag) Set(text string) error {
	number, factor := strings.ToLower(strings.TrimSpace(text)), int64(1)
	for _, unit := range sizeUnits {
		if rest, ok := strings.CutSuffix(number, unit.name); ok {
			number, factor = strings.TrimSpace(rest), unit.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n > 0) || n*float64(factor) >= math.MaxInt64 {
		return fmt.Errorf(`want a size such as "8MiB", "500kB" or "1048576"`)
	}
	*s = sizeFlag(n * float64(factor))
	return nil
}

// zoneFlag is the name of a time zone.
type zoneFlag string

func (z *zoneFlag) Type() string   { return "ZONE" }
func (z *zoneFlag) String() string { return string(*z) }

func (z *zoneFlag) Set(name string) error {
	// "Local" and "" are valid for LoadLocation, but differ between machines.
	if name == "Local" || strings.TrimSpace(name) == "" {
		return fmt.Errorf(`want a name such as "Europe/Berlin" or "UTC"`)
	}
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf(`unknown time zone; want a name such as "Europe/Berlin" or "UTC"`)
	}
	*z = zoneFlag(name)
	return nil
}

// countFlag is a non-negative integer.
type countFlag int

func (n *countFlag) Type() string   { return "N" }
func (n *countFlag) String() string { return strconv.Itoa(int(*n)) }

func (n *countFlag) Set(text string) error {
	v, err := strconv.Atoi(text)
	if err != nil || v < 0 {
		return fmt.Errorf("want a whole number, 0 or more")
	}
	*n = countFlag(v)
	return nil
}

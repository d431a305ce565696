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

// choice is a flag that takes one of a few words.
type choice struct {
	value   *string
	allowed []string
}

func (c choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c choice) Type() string { return strings.Join(c.allowed, "|") }

func (c choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return fmt.Errorf("want %s", strings.Join(c.allowed, ", "))
	}
	*c.value = s
	return nil
}

// span is a duration that is not negative and may be given in days: "36h", "7d".
type span time.Duration

func (s *span) Type() string { return "DURATION" }

func (s *span) String() string {
	d := time.Duration(*s)
	if d == 0 {
		return "0" // pflag shows no default that says nothing
	}
	// "10m0s" is how Go writes it, "10m" is how people do.
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func (s *span) Set(text string) error {
	d, err := parseSpan(text)
	if err != nil {
		return err
	}
	*s = span(d)
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

// size is a number of bytes: "8MiB", "500kB", "1048576".
type size int64

var sizeUnits = []struct {
	name  string
	bytes int64
}{
	{"gib", 1 << 30}, {"mib", 1 << 20}, {"kib", 1 << 10},
	{"gb", 1e9}, {"mb", 1e6}, {"kb", 1e3},
	{"g", 1 << 30}, {"m", 1 << 20}, {"k", 1 << 10}, {"b", 1},
}

func (s *size) Type() string { return "SIZE" }

func (s *size) String() string {
	for _, unit := range []struct {
		name  string
		bytes size
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if *s >= unit.bytes && *s%unit.bytes == 0 {
			return fmt.Sprintf("%d%s", *s/unit.bytes, unit.name)
		}
	}
	return strconv.FormatInt(int64(*s), 10)
}

func (s *size) Set(text string) error {
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
	*s = size(n * float64(factor))
	return nil
}

// zone is the name of a time zone.
type zone string

func (z *zone) Type() string   { return "ZONE" }
func (z *zone) String() string { return string(*z) }

func (z *zone) Set(name string) error {
	// "Local" and "" load, but mean something else on every machine.
	if name == "Local" || strings.TrimSpace(name) == "" {
		return fmt.Errorf(`want a name such as "Europe/Berlin" or "UTC"`)
	}
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf(`unknown time zone; want a name such as "Europe/Berlin" or "UTC"`)
	}
	*z = zone(name)
	return nil
}

// natural is a whole number that is not negative.
type natural int

func (n *natural) Type() string   { return "N" }
func (n *natural) String() string { return strconv.Itoa(int(*n)) }

func (n *natural) Set(text string) error {
	v, err := strconv.Atoi(text)
	if err != nil || v < 0 {
		return fmt.Errorf("want a whole number, 0 or more")
	}
	*n = natural(v)
	return nil
}

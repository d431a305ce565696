package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/scraper"
)

// loadProfile returns the value of Source.Profile: "" for auto, a name, or the text
// of a user's file. Anything else is a usage error.
func loadProfile(name string) (string, error) {
	if name == "" || name == "auto" {
		return "", nil
	}
	if !isProfileFile(name) {
		return knownProfile(name)
	}
	data, err := readUserFile(name)
	if err != nil {
		return "", &usageError{err: fmt.Errorf("read profile %s: %w", name, cause(err)), hint: `"blogferry inspect URL --write-profile FILE" writes one`}
	}
	if _, err := profiles.Load(data, name); err != nil {
		return "", &usageError{err: err, hint: "docs/profiles.md documents every key, " + scraper.Home + "/blob/main/docs/profiles.md"}
	}
	return string(data), nil
}

// knownProfile returns name if such a profile exists, else a usage error.
func knownProfile(name string) (string, error) {
	p, err := parser.New(parser.Options{})
	if err != nil {
		return "", err
	}
	known := p.Profiles()
	if !slices.Contains(known, name) {
		return "", &usageError{
			err:  fmt.Errorf("unknown profile %q", name),
			hint: "the profiles are auto, " + strings.Join(known, ", ") + ", or a file that ends in .yaml",
		}
	}
	return name, nil
}

// isProfileFile reports whether --profile is a file rather than a name.
func isProfileFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") || strings.ContainsAny(name, `/\`)
}

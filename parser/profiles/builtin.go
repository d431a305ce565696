package profiles

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/parser/words"
)

//go:embed *.yaml
var files embed.FS

// wordsFile is the profile with the words that many themes share.
const wordsFile = "words.yaml"

// Words is the profile for pages that no other profile fits: it has no selectors, only
// the words of bylines in all languages.
var Words = sync.OnceValues(func() (*Profile, error) { return embedded(wordsFile, nil) })

// Builtin are the built-in profiles by name.
var Builtin = sync.OnceValues(func() ([]*Profile, error) {
	words, err := Words()
	if err != nil {
		return nil, err
	}
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var all []*Profile
	for _, entry := range entries {
		if entry.Name() == wordsFile {
			continue
		}
		p, err := embedded(entry.Name(), words)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *Profile) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Clip(all), nil
})

func embedded(file string, words *Profile) (*Profile, error) {
	data, err := files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	c, err := newCompiler(data, file, words)
	if err != nil {
		return nil, err
	}
	c.hints()
	c.profile.late = sync.OnceFunc(c.rest)
	return c.profile, errors.Join(c.errs...)
}

// Source returns the file of a built-in profile.
func Source(name string) ([]byte, error) { return files.ReadFile(name + ".yaml") }

// Find returns a profile by name, by YAML text or, if paths is true, by the path of a
// file. It returns nil for "" and "auto".
func Find(text string, paths bool) (*Profile, error) {
	if text == "" || text == "auto" {
		return nil, nil
	}
	base, err := Words()
	if err != nil {
		return nil, err
	}
	all, err := Builtin()
	if err != nil {
		return nil, err
	}
	for _, p := range append(all, base) {
		if strings.EqualFold(p.Name, text) {
			return p, nil
		}
	}
	if strings.Contains(text, "\n") || strings.Contains(text, "name:") {
		return load([]byte(text), "(text)", base)
	}
	if !paths {
		return nil, fmt.Errorf("no profile is named %q", words.Clip(text, 40))
	}
	data, err := os.ReadFile(text)
	if err != nil {
		return nil, fmt.Errorf("no profile is named %q, and as a file: %w", text, err)
	}
	return load(data, text, base)
}

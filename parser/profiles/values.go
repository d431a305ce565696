package profiles

import (
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
)

// Selector is a CSS selector of a profile. Where the profile gives none, it selects
// nothing.
type Selector struct {
	selector.Selector
	text string
}

// Given reports whether the profile gives the selector.
func (s Selector) Given() bool { return s.Selector != nil }

// String returns the selector as written.
func (s Selector) String() string { return s.text }

// UnmarshalYAML takes the text; it is compiled when all of the profile is known.
func (s *Selector) UnmarshalYAML(read func(any) error) error { return read(&s.text) }

// Pattern is a regular expression of a profile.
type Pattern struct {
	Re   *pattern.Pattern // nil where the profile gives none
	text string
}

// Given reports whether the profile gives the pattern.
func (p Pattern) Given() bool { return p.Re != nil }

// UnmarshalYAML takes the text; it is compiled when all of the profile is known.
func (p *Pattern) UnmarshalYAML(read func(any) error) error { return read(&p.text) }

// WordList is a list of words, as the pattern that finds them where they mean
// something.
type WordList struct {
	Re    *pattern.Pattern // nil without words
	words []string
}

// Given reports whether there are words.
func (l WordList) Given() bool { return l.Re != nil }

// UnmarshalYAML takes the words; they are compiled when all of the profile is known.
func (l *WordList) UnmarshalYAML(read func(any) error) error { return read(&l.words) }

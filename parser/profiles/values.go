package profiles

import (
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
)

// Selector is a CSS selector of a profile. If it is not given, it matches nothing.
type Selector struct {
	selector.Selector
	text string
}

// Given reports whether the profile gives the selector.
func (s Selector) Given() bool { return s.Selector != nil }

// String returns the selector as written.
func (s Selector) String() string { return s.text }

// UnmarshalYAML stores the text; it is compiled when the whole profile is known.
func (s *Selector) UnmarshalYAML(read func(any) error) error { return read(&s.text) }

// Pattern is a regular expression of a profile.
type Pattern struct {
	Re   *pattern.Pattern // nil if not given
	text string
}

// Given reports whether the profile gives the pattern.
func (p Pattern) Given() bool { return p.Re != nil }

// UnmarshalYAML stores the text; it is compiled when the whole profile is known.
func (p *Pattern) UnmarshalYAML(read func(any) error) error { return read(&p.text) }

// WordList is a list of words with a pattern that matches them in context.
type WordList struct {
	Re    *pattern.Pattern // nil without words
	words []string
}

// Given reports whether there are words.
func (l WordList) Given() bool { return l.Re != nil }

// UnmarshalYAML stores the words; they are compiled when the whole profile is known.
func (l *WordList) UnmarshalYAML(read func(any) error) error { return read(&l.words) }

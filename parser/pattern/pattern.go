// Package pattern makes regular expressions cheaper: they are compiled on first use, and
// an automaton decides which texts match, so that the matcher is called for these only.
package pattern

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Pattern is a regular expression of a profile, with the plain characters that all of its
// matches share, by which they are found in the source of a page: the matcher would take a
// hundred times as long.
type Pattern struct {
	*Regexp
	front func() *regexp.Regexp // the expression anchored to the start; nil: not to be used
	lead  []string              // every match starts with one of them; nil: unknown
	needs []oneOf               // every match contains one of each, ignoring case
	signs []oneOf               // those without letters
	first [256]bool             // the bytes with which lead starts, in both cases
	sign  byte                  // the only one of them, 0 if there are several
}

// New returns a case-insensitive pattern.
func New(text string) (*Pattern, error) {
	text = "(?i)" + text
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	p := &Pattern{Regexp: newRegexp(text), needs: needed(tree)}
	for _, need := range p.needs {
		if !slices.ContainsFunc(need, func(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }) {
			p.signs = append(p.signs, need)
		}
	}
	p.lead, _ = leads(tree)
	for _, s := range p.lead {
		if s == "" {
			p.lead = nil
			break
		}
		p.first[s[0]], p.first[upper(s[0])] = true, true
		if s[0] == 'k' || s[0] == 's' {
			p.first["\u212a"[0]], p.first["\u017f"[0]] = true, true
		}
	}
	p.sign = only(p.first)
	if p.lead != nil && !looksBack(tree) {
		p.front = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("^(?:" + text + ")") })
	}
	return p, nil
}

// May reports whether the pattern can match a text at all. Most lines of running text
// lack a sign such as "|", which shows sooner than the automaton fails.
func (p *Pattern) May(text string) bool {
	for _, need := range p.signs {
		if !slices.ContainsFunc(need, func(s string) bool { return strings.Contains(text, s) }) {
			return false
		}
	}
	return p.Regexp.May(text)
}

func (p *Pattern) leadsAt(text string) bool {
	for _, s := range p.lead {
		if len(text) >= len(s) && equalLower(text[:len(s)], s) {
			return true
		}
	}
	return false
}

// FindString is regexp.FindString, but faster: possible starts of a match are found by
// their first characters.
func (p *Pattern) FindString(text string) string {
	if p.front == nil {
		return p.Regexp.FindString(text)
	}
	for i := p.begin(text, 0); i < len(text); i = p.begin(text, i+1) {
		if p.leadsAt(text[i:]) {
			if m := p.front().FindString(text[i:]); m != "" {
				return m
			}
		}
	}
	return ""
}

// begin returns the next index at which a match may start, by its first byte, or
// len(text).
func (p *Pattern) begin(text string, from int) int {
	if p.sign != 0 {
		if at := strings.IndexByte(text[from:], p.sign); at >= 0 {
			return from + at
		}
		return len(text)
	}
	for from < len(text) && !p.first[text[from]] {
		from++
	}
	return from
}

// only returns the byte of a set with one element, else 0.
func only(set [256]bool) byte {
	found := byte(0)
	for c, in := range set {
		switch {
		case in && found != 0:
			return 0
		case in:
			found = byte(c)
		}
	}
	return found
}

var lowered = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
		if i >= 'A' && i <= 'Z' {
			table[i] |= 0x20
		}
	}
	return table
}()

// equalLower compares a text with lower-case ASCII, ignoring case. Where there may be a
// Kelvin sign or a long s, which fold to k and s, it returns true.
func equalLower(s, lower string) bool {
	for i := 0; i < len(lower); i++ {
		if s[i] >= utf8.RuneSelf && (lower[i] == 'k' || lower[i] == 's') {
			return true
		}
		if c := s[i]; c != lower[i] && (c < 'A' || c > 'Z' || c|0x20 != lower[i]) {
			return false
		}
	}
	return true
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c &^ 0x20
	}
	return c
}

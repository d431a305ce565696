// Package pattern makes regular expressions cheaper: a Pattern calls the matcher only for
// texts that can match, a Regexp is compiled on first use.
package pattern

import (
	"cmp"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Pattern is a regular expression with the plain characters that all of its matches
// share, so that most texts need no matcher, which costs a hundred times as much as a
// search for "po". A nil pattern matches nothing.
type Pattern struct {
	*regexp.Regexp
	front func() *regexp.Regexp // the expression anchored to the start; nil: not to be used
	lead  []string              // every match starts with one of them; nil: unknown
	needs []oneOf               // every match contains one of each, ignoring case
	fixed bool                  // matches can only start at the start of the text
	first [256]bool             // the bytes with which lead starts, in both cases
	sign  byte                  // the only one of them, 0 if there are several
}

// New compiles a case-insensitive pattern.
func New(text string) (*Pattern, error) {
	re, err := regexp.Compile("(?i)" + text)
	if err != nil {
		return nil, err
	}
	p := &Pattern{Regexp: re}
	tree, err := syntax.Parse("(?i)"+text, syntax.Perl)
	if err != nil {
		return p, nil // impossible: it has just been compiled
	}
	p.fixed = beginsText(tree)
	p.needs = needed(tree)
	slices.SortStableFunc(p.needs, func(a, b oneOf) int { // the fastest first
		return cmp.Or(a.cased()-b.cased(), len(a)-len(b))
	})
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
		p.front = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("^(?i:" + text + ")") })
	}
	return p, nil
}

// May reports whether the pattern can match a text at all.
func (p *Pattern) May(text string) bool {
	if p.fixed && p.lead != nil && !p.leadsAt(text) {
		return false
	}
	for _, need := range p.needs {
		if !slices.ContainsFunc(need, func(s string) bool { return holdsLower(text, s) }) {
			return false
		}
	}
	return true
}

func (p *Pattern) leadsAt(text string) bool {
	for _, s := range p.lead {
		if len(text) >= len(s) && equalLower(text[:len(s)], s) {
			return true
		}
	}
	return false
}

// MatchString is regexp.MatchString, but faster.
func (p *Pattern) MatchString(text string) bool {
	return p.May(text) && p.Regexp.MatchString(text)
}

// FindStringSubmatch is regexp.FindStringSubmatch, but faster.
func (p *Pattern) FindStringSubmatch(text string) []string {
	if !p.May(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(text)
}

// FindStringIndex is regexp.FindStringIndex, but faster.
func (p *Pattern) FindStringIndex(text string) []int {
	if !p.May(text) {
		return nil
	}
	return p.Regexp.FindStringIndex(text)
}

// holdsLower reports whether a text may contain lower, ignoring case.
func holdsLower(text, lower string) bool {
	first := lower[0]
	if !hasCase(first) {
		for at := strings.IndexByte(text, first); at >= 0 && len(text)-at >= len(lower); at = strings.IndexByte(text, first) {
			if equalLower(text[at:at+len(lower)], lower) {
				return true
			}
			text = text[at+1:]
		}
		return false
	}
	for i := 0; i+len(lower) <= len(text); i++ {
		if c := lowered[text[i]]; (c == first || c >= utf8.RuneSelf) && equalLower(text[i:i+len(lower)], lower) {
			return true
		}
	}
	return false
}

// FindString is regexp.FindString, but faster: possible starts of a match are found by
// their first characters.
func (p *Pattern) FindString(text string) string {
	if p.front == nil {
		if !p.May(text) {
			return ""
		}
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

// hasCase reports whether a lower-case byte has an upper-case form.
func hasCase(c byte) bool { return c >= 'a' && c <= 'z' }

func upper(c byte) byte {
	if hasCase(c) {
		return c &^ 0x20
	}
	return c
}

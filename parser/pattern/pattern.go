// Package pattern has regular expressions that cost less than their like: Pattern
// asks the matcher only about texts that can match, Regexp is compiled when it is
// first used.
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

// Pattern is a regular expression with what its matches have in common in plain
// characters, so that most texts need not be given to the matcher: that costs a
// hundred times as much as looking for "po". A nil pattern matches nothing.
type Pattern struct {
	*regexp.Regexp
	front func() *regexp.Regexp // the same at the front of a text; nil: not to be used
	lead  []string              // every match begins with one of them; nil: unknown
	needs []oneOf               // every match holds one of each, in some case
	fixed bool                  // matches begin where the text does
	first [256]bool             // the bytes with which lead begins, in both cases
	sign  byte                  // the only one of them, 0 if there are more
}

// New compiles a pattern that ignores case.
func New(text string) (*Pattern, error) {
	re, err := regexp.Compile("(?i)" + text)
	if err != nil {
		return nil, err
	}
	p := &Pattern{Regexp: re}
	tree, err := syntax.Parse("(?i)"+text, syntax.Perl)
	if err != nil {
		return p, nil // cannot be: it has just been compiled
	}
	p.fixed = beginsText(tree)
	p.needs = needed(tree)
	slices.SortStableFunc(p.needs, func(a, b oneOf) int { // the quickest first
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

// MatchString returns the same as that of the expression, sooner.
func (p *Pattern) MatchString(text string) bool {
	return p.May(text) && p.Regexp.MatchString(text)
}

// FindStringSubmatch returns the same as that of the expression, sooner.
func (p *Pattern) FindStringSubmatch(text string) []string {
	if !p.May(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(text)
}

// FindStringIndex returns the same as that of the expression, sooner.
func (p *Pattern) FindStringIndex(text string) []int {
	if !p.May(text) {
		return nil
	}
	return p.Regexp.FindStringIndex(text)
}

// holdsLower reports whether a text may hold what is in lower case in some case.
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

// FindString returns the same as that of the expression, sooner: where a match can begin
// is found by its first characters.
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

// begin returns the next place at which a match may begin by its first byte, the end of
// the text if there is none.
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

// only returns the byte of a set with a single one, else 0.
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

// equalLower compares a text with lower-case ASCII. Where a Kelvin sign or a
// long s may stand, which count as capitals of k and s, it says yes.
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

// hasCase reports whether a byte of a text in lower case may stand there as a capital.
func hasCase(c byte) bool { return c >= 'a' && c <= 'z' }

func upper(c byte) byte {
	if hasCase(c) {
		return c &^ 0x20
	}
	return c
}

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
	"unicode"
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

// May says whether the pattern can match a text at all.
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

// MatchString is the same as that of the expression, sooner.
func (p *Pattern) MatchString(text string) bool {
	return p.May(text) && p.Regexp.MatchString(text)
}

// FindStringSubmatch is the same as that of the expression, sooner.
func (p *Pattern) FindStringSubmatch(text string) []string {
	if !p.May(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(text)
}

// FindStringIndex is the same as that of the expression, sooner.
func (p *Pattern) FindStringIndex(text string) []int {
	if !p.May(text) {
		return nil
	}
	return p.Regexp.FindStringIndex(text)
}

// holdsLower says whether a text may hold what is in lower case in some case.
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

// FindString is the same as that of the expression, sooner: where a match can
// begin is found by its first characters.
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

// begin is the next place at which a match may begin by its first byte, the end
// of the text if there is none.
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

// only is the byte of a set with a single one, else 0.
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

// Grams are the runs of four bytes that a text holds, capitals taken for small
// letters: most of what is looked for is told missing by them.
type Grams struct {
	held [1 << gramBits / 64]uint64
	odd  bool // the text holds characters that equalLower cannot judge
}

// NewGrams notes what a text holds.
func NewGrams(text string) *Grams {
	g := &Grams{odd: strings.Contains(text, "\u212a") || strings.Contains(text, "\u017f")}
	var gram uint32
	for i := 0; i < len(text); i++ {
		gram = gram<<8 | uint32(lowered[text[i]])
		h := gramHash(gram)
		g.held[h>>6] |= 1 << (h & 63)
	}
	return g
}

const gramBits = 18

func gramHash(gram uint32) uint32 { return gram * 0x9e3779b1 >> (32 - gramBits) }

var lowered = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
		if i >= 'A' && i <= 'Z' {
			table[i] |= 0x20
		}
	}
	return table
}()

// MayHold says whether the text may hold a match of p.
func (g *Grams) MayHold(p *Pattern) bool {
	if g.odd {
		return true
	}
	for _, need := range p.needs {
		if !slices.ContainsFunc(need, g.holds) {
			return false
		}
	}
	return p.lead == nil || slices.ContainsFunc(p.lead, g.holds)
}

func (g *Grams) holds(s string) bool {
	var gram uint32
	for i := 0; i < len(s); i++ {
		gram = gram<<8 | uint32(s[i])
		if h := gramHash(gram); i >= 3 && g.held[h>>6]&(1<<(h&63)) == 0 {
			return false
		}
	}
	return true
}

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

// hasCase says whether a byte of a text in lower case may stand there as a capital.
func hasCase(c byte) bool { return c >= 'a' && c <= 'z' }

func upper(c byte) byte {
	if hasCase(c) {
		return c &^ 0x20
	}
	return c
}

// The limits of leads: longer ones tell no more, and more cost too much.
const (
	maxLeads = 32
	maxLead  = 12
)

// leads are texts of which every match begins with one, in lower case; whole
// says that they are all that the expression matches.
func leads(re *syntax.Regexp) (out []string, whole bool) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpBeginLine, syntax.OpEndText, syntax.OpEndLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []string{""}, true
	case syntax.OpLiteral:
		s, all := certain(re.Rune)
		return []string{s}, all
	case syntax.OpCapture:
		return leads(re.Sub[0])
	case syntax.OpConcat:
		return leadsInTurn(re.Sub)
	case syntax.OpAlternate:
		whole = true
		for _, sub := range re.Sub {
			more, all := leads(sub)
			out, whole = append(out, more...), whole && all
		}
		if len(out) <= maxLeads {
			return out, whole
		}
	}
	return []string{""}, false
}

func leadsInTurn(subs []*syntax.Regexp) (out []string, whole bool) {
	out = []string{""}
	for _, sub := range subs {
		more, all := leads(sub)
		if len(out)*len(more) > maxLeads {
			return out, false
		}
		var longer []string
		for _, s := range out {
			for _, t := range more {
				longer = append(longer, s+t)
			}
		}
		out = longer
		if !all || len(out[0]) > maxLead {
			return out, false
		}
	}
	return out, true
}

// certain is the beginning of a literal that is ASCII, in lower case.
func certain(literal []rune) (string, bool) {
	var b strings.Builder
	for _, r := range literal {
		if r >= 'A' && r <= 'Z' {
			r |= 0x20
		}
		if r >= utf8.RuneSelf {
			return b.String(), false
		}
		b.WriteRune(r)
	}
	return b.String(), true
}

// oneOf are texts in lower case.
type oneOf []string

// cased counts those that begin with a letter, for which every byte of a text has
// to be looked at.
func (o oneOf) cased() int {
	n := 0
	for _, s := range o {
		if hasCase(s[0]) {
			n++
		}
	}
	return n
}

// needed are texts of which every match holds one of each.
func needed(re *syntax.Regexp) []oneOf {
	switch re.Op {
	case syntax.OpLiteral:
		return neededOfLiteral(re.Rune)
	case syntax.OpCharClass:
		return neededOfClass(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpConcat:
		var all []oneOf
		for _, sub := range re.Sub {
			all = append(all, needed(sub)...)
		}
		return all
	case syntax.OpAlternate:
		return neededOfAny(re.Sub)
	}
	return nil
}

// neededOfLiteral leaves letters out that may have odd capitals.
func neededOfLiteral(literal []rune) []oneOf {
	longest := ""
	for part := range strings.FieldsFuncSeq(string(literal), func(r rune) bool { return r >= utf8.RuneSelf }) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	if longest == "" {
		return nil
	}
	return []oneOf{{strings.ToLower(longest)}}
}

// neededOfClass is for a few signs: "[|·•]".
func neededOfClass(ranges []rune) []oneOf {
	const most = 4
	var signs oneOf
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(signs) == most || unicode.IsLetter(r) {
				return nil
			}
			signs = append(signs, string(r))
		}
	}
	return []oneOf{signs}
}

// neededOfAny are what the alternatives need, that of each which tells most.
func neededOfAny(subs []*syntax.Regexp) []oneOf {
	var all oneOf
	for _, sub := range subs {
		var best oneOf
		for _, need := range needed(sub) {
			if best == nil || len(need) < len(best) {
				best = need
			}
		}
		if best == nil {
			return nil
		}
		all = append(all, best...)
	}
	return []oneOf{all}
}

// beginsText says whether every match begins where the text does.
func beginsText(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginText:
		return true
	case syntax.OpCapture:
		return beginsText(re.Sub[0])
	case syntax.OpConcat:
		return len(re.Sub) > 0 && beginsText(re.Sub[0])
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if !beginsText(sub) {
				return false
			}
		}
		return len(re.Sub) > 0
	}
	return false
}

// looksBack says whether a match depends on what stands before it.
func looksBack(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginText, syntax.OpBeginLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	for _, sub := range re.Sub {
		if looksBack(sub) {
			return true
		}
	}
	return false
}

// Number is a number in any digits, with the separators of thousands. The
// day and the year before "2 comments" are not its first digits.
const Number = `(?:\p{Nd}{1,3}(?:[.,’' ]\p{Nd}{3})+|\p{Nd}+)`

package pattern

import (
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What all matches of an expression have in common, derived from its syntax.

// Limits of leads: longer ones say no more, and more of them cost too much.
const (
	maxLeads = 32
	maxLead  = 12
)

// leads returns lower-case texts of which every match starts with one. whole means that
// they are all that the expression matches.
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

// certain returns the start of a literal that is ASCII, in lower case.
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

// oneOf is a set of lower-case texts.
type oneOf []string

// needed returns sets of texts: every match contains a text of each set.
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

// neededOfLiteral omits letters with unusual upper-case forms.
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

// neededOfClass handles classes of a few characters, such as "[|·•]".
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

// neededOfAny returns what one of several alternatives needs: for each, the most
// selective set.
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

// looksBack reports whether a match depends on what precedes it.
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

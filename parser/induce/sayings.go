package induce

import (
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/dates"
)

// saying is the set of families of words that a text has, among those that themes put
// around the fields of posts.
type saying uint16

const (
	saysComment saying = 1 << iota
	saysTag
	saysCategory
	saysBy
	saysMore
	saysPermalink
	saysPosted
	saysLater
	saysAge
	saysMonth
	saysAll = 1<<iota - 1
)

// families are the words of each family, as patterns. If whole is false, they may be the
// start of a longer word.
var families = []struct {
	family saying
	words  string
	whole  bool
}{
	{saysComment, commentNouns, true},
	{saysTag, tagLabels, true},
	{saysCategory, catLabels, true},
	{saysBy, byPrepositions + "|" + byNouns, true},
	{saysMore, moreWords, true},
	{saysPermalink, permaLabels, false},
	{saysPosted, postedWords, false},
	{saysLater, laterWords, false},
	{saysAge, ageWords, true},
}

// wordTree is a trie of the words of all families, so that one pass over a text finds all
// of them. The first node is the root.
type wordTree []wordNode

type wordNode struct {
	latin [26]uint16 // nodes after a to z, 0 for none
	other []branch
	whole saying // families with a word that ends here
	front saying // families with a word that starts like this, whatever follows
}

// branch is the node after a letter other than a to z.
type branch struct {
	letter rune
	to     uint16
}

var allWords = sync.OnceValue(func() wordTree {
	t := make(wordTree, 1)
	for _, f := range families {
		re, err := syntax.Parse("(?i:"+f.words+")", syntax.Perl)
		if err != nil {
			panic(err) // the patterns of these words would not compile either
		}
		for _, word := range spelled(re) {
			if at := t.spell(word); f.whole {
				t[at].whole |= f.family
			} else {
				t[at].front |= f.family
			}
		}
	}
	for month := range dates.Words().Months {
		t[t.spell(strings.Map(folded, month))].whole |= saysMonth
	}
	return t
})

// spell adds a word and returns its last node.
func (t *wordTree) spell(word string) uint16 {
	at := uint16(0)
	for _, r := range word {
		at = t.grow(at, r)
	}
	return at
}

// grow returns the node after a letter, adding it if necessary.
func (t *wordTree) grow(at uint16, r rune) uint16 {
	if to := (*t)[at].after(r); to != 0 {
		return to
	}
	to := uint16(len(*t))
	*t = append(*t, wordNode{})
	if n := &(*t)[at]; r >= 'a' && r <= 'z' {
		n.latin[r-'a'] = to
	} else {
		n.other = append(n.other, branch{r, to})
	}
	return to
}

func (n *wordNode) after(r rune) uint16 {
	if r >= 'a' && r <= 'z' {
		return n.latin[r-'a']
	}
	for _, b := range n.other {
		if b.letter == r {
			return b.to
		}
	}
	return 0
}

// spelled returns all texts that an expression matches, folded. The expression must match
// only a few.
func spelled(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{strings.Map(folded, string(re.Rune))}
	case syntax.OpCharClass:
		return spelledClass(re.Rune)
	case syntax.OpCapture:
		return spelled(re.Sub[0])
	case syntax.OpQuest:
		return append(spelled(re.Sub[0]), "")
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			out = append(out, spelled(sub)...)
		}
		return out
	case syntax.OpConcat:
		out := []string{""}
		for _, sub := range re.Sub {
			var longer []string
			for _, end := range spelled(sub) {
				for _, s := range out {
					longer = append(longer, s+end)
				}
			}
			out = longer
		}
		return out
	}
	return []string{""}
}

func spelledClass(ranges []rune) []string {
	var out []string
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if s := string(folded(r)); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// sayings returns the families of which a text has a word. Scripts without spaces may
// have any.
func sayings(s string) saying { return sayingsOf(s, len(s)) }

// sayingsOf is sayings for the first words of a text.
func sayingsOf(s string, first int) saying {
	var all saying
	words, within := allWords(), false
	for i, r := range s {
		switch {
		case !isLetter(r):
			within = false
		case r >= 0x3040 && r < 0xfb00:
			return saysAll
		case !within && first > 0:
			within = true
			first--
			all |= words.saidAt(s[i:])
		}
	}
	return all
}

// saidAt returns the families of which a word is at the start of a text.
func (t wordTree) saidAt(s string) saying {
	var all saying
	n := &t[0]
	for _, r := range s {
		if n.whole != 0 && !isLetter(r) {
			all |= n.whole
		}
		at := n.after(folded(r))
		if at == 0 {
			return all
		}
		n = &t[at]
		all |= n.front
	}
	return all | n.whole
}

// folded returns the same rune for all that patterns treat as equal when ignoring case.
func folded(r rune) rune {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r |= 0x20
		}
		return r
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r)
}

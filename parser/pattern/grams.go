package pattern

import (
	"slices"
	"strings"
)

// Grams is the set of the four-byte sequences of a text, ignoring case: it rules out most
// patterns without searching.
type Grams struct {
	held [1 << gramBits / 64]uint64
	odd  bool // the text has characters for which equalLower is not exact
}

// NewGrams returns the sequences of a text.
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

// MayHold reports whether the text may contain a match of p.
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

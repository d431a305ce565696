package parser

import (
	"encoding/json"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/induce"
)

// rules are what one page teaches about the markup of a blog. They help with pages that
// have too little to learn from, such as a last page with one post.
type rules struct {
	// Place is where bylines are: "last" after the body, "middle" between title and body,
	// "top" above the title.
	Place string `json:"place,omitempty"`
	// Title is the signature of a title's line.
	Title string `json:"title,omitempty"`
	// Byline is the place of a byline, see placeOf.
	Byline string `json:"byline,omitempty"`
	// Induced finds the records if there are no bylines.
	Induced *induce.Rule `json:"induced,omitempty"`
	// CountsUp means that the blog numbers its pages from the oldest.
	CountsUp bool `json:"counts_up,omitempty"`
	// FromZero means that its second page has number 1.
	FromZero bool `json:"from_zero,omitempty"`
	// Rival is the reading that was not used.
	Rival *rival `json:"rival,omitempty"`
}

const (
	placeLast   = "last"
	placeMiddle = "middle"
	placeTop    = "top"
)

// parseRules parses Knowledge.Rules. Rules of another version that cannot be parsed are
// ignored.
func parseRules(text string) *rules {
	var r rules
	if text == "" || json.Unmarshal([]byte(text), &r) != nil {
		return nil
	}
	if (r.Induced != nil || r.CountsUp || r.FromZero || r.Rival != nil) && r.Place == "" {
		return &r
	}
	if r.Place != placeLast && r.Place != placeMiddle && r.Place != placeTop {
		return nil
	}
	return &r
}

func (r *rules) String() string {
	if r == nil {
		return ""
	}
	data, err := json.Marshal(r)
	if err != nil {
		return "" // impossible: strings can be marshaled
	}
	return string(data)
}

// BetterRules compares rules learned on two pages: whether a is better than b, and so
// much that the pages parsed with b should be parsed again. Rules for the same records
// are equally good.
func (p *Parser) BetterRules(a, b string) (better, reread bool) {
	ra, rb := parseRules(a), parseRules(b)
	switch {
	case ra == nil || rb == nil:
		return ra != nil, false
	case rb.ofRival():
		return !ra.ofRival() || rb.Rival.lone() && !ra.Rival.lone(), false
	}
	better = ra.finds(rb)
	return better, better
}

// ofRival reports whether rules only have a rival.
func (r *rules) ofRival() bool {
	return r.Place == "" && r.Induced == nil && !r.CountsUp && r.Rival != nil
}

// finds reports whether rules find the records clearly better than others.
func (r *rules) finds(other *rules) bool {
	const clearly = 1.0
	ia, ib := r.Induced, other.Induced
	if ia == nil || ib == nil || ia.SameRecords(ib) {
		return false
	}
	if ia.Lone != ib.Lone {
		return ib.Lone // learned from a page with one post
	}
	return ia.Score > ib.Score+clearly
}

// numbering adds to rules how the blog numbers its pages, if it is unusual: the front
// page shows it, and the others may not.
func (sh *sheet) numbering(text string, t *blog.NumberedRequest) string {
	sh.fromZero = sh.fromZero || t != nil && t.First == 0 && t.Step == 1
	if !sh.countsUp && !sh.fromZero {
		return text
	}
	r := parseRules(text)
	if r == nil {
		r = &rules{}
	}
	r.CountsUp, r.FromZero = sh.countsUp, sh.fromZero
	return r.String()
}

// parts returns the rules for words, those for induced records, and the rival; each may
// be nil.
func (r *rules) parts() (*rules, *induce.Rule, *rival) {
	if r == nil {
		return nil, nil, nil
	}
	if r.Place == "" {
		return nil, r.Induced, r.Rival
	}
	return r, r.Induced, r.Rival
}

// withRival adds a rival to rules.
func withRival(text string, known *rival) string {
	if known == nil {
		return text
	}
	r := parseRules(text)
	if r == nil {
		r = &rules{}
	}
	r.Rival = known
	return r.String()
}

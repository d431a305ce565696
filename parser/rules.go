package parser

import (
	"encoding/json"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/induce"
)

// rules are what the words of one page teach about the markup of a blog. They
// help on pages that show too little to learn from, such as a last page with
// one post.
type rules struct {
	// Place is where bylines stand: "last" behind the body, "middle" between
	// title and body, "top" above the title.
	Place string `json:"place,omitempty"`
	// Title is the signature of a title's line.
	Title string `json:"title,omitempty"`
	// Byline is the place of a byline, as placeOf gives it.
	Byline string `json:"byline,omitempty"`
	// Induced says which records repeat, where no words were found.
	Induced *induce.Rule `json:"induced,omitempty"`
	// CountsUp says that the blog numbers its pages from the oldest.
	CountsUp bool `json:"counts_up,omitempty"`
	// FromZero says that its second page is numbered one.
	FromZero bool `json:"from_zero,omitempty"`
	// Rival is the reading that lost against the one which was taken.
	Rival *rival `json:"rival,omitempty"`
}

const (
	placeLast   = "last"
	placeMiddle = "middle"
	placeTop    = "top"
)

// parseRules reads Knowledge.Rules. Rules of another version of this program
// that no longer read are no rules: the page is judged by itself.
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
		return "" // strings always marshal
	}
	return string(data)
}

// BetterRules reports whether rules that one page taught are worth more than those of
// another, and so much that the pages read by the others should be read again. Rules for
// the same records are worth the same.
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

// ofRival says that rules know nothing but what did not win.
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
		return ib.Lone // a page with one post had nothing to compare it with
	}
	return ia.Score > ib.Score+clearly
}

// numbering adds to rules how the blog numbers its pages, where that is not how
// most do: the front page shows it, and the others may not.
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

// parts returns the rules for words, those for records that repeat, and the rival of what
// was taken; each may be nil.
func (r *rules) parts() (*rules, *induce.Rule, *rival) {
	if r == nil {
		return nil, nil, nil
	}
	if r.Place == "" {
		return nil, r.Induced, r.Rival
	}
	return r, r.Induced, r.Rival
}

// withRival adds to rules what is known of the reading that lost.
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

package parser

import "encoding/json"

// rules are what the words of one page teach about the markup of a blog. They
// help on pages that show too little to learn from, such as a last page with
// one post.
type rules struct {
	// Place is where bylines stand: "last" behind the body, "middle" between
	// title and body, "top" above the title.
	Place string `json:"place,omitempty"`
	// Title is the signature of a title's line.
	Title string `json:"title,omitempty"`
	// Byline is the place of a byline, as document.place gives it.
	Byline string `json:"byline,omitempty"`
	// Induced says which records repeat, where no words were found.
	Induced *spotRule `json:"induced,omitempty"`
	// CountsUp says that the blog numbers its pages from the oldest.
	CountsUp bool `json:"counts_up,omitempty"`
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
	if (r.Induced != nil || r.CountsUp) && r.Place == "" {
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

// BetterRules says whether rules that one page taught are worth more than those
// of another. Rules for the same records are worth the same.
func (p *Parser) BetterRules(a, b string) bool {
	const clearly = 1.0
	ra, rb := parseRules(a), parseRules(b)
	if ra == nil || rb == nil {
		return ra != nil
	}
	ia, ib := ra.Induced, rb.Induced
	if ia == nil || ib == nil || ia.sameRecords(ib) {
		return false
	}
	if ia.Lone != ib.Lone {
		return ib.Lone // a page with one post had nothing to compare it with
	}
	return ia.Score > ib.Score+clearly
}

func (r *spotRule) sameRecords(o *spotRule) bool {
	a, b := *r, *o
	a.Score, b.Score = 0, 0
	return a == b
}

// counting adds to rules that pages are numbered from the oldest.
func counting(text string) string {
	r := parseRules(text)
	if r == nil {
		r = &rules{}
	}
	r.CountsUp = true
	return r.String()
}

// parts are the rules for words and those for records that repeat; each may be
// nil.
func (r *rules) parts() (*rules, *spotRule) {
	if r == nil {
		return nil, nil
	}
	if r.Place == "" {
		return nil, r.Induced
	}
	return r, r.Induced
}

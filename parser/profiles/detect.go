package profiles

import (
	"fmt"
	"sort"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// evidence is how many independent hints support a profile, and which.
type evidence struct {
	profile *Profile
	groups  int
	why     []string
}

// enough is the minimum number of independent hints for a profile: migrated sites keep
// some class names of their old platform.
const enough = 2

// How much of a page is searched for hints, which are in the frame of a page, not in the
// middle of its posts.
const (
	hintBytes = 128 << 10 // at both ends of the markup
	hintLines = 2000      // at both ends of the text
	hintLine  = 400       // longer lines, in bytes, are running text
)

// Detect chooses the profile that fits a page, nil if there is none.
func Detect(all []*Profile, d *document.Document, source string) (*Profile, []string) {
	if len(source) > 2*hintBytes {
		source = source[:hintBytes] + source[len(source)-hintBytes:]
	}
	m := markup{source, pattern.NewGrams(source)}
	var found []evidence
	for _, p := range all {
		if e := p.evidence(d, m); e.groups >= enough {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return nil, []string{"profile: none has two independent hints on this page"}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].groups > found[j].groups })
	best := found[0]
	return best.profile, append([]string{fmt.Sprintf("profile %s: %d independent hints", best.profile.Name, best.groups)}, best.why...)
}

// markup is a page's source with an index for repeated searches.
type markup struct {
	text string
	*pattern.Grams
}

// evidence searches the page for a profile's hints until there cannot be enough.
func (p *Profile) evidence(d *document.Document, m markup) evidence {
	open := map[string]int{} // by group without a match: the hints that can match
	for i := range p.Hints {
		if h := &p.Hints[i]; h.may(d, m) {
			open[h.group]++
		}
	}
	e := evidence{profile: p}
	for i := range p.Hints {
		h := &p.Hints[i]
		switch {
		case e.groups+len(open) < enough:
			return evidence{profile: p} // the usual case, at little cost
		case open[h.group] == 0 || !h.may(d, m):
			continue
		}
		if sign := h.sign(d, m); sign != "" {
			e.groups++
			e.why = append(e.why, fmt.Sprintf("hint %s: %s", h.group, sign))
			delete(open, h.group)
		} else if open[h.group]--; open[h.group] == 0 {
			delete(open, h.group)
		}
	}
	return e
}

// may reports, at little cost, whether anything on the page can match a hint.
func (h *Hint) may(d *document.Document, m markup) bool {
	switch {
	case d.Root == nil:
		return h.Line.Given()
	case h.Source.Given():
		return m.MayHold(h.Source.Re)
	case h.Select.Given():
		return d.May(h.Select.Selector)
	}
	return true
}

// sign returns what on the page matches a hint, "" if nothing does.
func (h *Hint) sign(d *document.Document, m markup) string {
	switch {
	case h.Source.Given():
		if at := h.Source.Re.FindString(m.text); at != "" {
			return "markup has " + words.Clip(at, 60)
		}
	case h.Select.Given():
		if n := d.First(h.Select.Selector); n != nil {
			return "an element " + n.Data + " fits its selector"
		}
	case h.Line.Given():
		for i := range d.Lines {
			if i >= hintLines && i < len(d.Lines)-hintLines {
				continue
			}
			if t := d.Lines[i].Text; len(t) <= hintLine && h.Line.Re.MatchString(t) {
				return fmt.Sprintf("line %d: %s", i+1, words.Clip(t, 60))
			}
		}
	}
	return ""
}

package parser

import (
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/words"
)

// records returns the records, and the rules for other pages.
func (t *titles) records() ([]record, *rules) {
	var out []record
	for i := range t.metas {
		out = append(out, t.record(i))
	}
	if len(t.metas) < 2 && t.s.ruled != nil {
		return out, t.s.ruled
	}
	return out, &rules{Place: t.place, Title: t.sig, Byline: t.bylinePlace()}
}

// bylinePlace returns where most of the bylines are.
func (t *titles) bylinePlace() string {
	counts := map[string]int{}
	for _, m := range t.metas {
		counts[placeOf(t.s.doc, m, m.at.To)]++
	}
	place, _ := words.MostFrequent(counts)
	return place
}

func (t *titles) record(i int) record {
	m := t.metas[i]
	r := record{meta: m, tags: t.tagsOf(i)}
	first := t.search(i).From
	if at := t.at[i]; at >= 0 {
		r.title = document.Span{From: at, To: at + 1}
		first = at + 1
		if r.tags.Has(at) {
			r.tags = document.Span{From: m.at.To, To: m.at.To} // a title "Filed under: water"
		}
	} else if len(t.metas) == 1 || i == 0 && !t.wrapped {
		first = t.untitledStart(i)
	}
	switch t.place {
	case placeLast:
		r.body = document.Span{From: first, To: m.at.From}
		r.extent = document.Span{From: first, To: r.tags.To}
	default:
		r.body = document.Span{From: max(first, r.tags.To), To: t.end(i)}
		r.extent = document.Span{From: min(first, m.at.From), To: max(r.body.To, r.tags.To)}
	}
	if !r.title.Empty() {
		r.extent.From = min(r.extent.From, r.title.From)
	}
	if r.body.To < r.body.From {
		r.body.To = r.body.From
	}
	t.s.trailingTags(&r)
	return r
}

// end returns the line after the last one of record i.
func (t *titles) end(i int) int {
	end := t.regions[i].To
	if t.wrapped || i+1 == len(t.metas) {
		return end
	}
	if t.place == placeTop {
		return t.metas[i+1].at.From
	}
	if next := t.at[i+1]; next >= 0 {
		return min(end, next)
	}
	return end
}

// untitledStart returns where the body of a first record without a title starts: with the
// block that contains the line above its byline, since what is further up may be the
// page's header.
func (t *titles) untitledStart(i int) int {
	m := t.metas[i].at.From
	in := t.search(i)
	at := m
	for at > in.From {
		l := &t.s.doc.Lines[at-1]
		if l.Aside || l.Heading > 0 {
			break
		}
		at--
	}
	return at
}

// trailingTags removes a last line "Filed under: …" with links from the body: some themes
// put the tags above the byline.
func (s *scan) trailingTags(r *record) {
	if !r.tags.Empty() || r.body.Empty() {
		return
	}
	end := r.body.To
	for end > r.body.From+1 && (s.doc.Lines[end-1].Trim || s.doc.Lines[end-1].Text == "") {
		end--
	}
	l := &s.doc.Lines[end-1]
	if at := s.tagsAfter(s.doc, end-1); !l.Quoted && len(l.Links) > 0 && !at.Empty() {
		r.tags, r.body.To = at, end-1
	}
}

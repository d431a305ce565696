package parser

import (
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
)

// titles finds the titles of records found by words.
type titles struct {
	s       *scan
	metas   []metaLine
	regions []document.Span
	wrapped bool
	at      []int // line of each record's title, -1 if unknown
	place   string
	sig     string
}

func newTitles(s *scan, metas []metaLine) *titles {
	t := &titles{s: s, metas: metas, at: make([]int, len(metas))}
	t.regions, t.wrapped = s.regions(metas)
	t.findPlace()
	for i := range t.at {
		t.at[i] = t.byLink(i)
	}
	t.learn()
	for i := range t.at {
		if t.at[i] < 0 {
			t.at[i] = t.bySignature(i)
		}
	}
	t.settlePlace()
	return t
}

// findPlace decides by links whether bylines are below or above the titles of their
// posts.
func (t *titles) findPlace() {
	t.place = placeLast
	if t.s.ruled != nil {
		t.place = t.s.ruled.Place
		return
	}
	above, below := 0, 0
	for i, m := range t.metas {
		before, after := t.around(i)
		if t.s.linkLine(before, m.link) >= 0 {
			above++
		} else if t.s.linkLine(after, m.link) >= 0 {
			below++
		}
	}
	if below > above || above+below == 0 && t.opens() {
		t.place = placeTop
	}
}

// opens decides without links whether the bylines start their posts: most have nothing
// above them in the elements around them, or the title of the post searched for is right
// below.
func (t *titles) opens() bool {
	if len(t.metas) == 1 {
		return t.s.titleBelow(t.metas[0])
	}
	first := 0
	for i := range t.metas {
		if before, _ := t.around(i); t.s.doc.Runes(before) == 0 {
			first++
		}
	}
	return t.wrapped && 2*first > len(t.metas)
}

// titleBelow reports whether the title is right below a byline: that of the post searched
// for, or one with the same link as the byline.
func (s *scan) titleBelow(m metaLine) bool {
	at := m.at.To
	return at < len(s.doc.Lines) && (s.isShown(at) || s.leadsTo(at, m.link))
}

// around splits a region at its byline. Without wrappers, tags at its start belong to the
// record above.
func (t *titles) around(i int) (before, after document.Span) {
	r, m := t.regions[i], t.metas[i].at
	if i > 0 && !t.wrapped {
		r.From = t.s.tagsAfter(t.s.doc, r.From).To
	}
	return document.Span{From: r.From, To: m.From}, document.Span{From: m.To, To: r.To}
}

// tagsOf returns the tags after the byline of record i, within its wrapper.
func (t *titles) tagsOf(i int) document.Span {
	at := t.metas[i].at.To
	tags := t.s.tagsAfter(t.s.doc, at)
	if t.wrapped && tags.To > t.regions[i].To {
		return document.Span{From: at, To: at}
	}
	return tags
}

// search returns the lines where the title of record i may be.
func (t *titles) search(i int) document.Span {
	before, after := t.around(i)
	if t.place == placeTop {
		return after
	}
	return before
}

// byLink finds a title by its text, if it is known from a listing, or by the link that it
// shares with the comments.
func (t *titles) byLink(i int) int {
	in := t.search(i)
	for k := in.From; k < in.To; k++ {
		if t.s.isShown(k) {
			return k
		}
	}
	return t.s.linkLine(in, t.metas[i].link)
}

// bySignature finds a title without a link: the first line with the signature of titles,
// or else a heading or link that starts the region.
func (t *titles) bySignature(i int) int {
	in := t.search(i)
	at := t.firstTitle(in, func(k int) bool { return t.s.doc.Signature(k) == t.sig && !t.s.isHeading(k) })
	if at >= 0 {
		return at
	}
	if len(t.metas) == 1 {
		if t.s.opensWithTitle(in, t.metas[i]) {
			return in.From
		}
		return t.firstTitle(in, func(k int) bool { return t.s.doc.Lines[k].Heading > 0 && !t.s.isHeading(k) })
	}
	for k := in.From; k < in.To; k++ {
		l := &t.s.doc.Lines[k]
		if l.Text == "" || l.Aside {
			continue
		}
		if (i > 0 || t.wrapped) && (l.Heading > 0 || len(l.Links) > 0 && l.Whole(l.Links[0])) {
			return k
		}
		break
	}
	return -1
}

func (t *titles) firstTitle(in document.Span, fits func(int) bool) int {
	for k := in.From; k < in.To; k++ {
		l := &t.s.doc.Lines[k]
		if l.Text == "" || l.Aside || l.Quoted || !fits(k) {
			continue
		}
		// Of two successive headings the first is the page's own, unless that is known to
		// be another.
		if k+1 < in.To && t.s.know.Heading == "" && l.Heading > 0 && t.s.doc.Lines[k+1].Heading >= l.Heading && fits(k+1) {
			return k + 1
		}
		return k
	}
	return -1
}

// isHeading reports whether a line is the page's heading, known from other pages.
func (s *scan) isHeading(i int) bool {
	return s.know.Heading != "" && s.doc.Lines[i].Text == blog.Fold(s.know.Heading)
}

// settlePlace finds out whether bodies are above or below the bylines.
func (t *titles) settlePlace() {
	if t.place == placeTop || t.s.ruled != nil {
		return
	}
	above, below := 0, 0
	for i, m := range t.metas {
		if t.at[i] < 0 {
			continue
		}
		above += t.s.doc.Runes(document.Span{From: t.at[i] + 1, To: m.at.From})
		below += t.s.doc.Runes(document.Span{From: t.tagsOf(i).To, To: t.end(i)})
	}
	if below > above {
		t.place = placeMiddle
	}
}

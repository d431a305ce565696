package parser

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// byWords finds the records of a page by the words of their bylines alone.
func (s *scan) byWords() (recordSet, bool) {
	count := s.stated
	if count == 0 && s.lone {
		count = 1
	}
	metas := s.chooseMetas(s.all, count)
	if len(metas) == 0 {
		return recordSet{}, false
	}
	t := newTitles(s, metas)
	records, learned := t.records()
	why := fmt.Sprintf("%d posts by the words of their bylines", len(records))
	if skipped := len(s.all) - len(metas); skipped > 0 {
		why += fmt.Sprintf(", %d more taken for quotations", skipped)
	}
	return recordSet{records: records, name: "words", why: why, rules: learned}, true
}

// metasIn returns the lines of a region that look like bylines.
func (s *scan) metasIn(in document.Span) []metaLine {
	var out []metaLine
	first := sort.Search(len(s.all), func(i int) bool { return s.all[i].at.From >= in.From })
	for _, m := range s.all[first:] {
		if m.at.From >= in.To {
			break
		}
		if m.at.To <= in.To {
			out = append(out, m)
		}
	}
	return out
}

// regions returns, for each byline, the lines in which its post may be: those of the
// element that contains it and no other byline or, without such elements, those up to the
// bylines next to it.
func (s *scan) regions(metas []metaLine) (regions []document.Span, wrapped bool) {
	holder := s.commonHolder(metas)
	outer := document.Span{From: 0, To: len(s.doc.Lines)}
	if holder != nil {
		outer = s.doc.LinesIn(holder)
	}
	if items := s.wrappersOf(metas, holder); items != nil {
		for _, item := range items {
			regions = append(regions, s.doc.LinesIn(item))
		}
		return regions, true
	}
	for i := range metas {
		r := outer
		if i > 0 {
			r.From = metas[i-1].at.To
		}
		if i+1 < len(metas) {
			r.To = metas[i+1].at.From
		} else {
			r.To = s.endOfPosts(metas[i].at.To, outer.To)
		}
		regions = append(regions, r)
	}
	return regions, false
}

// commonHolder returns the innermost element around all bylines. For a single one, it
// contains a title, too.
func (s *scan) commonHolder(metas []metaLine) *html.Node {
	n := s.doc.Lines[metas[0].at.From].Block
	if len(metas) == 1 {
		return s.loneHolder(n, metas[0])
	}
	last := s.doc.Lines[metas[len(metas)-1].at.From].Block
	for n != nil && (last == nil || !s.doc.Inside(last, n)) {
		n = n.Parent
	}
	return n
}

func (s *scan) loneHolder(n *html.Node, m metaLine) *html.Node {
	for ; n != nil; n = n.Parent {
		lines := s.doc.LinesIn(n)
		if s.opensWithTitle(lines, m) || s.titleBelow(m) && lines.Has(m.at.To) {
			return n
		}
		for i := lines.From; i < min(lines.To, m.at.From); i++ {
			l := &s.doc.Lines[i]
			if l.Aside || l.Quoted {
				continue
			}
			if l.Heading > 0 && s.shown == "" || s.isShown(i) || s.leadsTo(i, m.link) || s.ruled != nil && s.ruled.Title == s.doc.Signature(i) {
				return n
			}
		}
		if n.Parent == nil || n.Data == "body" {
			return n
		}
	}
	return nil
}

// opensWithTitle reports whether the element around a single byline starts with bare text
// followed by a block: a title without a heading. It is used only on listings, where a
// heading further up is the blog's.
func (s *scan) opensWithTitle(in document.Span, m metaLine) bool {
	if s.stated == 0 || s.shown != "" || s.ruled != nil || m.at.From-in.From < 2 {
		return false
	}
	l, next := &s.doc.Lines[in.From], &s.doc.Lines[in.From+1]
	own := l.Block != nil && l.Block.Data == "div" && s.doc.LinesIn(l.Block).Has(m.at.From) && next.Block != l.Block
	return own && l.Text != "" && !l.Aside && len(l.Text) <= maxTitle && !strings.HasSuffix(l.Text, ".")
}

// wrappersOf returns the children of holder that contain one byline each and something
// else of their posts; nil if there are none.
func (s *scan) wrappersOf(metas []metaLine, holder *html.Node) []*html.Node {
	if holder == nil || len(metas) < 2 {
		return nil
	}
	var items []*html.Node
	full := 0
	for _, m := range metas {
		n := s.doc.Lines[m.at.From].Block
		for n != nil && n.Parent != holder {
			n = n.Parent
		}
		if n == nil || len(items) > 0 && items[len(items)-1] == n {
			return nil
		}
		lines := s.doc.LinesIn(n)
		if lines.From > m.at.From || lines.To < m.at.To {
			return nil
		}
		if lines.To-lines.From > m.at.To-m.at.From+1 || s.doc.Runes(lines) > 2*s.doc.Runes(m.at)+40 {
			full++
		}
		items = append(items, n)
	}
	if 2*full <= len(metas) {
		return nil
	}
	return items
}

// endOfPosts returns where a last post without an element ends at the latest: at the
// pager or the sidebar.
func (s *scan) endOfPosts(from, limit int) int {
	for i := from; i < limit; i++ {
		l := &s.doc.Lines[i]
		if l.Aside || len(l.Text) < 200 && (pager.FindRange(l.Text) != nil || isPagerLine(l.Text) || isPagerText(l.Text) || turnsPageOnly(l) || s.leadsToPage(l)) && !s.amidText(i) {
			return i
		}
	}
	return limit
}

// leadsToPage reports whether a line consists of short links, one of them to an address
// with a page number: "« go back — keep looking »".
func (s *scan) leadsToPage(l *document.Line) bool {
	if len(l.Links) == 0 || len(l.Links) > 2 || words.Longer(l.Text, 60) {
		return false
	}
	rest := l.Text
	for _, a := range l.Links {
		rest = strings.Replace(rest, a.Text, "", 1)
	}
	return strings.Trim(rest, pagerSigns) == "" &&
		slices.ContainsFunc(l.Links, func(a document.Link) bool { return pager.SpeaksOfPages(s.base(a.Href)) })
}

// amidText reports whether a line is between paragraphs of one text: a pager quoted by a
// post.
func (s *scan) amidText(i int) bool {
	if i == 0 || i+1 >= len(s.doc.Lines) {
		return false
	}
	holder := s.paragraphOf(i)
	return holder != nil && s.paragraphOf(i-1) == holder && s.paragraphOf(i+1) == holder
}

// paragraphOf returns the parent of the paragraph that contains a line, nil if there is
// none.
func (s *scan) paragraphOf(i int) *html.Node {
	l := &s.doc.Lines[i]
	if l.Aside || l.Block == nil || l.Block.Data != "p" {
		return nil
	}
	return l.Block.Parent
}

// turnsPageOnly reports whether a line consists of links with the words of a pager and
// numbers, with or without spaces between them.
func turnsPageOnly(l *document.Line) bool {
	if len(l.Links) == 1 && l.Whole(l.Links[0]) {
		return induce.TurnsPage(l.Links[0].Text)
	}
	rest := l.Text
	for _, a := range l.Links {
		_, number := pager.PageNumber(a.Text)
		if !number && !induce.TurnsPage(a.Text) && strings.Trim(a.Text, pagerSigns) != "" {
			return false
		}
		rest = strings.Replace(rest, a.Text, "", 1)
	}
	return len(l.Links) > 0 && l.Text != "" && strings.Trim(rest, "0123456789"+pagerSigns) == ""
}

// pagerSigns occur in pagers beside numbers and words.
var pagerSigns = pager.PrevArrows + pager.NextArrows + " -–—·[]()|.…"

// isPagerText reports whether a line is the text of a pager: "<< Start < Prev 1 2 Next
// >", "Page 3 of 13".
func isPagerText(text string) bool {
	if numbers, ok := pager.IsLine(text); ok && len(numbers) > 1 {
		return true
	}
	_, _, ok := pager.PageOf(text)
	return ok && len(text) < 60
}

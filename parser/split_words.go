package parser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/pager"
	"golang.org/x/net/html"
)

// byWords reads the records of a page by the words of their bylines alone.
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
	records, learnt := t.records()
	why := fmt.Sprintf("%d posts by the words of their bylines", len(records))
	if skipped := len(s.all) - len(metas); skipped > 0 {
		why += fmt.Sprintf(", %d more taken for quotations", skipped)
	}
	return recordSet{records: records, name: "words", why: why, rules: learnt}, true
}

// metasIn gives the byline-like lines of a region.
func (s *scan) metasIn(in span) []metaLine {
	var out []metaLine
	for _, m := range s.all {
		if in.from <= m.at.from && m.at.to <= in.to {
			out = append(out, m)
		}
	}
	return out
}

// regions gives each byline the lines in which its post may stand: those of
// the element that holds it and no other byline, or, without such elements,
// those up to the bylines next to it.
func (s *scan) regions(metas []metaLine) (regions []span, wrapped bool) {
	holder := s.commonHolder(metas)
	outer := span{0, len(s.doc.lines)}
	if holder != nil {
		outer = s.doc.linesIn(holder)
	}
	if items := s.wrappersOf(metas, holder); items != nil {
		for _, item := range items {
			regions = append(regions, s.doc.linesIn(item))
		}
		return regions, true
	}
	for i := range metas {
		r := outer
		if i > 0 {
			r.from = metas[i-1].at.to
		}
		if i+1 < len(metas) {
			r.to = metas[i+1].at.from
		} else {
			r.to = s.endOfPosts(metas[i].at.to, outer.to)
		}
		regions = append(regions, r)
	}
	return regions, false
}

// commonHolder is the innermost element around all bylines. Around a lone one
// it is the innermost element that holds a title, too.
func (s *scan) commonHolder(metas []metaLine) *html.Node {
	n := s.doc.lines[metas[0].at.from].block
	if len(metas) == 1 {
		return s.loneHolder(n, metas[0])
	}
	last := s.doc.lines[metas[len(metas)-1].at.from].block
	for n != nil && (last == nil || !s.doc.inside(last, n)) {
		n = n.Parent
	}
	return n
}

func (s *scan) loneHolder(n *html.Node, m metaLine) *html.Node {
	for ; n != nil; n = n.Parent {
		lines := s.doc.linesIn(n)
		if s.opensWithTitle(lines, m) || s.titleBelow(m) && lines.has(m.at.to) {
			return n
		}
		for i := lines.from; i < min(lines.to, m.at.from); i++ {
			l := &s.doc.lines[i]
			if l.aside || l.quoted {
				continue
			}
			if l.heading > 0 && s.shown == "" || s.isShown(i) || s.leadsTo(i, m.link) || s.ruled != nil && s.ruled.Title == s.doc.signature(i) {
				return n
			}
		}
		if n.Parent == nil || n.Data == "body" {
			return n
		}
	}
	return nil
}

// opensWithTitle says whether the element around a lone byline begins with words
// of its own, right within it, and goes on with a block: a title in no heading.
// It is asked on listings only, where a heading further up is the blog's.
func (s *scan) opensWithTitle(in span, m metaLine) bool {
	if s.stated == 0 || s.shown != "" || s.ruled != nil || m.at.from-in.from < 2 {
		return false
	}
	l, next := &s.doc.lines[in.from], &s.doc.lines[in.from+1]
	own := l.block != nil && l.block.Data == "div" && s.doc.linesIn(l.block).has(m.at.from) && next.block != l.block
	return own && l.text != "" && !l.aside && len(l.text) <= longestTitle && !strings.HasSuffix(l.text, ".")
}

// wrappersOf gives the elements right within holder that hold one byline each
// and something of their posts besides; nil when there are none.
func (s *scan) wrappersOf(metas []metaLine, holder *html.Node) []*html.Node {
	if holder == nil || len(metas) < 2 {
		return nil
	}
	var items []*html.Node
	full := 0
	for _, m := range metas {
		n := s.doc.lines[m.at.from].block
		for n != nil && n.Parent != holder {
			n = n.Parent
		}
		if n == nil || len(items) > 0 && items[len(items)-1] == n {
			return nil
		}
		lines := s.doc.linesIn(n)
		if lines.from > m.at.from || lines.to < m.at.to {
			return nil
		}
		if lines.to-lines.from > m.at.to-m.at.from+1 || s.doc.runes(lines) > 2*s.doc.runes(m.at)+40 {
			full++
		}
		items = append(items, n)
	}
	if 2*full <= len(metas) {
		return nil
	}
	return items
}

// endOfPosts is where a last post without a wrapper ends at the latest: at the
// pager, or where the page's margin begins.
func (s *scan) endOfPosts(from, limit int) int {
	for i := from; i < limit; i++ {
		l := &s.doc.lines[i]
		if l.aside || len(l.text) < 200 && (pager.FindRange(l.text) != nil || isPagerLine(l.text) || isPagerText(l.text) || l.turnsPage() || s.leadsToPage(l)) && !s.amidText(i) {
			return i
		}
	}
	return limit
}

// leadsToPage says whether a line is nothing but short links, one of them to an
// address that has the number of a page: "« go back — keep looking »".
func (s *scan) leadsToPage(l *line) bool {
	if len(l.links) == 0 || len(l.links) > 2 || longer(l.text, 60) {
		return false
	}
	rest := l.text
	for _, a := range l.links {
		rest = strings.Replace(rest, a.text, "", 1)
	}
	return strings.Trim(rest, pagerSigns) == "" &&
		slices.ContainsFunc(l.links, func(a link) bool { return pager.SpeaksOfPages(s.base(a.href)) })
}

// amidText says whether a line stands between paragraphs of one text: a pager
// that a post quotes.
func (s *scan) amidText(i int) bool {
	if i == 0 || i+1 >= len(s.doc.lines) {
		return false
	}
	holder := s.paragraphOf(i)
	return holder != nil && s.paragraphOf(i-1) == holder && s.paragraphOf(i+1) == holder
}

// paragraphOf is the element around the paragraph that a line stands in, nil if
// it stands in none.
func (s *scan) paragraphOf(i int) *html.Node {
	l := &s.doc.lines[i]
	if l.aside || l.block == nil || l.block.Data != "p" {
		return nil
	}
	return l.block.Parent
}

// turnsPage says whether a line is nothing but links with the words of a pager
// and numbers, with or without a space between them.
func (l *line) turnsPage() bool {
	if len(l.links) == 1 && l.whole(l.links[0]) {
		return turnsPage(l.links[0].text)
	}
	rest := l.text
	for _, a := range l.links {
		_, number := pager.PageNumber(a.text)
		if !number && !turnsPage(a.text) && strings.Trim(a.text, pagerSigns) != "" {
			return false
		}
		rest = strings.Replace(rest, a.text, "", 1)
	}
	return len(l.links) > 0 && l.text != "" && strings.Trim(rest, "0123456789"+pagerSigns) == ""
}

// pagerSigns stand in pagers beside their numbers and words.
var pagerSigns = pager.PrevArrows + pager.NextArrows + " -–—·[]()|.…"

// isPagerText says whether a line is the text of a pager with its words: "<<
// Start < Prev 1 2 Next >", "Page 3 of 13".
func isPagerText(text string) bool {
	if numbers, ok := pager.IsLine(text); ok && len(numbers) > 1 {
		return true
	}
	_, _, ok := pager.PageOf(text)
	return ok && len(text) < 60
}

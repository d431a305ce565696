package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// byTeaser finds the post on a page of unknown markup by what the listing
// showed of it: its title, and the beginning of its text below.
func (sh *sheet) byTeaser(shown blog.Post) []recordSet {
	title := sh.shownTitleLine()
	if title < 0 {
		return nil
	}
	from := title + 1
	to := sh.endOfText(title, sh.teaserLine(from, shown))
	for from < to && sh.isFurniture(from, shown) {
		from++
	}
	for to > from && sh.isFurniture(to-1, shown) {
		to--
	}
	if from >= to {
		return nil
	}
	r := record{title: span{title, title + 1}, body: span{from, to}, extent: span{title, to}, tags: span{to, to}}
	for i := title + 1; i < from; i++ {
		sh.takeTags(&r, i)
	}
	for i := to; i < min(len(sh.doc.lines), to+4); i++ {
		sh.takeTags(&r, i)
	}
	return []recordSet{{records: []record{r}, name: "teaser", why: "title and teaser as on the listing"}}
}

func (sh *sheet) takeTags(r *record, i int) {
	if at := sh.tagsAfter(sh.doc, i); !at.empty() && r.tags.empty() {
		r.tags = at
	}
}

// shownTitleLine is the line with the title as the listing had it: a heading
// before any other, -1 if there is none.
func (sh *sheet) shownTitleLine() int {
	found := -1
	for i := range sh.doc.lines {
		if !sh.isShown(i) {
			continue
		}
		if sh.doc.lines[i].heading > 0 {
			return i
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

// teaserLine is the line below the title that begins as the teaser does, -1 if
// there is none.
func (sh *sheet) teaserLine(from int, shown blog.Post) int {
	teaser := teaserOf(shown)
	if utf8.RuneCountInString(teaser) < 10 {
		return -1
	}
	for i := from; i < len(sh.doc.lines); i++ {
		if l := &sh.doc.lines[i]; !l.aside && strings.Contains(l.text, teaser) {
			return i
		}
	}
	return -1
}

// enoughText, in characters, below a title is taken for its post where no
// teaser says more.
const enoughText = 200

// endOfText is the end of the smallest element around the title that holds its
// text as well.
func (sh *sheet) endOfText(title, teaser int) int {
	for n := sh.doc.lines[title].block; n != nil; n = n.Parent {
		at := sh.doc.linesIn(n)
		end := sh.endOfPosts(title+1, at.to)
		if teaser >= 0 && at.has(teaser) || teaser < 0 && sh.doc.runes(span{title + 1, end}) >= enoughText {
			return end
		}
	}
	return sh.endOfPosts(title+1, len(sh.doc.lines))
}

// isFurniture says whether a line beside the text belongs to the template: the
// date, the author, tags, a link to the comments.
func (sh *sheet) isFurniture(i int, shown blog.Post) bool {
	l := &sh.doc.lines[i]
	if l.text == "" {
		return false
	}
	if len(l.text) > 160 {
		return false
	}
	if shown.PublishedRaw != "" && strings.Contains(l.text, shown.PublishedRaw) {
		return true
	}
	if shown.Author != "" && (l.text == shown.Author || strings.EqualFold(l.text, "by "+shown.Author)) {
		return true
	}
	if _, ok := sh.match(l.text, false); ok || !sh.tagsAfter(sh.doc, i).empty() {
		return true
	}
	if d, ok := sh.dates.Whole(l.text); ok && d.Raw != "" {
		return true
	}
	return len(l.links) == 1 && l.whole(l.links[0]) && sh.p.c.commentWords != nil && sh.p.c.commentWords.MatchString(l.text)
}

package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
)

// byTeaser finds the post on a page with unknown markup by what the listing showed of it:
// its title, and the start of its text below.
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
	r := record{title: document.Span{From: title, To: title + 1}, body: document.Span{From: from, To: to}, extent: document.Span{From: title, To: to}, tags: document.Span{From: to, To: to}}
	for i := title + 1; i < from; i++ {
		sh.takeTags(&r, i)
	}
	for i := to; i < min(len(sh.doc.Lines), to+4); i++ {
		sh.takeTags(&r, i)
	}
	return []recordSet{{records: []record{r}, name: "teaser", why: "title and teaser as on the listing"}}
}

func (sh *sheet) takeTags(r *record, i int) {
	if at := sh.tagsAfter(sh.doc, i); !at.Empty() && r.tags.Empty() {
		r.tags = at
	}
}

// shownTitleLine returns the line with the title shown by the listing, preferably a
// heading; -1 if there is none.
func (sh *sheet) shownTitleLine() int {
	found := -1
	for i := range sh.doc.Lines {
		if !sh.isShown(i) {
			continue
		}
		if sh.doc.Lines[i].Heading > 0 {
			return i
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

// teaserLine returns the line below the title that starts like the teaser, -1 if there is
// none.
func (sh *sheet) teaserLine(from int, shown blog.Post) int {
	teaser := teaserOf(shown)
	if utf8.RuneCountInString(teaser) < 10 {
		return -1
	}
	for i := from; i < len(sh.doc.Lines); i++ {
		if l := &sh.doc.Lines[i]; !l.Aside && strings.Contains(l.Text, teaser) {
			return i
		}
	}
	return -1
}

// enoughText is how many characters below a title suffice for a post if there is no
// teaser.
const enoughText = 200

// endOfText returns the end of the smallest element that contains both the title and its
// text.
func (sh *sheet) endOfText(title, teaser int) int {
	for n := sh.doc.Lines[title].Block; n != nil; n = n.Parent {
		at := sh.doc.LinesIn(n)
		end := sh.endOfPosts(title+1, at.To)
		if teaser >= 0 && at.Has(teaser) || teaser < 0 && sh.doc.Runes(document.Span{From: title + 1, To: end}) >= enoughText {
			return end
		}
	}
	return sh.endOfPosts(title+1, len(sh.doc.Lines))
}

// isFurniture reports whether a line beside the text belongs to the template: the date,
// the author, tags, a link to the comments.
func (sh *sheet) isFurniture(i int, shown blog.Post) bool {
	l := &sh.doc.Lines[i]
	if l.Text == "" {
		return false
	}
	if len(l.Text) > 160 {
		return false
	}
	if shown.PublishedRaw != "" && strings.Contains(l.Text, shown.PublishedRaw) {
		return true
	}
	if shown.Author != "" && (l.Text == shown.Author || strings.EqualFold(l.Text, "by "+shown.Author)) {
		return true
	}
	if _, ok := sh.match(l.Text, false); ok || !sh.tagsAfter(sh.doc, i).Empty() {
		return true
	}
	if d, ok := sh.dates.Whole(l.Text); ok && d.Raw != "" {
		return true
	}
	return len(l.Links) == 1 && l.Whole(l.Links[0]) && sh.p.CommentWords.Given() && sh.p.CommentWords.Re.MatchString(l.Text)
}

package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/words"
)

// longestTitle, in characters, is generous: the longest seen on real blogs are
// about 150. Without a full stop, even a longer line is hardly a paragraph.
const longestTitle = 300

// titleLike says whether a line of a text can be a title: it stands alone and
// is neither a list item nor a paragraph.
func titleLike(d *document, i int) bool {
	t := d.lines[i].text
	return d.alone(i) && utf8.RuneCountInString(t) <= longestTitle && !isBullet(t) && !isParagraph(t)
}

func isBullet(t string) bool {
	for _, mark := range []string{"•", "·", "* ", "- ", "– ", "o ", "▪", "◦"} {
		if strings.HasPrefix(t, mark) {
			return true
		}
	}
	return false
}

// isParagraph says whether a text is running text rather than a title: several
// sentences, or one long one with its full stop.
func isParagraph(t string) bool {
	n := utf8.RuneCountInString(t)
	closed := strings.HasSuffix(t, ".") && !strings.HasSuffix(t, "...") || strings.HasSuffix(t, ":")
	sentences := strings.Count(t, ". ") + strings.Count(t, "? ") + strings.Count(t, "! ")
	return closed && (n > 100 || sentences > 0 && n > 40) || sentences > 1 && n > 120
}

// plainRecords reads the records of a text page, whose bylines close the posts
// or stand right below their titles.
func (r *reading) plainRecords(d *document, metas []metaLine, known string) (records []record, heading span) {
	heading = plainHeading(d, metas, known)
	if r.metaBelowTitle(d, metas, heading.to) {
		return r.plainTopRecords(d, metas), span{0, max(metas[0].at.from-1, 0)}
	}
	from := heading.to
	for _, m := range metas {
		rec := record{meta: m, body: span{from, m.at.from}}
		if from < m.at.from && titleLike(d, from) {
			rec.title = span{from, from + 1}
			rec.body.from++
		}
		rec.tags = r.tagsAfter(d, m.at.to)
		from = rec.tags.to
		rec.extent = span{rec.body.from, from}
		if !rec.title.empty() {
			rec.extent.from = rec.title.from
		}
		records = append(records, rec)
	}
	return records, heading
}

// plainHeading finds the page's own heading above the first post. Two lines
// that stand alone at the top are the heading and a title; one is the title,
// unless it is known as the heading or nothing can be the title.
func plainHeading(d *document, metas []metaLine, known string) span {
	if len(metas) == 0 || len(d.lines) == 0 {
		return span{}
	}
	first := metas[0].at.from
	if known != "" && first > 0 {
		for i := 0; i < min(first, 12); i++ {
			if strings.EqualFold(d.lines[i].text, known) {
				return span{0, i + 1}
			}
		}
	}
	for i := 0; i+1 < first && d.runes(span{i, i + 1}) < 100; i++ {
		switch {
		case titleLike(d, i) && titleLike(d, i+1):
			return span{0, i + 1}
		case titleLike(d, i):
			return span{}
		} // a menu's lines stand close together
	}
	return span{}
}

// metaBelowTitle says whether the bylines stand between titles and bodies: then
// text follows the last one, little precedes the first, and what stands right
// above each looks like a title.
func (r *reading) metaBelowTitle(d *document, metas []metaLine, from int) bool {
	if len(metas) == 0 || metas[0].at.from-from > 2 {
		return false
	}
	last := r.tagsAfter(d, metas[len(metas)-1].at.to).to
	behind := span{last, r.plainEnd(d, last)}
	if behind.empty() {
		return false
	}
	titled := len(metas) > 1 && d.gaps
	for _, m := range metas {
		titled = titled && m.at.from > 0 && headsByline(d, m.at.from-1)
	}
	return titled || d.runes(behind) > 2*d.runes(span{from, metas[0].at.from})
}

// headsByline says whether the line above a byline looks like a title: it opens
// a block of lines, the byline follows at once, and it is no sentence.
func headsByline(d *document, i int) bool {
	t := d.lines[i].text
	return (i == 0 || d.lines[i].gap > 0) && d.lines[i+1].gap == 0 && !isBullet(t) && !isParagraph(t) && !strings.HasSuffix(t, ".")
}

// plainEnd is where the posts end: at the pager, or at the end of the text.
func (r *reading) plainEnd(d *document, from int) int {
	if r.stops == nil {
		r.stops = make([]int, len(d.lines)+1)
		r.stops[len(d.lines)] = len(d.lines)
		for i := len(d.lines) - 1; i >= 0; i-- {
			r.stops[i] = r.stops[i+1]
			if t := d.lines[i].text; len(t) < 200 && (isPagerLine(t) || words.HasDigit(t) && pager.FindRange(t) != nil) {
				r.stops[i] = i
			}
		}
	}
	return r.stops[min(from, len(d.lines))]
}

// isPagerLine says whether a text line is made of page numbers and arrows.
func isPagerLine(t string) bool {
	return strings.Trim(t, "0123456789 |<>-–«»‹›.…[]()") == "" && (strings.ContainsAny(t, "<>«»‹›") || strings.Count(t, " - ") > 1)
}

func (r *reading) plainTopRecords(d *document, metas []metaLine) []record {
	var records []record
	for i, m := range metas {
		end := r.plainEnd(d, m.at.to)
		if i+1 < len(metas) {
			end = metas[i+1].at.from - 1
		}
		rec := record{meta: m, title: span{m.at.from - 1, m.at.from}, body: span{m.at.to, max(end, m.at.to)}}
		rec.tags = r.tagsAfter(d, m.at.to)
		rec.body.from = rec.tags.to
		rec.extent = span{rec.title.from, rec.body.to}
		if rec.title.from < 0 {
			rec.title, rec.extent.from = span{}, m.at.from
		}
		records = append(records, rec)
	}
	return records
}

// tagsAfter finds the line "Filed under: …" right behind a byline, [at, at) if
// there is none. A line that can be the next post's title is none.
func (r *reading) tagsAfter(d *document, at int) span {
	none := span{at, at}
	if at >= len(d.lines) || r.p.c.filed == nil {
		return none
	}
	l := &d.lines[at]
	loc := r.p.c.filed.FindStringIndex(l.text)
	if loc == nil || loc[0] != 0 || l.quoted {
		return none
	}
	switch {
	case d.plain && l.gap > 0 && !r.tagsNotTitle(d, at):
		return none
	case !d.plain && (l.heading > 0 || len(l.links) == 1 && l.whole(l.links[0])):
		return none
	}
	end := at + 1
	if loc[1] >= len(l.text) { // the label alone: the tags are on the next lines
		for end < len(d.lines) && end < at+40 && listsTags(d, end, l) {
			end++
		}
	}
	return span{at, end}
}

// listsTags says whether a line goes on with the tags of a label above it.
func listsTags(d *document, i int, label *line) bool {
	l := &d.lines[i]
	if d.plain {
		return l.gap == 0 && len(l.text) < 200
	}
	if len(l.links) == 0 || l.heading > 0 || len(l.text) > 200 {
		return false
	}
	return label.block != nil && l.block != nil && (l.block == label.block || l.block.Data == "li" || l.block.Parent == label.block.Parent && len(l.links) > 1)
}

// seeTags notes whether tags stand right below bylines on this text page: then
// those that stand apart are none.
func (r *reading) seeTags(d *document, metas []metaLine) {
	for _, m := range metas {
		if i := m.at.to; d.plain && i < len(d.lines) && d.lines[i].gap == 0 && !r.tagsAfter(d, i).empty() {
			r.tagsClose = true
			return
		}
	}
}

// tagsNotTitle decides about a line "Filed under: …" that stands alone in a
// text: it is tags when a title or the end of the posts follows it.
func (r *reading) tagsNotTitle(d *document, at int) bool {
	next := at + 1
	if r.tagsClose {
		return false
	}
	if next >= r.plainEnd(d, at) {
		return true
	}
	return d.alone(at) && titleLike(d, next) && !isParagraph(d.lines[next].text+".")
}

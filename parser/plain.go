package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/words"
)

// maxTitle is the maximum length of a title in characters. The longest seen on real
// blogs have about 150. Without a full stop, even a longer line is hardly a paragraph.
const maxTitle = 300

// titleLike reports whether a line of a text page may be a title: it is between empty
// lines, and neither a list item nor a paragraph.
func titleLike(d *document.Document, i int) bool {
	t := d.Lines[i].Text
	return d.Alone(i) && utf8.RuneCountInString(t) <= maxTitle && !isBullet(t) && !isParagraph(t)
}

func isBullet(t string) bool {
	for _, mark := range []string{"•", "·", "* ", "- ", "– ", "o ", "▪", "◦"} {
		if strings.HasPrefix(t, mark) {
			return true
		}
	}
	return false
}

// isParagraph reports whether a text is running text rather than a title: several
// sentences, or a long one with its full stop.
func isParagraph(t string) bool {
	n := utf8.RuneCountInString(t)
	closed := strings.HasSuffix(t, ".") && !strings.HasSuffix(t, "...") || strings.HasSuffix(t, ":")
	sentences := strings.Count(t, ". ") + strings.Count(t, "? ") + strings.Count(t, "! ")
	return closed && (n > 100 || sentences > 0 && n > 40) || sentences > 1 && n > 120
}

// plainRecords finds the records of a text page, whose bylines end the posts or are right
// below their titles.
func (r *reading) plainRecords(d *document.Document, metas []metaLine, known string) (records []record, heading document.Span) {
	heading = plainHeading(d, metas, known)
	if r.metaBelowTitle(d, metas, heading.To) {
		return r.plainTopRecords(d, metas), document.Span{From: 0, To: max(metas[0].at.From-1, 0)}
	}
	from := heading.To
	for _, m := range metas {
		rec := record{meta: m, body: document.Span{From: from, To: m.at.From}}
		if from < m.at.From && titleLike(d, from) {
			rec.title = document.Span{From: from, To: from + 1}
			rec.body.From++
		}
		rec.tags = r.tagsAfter(d, m.at.To)
		from = rec.tags.To
		rec.extent = document.Span{From: rec.body.From, To: from}
		if !rec.title.Empty() {
			rec.extent.From = rec.title.From
		}
		records = append(records, rec)
	}
	titlesAtBlocks(d, records)
	if first := records[0].extent.From; heading.Empty() && !records[0].title.Empty() && first > 0 {
		heading = document.Span{From: 0, To: 1} // above a menu
	}
	return records, heading
}

// plainHeading finds the page's own heading above the first post. Of two separate lines
// at the top, the first is the heading and the second a title, unless the second is a
// sentence: a short first paragraph. A single one is the title, unless it is known as the
// heading or nothing else can be the title.
func plainHeading(d *document.Document, metas []metaLine, known string) document.Span {
	if len(metas) == 0 || len(d.Lines) == 0 {
		return document.Span{}
	}
	first := metas[0].at.From
	if known != "" && first > 0 {
		for i := 0; i < min(first, 12); i++ {
			if strings.EqualFold(d.Lines[i].Text, known) {
				return document.Span{From: 0, To: i + 1}
			}
		}
	}
	for i := 0; i+1 < first && d.Runes(document.Span{From: i, To: i + 1}) < 100; i++ {
		switch {
		case titleLike(d, i) && titleLike(d, i+1) && !isSentence(d.Lines[i+1].Text):
			return document.Span{From: 0, To: i + 1}
		case titleLike(d, i):
			return document.Span{}
		} // the lines of a menu are not separated
	}
	return document.Span{}
}

// metaBelowTitle reports whether the bylines are between titles and bodies: then text
// follows the last one, little precedes the first, and the line above each looks like a
// title.
func (r *reading) metaBelowTitle(d *document.Document, metas []metaLine, from int) bool {
	if len(metas) == 0 || metas[0].at.From-from > 2 {
		return false
	}
	last := r.tagsAfter(d, metas[len(metas)-1].at.To).To
	behind := document.Span{From: last, To: r.plainEnd(d, last)}
	if behind.Empty() {
		return false
	}
	titled := len(metas) > 1 && d.Gaps
	for _, m := range metas {
		titled = titled && m.at.From > 0 && headsByline(d, m.at.From-1)
	}
	return titled || d.Runes(behind) > 2*d.Runes(document.Span{From: from, To: metas[0].at.From})
}

// headsByline reports whether the line above a byline looks like a title: it starts a
// block of lines, the byline follows directly, and it is not a sentence.
func headsByline(d *document.Document, i int) bool {
	t := d.Lines[i].Text
	return (i == 0 || d.Lines[i].Gap > 0) && d.Lines[i+1].Gap == 0 && !isBullet(t) && !isParagraph(t) && !strings.HasSuffix(t, ".")
}

// isSentence reports whether a line ends with a full stop, as few titles do.
func isSentence(t string) bool { return strings.HasSuffix(t, ".") && !strings.HasSuffix(t, "..") }

// plainEnd returns where the posts end: at the pager, or at the end of the text.
func (r *reading) plainEnd(d *document.Document, from int) int {
	if r.stops == nil {
		r.stops = make([]int, len(d.Lines)+1)
		r.stops[len(d.Lines)] = len(d.Lines)
		for i := len(d.Lines) - 1; i >= 0; i-- {
			r.stops[i] = r.stops[i+1]
			if t := d.Lines[i].Text; len(t) < 200 && (isPagerLine(t) || words.HasDigit(t) && pager.FindRange(t) != nil) {
				r.stops[i] = i
			}
		}
	}
	return r.stops[min(from, len(d.Lines))]
}

// isPagerLine reports whether a line consists of page numbers and arrows.
func isPagerLine(t string) bool {
	return strings.Trim(t, "0123456789 |<>-–«»‹›.…[]()") == "" && (strings.ContainsAny(t, "<>«»‹›") || strings.Count(t, " - ") > 1)
}

func (r *reading) plainTopRecords(d *document.Document, metas []metaLine) []record {
	var records []record
	for i, m := range metas {
		end := r.plainEnd(d, m.at.To)
		if i+1 < len(metas) {
			end = metas[i+1].at.From - 1
		}
		rec := record{meta: m, title: document.Span{From: m.at.From - 1, To: m.at.From}, body: document.Span{From: m.at.To, To: max(end, m.at.To)}}
		rec.tags = r.tagsAfter(d, m.at.To)
		rec.body.From = rec.tags.To
		rec.extent = document.Span{From: rec.title.From, To: rec.body.To}
		if rec.title.From < 0 {
			rec.title, rec.extent.From = document.Span{}, m.at.From
		}
		records = append(records, rec)
	}
	return records
}

// tagsAfter finds the line "Filed under: …" right after a byline, [at, at) if there is
// none. A line that may be the next post's title does not count.
func (r *reading) tagsAfter(d *document.Document, at int) document.Span {
	none := document.Span{From: at, To: at}
	if at >= len(d.Lines) || !r.p.Filed.Given() {
		return none
	}
	l := &d.Lines[at]
	loc := r.p.Filed.Re.FindStringIndex(l.Text)
	if loc == nil || loc[0] != 0 || l.Quoted {
		return none
	}
	switch {
	case d.Plain && l.Gap > 0 && !r.tagsNotTitle(d, at):
		return none
	case !d.Plain && (l.Heading > 0 || len(l.Links) == 1 && l.Whole(l.Links[0])):
		return none
	}
	end := at + 1
	if loc[1] >= len(l.Text) { // only the label: the tags are on the next lines
		for end < len(d.Lines) && end < at+40 && listsTags(d, end, l) {
			end++
		}
	}
	return document.Span{From: at, To: end}
}

// listsTags reports whether a line continues the tags after a label above it.
func listsTags(d *document.Document, i int, label *document.Line) bool {
	l := &d.Lines[i]
	if d.Plain {
		return l.Gap == 0 && len(l.Text) < 200
	}
	if len(l.Links) == 0 || l.Heading > 0 || len(l.Text) > 200 {
		return false
	}
	return label.Block != nil && l.Block != nil && (l.Block == label.Block || l.Block.Data == "li" || l.Block.Parent == label.Block.Parent && len(l.Links) > 1)
}

// seeTags finds out whether tags are right below bylines on this page: then separate ones
// are not tags.
func (r *reading) seeTags(d *document.Document, metas []metaLine) {
	for _, m := range metas {
		if i := m.at.To; d.Plain && i < len(d.Lines) && d.Lines[i].Gap == 0 && !r.tagsAfter(d, i).Empty() {
			r.tagsClose = true
			return
		}
	}
}

// tagsNotTitle decides whether a separate line "Filed under: …" is tags: a title or the
// end of the posts follows it.
func (r *reading) tagsNotTitle(d *document.Document, at int) bool {
	next := at + 1
	if r.tagsClose {
		return false
	}
	if next >= r.plainEnd(d, at) {
		return true
	}
	return d.Alone(at) && titleLike(d, next) && !isParagraph(d.Lines[next].Text+".")
}

package parser

import (
	"slices"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/document"
)

// titlesAtBlocks handles a text that separates posts, but not titles, by empty lines:
// after the first post no title is separate, and most posts start with a block of lines
// whose first is short and not a sentence. What is above such a block in the first post
// is the page's heading and menus.
func titlesAtBlocks(d *document.Document, records []record) {
	if !d.Gaps || len(records) < 2 {
		return
	}
	opening := 0
	for i := range records[1:] {
		switch r := &records[i+1]; {
		case !r.title.Empty():
			return
		case opensBlock(d, r.body):
			opening++
		}
	}
	if 4*opening < 3*(len(records)-1) || wrapped(d) {
		return
	}
	first := &records[0]
	if text := pastMenu(d, document.Span{From: first.extent.From, To: first.body.To}); opensBlock(d, text) {
		first.title, first.body, first.extent.From = document.Span{}, text, text.From
	}
	for i := range records {
		if r := &records[i]; r.title.Empty() && opensBlock(d, r.body) {
			r.title = document.Span{From: r.body.From, To: r.body.From + 1}
			r.body.From++
		}
	}
}

// opensBlock reports whether the first of several lines looks like a title right above a
// text.
func opensBlock(d *document.Document, in document.Span) bool {
	return in.To-in.From > 1 && headsByline(d, in.From) && utf8.RuneCountInString(d.Lines[in.From].Text) <= maxTitle
}

// wrapped reports whether lines are wrapped at a width: then the first line of a
// paragraph is not a title.
func wrapped(d *document.Document) bool {
	const widest = 100 // characters
	return !slices.ContainsFunc(d.Lines, func(l document.Line) bool { return utf8.RuneCountInString(l.Text) > widest })
}

// menuLine is the maximum width of a line of a menu, in characters.
const menuLine = 60

// pastMenu returns the lines from the first block that is more than a heading or menu;
// all lines if there is none.
func pastMenu(d *document.Document, in document.Span) document.Span {
	block := in.From
	for i := in.From; i < in.To; i++ {
		if i > block && d.Lines[i].Gap > 0 {
			block = i
		}
		if utf8.RuneCountInString(d.Lines[i].Text) > menuLine {
			return document.Span{From: block, To: in.To}
		}
	}
	return in
}

package parser

import (
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// authorInBox takes the author of a post without a byline from the box about the author:
// its first line that is a name.
func (f *fields) authorInBox() {
	if f.p.Author != "" || f.s.doc.Plain {
		return
	}
	for i := f.r.extent.From; i < f.r.extent.To; i++ {
		l := &f.s.doc.Lines[i]
		if f.r.body.Has(i) && !l.Trim || l.Hidden || !strings.Contains(l.Text, " ") || !words.IsPersonName(l.Text) {
			continue
		}
		if len(l.Leaves) > 0 && inAuthorBox(l.Leaves[0]) && !words.NamesJob(l.Text) {
			f.p.Author = l.Text
			f.lineNote("author", document.Span{From: i, To: i + 1})
			return
		}
	}
}

var authorBoxes = words.Set("author-box authorbox author-bio authorbio author-card author-info about-author aboutauthor profile-card")

func inAuthorBox(n *html.Node) bool {
	const levels = 4
	for p, level := n.Parent, 0; p != nil && level < levels; p, level = p.Parent, level+1 {
		for class := range strings.FieldsSeq(strings.ToLower(dom.Attr(p, "class"))) {
			if authorBoxes[class] {
				return true
			}
		}
	}
	return false
}

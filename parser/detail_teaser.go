package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// maxTeaserLines is the maximum number of lines of a teaser.
const maxTeaserLines = 12

// excludeTeaser removes the block that repeats the listing's teaser from a body: some
// templates show it above the text on a post's own page.
func (sh *sheet) excludeTeaser(r *record, shown blog.Post) {
	if sh.doc.Plain || !shown.ExcerptOnly || len(r.summaries) > 0 {
		return
	}
	at := sh.teaserSpan(r.body, blog.Fold(wholeTeaser(shown)))
	if at.Empty() {
		return
	}
	rest := document.Span{From: at.To, To: r.body.To}
	if block := sh.doc.Wrapper(at); block != nil && (sh.repeats(at, rest) || sh.setApart(at, rest)) {
		r.summaries = []*html.Node{block}
	}
}

func wholeTeaser(shown blog.Post) string {
	if shown.Excerpt != "" {
		return shown.Excerpt
	}
	return shown.BodyText
}

// teaserSpan returns the lines at the start of a body that are the teaser and nothing
// else.
func (sh *sheet) teaserSpan(body document.Span, teaser string) document.Span {
	for body.From < body.To && sh.doc.Lines[body.From].Text == "" {
		body.From++
	}
	for to := body.From + 1; to <= min(body.To, body.From+maxTeaserLines); to++ {
		if at := (document.Span{From: body.From, To: to}); sh.doc.Text(at) == teaser {
			return at
		}
	}
	return document.Span{}
}

// repeats reports whether the text continues like the start of the teaser.
func (sh *sheet) repeats(teaser, rest document.Span) bool {
	for rest.From < rest.To && sh.doc.Lines[rest.From].Text == "" {
		rest.From++
	}
	return strings.HasPrefix(sh.doc.Text(rest), openingWords(sh.doc.Text(teaser)))
}

// setApart reports whether the teaser has markup of its own: more than a paragraph, and
// not used in the text below.
func (sh *sheet) setApart(teaser, rest document.Span) bool {
	if sh.doc.Lines[teaser.From].Block.Data == "p" && dom.Attr(sh.doc.Lines[teaser.From].Block, "class") == "" {
		return false
	}
	own := sh.doc.Signature(teaser.From)
	for i := rest.From; i < rest.To; i++ {
		if sh.doc.Signature(i) == own {
			return false
		}
	}
	return true
}

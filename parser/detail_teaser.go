package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// longestTeaser is how many lines a teaser can have.
const longestTeaser = 12

// parkTeaser takes the block that repeats the listing's teaser out of a body:
// some templates show it above the text on a post's own page as well.
func (sh *sheet) parkTeaser(r *record, shown blog.Post) {
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

// teaserSpan returns the lines at the beginning of a body that say what the teaser says
// and no more.
func (sh *sheet) teaserSpan(body document.Span, teaser string) document.Span {
	for body.From < body.To && sh.doc.Lines[body.From].Text == "" {
		body.From++
	}
	for to := body.From + 1; to <= min(body.To, body.From+longestTeaser); to++ {
		if at := (document.Span{From: body.From, To: to}); sh.doc.Text(at) == teaser {
			return at
		}
	}
	return document.Span{}
}

// repeats reports whether the text goes on as the teaser began.
func (sh *sheet) repeats(teaser, rest document.Span) bool {
	for rest.From < rest.To && sh.doc.Lines[rest.From].Text == "" {
		rest.From++
	}
	return strings.HasPrefix(sh.doc.Text(rest), openingWords(sh.doc.Text(teaser)))
}

// setApart reports whether the teaser stands in markup of its own: in no mere paragraph,
// and in none that the text below uses as well.
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

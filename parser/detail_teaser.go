package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// longestTeaser is how many lines a teaser can have.
const longestTeaser = 12

// parkTeaser takes the block that repeats the listing's teaser out of a body:
// some templates show it above the text on a post's own page as well.
func (sh *sheet) parkTeaser(r *record, shown blog.Post) {
	if sh.doc.plain || !shown.ExcerptOnly || len(r.summaries) > 0 {
		return
	}
	at := sh.teaserSpan(r.body, blog.Fold(wholeTeaser(shown)))
	if at.empty() {
		return
	}
	rest := span{at.to, r.body.to}
	if block := sh.doc.wrapper(at); block != nil && (sh.repeats(at, rest) || sh.setApart(at, rest)) {
		r.summaries = []*html.Node{block}
	}
}

func wholeTeaser(shown blog.Post) string {
	if shown.Excerpt != "" {
		return shown.Excerpt
	}
	return shown.BodyText
}

// teaserSpan gives the lines at the beginning of a body that say what the
// teaser says and no more.
func (sh *sheet) teaserSpan(body span, teaser string) span {
	for body.from < body.to && sh.doc.lines[body.from].text == "" {
		body.from++
	}
	for to := body.from + 1; to <= min(body.to, body.from+longestTeaser); to++ {
		if at := (span{body.from, to}); sh.doc.text(at) == teaser {
			return at
		}
	}
	return span{}
}

// repeats says whether the text goes on as the teaser began.
func (sh *sheet) repeats(teaser, rest span) bool {
	for rest.from < rest.to && sh.doc.lines[rest.from].text == "" {
		rest.from++
	}
	return strings.HasPrefix(sh.doc.text(rest), openingWords(sh.doc.text(teaser)))
}

// setApart says whether the teaser stands in markup of its own: in no mere
// paragraph, and in none that the text below uses as well.
func (sh *sheet) setApart(teaser, rest span) bool {
	if sh.doc.lines[teaser.from].block.Data == "p" && dom.Attr(sh.doc.lines[teaser.from].block, "class") == "" {
		return false
	}
	own := sh.doc.signature(teaser.from)
	for i := rest.from; i < rest.to; i++ {
		if sh.doc.signature(i) == own {
			return false
		}
	}
	return true
}

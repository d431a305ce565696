package parser

import (
	"strings"
	"sync"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// breakBylines puts bylines that follow a body's bare text without a break on lines of
// their own. A sentence may quote such words. If bylines on the page have links, one
// counts only if a title above has the same link; otherwise only after the end of a
// sentence.
func (sh *sheet) breakBylines() {
	if !sh.p.MetaStart.Given() {
		return
	}
	if sh.doc.Plain {
		sh.doc.Split(func(l *document.Line) string {
			if l.Quoted {
				return ""
			}
			return sh.bylineWithin(l.Text, sentenceDone)
		})
		return
	}
	linked := sh.linksBylines()
	first := sync.OnceValue(sh.firstLinks)
	broken := false
	for i := range sh.doc.Lines {
		l := &sh.doc.Lines[i]
		if linked && len(l.Links) == 0 || l.Aside || l.Quoted || l.Hidden {
			continue
		}
		stands := sentenceDone
		if linked {
			link := sh.metaLink(sh.doc, document.Span{From: i, To: i + 1})
			if link == "" {
				continue
			}
			stands = func(string) bool {
				above, ok := first()[sh.key(link)]
				return ok && above < i
			}
		}
		if start := sh.bylineWithin(l.Text, stands); start != "" && breakBefore(l.Leaves, start) {
			broken = true
		}
	}
	if broken {
		sh.doc = document.New(sh.doc.Root, sh.doc.Orders())
		sh.mark()
	}
}

// breakDatelines puts the dates that open posts on lines of their own, on pages of
// unknown markup.
func (sh *sheet) breakDatelines() {
	if sh.doc.Root == nil || sh.listing.Profile != "" || len(sh.all) > 0 {
		return
	}
	r, broken := induce.BreakDatelines(sh.doc, sh.dates, sh.learned != nil && sh.learned.OpensLines())
	if broken {
		sh.dates, sh.doc = r, document.New(sh.doc.Root, sh.doc.Orders())
		sh.mark()
	}
}

// linksBylines reports whether a line of the page links to a post's comments.
func (sh *sheet) linksBylines() bool {
	for i := range sh.doc.Lines {
		if len(sh.doc.Lines[i].Links) > 0 && sh.metaLink(sh.doc, document.Span{From: i, To: i + 1}) != "" {
			return true
		}
	}
	return false
}

// bylineWithin returns the first word of a byline at the end of a line, but not at its
// start; "" if there is none. stands reports whether it can follow the text before it.
func (sh *sheet) bylineWithin(text string, stands func(before string) bool) string {
	from := max(0, len(text)-maxMeta)
	if !words.HasDigit(text[from:]) {
		return ""
	}
	for at := from; at < len(text); at++ {
		if text[at] != ' ' || !sh.p.MetaStart.Re.MatchString(text[at+1:]) || !stands(text[:at]) {
			continue
		}
		if m, ok := sh.match(text[at+1:], false); ok && m.comments != nil {
			word, _, _ := strings.Cut(text[at+1:], " ")
			return word
		}
	}
	return ""
}

// sentenceDone reports whether a text ends with a sentence.
func sentenceDone(text string) bool {
	text = strings.TrimRight(text, `"'”’»)]`)
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "…")
}

// firstLinks returns the first line that links to each address, by its key.
func (sh *sheet) firstLinks() map[string]int {
	first := map[string]int{}
	for i := range sh.doc.Lines {
		for _, a := range sh.doc.Lines[i].Links {
			if !weburl.Followable(a.Href) {
				continue
			}
			if _, known := first[sh.key(a.Href)]; !known {
				first[sh.key(a.Href)] = i
			}
		}
	}
	return first
}

// breakBefore inserts a line break before the last occurrence of a word within one of the
// texts.
func breakBefore(leaves []*html.Node, word string) bool {
	for k := len(leaves) - 1; k >= 0; k-- {
		n := leaves[k]
		at := strings.LastIndex(n.Data, word)
		if n.Type != html.TextNode || at < 0 || n.Parent == nil {
			continue
		}
		br := &html.Node{Type: html.ElementNode, Data: "br"}
		rest := &html.Node{Type: html.TextNode, Data: n.Data[at:]}
		n.Data = n.Data[:at]
		n.Parent.InsertBefore(br, n.NextSibling)
		n.Parent.InsertBefore(rest, br.NextSibling)
		return true
	}
	return false
}

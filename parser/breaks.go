package parser

import (
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/pattern"
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
	linked := sh.linksBylines()
	broken := false
	for i := 0; i < len(sh.doc.Lines); i++ {
		l := &sh.doc.Lines[i]
		if linked && len(l.Links) == 0 || l.Aside || l.Quoted || l.Hidden {
			continue
		}
		start := sh.bylineWithin(i, linked)
		switch {
		case start == "":
		case sh.doc.Plain:
			sh.doc.Split(i, start)
		case breakBefore(l.Leaves, start):
			broken = true
		}
	}
	if broken {
		sh.doc = document.New(sh.doc.Root, sh.doc.Orders())
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
// start; "" if there is none.
func (sh *sheet) bylineWithin(i int, linked bool) string {
	text := sh.doc.Lines[i].Text
	link := ""
	if linked {
		if link = sh.metaLink(sh.doc, document.Span{From: i, To: i + 1}); link == "" {
			return ""
		}
	}
	from := max(0, len(text)-maxMeta)
	if !words.HasDigit(text[from:]) {
		return ""
	}
	for at := from; at < len(text); at++ {
		if text[at] != ' ' || !sh.p.MetaStart.Re.MatchString(text[at+1:]) || !linked && !sentenceDone.MatchString(text[:at]) {
			continue
		}
		if m, ok := sh.match(text[at+1:], false); ok && m.comments != nil && (!linked || sh.linkedAbove(i, link)) {
			word, _, _ := strings.Cut(text[at+1:], " ")
			return word
		}
	}
	return ""
}

var sentenceDone = pattern.Late(`[.!?…]["'”’»)\]]*$`)

// linkedAbove reports whether a line above links to an address.
func (sh *sheet) linkedAbove(i int, href string) bool {
	key := sh.key(href)
	for k := i - 1; k >= 0; k-- {
		l := &sh.doc.Lines[k]
		for _, a := range l.Links {
			if weburl.Followable(a.Href) && sh.key(a.Href) == key {
				return true
			}
		}
	}
	return false
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

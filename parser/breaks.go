package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// breakBylines puts bylines that follow a body's bare text without any break on
// lines of their own. Only a byline whose comments belong to a title above is
// taken for one: a sentence may quote all the words.
func (sh *sheet) breakBylines() {
	if sh.doc.root == nil || sh.p.c.metaStart == nil {
		return
	}
	broken := false
	for i := range sh.doc.lines {
		l := &sh.doc.lines[i]
		if len(l.links) == 0 || l.aside || l.quoted || l.hidden {
			continue
		}
		if start := sh.bylineWithin(i); start != "" && breakBefore(l.leaves, start) {
			broken = true
		}
	}
	if broken {
		sh.doc = newDocument(sh.doc.root)
		sh.mark()
	}
}

// bylineWithin is the first word of a byline that ends a line but does not
// begin it, "" if there is none.
func (sh *sheet) bylineWithin(i int) string {
	text := sh.doc.lines[i].text
	link := sh.metaLink(sh.doc, span{i, i + 1})
	if link == "" {
		return ""
	}
	for at := max(0, len(text)-maxMeta); at < len(text); at++ {
		if text[at] != ' ' || !sh.p.c.metaStart.MatchString(text[at+1:]) {
			continue
		}
		if m, ok := sh.match(text[at+1:], false); ok && m.comments != nil && sh.linkedAbove(i, link) {
			word, _, _ := strings.Cut(text[at+1:], " ")
			return word
		}
	}
	return ""
}

// linkedAbove says whether a line above leads to an address.
func (sh *sheet) linkedAbove(i int, href string) bool {
	key := blog.PathKey(sh.base(href), true)
	for k := i - 1; k >= 0; k-- {
		l := &sh.doc.lines[k]
		for _, a := range l.links {
			if followable(a.href) && blog.PathKey(sh.base(a.href), true) == key {
				return true
			}
		}
	}
	return false
}

// breakBefore puts a line break before the last occurrence of a word that
// stands within one of the texts.
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

package parser

import (
	"strings"
	"testing"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

func TestPageRange(t *testing.T) {
	page := func(markup string) []statedRange {
		root, err := html.Parse(strings.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		return rangesOf(document.New(root, 0))
	}
	inPost := func(n *html.Node) bool { return dom.Attr(n, "class") == "post" }
	doc := page(`<div class=post>Results 1-2 (of 3)</div><div>Showing <b>1-10</b> (of <strong>127</strong>)</div>`)
	if r := pageRange(doc, inPost); r == nil || r.Total != 127 {
		t.Errorf("range in parts = %+v", r)
	}
	doc = page(`<p>Comments 1-3 (of 3)</p><div class="PagerResults">Displaying results  1-10 (of 127)</div>`)
	if r := pageRange(doc, nowhere); r == nil || r.Total != 127 {
		t.Errorf("marked range = %+v", r)
	}
	if r := pageRange(page(`<div class="PagerResults"></div><p>7/21/2014</p>`), nowhere); r != nil {
		t.Errorf("no range = %+v", r)
	}
}

package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/cleanhtml"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// body reads what the post says, without byline, share box and the block that
// repeats the teaser.
func (f *fields) body() {
	if f.s.doc.plain {
		f.plainBody()
	} else {
		f.readMore()
		f.moreLinks()
		f.cut = append(f.cut, f.r.summaries...)
		f.settleGone()
		b := cleanhtml.Read(f.bodyNodes(), f.s.baseURL, f.leaves)
		f.p.BodyHTML, f.p.BodyText, f.p.Images = b.HTML, b.Text, b.Images
		f.dropped = b.Dropped
		f.excerpt()
	}
	if f.p.BodyText != "" || f.p.BodyHTML != "" {
		f.bodyNote()
	}
	if f.v != nil && f.v.SummaryOnly || f.more {
		f.p.ExcerptOnly = true
		f.p.Excerpt = f.p.BodyText
	}
}

func (f *fields) bodyNote() {
	switch {
	case len(f.r.bodies) > 0:
		f.note("body", "selector "+f.v.Body)
	default:
		f.lineNote("body", f.r.body)
	}
}

func (f *fields) plainBody() {
	var paragraphs []string
	lines := f.s.doc.lines[f.r.body.from:max(f.r.body.to, f.r.body.from)]
	if n := len(lines); n > 0 && len(lines[n-1].text) < 40 && f.s.isMore(lines[n-1].text) && n > 1 {
		lines, f.more = lines[:n-1], true
	}
	for i := range lines {
		paragraphs = append(paragraphs, strings.TrimSpace(lines[i].raw))
	}
	b := cleanhtml.FromText(paragraphs)
	f.p.BodyHTML, f.p.BodyText, f.p.Images = b.HTML, b.Text, b.Images
}

// excerpt is the block that repeats the teaser.
func (f *fields) excerpt() {
	if len(f.r.summaries) > 0 {
		b := cleanhtml.Read(f.r.summaries, f.s.baseURL, func(*html.Node) bool { return false })
		f.p.Excerpt = b.Text
		how := "block with the teaser of the listing"
		if f.v != nil && f.v.Summary != "" {
			how = "selector " + f.v.Summary
		}
		f.note("excerpt", how)
	}
}

// readMore notices that the body ends in a link to the rest of it, and takes
// the link out.
func (f *fields) readMore() {
	if f.p.URL == "" || f.r.body.empty() {
		return
	}
	for i := f.r.body.to - 1; i >= max(f.r.body.from, f.r.body.to-2); i-- {
		l := &f.s.doc.lines[i]
		for _, a := range l.links {
			if !followable(a.href) || f.s.key(a.href) != blog.PathKey(f.p.URL, true) {
				continue
			}
			if f.s.isMore(a.text) || strings.Trim(a.text, ".…»>[]() ") == "" && a.text != "" {
				f.cut, f.more = append(f.cut, a.node), true
			}
		}
	}
}

// moreLinks takes out the links to the rest that the variant selects.
func (f *fields) moreLinks() {
	if f.v == nil || f.v.c.moreLink == nil {
		return
	}
	for _, n := range f.s.partsOf(f.v, f.r, f.v.c.moreLink) {
		text := blog.Fold(dom.Text(n))
		for p := n.Parent; p != nil && prose[p.Data] && blog.Fold(dom.Text(p)) == text; p = p.Parent {
			n = p // the paragraph holds nothing else
		}
		f.cut, f.more = append(f.cut, n), true
	}
}

// bodyNodes are the nodes that hold the body.
func (f *fields) bodyNodes() []*html.Node {
	d := f.s.doc
	if len(f.r.bodies) == 0 {
		return f.looseNodes(f.r.body)
	}
	before := d.orders()
	if m := f.r.meta.at; !m.empty() && d.lines[m.from].from > d.orderOf(f.r.bodies[0]) {
		before = d.lines[m.from].from
	}
	if f.r.to > 0 {
		before = min(before, f.r.to+1)
	}
	var nodes []*html.Node
	for _, b := range f.r.bodies {
		inner := d.cover(b, d.orderOf(b), before)
		if d.end(b) >= before { // the meta text stands within
			inner = trimEmpty(inner)
		}
		nodes = append(nodes, inner...)
	}
	return append(nodes, f.strays(before)...)
}

// looseNodes are the nodes of a run of lines.
func (f *fields) looseNodes(at span) []*html.Node {
	d := f.s.doc
	if at.empty() {
		return nil
	}
	after, before := 0, d.orders()
	if at.from > 0 {
		after = d.lines[at.from-1].to
	}
	// What is dropped at the end belongs to the region, so that the wrappers
	// around it are seen whole.
	to := at.to
	for _, s := range f.drop {
		if s.from == to {
			to = s.to
		}
	}
	if to < len(d.lines) {
		before = d.lines[to].from
	}
	return f.unwrap(d.cover(d.root, after, before))
}

// unwrap replaces a lone wrapper by what it holds: it is the theme's, not the
// author's. What leaves the body anyway does not count.
func (f *fields) unwrap(nodes []*html.Node) []*html.Node {
	for {
		var kept []*html.Node
		for _, n := range nodes {
			if !f.leaves(n) {
				kept = append(kept, n)
			}
		}
		nodes = trimEmpty(kept)
		if len(nodes) != 1 || nodes[0].Type != html.ElementNode || !wrappers[nodes[0].Data] {
			return nodes
		}
		inner := nodes[0].FirstChild
		for nodes = nil; inner != nil; inner = inner.NextSibling {
			nodes = append(nodes, inner)
		}
	}
}

var wrappers = words.Set("div section article td tr tbody table li main dd")

// strays are paragraphs between the body element and the meta text: an element
// closed too early by the author leaves the rest of a body outside of it.
func (f *fields) strays(before int) []*html.Node {
	d := f.s.doc
	last := f.r.bodies[len(f.r.bodies)-1]
	if f.r.metaNode == nil || f.r.item != nil || before == d.orders() || d.end(last) >= before {
		return nil
	}
	var nodes []*html.Node
	for _, n := range d.cover(d.root, d.end(last), before) {
		if n.Type == html.ElementNode && prose[n.Data] && !showsNothing(n) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

var prose = words.Set("p ul ol dl h2 h3 h4 h5 h6 blockquote pre table figure")

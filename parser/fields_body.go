package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/cleanhtml"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// body reads the text of the post, without byline, share buttons and the block that
// repeats the teaser.
func (f *fields) body() {
	if f.s.doc.Plain {
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
		f.note("body", "selector "+f.v.Body.String())
	default:
		f.lineNote("body", f.r.body)
	}
}

func (f *fields) plainBody() {
	var paragraphs []string
	lines := f.s.doc.Lines[f.r.body.From:max(f.r.body.To, f.r.body.From)]
	if n := len(lines); n > 0 && len(lines[n-1].Text) < 40 && f.s.isMore(lines[n-1].Text) && n > 1 {
		lines, f.more = lines[:n-1], true
	}
	for i := range lines {
		paragraphs = append(paragraphs, strings.TrimSpace(lines[i].Raw))
	}
	b := cleanhtml.FromText(paragraphs)
	f.p.BodyHTML, f.p.BodyText, f.p.Images = b.HTML, b.Text, b.Images
}

// excerpt reads the block that repeats the teaser.
func (f *fields) excerpt() {
	if len(f.r.summaries) > 0 {
		b := cleanhtml.Read(f.r.summaries, f.s.baseURL, func(*html.Node) bool { return false })
		f.p.Excerpt = b.Text
		how := "block with the teaser of the listing"
		if f.v != nil && f.v.Summary.Given() {
			how = "selector " + f.v.Summary.String()
		}
		f.note("excerpt", how)
	}
}

// readMore finds the link to the rest at the end of the body and removes it.
func (f *fields) readMore() {
	if f.p.URL == "" || f.r.body.Empty() {
		return
	}
	for i := f.r.body.To - 1; i >= max(f.r.body.From, f.r.body.To-2); i-- {
		l := &f.s.doc.Lines[i]
		for _, a := range l.Links {
			if !weburl.Followable(a.Href) || f.s.key(a.Href) != blog.PathKey(f.p.URL, true) {
				continue
			}
			if f.s.isMore(a.Text) || strings.Trim(a.Text, ".…»›>→–-[]() ") == "" && a.Text != "" {
				f.cut, f.more = append(f.cut, a.Node), true
			}
		}
	}
}

// moreLinks removes the links to the rest that the variant selects.
func (f *fields) moreLinks() {
	if f.v == nil || !f.v.MoreLink.Given() {
		return
	}
	for _, n := range f.s.partsOf(f.v, f.r, f.v.MoreLink.Selector) {
		text := blog.Fold(dom.Text(n))
		for p := n.Parent; p != nil && prose[p.Data] && blog.Fold(dom.Text(p)) == text; p = p.Parent {
			n = p // the paragraph has nothing else
		}
		f.cut, f.more = append(f.cut, n), true
	}
}

// bodyNodes returns the nodes of the body.
func (f *fields) bodyNodes() []*html.Node {
	d := f.s.doc
	if len(f.r.bodies) == 0 {
		return f.looseNodes(f.r.body)
	}
	before := d.Orders()
	if m := f.r.meta.at; !m.Empty() && d.Lines[m.From].From > d.Order(f.r.bodies[0]) {
		before = d.Lines[m.From].From
	}
	if f.r.to > 0 {
		before = min(before, f.r.to+1)
	}
	var nodes []*html.Node
	for _, b := range f.r.bodies {
		inner := d.Cover(b, d.Order(b), before)
		if d.End(b) >= before { // the meta text is within it
			inner = dom.TrimEmpty(inner)
		}
		nodes = append(nodes, inner...)
	}
	return append(nodes, f.strays(before)...)
}

// looseNodes returns the nodes of a span of lines.
func (f *fields) looseNodes(at document.Span) []*html.Node {
	d := f.s.doc
	if at.Empty() {
		return nil
	}
	after, before := 0, d.Orders()
	if at.From > 0 {
		after = d.Lines[at.From-1].To
	}
	// Lines dropped at the end are part of the region, so that it includes the wrappers
	// around them.
	to := at.To
	for _, s := range f.drop {
		if s.From == to {
			to = s.To
		}
	}
	if to < len(d.Lines) {
		before = d.Lines[to].From
	}
	return f.unwrap(d.Cover(d.Root, after, before))
}

// unwrap replaces a single wrapper by its children: it is the theme's, not the author's.
// Nodes that are not part of the body do not count.
func (f *fields) unwrap(nodes []*html.Node) []*html.Node {
	for {
		var kept []*html.Node
		for _, n := range nodes {
			if !f.leaves(n) {
				kept = append(kept, n)
			}
		}
		nodes = dom.TrimEmpty(kept)
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

// strays returns paragraphs between the body element and the meta text: an end tag too
// many leaves the rest of the body outside of its element.
func (f *fields) strays(before int) []*html.Node {
	d := f.s.doc
	last := f.r.bodies[len(f.r.bodies)-1]
	if f.r.metaNode == nil || f.r.item != nil || before == d.Orders() || d.End(last) >= before {
		return nil
	}
	var nodes []*html.Node
	for _, n := range d.Cover(d.Root, d.End(last), before) {
		if n.Type == html.ElementNode && prose[n.Data] && !dom.ShowsNothing(n) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

var prose = words.Set("p ul ol dl h2 h3 h4 h5 h6 blockquote pre table figure")

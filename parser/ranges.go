package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pager"
	"golang.org/x/net/html"
)

// statedRange is a range stated on a line of a page.
type statedRange struct {
	*blog.Range
	leaf   *html.Node // the first leaf of the line
	marked bool       // by Kentico's class for it
}

// rangesOf returns the ranges stated on an HTML page, including those within posts.
func rangesOf(d *document.Document) []statedRange {
	var out []statedRange
	for i := range d.Lines {
		l := &d.Lines[i]
		if len(l.Text) > pager.LongestRange || pager.LineRange(l.Text) == nil || linksRange(l) {
			continue
		}
		if r := pager.LineRange(d.Written(l)); r != nil {
			out = append(out, statedRange{r, l.Leaves[0], anyAround(l.Leaves[0], isPagerResults)})
		}
	}
	return out
}

// pageRange returns the range of the page. Those within posts are ignored; Kentico's
// class only breaks ties.
func pageRange(ranges []statedRange, inPost func(*html.Node) bool) *blog.Range {
	var found *blog.Range
	for _, r := range ranges {
		switch {
		case anyAround(r.leaf, inPost):
		case r.marked:
			return r.Range
		case found == nil:
			found = r.Range
		}
	}
	return found
}

// firstRange returns the range of page 1 that follows from a stated total and the number
// of posts found, nil if the pager contradicts it. Other pages need none: they count by
// their posts. A page that claims to have all posts is not believed if it leads to others.
func (sh *sheet) firstRange(inPost func(*html.Node) bool) *blog.Range {
	l := sh.listing
	p := &l.Pager
	if l.Single || p.Current > 1 {
		return nil
	}
	alone := p.Mode == blog.PagerNone && len(p.Archives) == 0 && l.Unshown == 0 && l.Unfollowed == ""
	for i := range sh.doc.Lines {
		line := &sh.doc.Lines[i]
		r, numbered := pager.FirstRange(line.Text, len(l.Posts))
		if r == nil || line.Hidden || line.Quoted || !numbered && p.Current != 1 && !alone || anyAround(line.Leaves[0], inPost) {
			continue
		}
		pages := (r.Total-1)/r.To + 1
		if pages < p.Last || p.LastKnown && pages != p.Last || pages == 1 && !alone || pages > 1 && p.Mode == blog.PagerNone {
			continue
		}
		return r
	}
	return nil
}

// linksRange reports whether a link looks like a range, such as a title in the sidebar.
// No page states its own range in a link.
func linksRange(l *document.Line) bool {
	return slices.ContainsFunc(l.Links, func(a document.Link) bool { return pager.LineRange(a.Text) != nil })
}

func isPagerResults(n *html.Node) bool { return strings.Contains(dom.Attr(n, "class"), "PagerResults") }

// anyAround reports whether an element around n has a property.
func anyAround(n *html.Node, such func(*html.Node) bool) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && such(n) {
			return true
		}
	}
	return false
}

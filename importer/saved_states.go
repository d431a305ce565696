package importer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// order sorts listings by the state of the blog that they show, oldest first:
// pages that state the same total were saved together, as far as can be told.
func (g *blogPages) order() {
	size := g.size()
	g.findPast(size)
	newest := map[int]blog.Wall{}
	for _, doc := range g.listings {
		t := total(doc.listing)
		newest[t] = max(newest[t], doc.newest)
	}
	slices.SortStableFunc(g.listings, func(a, b *savedDoc) int {
		switch {
		case a.past && b.past:
			return a.page.Received.Compare(b.page.Received)
		case a.past:
			return -1
		case b.past:
			return 1
		}
		ta, tb := total(a.listing), total(b.listing)
		return cmp.Or(cmp.Compare(newest[ta], newest[tb]), cmp.Compare(ta, tb), cmp.Compare(a.number(size), b.number(size)), strings.Compare(a.page.File, b.page.File))
	})
}

func total(l *blog.Listing) int {
	if l.Range == nil {
		return 0
	}
	return l.Range.Total
}

// findPast marks outdated pages of web archives: the same page was captured again later, or
// a later capture of the front page states another total.
func (g *blogPages) findPast(size int) {
	type numbered struct {
		listing string
		number  int
	}
	type state struct {
		at    time.Time
		total int
	}
	name := func(doc *savedDoc) numbered {
		return numbered{blog.PathKey(doc.front(doc.page.URL), true), doc.number(size)}
	}
	latest := map[numbered]state{}
	for _, doc := range g.listings {
		if n := name(doc); fromWeb(doc.page) && doc.page.Received.After(latest[n].at) {
			latest[n] = state{doc.page.Received, total(doc.listing)}
		}
	}
	for _, doc := range g.listings {
		n := name(doc)
		front := latest[numbered{n.listing, 1}]
		again := n.number > 0 && doc.page.Received.Before(latest[n].at)
		counted := doc.page.Received.Before(front.at) && total(doc.listing) != front.total
		doc.past = fromWeb(doc.page) && (again || counted)
	}
}

// newestState returns the listings of the newest state: those that state the same total as
// the page with the newest post.
func (g *blogPages) newestState() []*savedDoc {
	if len(g.listings) == 0 {
		return nil
	}
	last := total(g.listings[len(g.listings)-1].listing)
	i := slices.IndexFunc(g.listings, func(doc *savedDoc) bool { return !doc.past && total(doc.listing) == last })
	return g.listings[i:]
}

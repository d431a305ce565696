package parser

import (
	"slices"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/archives"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// olderAsTold sets the link to older posts that the profile selects, unless the
// page counts its pages: numbers say more.
func (sh *sheet) olderAsTold(p blog.Pager) blog.Pager {
	n := sh.doc.First(sh.p.Older.Selector)
	if n == nil || p.Mode != blog.PagerNone && p.Mode != blog.PagerLinks {
		return p
	}
	href := hrefWithin(n)
	if !weburl.Followable(href) {
		return p
	}
	own := sh.page.Address()
	u := weburl.Rehost(weburl.Absolute(sh.baseURL, href), sh.named, own)
	if !weburl.IsHTTP(u) || own != "" && pager.SameAddress(u, own) || p.Next != nil && pager.SameAddress(p.Next.URL, u) {
		return p
	}
	if p.Prev != nil && pager.SameAddress(p.Prev.URL, u) {
		p.Prev = p.Next
	}
	p.Mode, p.Next = blog.PagerLinks, &blog.Request{URL: u, Referer: own}
	p.Evidence = "selector " + sh.p.Older.String()
	return p
}

// fromNewest numbers the pages of a pager from the newest, as all the program
// does, where the blog counts them from the oldest: its front page then is the
// last one. What the front page taught, rules tell the other pages. A saved page
// teaches nothing: it may be called after the front page and be any.
func (sh *sheet) fromNewest(p blog.Pager) blog.Pager {
	if !sh.countsUp && (sh.page.File != "" || !pager.FrontIsLast(&p, sh.page.Address())) || p.Template == nil || p.Template.Step > 1 || p.Last == 0 {
		return p
	}
	sh.countsUp = true
	return pager.Turn(p)
}

// addArchives adds the archives to the way on, unless the page states how many
// posts there are, or is a numbered one behind the first. Where numbers lead
// through the blog, months and years are there to witness it.
func (sh *sheet) addArchives(inPost func(*html.Node) bool) {
	if l := sh.listing; sh.baseURL != nil && l.Range == nil && l.Pager.Current <= 1 {
		l.Pager.Archives = archives.Find(sh.doc.Root, sh.page.Address(), sh.base, inPost)
		if l.Pager.Mode != blog.PagerNone && l.Pager.Mode != blog.PagerLinks {
			l.Pager.Archives = slices.DeleteFunc(l.Pager.Archives, func(a blog.Archive) bool { return a.Period == "" })
		}
		if sh.p.Counted {
			l.Pager.Archives = slices.DeleteFunc(l.Pager.Archives, func(a blog.Archive) bool { return a.Count == 0 })
		}
	}
}

// empty returns the listing of a page without posts: what it tells of the blog and of the
// way on.
func (sh *sheet) empty(heading string) *blog.Listing {
	l := sh.listing
	l.Heading = heading
	if !sh.doc.Plain {
		l.Range = pageRange(sh.ranges, nowhere)
		l.Pager = pager.Read(sh.doc.Root, sh.page, sh.baseURL, sh.pagerHints(nowhere))
		sh.addArchives(nowhere)
	}
	return l
}

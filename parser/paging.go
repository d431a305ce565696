package parser

import (
	"slices"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/archives"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// olderAsTold sets the link to older posts that the profile selects, unless the pager has
// numbers, which say more.
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

// fromNewest numbers pages from the newest, as everywhere in the program, if the blog
// counts them from the oldest: then its front page has the highest number. What the front
// page teaches is passed to the other pages as rules. A saved page teaches nothing: it
// may be any page with the front page's address.
func (sh *sheet) fromNewest(p blog.Pager) blog.Pager {
	if !sh.countsUp && (sh.page.File != "" || !pager.FrontIsLast(&p, sh.page.Address())) || p.Template == nil || p.Template.Step > 1 || p.Last == 0 {
		return p
	}
	sh.countsUp = true
	return pager.Turn(p)
}

// addArchives adds the partial listings to the pager, unless the page states the number
// of posts, or is a later numbered page. If the pager is numbered, months and years serve
// as a cross-check.
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

// empty returns the listing of a page without posts: what it says about the blog, and the
// pager.
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

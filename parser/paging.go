package parser

import (
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/weburl"
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
	u := weburl.Absolute(sh.baseURL, href)
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

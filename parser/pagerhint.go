package parser

import "github.com/blogferry/blogferry/blog"

// olderAsTold sets the link to older posts that the profile selects, unless the
// page counts its pages: numbers say more.
func (sh *sheet) olderAsTold(p blog.Pager) blog.Pager {
	n := sh.doc.first(sh.p.c.older)
	if n == nil || p.Mode != blog.PagerNone && p.Mode != blog.PagerLinks {
		return p
	}
	href := hrefWithin(n)
	if !followable(href) {
		return p
	}
	own := sh.page.Address()
	u := absolute(sh.baseURL, href)
	if !isWeb(u) || own != "" && sameAddress(u, own) || p.Next != nil && sameAddress(p.Next.URL, u) {
		return p
	}
	if p.Prev != nil && sameAddress(p.Prev.URL, u) {
		p.Prev = p.Next
	}
	p.Mode, p.Next = blog.PagerLinks, &blog.Request{URL: u, Referer: own}
	p.Evidence = "selector " + sh.p.Older
	return p
}

package demo

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
)

// paging is the place in a list: which of its pages is shown.
type paging struct {
	page, pages     int
	from, to, total int
	path, params    string // address of page 1, and its query parameters except the page number
	cpage           bool   // the page has the pager's hidden field
}

func pages(total, size int) int { return max(1, (total+size-1)/size) }

// pageAsked returns the page number in a request, 1 if there is none. With a postback
// pager, lists read it only from the form, and comments only from the query.
func (s *Site) pageAsked(r *http.Request, list bool) int {
	text := query(r, s.opts.PagerKey)
	if list && s.opts.Pager.postback() {
		text = r.PostForm.Get("__EVENTARGUMENT")
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// paging returns the part of a list to show. A page past the end is the last one, or the
// first with a UniPager.
func (s *Site) paging(total, size, asked int) *paging {
	return pagingOf(total, size, asked, s.opts.Pager.uni())
}

func pagingOf(total, size, asked int, wrap bool) *paging {
	g := &paging{page: asked, pages: pages(total, size), total: total}
	if g.page > g.pages {
		g.page = g.pages
		if wrap {
			g.page = 1
		}
	}
	g.from = (g.page-1)*size + 1
	g.to = min(g.page*size, total)
	return g
}

// href returns the address of a page for an attribute. Page 1 has no page parameter and
// so two addresses; other parameters are kept.
func (s *Site) href(g *paging, n int) string {
	if s.opts.Pager.postback() {
		return fmt.Sprintf("javascript:__doPostBack(&#39;%s&#39;,&#39;%d&#39;)", controlName, n)
	}
	return html.EscapeString(s.address(g, n))
}

func (s *Site) address(g *paging, n int) string {
	var parts []string
	if g.params != "" {
		parts = append(parts, g.params)
	}
	if n > 1 {
		parts = append(parts, s.opts.PagerKey+"="+strconv.Itoa(n))
	}
	if len(parts) == 0 {
		return g.path
	}
	return g.path + "?" + strings.Join(parts, "&")
}

// pager returns the markup of the pager, "" for a single page.
func (s *Site) pager(g *paging) string {
	if g.pages < 2 {
		return ""
	}
	switch s.opts.Pager {
	case PagerUni, PagerUniPostback:
		return s.uniPager(g)
	case PagerLinks:
		return s.olderNewer(g)
	}
	g.cpage = true
	return s.dataPager(g)
}

// dataPager has no white space between its elements.
func (s *Site) dataPager(g *paging) string {
	var b out
	b.WriteString("<div class=\"PagerControl\">\n<div style=\"padding-bottom:4px;padding-top:4px;font-weight: bold;\" class=\"PagerResults\">")
	b.WriteString(s.resultLine(g))
	b.WriteString("</div><div class=\"PagerNumberArea\">")
	if s.opts.Pager == PagerButtons {
		s.buttons(&b, g)
	} else {
		s.back(&b, g)
		s.numbers(&b, g)
		s.forward(&b, g)
	}
	b.WriteString("</div>\n</div>\n")
	return b.String()
}

func (s *Site) resultLine(g *paging) string {
	if s.opts.HideTotal {
		return ""
	}
	return html.EscapeString(s.opts.results(g.from, g.to, g.total))
}

// back writes the links to the first and the previous page. On the first page both are
// plain text, with different spaces between them.
func (s *Site) back(b *out, g *paging) {
	if g.page == 1 {
		b.f(`<span>&nbsp;|&lt;&nbsp; <span class="SelectedPrev">&lt;</span></span>`)
	} else {
		b.f(`<span>&nbsp;<a id="%s_bn" href="%s">|&lt;</a>&nbsp;&nbsp;<a id="%s_bn" href="%s" class="UnselectedPrev">&lt;</a></span>`, clientID, s.href(g, 1), clientID, s.href(g, g.page-1))
	}
	b.f(`<span style="padding-left:5px;"></span>`)
}

// window returns the range of at most ten numbers around the page.
func window(page, pages int) (first, last int) {
	first = max(1, min(page-4, pages-9))
	return first, min(first+9, pages)
}

func (s *Site) numbers(b *out, g *paging) {
	b.f(`<span>&nbsp;`)
	first, last := window(g.page, g.pages)
	for n := first; n <= last; n++ {
		if n > first {
			b.f(" - ")
		}
		if n == g.page {
			b.f(`<span class="SelectedPage">%d</span>`, n)
			continue
		}
		b.f(`<a id="%s_%d" href="%s" class="UnselectedPage">%d</a>`, clientID, n, s.href(g, n), n)
	}
	b.f(`&nbsp;</span><span style="padding-left:10px;"></span>`)
}

func (s *Site) forward(b *out, g *paging) {
	if g.page == g.pages {
		b.f(`<span><span class="SelectedNext">&gt;</span> &nbsp;&gt;|&nbsp;</span>`)
		return
	}
	b.f(`<span>&nbsp;<a id="%s_nn" href="%s" class="UnselectedNext">&gt;</a>&nbsp;&nbsp;<a id="%s_nn_first" href="%s">&gt;|</a>&nbsp;</span>`, clientID, s.href(g, g.page+1), clientID, s.href(g, g.pages))
}

// buttons writes the numbers as input elements with scripts.
func (s *Site) buttons(b *out, g *paging) {
	button := func(text string, n int, on bool) {
		if !on {
			b.f(`<input type="button" value="%s" disabled="disabled" />`, text)
			return
		}
		b.f(`<input type="button" value="%s" onclick="window.location='%s'" />`, text, s.href(g, n))
	}
	button("|&lt;", 1, g.page > 1)
	button("&lt;", g.page-1, g.page > 1)
	first, last := window(g.page, g.pages)
	for n := first; n <= last; n++ {
		button(strconv.Itoa(n), n, n != g.page)
	}
	button("&gt;", g.page+1, g.page < g.pages)
	button("&gt;|", g.pages, g.page < g.pages)
}

// olderNewer writes links to the next and previous page, without numbers or totals.
func (s *Site) olderNewer(g *paging) string {
	var b out
	b.f("<p class=\"nav-posts\">")
	if g.page < g.pages {
		b.f("<a href=\"%s\">&laquo; Older posts</a> ", s.href(g, g.page+1))
	}
	if g.page > 1 {
		b.f("<a href=\"%s\">Newer posts &raquo;</a>", s.href(g, g.page-1))
	}
	b.f("</p>\n")
	return b.String()
}

// groupSize is how many numbers a UniPager shows: fixed blocks, with dots for the
// neighboring ones.
const groupSize = 10

// uniPager returns the pager made of small transformations. Its arrows are always
// present: on the last page ">" leads to that page again.
func (s *Site) uniPager(g *paging) string {
	if s.edition.template == Corporate {
		return s.corporatePager(g)
	}
	var b out
	next, prev := min(g.page+1, g.pages), max(g.page-1, 1)
	b.f("<a href=\"%s\">|&lt;</a>\n<a href=\"%s\">&lt;</a>&nbsp;\n", s.href(g, 1), s.href(g, prev))
	first, last := group(g)
	if first > 1 {
		b.f("<a href=\"%s\">...</a>\n", s.href(g, first-1))
	}
	for n := first; n <= last; n++ {
		if n > first {
			b.f("&nbsp;")
		}
		if n == g.page {
			b.f("<strong>%d</strong>", n)
			continue
		}
		b.f("<a href=\"%s\">%d</a>", s.href(g, n), n)
	}
	if last < g.pages {
		b.f("\n<a href=\"%s\">...</a>", s.href(g, last+1))
	}
	b.f("&nbsp;\n<a href=\"%s\">&gt;</a>\n<a href=\"%s\">&gt;|</a>\n", s.href(g, next), s.href(g, g.pages))
	return b.String()
}

func group(g *paging) (first, last int) {
	first = (g.page-1)/groupSize*groupSize + 1
	return first, min(first+groupSize-1, g.pages)
}

// corporatePager returns the UniPager of the corporate sample site: the arrows have no
// text, only a class and a title.
func (s *Site) corporatePager(g *paging) string {
	var b out
	b.f("<div class=\"pagerBlog\"><a href=\"%s\"><span class=\"PreviousPage\" title=\"Go to previous page\"></span></a>\n", s.href(g, max(g.page-1, 1)))
	first, last := group(g)
	if first > 1 {
		b.f("<a href=\"%s\">...</a>\n", s.href(g, first-1))
	}
	for n := first; n <= last; n++ {
		if n == g.page {
			b.f("<span class=\"CurrentPage\">%d</span>\n", n)
			continue
		}
		b.f("<span class=\"Pages\"><a href=\"%s\">%d</a></span>\n", s.href(g, n), n)
	}
	if last < g.pages {
		b.f("<a href=\"%s\">...</a>\n", s.href(g, last+1))
	}
	b.f("<a href=\"%s\"><span class=\"NextPage\" title=\"Go to next page\"></span></a></div>\n", s.href(g, min(g.page+1, g.pages)))
	return b.String()
}

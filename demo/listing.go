package demo

import (
	"html"
	"net/url"
	"strings"
)

// list returns a page that shows posts: the listing, a tag's or a month's.
func (s *Site) list(t target) document {
	posts := s.chosen(t)
	g := s.paging(len(posts), s.opts.PageSize, t.page)
	if s.opts.Pager == PagerNone {
		g = s.paging(min(len(posts), s.opts.PageSize), s.opts.PageSize, 1)
	}
	g.path, g.params = s.place(t)
	return document{
		title: s.opts.Heading,
		path:  s.address(g, 1),
		body:  s.listBody(posts, g),
		pager: g,
	}
}

// chosen returns the posts of a list, in its order.
func (s *Site) chosen(t target) []Post {
	posts := s.edition.order(s.opts.Shuffle, s.listings)
	switch t.kind {
	case KindTag:
		return tagged(posts, t.tag)
	case KindArchive:
		return ofMonth(posts, t.month)
	}
	return posts
}

// place returns a list's own address: its path and the parameters that choose posts.
func (s *Site) place(t target) (path, params string) {
	switch t.kind {
	case KindTag:
		return s.opts.listing(), "tagname=" + url.PathEscape(t.tag) + "&groupid=3"
	case KindArchive:
		return s.opts.Start + "/" + t.month + s.opts.Extension, ""
	}
	return s.opts.listing(), ""
}

func (s *Site) listBody(posts []Post, g *paging) string {
	var b out
	b.f("<h1 class=\"PageTitle\">%s</h1>\n", html.EscapeString(s.opts.Heading))
	pager := s.pager(g)
	if s.opts.PagerOnTop {
		b.WriteString(pager)
	}
	b.WriteString(s.opener())
	for i := g.from - 1; i >= 0 && i < g.to; i++ {
		if !posts[i].Hidden {
			s.item(&b, &posts[i])
		}
	}
	b.WriteString(s.closer())
	b.WriteString(pager)
	if s.opts.External != "" {
		b.f("<script id=\"dsq-count-scr\" src=\"//wherrylockwood.%s.com/count.js\" async=\"async\"></script>\n", s.opts.External)
	}
	return b.String()
}

// item writes one post of a list.
func (s *Site) item(b *out, p *Post) {
	switch s.edition.template {
	case Default:
		s.defaultItem(b, p)
	case Community:
		s.communityItem(b, p)
	case Corporate:
		s.corporateItem(b, p)
	case Custom:
		s.customItem(b, p)
	case CustomTable:
		s.tableItem(b, p)
	case CustomLoose:
		s.looseItem(b, p)
	default:
		s.previewItem(b, p)
	}
}

// opener and closer return what a template puts around the posts of a list.
func (s *Site) opener() string {
	switch s.edition.template {
	case Custom:
		return "<section class=\"q7x\">\n"
	case CustomTable:
		return "<table class=\"k1\" border=\"0\" cellpadding=\"0\"><tbody>\n"
	}
	return ""
}

func (s *Site) closer() string {
	switch s.edition.template {
	case Custom:
		return "</section>\n"
	case CustomTable:
		return "</tbody></table>\n"
	}
	return ""
}

// filedUnder returns the tag links after their label, "" for a post without tags. Path
// encoding does not escape & and +, so that links of such tags are broken, as on real
// sites.
func (s *Site) filedUnder(p *Post) string {
	if len(p.Tags) == 0 {
		return ""
	}
	var links []string
	for _, tag := range sortedTags(p.Tags) {
		href := s.opts.listing() + "?tagname=" + strings.ReplaceAll(url.PathEscape(tag), "%2C", ",") + "&amp;groupid=3"
		links = append(links, `<a href="`+href+`">`+html.EscapeString(tag)+`</a>`)
	}
	return "Filed under: " + strings.Join(links, ", ")
}

// link returns the address of a post for an attribute.
func (s *Site) link(p *Post) string { return html.EscapeString(s.opts.permalink(p)) }

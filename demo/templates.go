package demo

import (
	"fmt"
	"html"
)

// The stock transformations. No element wraps a post: it is a run of siblings,
// with the line of date and author last, and two line breaks behind.

func (s *Site) previewItem(b *out, p *Post) {
	b.f("<div class=\"BlogPTitle\"><a href=\"%s\">\n  %s</a>\n</div>\n", s.link(p), html.EscapeString(p.Title))
	b.f("<div class=\"BlogPBody TextContent\">\n  %s\n</div>\n", p.html())
	s.meta(b, p, "#comments", s.edition.template != Stock)
}

// defaultItem has a title without a link; the one link to the post is that of
// its comments, without their fragment.
func (s *Site) defaultItem(b *out, p *Post) {
	b.f("<h1>\n  %s\n</h1>\n", html.EscapeString(p.Title))
	b.f("<div class=\"BlogPBody TextContent\">\n  %s\n</div>\n", p.html())
	s.meta(b, p, "", true)
}

// meta is the line "Posted: DATE by AUTHOR | with N comments".
func (s *Site) meta(b *out, p *Post, fragment string, tags bool) {
	b.f("<div class=\"BlogPDateWhole\">\n    Posted: <span class=\"BlogPDate\">%s</span> by \n<strong>%s</strong> | with <a href=\"%s%s\">%d comments</a>",
		s.opts.date(p.Date), p.account(), s.link(p), fragment, s.stated(p))
	if filed := s.filedUnder(p); tags && (filed != "" || fragment == "") {
		b.f("<br />%s", filed)
	}
	b.f("</div>\n<br />\n<br />\n")
}

func (s *Site) communityItem(b *out, p *Post) {
	b.f("<div class=\"BlogPTitle\"><a href=\"%s\">\n  %s</a>\n</div>\n", s.link(p), html.EscapeString(p.Title))
	b.f("<div class=\"BlogPBody\">\n  %s\n%s\n</div>\n<br class=\"clear\" />\n", teaser(p), p.Summary)
	b.f("<div class=\"BlogPDateWhole\">\n    Posted to <strong><a href=\"%s\" class=\"CMSBreadCrumbsLink\">%s</a></strong> by \n<strong>%s</strong> on <span class=\"BlogPDate\">%s</span> | with <a href=\"%s#comments\">%d comments</a></div>\n<br />\n<br />\n",
		s.opts.listing(), html.EscapeString(s.opts.Heading), p.account(), s.opts.date(p.Date), s.link(p), s.stated(p))
}

// teaser returns the small image of a summary; its alt text has a space at the end, as in
// the vendor's samples.
func teaser(p *Post) string {
	if p.Teaser == "" {
		return ""
	}
	return `<div class="teaser"><img src="` + p.Teaser + `?maxsidesize=66" alt="` + html.EscapeString(p.Title) + ` " /></div>`
}

func (s *Site) corporateItem(b *out, p *Post) {
	b.f("<div class=\"listBoxWithTeaser\">\n<div class=\"teaser\">")
	if p.Teaser != "" {
		b.f("<a href=\"%s\"><img src=\"%s?maxsidesize=90\" alt=\"%s\" /></a>", s.link(p), p.Teaser, html.EscapeString(p.Title))
	}
	b.f("</div>\n<div class=\"description\">\n<a class=\"header bold\" href=\"%s\">%s</a>\n", s.link(p), html.EscapeString(p.Title))
	b.f("<p>%s<br /><br />\n<span class=\"bold black\">%s</span> | %s | <a class=\"gray\" href=\"%s#comments\">%d comments</a></p>\n</div>\n<div class=\"clear\"></div>\n</div>\n",
		inner(p.Summary), p.account(), s.opts.date(p.Date), s.link(p), s.stated(p))
}

// The custom templates: customers' own markup in which only the words of the
// stock ones are left.

func (s *Site) customItem(b *out, p *Post) {
	body, foot := footed(p, "<div class=\"f1\">%s</div>\n")
	b.f("<article class=\"r-12\">\n<h3 class=\"t9\"><a href=\"%s\">%s</a></h3>\n", s.link(p), html.EscapeString(p.Title))
	b.f("<div class=\"c4\">%s</div>\n%s<p class=\"z0\">%s</p>\n</article>\n", body, foot, s.words(p))
}

// footed parts a body from its byline where that is of the plain sort: some
// customers' templates have a place for it below the body.
func footed(p *Post, foot string) (body, byline string) {
	if p.Byline != "plain" {
		return p.html(), ""
	}
	return p.Body, fmt.Sprintf(foot, inner(p.Byline.appendTo("", p)))
}

func (s *Site) tableItem(b *out, p *Post) {
	body, foot := footed(p, "<tr><td class=\"k5\">%s</td></tr>\n")
	b.f("<tr><td class=\"k2\"><table width=\"100%%\"><tr><td><font size=\"4\"><b><a href=\"%s\">%s</a></b></font></td></tr>\n", s.link(p), html.EscapeString(p.Title))
	b.f("<tr><td class=\"k3\">%s</td></tr>\n%s<tr><td class=\"k4\"><small>%s</small></td></tr></table></td></tr>\n", body, foot, s.words(p))
}

func (s *Site) looseItem(b *out, p *Post) {
	b.f("<p class=\"w1\"><b><a href=\"%s\">%s</a></b></p>\n%s\n<p class=\"w2\">%s</p>\n<hr />\n", s.link(p), html.EscapeString(p.Title), p.html(), s.words(p))
}

// words returns the stock line of date and author without its classes.
func (s *Site) words(p *Post) string {
	var b out
	b.f("Posted: %s by %s | with <a href=\"%s#comments\">%d comments</a>", s.opts.date(p.Date), p.account(), s.link(p), s.stated(p))
	if filed := s.filedUnder(p); filed != "" {
		b.f("<br />\n%s", filed)
	}
	return b.String()
}

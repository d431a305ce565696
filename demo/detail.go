package demo

import (
	"html"
	"strings"
)

// detail returns the page of one post.
func (s *Site) detail(t target) document {
	p := &s.edition.posts[t.post]
	var b out
	switch s.edition.template {
	case Community:
		s.communityDetail(&b, p)
	case Corporate:
		s.corporateDetail(&b, p)
	case Custom, CustomTable, CustomLoose:
		s.customDetail(&b, p)
	default:
		s.defaultItem(&b, p)
	}
	s.comments(&b, p, t.page)
	return document{title: p.Title + " - " + s.opts.Heading, path: s.opts.permalink(p), body: b.String()}
}

// communityDetail repeats the summary in a block of its own.
func (s *Site) communityDetail(b *out, p *Post) {
	b.f("<h1 class=\"BlogPTitleDetail\">\n  %s\n</h1>\n<div class=\"BlogPBodyDetail textContent\">\n", html.EscapeString(p.Title))
	b.f("<div class=\"summary\">\n  %s\n<div class=\"BlogPostSummaryText\">%s</div>\n<br class=\"clear\" />\n</div>\n", teaser(p), p.Summary)
	b.f("  %s\n  <div class=\"clear\">&nbsp;</div>\n</div>\n", p.html())
	b.f("<div class=\"BlogPDateWhole\">\n    Posted by <a href=\"/Members/%s.aspx\"><strong>%s</strong></a> on <span class=\"BlogPDate\">%s</span></div><div class=\"BlogTagsWhole\">\n%s</div>\n<br />\n<br />\n",
		member(p), p.account(), s.opts.date(p.Date), s.filedUnder(p))
}

// member returns an account's name in addresses.
func member(p *Post) string {
	if !p.Account {
		return ""
	}
	return strings.ReplaceAll(strings.ToLower(p.Author), " ", "")
}

func (s *Site) corporateDetail(b *out, p *Post) {
	b.f("<div class=\"blogPostDetail\">\n<h1 class=\"black\">%s</h1>\n<div class=\"bold\">%s</div>\n", html.EscapeString(p.Title), p.Summary)
	b.f("<p>%s%s</p>\n", teaser(p), p.html())
	b.f("<span class=\"black bold\">%s</span> <span class=\"black\">| %s |</span> <a class=\"gray\" href=\"%s#comments\">%d comments</a><br />\n%s</div>\n",
		p.account(), s.opts.date(p.Date), s.link(p), s.stated(p), s.filedUnder(p))
}

func (s *Site) customDetail(b *out, p *Post) {
	b.f("<div class=\"v3\">\n<h1 class=\"t1\">%s</h1>\n<div class=\"c4\">%s</div>\n<p class=\"z0\">%s</p>\n</div>\n", html.EscapeString(p.Title), p.html(), s.words(p))
}

// inner returns the content of a paragraph, for templates that add their own.
func inner(paragraph string) string {
	return strings.TrimSuffix(strings.TrimPrefix(paragraph, "<p>"), "</p>")
}

// comments writes everything below a post: the anchor, the comments, their pager and the
// form.
func (s *Site) comments(b *out, p *Post, page int) {
	b.f("<a id=\"comments\"></a>\n")
	if s.opts.External != "" {
		s.external(b, p)
		return
	}
	b.f("<table class=\"BlogPanel\" width=\"100%%\"><tr><td>\n<span class=\"BlogCommentsTitle\">Comments</span>\n<div>\n")
	shown, pager := s.commentPage(p, page)
	if len(shown) == 0 {
		b.f("<span class=\"InfoLabel\">Blog post currently doesn&#39;t have any comments.</span>\n")
	}
	for i := range shown {
		s.comment(b, &shown[i])
	}
	b.f("%s</div>\n", pager)
	commentForm(b)
	b.f("</td></tr></table>\n")
}

// external leaves comments to another service.
func (s *Site) external(b *out, p *Post) {
	b.f("<div id=\"%s_thread\"></div>\n<script type=\"text/javascript\">\nvar %s_shortname = 'wherrylockwood';\nvar %s_identifier = '%s';\n", s.opts.External, s.opts.External, s.opts.External, p.GUID())
	b.f("(function () { var d = document.createElement('script'); d.async = true; d.src = '//' + %s_shortname + '.%s.com/embed.js'; document.getElementsByTagName('head')[0].appendChild(d); })();\n</script>\n", s.opts.External, s.opts.External)
}

// commentPage returns one page of a post's comments. Their UniPager uses the same query
// parameter as the listing's pager.
func (s *Site) commentPage(p *Post, page int) (shown []Comment, pager string) {
	if s.opts.CommentPage < 0 || len(p.Comments) <= s.opts.CommentPage {
		return p.Comments, ""
	}
	g := pagingOf(len(p.Comments), s.opts.CommentPage, page, true)
	g.path = s.opts.permalink(p)
	// The comments' pager uses the query even if the listing's does not.
	byAddress := &Site{opts: s.opts, edition: s.edition}
	byAddress.opts.Pager = PagerUni
	return p.Comments[g.from-1 : g.to], byAddress.uniPager(g)
}

func (s *Site) comment(b *out, c *Comment) {
	b.f("<div class=\"CommentDetail\">\n<table width=\"100%%\"><tr><td rowspan=\"4\"><div class=\"CommentUserPicture\"></div></td>\n<td width=\"100%%\">")
	if c.Site != "" {
		b.f("<a class=\"CommentUserName\" href=\"%s\" target=\"_blank\">%s</a>", html.EscapeString(c.Site), html.EscapeString(c.Name))
	} else {
		b.f("<span class=\"CommentUserName\">%s</span>", html.EscapeString(c.Name))
	}
	text := strings.ReplaceAll(html.EscapeString(c.Text), "\n", "<br />")
	b.f("</td></tr>\n<tr><td><span class=\"CommentText\">%s</span></td></tr>\n<tr><td><span class=\"CommentDate\">%s</span></td></tr>\n", text, s.opts.date(c.Date))
	b.f("<tr><td><div class=\"buttonpedding\"><a class=\"CommentAction\" href=\"javascript:void(0)\">Report abuse</a></div></td></tr></table>\n</div>\n")
}

func commentForm(b *out) {
	b.f("<div class=\"CommentFormContainer\"><table class=\"CommentForm\">\n<tr><td colspan=\"2\"><span class=\"BlogCommentsTitle\">Leave comment</span></td></tr>\n")
	for _, f := range [][2]string{{"txtName", "Name:"}, {"txtEmail", "E-mail:"}, {"txtUrl", "Your URL:"}} {
		b.f("<tr><td><label>%s</label></td><td><input type=\"text\" name=\"%s\" value=\"\" /></td></tr>\n", f[1], f[0])
	}
	b.f("<tr><td><label>Comments:</label></td><td><textarea name=\"txtComments\" rows=\"4\" cols=\"40\"></textarea></td></tr>\n")
	b.f("<tr><td></td><td><input type=\"submit\" name=\"btnOk\" value=\"Add\" /></td></tr>\n</table></div>\n")
}

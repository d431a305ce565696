package demo

import (
	"fmt"
	"html"
	"strings"
)

// out is text being written.
type out struct{ strings.Builder }

// f adds formatted text.
func (b *out) f(format string, args ...any) { fmt.Fprintf(&b.Builder, format, args...) }

// document is a page without the master page.
type document struct {
	title string
	path  string // the form's action
	body  string // HTML of the content zone
	pager *paging
}

// Placeholders for the state of a response; see postback.go.
const (
	markToken = "\x00token\x00"
	markState = "\x00state\x00"
)

// clientID is the pager's id as ASP.NET derives it from the zones around it; controlName
// is the control's name in forms.
const (
	clientID    = "p_lt_zoneContent_pageplaceholder_p_lt_zoneLeft_rptAllPosts_pagerElem"
	controlName = "p$lt$zoneContent$pageplaceholder$p$lt$zoneLeft$rptAllPosts$pagerElem"
)

// frame adds the master page to a document.
func (s *Site) frame(d *document) string {
	var b out
	s.head(&b, d)
	s.form(&b, d)
	b.f("<div id=\"ctxM\"></div>\n<div id=\"container\">\n")
	b.f("<div id=\"header\"><a href=\"/\" class=\"logo\"><img src=\"/App_Themes/Wherry/logo.png\" alt=\"Wherry &amp; Lockwood\" /></a>\n")
	b.f("<ul class=\"CMSListMenuUL\"><li><a href=\"/\">Home</a></li><li><a href=\"%s\">Blog</a></li><li><a href=\"/about.aspx\">About us</a></li></ul></div>\n", s.opts.listing())
	b.f("<div class=\"zoneLeft\">\n%s\n</div>\n", d.body)
	if !s.opts.NoSidebar {
		s.sidebar(&b)
	}
	b.f("<div id=\"footer\">&copy; 2014 Wherry &amp; Lockwood Canal Freight. Posted by the office at Lock 9.</div>\n</div>\n")
	if d.pager != nil && d.pager.cpage {
		b.f("<input type=\"hidden\" name=\"%s_cpage\" value=\"%d\" />", clientID, d.pager.page)
	}
	b.f("%s\n</form>\n</body>\n</html>\n", markState)
	return b.String()
}

func (s *Site) head(b *out, d *document) {
	lang, _, _ := strings.Cut(s.opts.DeclaredCulture, "-")
	b.f("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n")
	b.f("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" xml:lang=\"%s\">\n<head id=\"head\"><title>\n\t%s\n</title>", lang, lang, html.EscapeString(d.title))
	b.f("<meta http-equiv=\"content-type\" content=\"text/html; charset=%s\" />\n", s.opts.DeclaredCharset)
	b.f("<meta http-equiv=\"content-style-type\" content=\"text/css\" />\n")
	b.f("<link href=\"/CMSPages/GetCSS.aspx?stylesheetname=WherryLockwood\" type=\"text/css\" rel=\"stylesheet\"/>\n")
	b.f("<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Blog posts\" href=\"%s?rss=blogs\" />\n", s.opts.listing())
	b.f("<script src=\"/CMSPages/GetResource.ashx?scriptfile=%%7e%%2fCMSScripts%%2fcore.js\" type=\"text/javascript\"></script>\n</head>\n")
	class := strings.ToUpper(strings.ReplaceAll(s.opts.DeclaredCulture, "-", ""))
	b.f("<body class=\"LTR %s ContentBody\">\n", class)
}

// form starts the form that contains the whole page, with the hidden fields of portal
// pages.
func (s *Site) form(b *out, d *document) {
	hidden := func(name, value string) {
		b.f("<input type=\"hidden\" name=\"%s\" id=\"%s\" value=\"%s\" />\n", name, name, value)
	}
	b.f("<form method=\"post\" action=\"%s\" id=\"form\">\n<div class=\"aspNetHidden\">\n", html.EscapeString(d.path))
	hidden("__CMSCsrfToken", markToken)
	hidden("__EVENTTARGET", "")
	hidden("__EVENTARGUMENT", "")
	b.f("</div>\n<script type=\"text/javascript\">\n//<![CDATA[\nvar theForm = document.forms['form'];\n" +
		"function __doPostBack(t, a) { theForm.__EVENTTARGET.value = t; theForm.__EVENTARGUMENT.value = a; theForm.submit(); }\n" +
		"function PM_Postback(p) { }\nvar CMS = CMS || {};\nCMS.Application = {\"language\": \"en\"};\n//]]>\n</script>\n")
	b.f("<input type=\"hidden\" name=\"lng\" id=\"lng\" value=\"%s\" />\n", s.opts.DeclaredCulture)
	hidden("manScript_HiddenField", "")
	hidden("__SCROLLPOSITIONX", "0")
	hidden("__SCROLLPOSITIONY", "0")
}

// home returns the page above the blog: a widget with three posts, and no listing.
func (s *Site) home() document {
	var b out
	b.f("<h1>Wherry &amp; Lockwood Canal Freight</h1>\n<p>Slow, since 1811.</p>\n<div class=\"blogsHome\">")
	for _, p := range s.visible(3) {
		b.f("<h4><a href=\"%s\">%s</a></h4>\n<div class=\"date\">Posted on %s</div>\n", s.opts.permalink(&p), html.EscapeString(p.Title), p.Date.Format("01/02/2006"))
	}
	b.f("</div>")
	return document{title: "Wherry & Lockwood", path: "/", body: b.String()}
}

// visible returns the newest n posts that are not hidden.
func (s *Site) visible(n int) []Post {
	var posts []Post
	for _, p := range s.edition.posts {
		if !p.Hidden && len(posts) < n {
			posts = append(posts, p)
		}
	}
	return posts
}

// firstTagID is the number of the first tag of the cloud.
const firstTagID = 40

// sidebar repeats titles, tags and months beside every page; none of it is a post.
func (s *Site) sidebar(b *out) {
	b.f("<div class=\"zoneRight\">\n<div class=\"BlogRecentPosts\"><h3>Recent posts</h3>\n")
	for _, p := range s.visible(5) {
		b.f("<a href=\"%s\">%s</a><br/>", s.opts.permalink(&p), html.EscapeString(p.Title))
	}
	b.f("</div>\n<div class=\"TagCloud\"><h3>Tag cloud</h3>\n")
	for i, tag := range tags(s.edition.posts) {
		b.f("<span><a href=\"%s?tagid=%d\" style=\"font-size:%dpx;\" >%s</a></span> ", s.opts.listing(), firstTagID+i, 10+len(tag)%8, html.EscapeString(tag))
	}
	b.f("</div>\n<div class=\"BlogArchive\"><h3>Blog post archive</h3>\n")
	names, count := months(s.edition.posts)
	for _, m := range names {
		b.f("<a href=\"%s/%s%s\">%s(<span id=\"p_lt_zoneRight_%s_lblPostCount\">%d</span>)</a><br />", s.opts.Start, m, s.opts.Extension, strings.ReplaceAll(m, "-", " "), m, count[m])
	}
	b.f("</div>\n<div class=\"twitter\"><p>Posted by: @wherrylockwood | 2 hours ago</p><p>The ducks have unionised.</p></div>\n</div>\n")
}

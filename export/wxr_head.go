package export

import (
	"net/url"
	"path"
	"strings"
	"time"
)

const (
	wxrStart = `<?xml version="1.0" encoding="UTF-8" ?>
<!-- A WordPress eXtended RSS file. WordPress takes it in under Tools, Import. -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>

<channel>
`
	wxrEnd = "</channel>\n</rss>\n"
)

// head returns everything before the first post.
func (x *wxr) head() string {
	var e elements
	name, root := x.blog()
	e.raw(wxrStart)
	e.text("\t", "title", name)
	e.text("\t", "link", root)
	e.text("\t", "description", "")
	e.text("\t", "pubDate", x.newest())
	e.text("\t", "wp:wxr_version", "1.2")
	e.text("\t", "wp:base_site_url", root)
	e.text("\t", "wp:base_blog_url", root)
	for i, a := range x.plan.Authors() {
		e.author(i+1, a)
	}
	categories, tags := x.plan.Categories(), x.plan.Tags()
	for i, t := range categories {
		e.category(i+1, t)
	}
	for i, t := range tags {
		e.tag(len(categories)+i+1, t)
	}
	return string(e)
}

// blog returns the name of the blog, and its root address.
func (x *wxr) blog() (name, root string) {
	if len(x.o.Sources) == 0 {
		return "", x.o.BaseURL
	}
	source := x.o.Sources[0]
	u, err := url.Parse(source.URL)
	if err != nil || u.Host == "" {
		return source.Name, x.o.BaseURL
	}
	if isPageExtension(path.Ext(u.Path)) {
		u.Path = path.Dir(u.Path)
	}
	plain := url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}
	return source.Name, plain.String()
}

// newest replaces the time of the export, which would make two exports differ.
func (x *wxr) newest() string {
	var newest time.Time
	for _, e := range x.plan.Entries() {
		if e.At.After(newest) {
			newest = e.At
		}
	}
	if newest.IsZero() {
		return ""
	}
	return newest.UTC().Format(time.RFC1123Z)
}

// author is written on one line, as one of the importer's parsers requires.
func (e *elements) author(id int, a Author) {
	name, _ := wxrName(a.Name, a.Login)
	e.raw("\t<wp:author>")
	e.number("", "wp:author_id", int64(id))
	e.cdata("", "wp:author_login", wxrLogin(a))
	e.cdata("", "wp:author_email", a.Email)
	e.cdata("", "wp:author_display_name", name)
	e.cdata("", "wp:author_first_name", "")
	e.cdata("", "wp:author_last_name", "")
	e.raw("</wp:author>\n")
}

// wxrLogin returns a login truncated to WordPress's limit. Without one, WordPress uses
// the importing user.
func wxrLogin(a Author) string { return a.Login[:min(len(a.Login), maxWXRLogin)] }

func (e *elements) category(id int, t Term) {
	name, _ := wxrName(t.Name, t.Slug)
	e.raw("\t<wp:category>\n")
	e.number("\t\t", "wp:term_id", int64(id))
	e.cdata("\t\t", "wp:category_nicename", t.Slug)
	e.cdata("\t\t", "wp:category_parent", "")
	e.cdata("\t\t", "wp:cat_name", name)
	e.raw("\t</wp:category>\n")
}

func (e *elements) tag(id int, t Term) {
	name, _ := wxrName(t.Name, t.Slug)
	e.raw("\t<wp:tag>\n")
	e.number("\t\t", "wp:term_id", int64(id))
	e.cdata("\t\t", "wp:tag_slug", t.Slug)
	e.cdata("\t\t", "wp:tag_name", name)
	e.raw("\t</wp:tag>\n")
}

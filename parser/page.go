package parser

import (
	"net/url"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/archives"
	"github.com/blogferry/blogferry/parser/charset"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/feeds"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

var (
	selCanonical = selector.Must(`link[rel~=canonical]`)
	selOGURL     = selector.Must(`meta[property="og:url"]`)
	selHome      = selector.Must(`link[rel="EditURI"], link[rel="https://api.w.org/"]`) // WordPress's API
	selBase      = selector.Must(`base[href]`)
	selLng       = selector.Must(`input[name=lng]`)
	selHTML      = selector.Must(`html`)
	selBody      = selector.Must(`body`)
	selTitle     = selector.Must(`title`)
	selCrumbs    = selector.Must(`.breadcrumbs, .breadcrumb, .CMSBreadCrumbs, .BreadCrumbs, .CMSBreadCrumbsCurrentItem`)
)

var (
	// savedFrom matches the comment in pages saved by a browser.
	savedFrom = pattern.Late(`<!--\s*saved from url=\(\d+\)(\S+?)\s*-->`)
	// singleFile matches that of the extension SingleFile.
	singleFile = pattern.Late(`<!--\s*Page saved with SingleFile\s+url: (\S+)`)
	// mirroredFrom matches that of HTTrack, which omits the scheme.
	mirroredFrom = pattern.Late(`<!--\s*(?i:mirrored from) (\S+?) (?i:by httrack)\b`)
)

// address returns the page's own address as it states it, "" if it does not.
func address(d *document.Document, source string, base *url.URL) string {
	var refs []string
	if n := d.First(selCanonical); n != nil {
		refs = append(refs, dom.Attr(n, "href"))
	}
	if n := d.First(selOGURL); n != nil {
		refs = append(refs, dom.Attr(n, "content"))
	}
	top := source[:min(len(source), 4096)]
	if m := savedFrom.FindStringSubmatch(top); m != nil {
		refs = append(refs, m[1])
	}
	if m := singleFile.FindStringSubmatch(top); m != nil {
		refs = append(refs, m[1])
	}
	if m := mirroredFrom.FindStringSubmatch(top); m != nil {
		refs = append(refs, "http://"+m[1])
	}
	if n := d.First(selBase); n != nil {
		refs = append(refs, dom.Attr(n, "href"))
	}
	for _, ref := range refs {
		if u := blog.Canonical(weburl.Absolute(base, strings.TrimSpace(ref))); strings.TrimSpace(ref) != "" && weburl.IsHTTP(u) {
			return u
		}
	}
	return ""
}

// otherName returns an address on the host that a page considers its own, if it was
// received from another one: a copy of a blog, or one that has moved, links to itself by
// its original name. It is "" if there is no other name.
func otherName(d *document.Document, own, stated string, base *url.URL) string {
	if !weburl.IsHTTP(own) {
		return ""
	}
	names := []string{stated}
	for _, n := range d.All(selHome) {
		names = append(names, weburl.Absolute(base, dom.Attr(n, "href")))
	}
	for _, name := range names {
		if weburl.IsHTTP(name) && !blog.SameHost(name, own) {
			return name
		}
	}
	return ""
}

var (
	bodyCulture = pattern.Late(`^([A-Z]{2})([A-Z]{2})$`)
	langParam   = pattern.Late(`(?i)[?&]lang=([a-z]{2}-[a-z]{2})\b`)
)

// culture returns the language and region that the page declares: in a form, in the class
// of its body, in its root element, in its address.
func culture(d *document.Document, address string) string {
	if n := d.First(selLng); n != nil && dom.Attr(n, "value") != "" {
		return dom.Attr(n, "value")
	}
	if n := d.First(selBody); n != nil {
		for _, class := range strings.Fields(dom.Attr(n, "class")) {
			if m := bodyCulture.FindStringSubmatch(class); m != nil {
				return strings.ToLower(m[1]) + "-" + m[2]
			}
		}
	}
	if n := d.First(selHTML); n != nil && dom.Attr(n, "lang") != "" {
		return strings.TrimSpace(dom.Attr(n, "lang"))
	}
	if m := langParam.FindStringSubmatch(address); m != nil {
		return m[1]
	}
	return ""
}

// heading returns the page's own heading: the first h1 outside of posts, or else a
// heading above them, the end of the breadcrumb, or the page's title.
func (s *scan) heading(records []record) string {
	inPost := make([]bool, len(s.doc.Lines))
	var posts []document.Span
	for i := range records {
		posts = append(posts, records[i].extent)
	}
	for i := range document.Union(posts) {
		inPost[i] = true
	}
	first := len(s.doc.Lines)
	if len(records) > 0 {
		first = records[0].extent.From
	}
	for _, deepest := range []int{1, 6} {
		for i := range s.doc.Lines {
			l := &s.doc.Lines[i]
			above := deepest == 1 || i < first
			if l.Heading == 0 || l.Heading > deepest || l.Text == "" || !above || l.Aside || l.Hidden || inPost[i] {
				continue
			}
			if _, day := s.dates.Whole(l.Text); !day { // otherwise it is a heading of the posts below
				return l.Text
			}
		}
	}
	if n := s.doc.First(selCrumbs); n != nil {
		if lines := s.doc.LinesIn(n); !lines.Empty() {
			text := s.doc.Lines[lines.To-1].Text
			return strings.TrimSpace(strings.TrimLeft(text[max(0, strings.LastIndexAny(text, crumbMarks)):], crumbMarks))
		}
	}
	return pageTitle(s.doc)
}

// crumbMarks separate the elements of a breadcrumb.
const crumbMarks = ">»/|"

func pageTitle(d *document.Document) string {
	if n := d.First(selTitle); n != nil && n.FirstChild != nil {
		return blog.Fold(n.FirstChild.Data)
	}
	return ""
}

// baseOf returns the base URL of the page: its first <base>, or else its own address. It
// is nil for a saved page without either.
func baseOf(d *document.Document, page *blog.Page) *url.URL {
	own := weburl.Web(page.Address())
	tags := slices.DeleteFunc(d.All(selBase), func(n *html.Node) bool { return dom.Attr(n, "href") == "" })
	if len(tags) == 0 {
		return own
	}
	href := weburl.Clean(dom.Attr(tags[0], "href"))
	if own != nil {
		if u, err := own.Parse(href); err == nil {
			href = u.String()
		}
	}
	if u := weburl.Web(href); u != nil {
		return u
	}
	return own
}

// Addresses returns the addresses on the blog's own host that a page links to: partial
// listings, feeds, and other links. The page's own is omitted. A text page has none.
func Addresses(page *blog.Page) []blog.Address {
	text := charset.Decode(page)
	if charset.IsPlain(page, text.Text) {
		return nil
	}
	root, err := parseTree(text.Text)
	if err != nil {
		return nil
	}
	doc := document.New(root, 0)
	defer doc.Free()
	base := baseOf(doc, page)
	return archives.Addresses(root, base, page.Address(), feeds.Links(doc, base))
}

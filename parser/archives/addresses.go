package archives

import (
	"net/url"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// Addresses returns the addresses on the blog's own host that a page links to, the feeds
// first, without the page's own.
func Addresses(root *html.Node, base *url.URL, own string, feeds []string) []blog.Address {
	s := addressScan{base: base, host: weburl.Host(own), have: map[string]bool{blog.Canonical(own): true}}
	if s.base == nil || s.host == "" {
		return nil
	}
	for _, feed := range feeds {
		s.add(blog.Address{URL: blog.Canonical(feed), Kind: blog.AddressFeed})
	}
	s.walk(root)
	return s.all
}

type addressScan struct {
	base *url.URL
	host string
	have map[string]bool
	all  []blog.Address
}

func (s *addressScan) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		switch n.Data {
		case "a":
			s.link(n)
			return
		case "script", "style", "template", "head":
			return
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.walk(c)
	}
}

func (s *addressScan) link(n *html.Node) {
	ref := weburl.Clean(dom.Attr(n, "href"))
	if ref == "" || ref[0] == '#' || !weburl.Followable(ref) {
		return
	}
	a := blog.Address{URL: blog.Canonical(weburl.Absolute(s.base, ref)), Kind: blog.AddressLink}
	a.Text, _ = splitCount(pager.LinkLabel(n))
	switch kind, period := archiveOf(a.Text, a.URL, n); kind {
	case blog.ArchiveMonth, blog.ArchiveYear:
		a.Kind, a.Period = blog.AddressPeriod, period
	case blog.ArchiveLabel:
		a.Kind = blog.AddressLabel
	}
	s.add(a)
}

func (s *addressScan) add(a blog.Address) {
	if weburl.IsHTTP(a.URL) && weburl.Host(a.URL) == s.host && !s.have[a.URL] {
		s.have[a.URL] = true
		s.all = append(s.all, a)
	}
}

package parser

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// datedPath matches year and month in the address of a post, but not in that of a month
// or a day.
var datedPath = pattern.Late(`/((?:19|20)\d\d/(?:0[1-9]|1[0-2]))/(?:\d\d/)?[^/?#]*[^\d/?#]`)

// unshownPosts counts the links to posts of other months, outside of posts, on blogs
// whose permalinks contain year and month. If a page has neither pager nor archives, only
// its links tell of more posts.
func (sh *sheet) unshownPosts(inPost func(*html.Node) bool) int {
	folder, shown := sh.datedPosts()
	if len(shown) == 0 {
		return 0
	}
	unshown := map[string]bool{}
	for i := range sh.doc.Lines {
		for _, a := range sh.doc.Lines[i].Links {
			if !weburl.Followable(a.Href) {
				continue
			}
			address := sh.base(a.Href)
			at, month := monthIn(address)
			if month != "" && address[:at] == folder && !shown[month] && !within(a.Node, inPost) {
				unshown[address] = true
			}
		}
	}
	return len(unshown)
}

// leadsToDates reports whether a link leads to posts by date.
func leadsToDates(a blog.Archive) bool {
	return a.Kind != blog.ArchiveMenu && a.Kind != blog.ArchiveLabel
}

// datedPosts returns what precedes the year in the permalinks of the page's posts, and
// their months; nothing if not all have that form.
func (sh *sheet) datedPosts() (folder string, months map[string]bool) {
	months = map[string]bool{}
	for i := range sh.listing.Posts {
		address := blog.Canonical(sh.listing.Posts[i].URL)
		at, month := monthIn(address)
		if month == "" || i > 0 && address[:at] != folder {
			return "", nil
		}
		folder = address[:at]
		months[month] = true
	}
	return folder, months
}

// monthIn returns the "2006/05" in an address, and its offset.
func monthIn(address string) (at int, month string) {
	m := datedPath.FindStringSubmatch(address)
	if m == nil {
		return 0, ""
	}
	return strings.Index(address, m[0]), m[1]
}

func within(n *html.Node, in func(*html.Node) bool) bool {
	for ; n != nil; n = n.Parent {
		if in(n) {
			return true
		}
	}
	return false
}

// Package feeds finds the feeds that a page links to, and parses RSS, RDF, Atom and JSON
// feeds with gofeed.
package feeds

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/charset"
	"github.com/blogferry/blogferry/parser/cleanhtml"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
)

// maxItems limits the number of items read.
const maxItems = 5000

// Where feeds are declared or linked.
var (
	selFeed = selector.Must(`link[rel~=alternate][href]`)
	selLink = selector.Must(`a[href]`)
)

// Links returns the addresses of a page's feeds: first those declared in its head, then
// those it links to. Feeds of comments and of media are omitted.
func Links(d *document.Document, base *url.URL) []string {
	var out []string
	add := func(ref, label string) {
		u := weburl.Absolute(base, ref)
		if weburl.IsHTTP(u) && !slices.Contains(out, u) && !otherFeed.MatchString(u) && !otherFeed.MatchString(label) && len(out) < 8 {
			out = append(out, u)
		}
	}
	for _, n := range d.All(selFeed) {
		kind := strings.ToLower(dom.Attr(n, "type"))
		if strings.Contains(kind, "rss") || strings.Contains(kind, "atom") || strings.Contains(kind, "rdf") || strings.Contains(kind, "feed+json") {
			add(dom.Attr(n, "href"), dom.Attr(n, "title"))
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, a := range d.All(selLink) {
		if href := dom.Attr(a, "href"); mayBeFeed(href) && feedAddress.MatchString(href) {
			add(href, pager.LinkLabel(a))
		}
	}
	return out
}

var (
	// Feeds that are not of posts.
	otherFeed = pattern.Late(`(?i)comment|kommentar|comentari|commentaire|media-?rss|podcast|photos?\b|twitter|/(?:tag|tags|category|label)/`)
	// Addresses that look like feeds.
	feedAddress = pattern.Late(`(?i)(?:/(?:rss|feed|atom|feeds)(?:/[a-z0-9_-]*)?/?$|\.(?:rss|rdf|atom)$|/(?:index|rss2?|atom|feed|syndication|blog)\.(?:xml|axd|ashx|aspx)$|feeds?2?\.feedburner\.com/|[?&](?:feed|format)=(?:rss2?|atom)\b)`)
)

// mayBeFeed reports whether an address has what every match of feedAddress has: a page
// has hundreds of links, and hardly one to a feed.
func mayBeFeed(address string) bool {
	lower := strings.ToLower(address)
	return slices.ContainsFunc([]string{"rss", "feed", "atom", ".rdf", ".xml", ".axd", ".ashx", ".aspx"}, func(sign string) bool { return strings.Contains(lower, sign) })
}

// errNoFeed is the error for a document that is not a feed.
var errNoFeed = errors.New("no feed")

// Read parses a feed: RSS, RDF, Atom or JSON.
func Read(page *blog.Page) (*blog.Feed, error) {
	text := xmlDeclaration.ReplaceAllString(charset.Decode(page).Text, "")
	raw, err := gofeed.NewParser().ParseString(strings.TrimSpace(text))
	if err != nil {
		return nil, errors.Join(errNoFeed, err)
	}
	base := weburl.Web(page.Address())
	feed := &blog.Feed{Title: blog.Fold(plainText(raw.Title))}
	replies := 0
	for _, it := range raw.Items[:min(len(raw.Items), maxItems)] {
		item, ok := readItem(it, base)
		if isReply(it) {
			replies++
		}
		if ok {
			feed.Items = append(feed.Items, item)
		}
	}
	feed.Comments = replies > len(raw.Items)/2
	return feed, nil
}

// xmlDeclaration matches the declaration of a charset from which the text was decoded
// already.
var xmlDeclaration = pattern.Late(`^\s*<\?xml[^>]*\?>`)

// isReply reports whether an item is a comment.
func isReply(it *gofeed.Item) bool {
	_, reply := it.Extensions["thr"]["in-reply-to"]
	return reply || strings.Contains(it.Link, "#comment") || strings.Contains(it.Link, "#c") && strings.Contains(it.Link, "showComment=")
}

func readItem(it *gofeed.Item, base *url.URL) (blog.FeedItem, bool) {
	var item blog.FeedItem
	p := &item.Post
	p.URL = itemAddress(it, base)
	p.Title = blog.Fold(plainText(it.Title))
	if len(it.Authors) > 0 && it.Authors[0] != nil {
		p.Author = blog.Fold(it.Authors[0].Name)
	}
	for _, c := range it.Categories {
		if c = blog.Fold(plainText(c)); c != "" && !slices.Contains(p.Categories, c) {
			p.Categories = append(p.Categories, c)
		}
	}
	if at := it.PublishedParsed; at != nil {
		item.At, p.PublishedRaw = *at, it.Published
	} else if at := it.UpdatedParsed; at != nil {
		item.At, p.PublishedRaw = *at, it.Updated
	}
	if !item.At.IsZero() {
		if at, ok := writtenTime(p.PublishedRaw); ok && at.Equal(item.At) {
			item.At = at // gofeed returns all times in UTC
		}
		p.Published = blog.WallOf(item.At)
	}
	itemBody(p, it, base)
	return item, p.URL != "" || p.Title != ""
}

// writtenTime parses a time with the offset as written.
func writtenTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.RFC1123Z, "Mon, _2 Jan 2006 15:04:05 -0700", "2006-01-02T15:04:05-0700", "2006-01-02T15:04-07:00"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// itemAddress returns the permalink. The original address given by a feed service
// precedes the one it uses for counting, and an id that is an address replaces a missing
// link.
func itemAddress(it *gofeed.Item, base *url.URL) string {
	refs := []string{extension(it, "feedburner", "origLink"), extension(it, "pheedo", "origLink"), it.Link}
	if strings.HasPrefix(it.GUID, "http") {
		refs = append(refs, it.GUID)
	}
	for _, ref := range refs {
		if u := blog.Canonical(weburl.Absolute(base, strings.TrimSpace(ref))); strings.TrimSpace(ref) != "" && weburl.IsHTTP(u) {
			return u
		}
	}
	return ""
}

func extension(it *gofeed.Item, space, name string) string {
	for _, e := range it.Extensions[space][name] {
		return e.Value
	}
	return ""
}

// itemBody sets the body of a post from an item: the whole, or a teaser.
func itemBody(p *blog.Post, it *gofeed.Item, base *url.URL) {
	markup := it.Content
	if strings.TrimSpace(markup) == "" {
		markup = it.Description
		p.ExcerptOnly = true
	}
	nodes, err := html.ParseFragment(strings.NewReader(markup), cleanhtml.Context())
	if err != nil {
		return
	}
	if own := weburl.Web(p.URL); own != nil {
		base = own
	}
	b := cleanhtml.Read(nodes, base, nil)
	p.BodyHTML, p.BodyText, p.Images = b.HTML, b.Text, b.Images
	if p.ExcerptOnly {
		// Some systems put the whole post into the summary.
		p.ExcerptOnly = cutOff(b.Text) || !strings.Contains(b.Text, "\n") && len(b.Text) < cleanhtml.ShortBody
	} else {
		p.ExcerptOnly = cutOff(b.Text)
	}
	if p.ExcerptOnly {
		p.Excerpt = b.Text
	}
}

// cutOff reports whether a text is truncated.
func cutOff(text string) bool {
	text = strings.TrimRight(text, " \n\t\u00a0])")
	return strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...")
}

// plainText returns the text of a short field, which may be text or markup.
func plainText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	nodes, err := html.ParseFragment(strings.NewReader(s), cleanhtml.Context())
	if err != nil {
		return s
	}
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(dom.Text(n))
	}
	return b.String()
}

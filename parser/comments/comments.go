// Package comments reads the comments of a post's page, where a profile says they
// are or by how comments are marked up (items.go), and tells which other service
// holds those that are not on the page (elsewhere.go). It does not know the post.
package comments

import (
	"net/url"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/cleanhtml"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// reader reads the comments of one page.
type reader struct {
	hints profiles.Comments
	dates dates.Reader
	base  *url.URL
	items map[*html.Node]bool
}

// Read reads the comments of a post's page in page order, trackbacks
// among them, as their platforms mix the two. Forms are none. Without hints
// they are repeated elements with a name of their own that show an author or a
// date.
func Read(root *html.Node, h profiles.Comments, r dates.Reader, base *url.URL) []blog.Comment {
	c := reader{hints: h, dates: r, base: base, items: map[*html.Node]bool{}}
	nodes := selectFirst(root, h.Item)
	if len(nodes) == 0 {
		nodes = namedComments(root)
	}
	for _, n := range nodes {
		c.items[n] = true
	}
	var out []blog.Comment
	for _, n := range nodes {
		if got, ok := c.comment(n); ok {
			out = append(out, got)
		}
	}
	return out
}

// comment reads one item; it is false for an empty one.
func (c *reader) comment(n *html.Node) (blog.Comment, bool) {
	author := c.part(n, c.hints.Author, authorParts)
	date := c.part(n, c.hints.Date, dateParts)
	text := c.part(n, c.hints.Body, bodyParts)
	var out blog.Comment
	out.Author, out.AuthorURL = c.author(author)
	m, dateNode := c.date(n, date, text)
	out.Published, out.PublishedRaw = m.Wall, blog.Fold(m.Raw)
	content := cleanhtml.Read(c.content(n, text), c.base, c.leftOut(n, author, dateNode, text))
	out.BodyHTML, out.BodyText = content.HTML, content.Text
	out.URL = c.address(n, dateNode)
	out.Parent = c.parent(n)
	if text == nil && author == nil && m.Raw == "" {
		return out, false
	}
	return out, out.Author != "" || out.BodyText != "" || out.BodyHTML != ""
}

// Parts of a comment by pieces of their class names, the surest first. Kentico
// writes CommentUserName, its message boards comment-user-name.
var (
	authorParts = []string{"commentusername", "comment-user-name", "comment_source_author", "ccauthor", "fn", "comment-author", "commentauthor", "comment_author", "author", "cite", "username", "user-name", "poster"}
	dateParts   = []string{"commentdate", "comment-date", "comment_source_date", "comment-time", "comment_date", "time", "published", "comment-details", "comment-metadata", "comment-meta", "commentmetadata", "commentinfo", "commentssubhead", "date", "timestamp", "posted"}
	bodyParts   = []string{"commenttext", "comment-text", "comment-body", "commentbody", "serendipity_commentbody", "commentsbody", "commentbodystyle", "comment-content", "comment_content", "comment_body", "comment_text", "content", "text", "message"}
)

// part finds a part of a comment by hint or by name, not looking into the
// comments that answer it.
func (c *reader) part(item *html.Node, hints, names []string) *html.Node {
	for _, n := range selectFirst(item, hints) {
		if c.owner(n) == item {
			return n
		}
	}
	best, at := (*html.Node)(nil), len(names)
	c.each(item, func(n *html.Node) {
		for i, name := range names[:at] {
			if n.Data == name || hasClass(n, name) || len(name) > 5 && hasClassPart(n, name) && !strings.Contains(strings.ToLower(dom.Attr(n, "class")), "avatar") {
				if strings.TrimSpace(dom.Text(n)) != "" {
					best, at = n, i
				}
				return
			}
		}
	})
	return best
}

func hasClass(n *html.Node, name string) bool {
	for _, class := range strings.Fields(dom.Attr(n, "class")) {
		if strings.EqualFold(class, name) {
			return true
		}
	}
	return false
}

// each visits the elements of an item, but not those of further items in it.
func (c *reader) each(n *html.Node, visit func(*html.Node)) {
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if k.Type != html.ElementNode || c.items[k] {
			continue
		}
		visit(k)
		c.each(k, visit)
	}
}

// owner is the item that a node belongs to.
func (c *reader) owner(n *html.Node) *html.Node {
	for p := n; p != nil; p = p.Parent {
		if c.items[p] {
			return p
		}
	}
	return nil
}

// author reads name and address of a comment's author. Words around the name
// ("Ann says:") are none of it where the name is an element of its own.
func (c *reader) author(n *html.Node) (name, address string) {
	if n == nil {
		return "", ""
	}
	link := n
	if n.Data != "a" {
		link = nil
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && d.Data == "a" && dom.Attr(d, "href") != "" && strings.TrimSpace(dom.Text(d)) != "" {
				link = d
				break
			}
		}
	}
	name = c.withoutDate(blog.Fold(dom.Text(n)))
	if link != nil {
		if href := dom.Attr(link, "href"); weburl.SafeMedia(href) && !strings.HasPrefix(weburl.Clean(href), "#") {
			address = weburl.Absolute(c.base, href)
		}
	}
	for _, tail := range [...]string{" says:", " said:", " said...", " said…", " wrote:", " dijo...", " disse...", " ha detto...", " a dit…", " hat gesagt…", " schreef:", " schreibt:", " sagt:", " dit :", ":"} {
		name = strings.TrimSuffix(name, tail)
	}
	return strings.TrimSpace(name), address
}

// withoutDate takes the date out of a line with the author: "21 July 2014 by
// Ann".
func (c *reader) withoutDate(text string) string {
	if m, ok := c.dates.Find(text); ok {
		text = strings.Trim(text[:m.Start]+text[m.End:], " |,·•")
		return words.Unlabelled(text)
	}
	return text
}

// date reads a comment's date from its element, or from the first line of the
// item outside of its text that has one; node is where it stands.
func (c *reader) date(item, date, text *html.Node) (m dates.Match, node *html.Node) {
	if date != nil {
		if m, ok := c.dates.Find(dom.Text(date)); ok {
			return m, date
		}
		if m, ok := c.dates.Find(dom.Attr(date, "datetime")); ok && date.Data == "time" {
			return m, date
		}
	}
	c.each(item, func(n *html.Node) {
		if node != nil || text != nil && (n == text || dom.Within(n, text)) || dom.Within(text, n) || dom.Silent[n.Data] {
			return
		}
		if s := dom.Text(n); len(s) < 300 {
			if found, ok := c.dates.Find(s); ok {
				m, node = found, n
			}
		}
	})
	return m, node
}

func (c *reader) content(item, text *html.Node) []*html.Node {
	if text == nil {
		text = item
	}
	var nodes []*html.Node
	for k := range text.ChildNodes() {
		nodes = append(nodes, k)
	}
	return nodes
}

// leftOut says what of an item is not its text.
func (c *reader) leftOut(item, author, date, text *html.Node) func(*html.Node) bool {
	author, date = lineOf(item, author), lineOf(item, date)
	return func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return false
		}
		if c.items[n] && n != item || n.Data == "form" {
			return true
		}
		if text == nil && (n == author || n == date) {
			return true
		}
		return hasClassPart(n, "reply", "buttonpedding", "commentaction", "avatar", "userpicture", "user-picture", "comment-edit", "comment-actions", "abuse", "screen-reader")
	}
}

// lineOf is the element around a name or date that says little more: "Ann
// says:", "Posted on July 21".
func lineOf(item, n *html.Node) *html.Node {
	if n == nil || n.Parent == item || n.Parent == nil {
		return n
	}
	more := len(blog.Fold(dom.Text(n.Parent))) - len(blog.Fold(dom.Text(n)))
	if more <= 12 || more <= 40 && hasClassPart(n.Parent, "author", "meta", "date", "byline") {
		return n.Parent
	}
	return n
}

// address is the comment's own: a link of it to a place on the page, or its
// id where that is one that links use.
func (c *reader) address(item, date *html.Node) string {
	found := ""
	c.each(item, func(n *html.Node) {
		href := weburl.Clean(dom.Attr(n, "href"))
		_, place, ok := strings.Cut(href, "#")
		if found == "" && n.Data == "a" && ok && (numberedComment.MatchString(place) || place != "" && date != nil && (n == date || dom.Within(n, date))) &&
			!strings.Contains(href, "replytocom") && !hasClassPart(n, "reply") {
			found = weburl.Absolute(c.base, href)
		}
	})
	if found != "" {
		return found
	}
	if id := c.anchor(item); id != "" && c.base != nil {
		return weburl.Absolute(c.base, "#"+id)
	}
	return ""
}

func (c *reader) anchor(item *html.Node) string {
	if id := dom.Attr(item, "id"); numberedComment.MatchString(id) {
		return id
	}
	found := ""
	c.each(item, func(n *html.Node) {
		for _, id := range [...]string{dom.Attr(n, "id"), dom.Attr(n, "name")} {
			if found == "" && numberedComment.MatchString(id) {
				found = id
			}
		}
	})
	return found
}

// parent is the address of the comment that holds this one, or its id.
func (c *reader) parent(item *html.Node) string {
	if item.Parent == nil {
		return ""
	}
	p := c.owner(item.Parent)
	if p == nil {
		return ""
	}
	_, date := c.date(p, c.part(p, c.hints.Date, dateParts), nil)
	if address := c.address(p, date); address != "" {
		return address
	}
	return c.anchor(p)
}

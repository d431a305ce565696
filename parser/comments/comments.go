// Package comments reads the comments of a post's page: where a profile says they are, by
// usual markup (items.go), or by the lines that end them (flat.go). It finds out who
// wrote each (author.go), and names the service that has the comments if they are not on
// the page (elsewhere.go). It does not know the post.
package comments

import (
	"cmp"
	"net/url"
	"slices"
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

	// Caches for replies:
	before    map[*html.Node]*html.Node // see itemBefore
	addresses map[*html.Node]string     // of comments that have replies
}

// Read returns the comments of a post's page in page order, including trackbacks, which
// most platforms mix with them. Without hints, comments are repeated elements with a
// suitable name that show an author or a date. Comment forms are ignored.
func Read(root *html.Node, h profiles.Comments, r dates.Reader, base *url.URL) []blog.Comment {
	c := reader{hints: h, dates: r, base: base, items: map[*html.Node]bool{},
		before: map[*html.Node]*html.Node{}, addresses: map[*html.Node]string{}}
	nodes := c.find(root)
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

// find returns the elements that contain one comment each, in page order.
func (c *reader) find(root *html.Node) []*html.Node {
	nodes := selectFirst(root, c.hints.Item)
	if len(nodes) == 0 {
		nodes = namedComments(root)
	}
	if len(nodes) == 0 {
		nodes = listedComments(root)
	}
	if len(nodes) == 0 {
		return c.flat(root)
	}
	return withSiblings(root, nodes)
}

// comment reads one item. It returns false for an empty one.
func (c *reader) comment(n *html.Node) (blog.Comment, bool) {
	text := c.part(n, c.hints.Body, bodyParts, nil)
	var out blog.Comment
	var author *html.Node
	out.Author, out.AuthorURL, author = c.author(n, text)
	m, dateNode := c.date(n, text)
	out.Published, out.PublishedRaw = m.Wall, blog.Fold(m.Raw)
	content := cleanhtml.Read(c.content(n, text), c.base, c.leftOut(n, author, dateNode, text))
	out.BodyHTML, out.BodyText = content.HTML, content.Text
	out.URL = c.address(n, dateNode)
	out.Parent, out.Type = c.parent(n), typeOf(n)
	if strings.EqualFold(strings.TrimRight(out.BodyText, ": "), out.Type) { // only the label "Pingback:"
		out.BodyHTML, out.BodyText = "", ""
	}
	if text == nil && author == nil && m.Raw == "" {
		return out, false
	}
	return out, out.Author != "" || out.BodyText != "" || out.BodyHTML != ""
}

// typeOf returns the type of a comment by its classes.
func typeOf(n *html.Node) string {
	for class := range strings.FieldsSeq(strings.ToLower(dom.Attr(n, "class"))) {
		for _, t := range []string{blog.CommentPingback, blog.CommentTrackback} {
			if strings.HasSuffix(class, t) {
				return t
			}
		}
	}
	return ""
}

// Parts of a comment by parts of their class names, the most reliable first. Kentico uses
// CommentUserName, its message boards comment-user-name.
var (
	authorParts = []string{"commentusername", "comment-user-name", "comment_source_author", "ccauthor", "fn", "comment-author", "commentauthor", "comment_author", "author", "cite", "username", "user-name", "poster", "name"}
	dateParts   = []string{"commentdate", "comment-date", "comment_source_date", "comment-time", "comment_date", "time", "published", "comment-details", "comment-metadata", "comment-meta", "commentmetadata", "commentinfo", "commentssubhead", "date", "timestamp", "posted"}
	bodyParts   = []string{"commenttext", "comment-text", "comment-body", "commentbody", "serendipity_commentbody", "commentsbody", "commentbodystyle", "comment-content", "comment_content", "comment_body", "comment_text", "content", "text", "message", "body"}
)

// part finds a part of a comment by hint or by name, ignoring replies within it. A mere
// element name counts only outside of the text: there, <cite> and <time> are the
// commenter's own.
func (c *reader) part(item *html.Node, hints, names []string, text *html.Node) *html.Node {
	for _, hint := range hints {
		if found := c.hinted(item, hint, text); len(found) > 0 {
			return found[0]
		}
	}
	best, at := (*html.Node)(nil), len(names)
	c.each(item, func(n *html.Node) {
		for i, name := range names[:at] {
			if n.Data == name && !dom.Within(n, text) || namedAs(n, name) {
				if saysSomething(n) {
					best, at = n, i
				}
				return
			}
		}
	})
	return best
}

// saysSomething reports whether a node shows text.
func saysSomething(n *html.Node) bool {
	if n.Type == html.TextNode {
		return strings.TrimSpace(n.Data) != ""
	}
	if dom.Silent[n.Data] {
		return false
	}
	for k := range n.ChildNodes() {
		if saysSomething(k) {
			return true
		}
	}
	return false
}

// maxNodes is the largest number of nodes in an element that is read as a line. All
// elements around a comment are tried, and none may cost a walk through the whole page.
const maxNodes = 1000

// shortText returns the text of an element if it is shorter than most bytes.
func shortText(n *html.Node, most int) (string, bool) {
	size, nodes := 0, 0
	for k := range n.Descendants() {
		if nodes++; k.Type == html.TextNode && !dom.Silent[k.Parent.Data] {
			size += len(k.Data)
		}
		if size >= most || nodes > maxNodes {
			return "", false
		}
	}
	text := dom.Text(n)
	return text, len(text) < most
}

// hinted returns the elements of an item that match a profile's selector.
func (c *reader) hinted(item *html.Node, hint string, text *html.Node) []*html.Node {
	return slices.DeleteFunc(selectFirst(item, []string{hint}), func(n *html.Node) bool {
		return c.owner(n) != item || quoted(n, text)
	})
}

// quoted reports whether a plain <cite> or <time> is in a comment's text.
func quoted(n, text *html.Node) bool {
	return (n.Data == "cite" || n.Data == "time") && dom.Attr(n, "class") == "" && dom.Within(n, text)
}

// namedAs reports whether a class of an element is a name, ends with it ("auth-time"), or
// contains one that is long enough to be unambiguous.
func namedAs(n *html.Node, name string) bool {
	for class := range strings.FieldsSeq(strings.ToLower(dom.Attr(n, "class"))) {
		if class == name || strings.HasSuffix(class, "-"+name) || strings.HasSuffix(class, "_"+name) {
			return true
		}
	}
	return len(name) > 5 && hasClassPart(n, name) && !strings.Contains(strings.ToLower(dom.Attr(n, "class")), "avatar")
}

// each visits the elements of an item, except those of items within it.
func (c *reader) each(n *html.Node, visit func(*html.Node)) {
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		if k.Type != html.ElementNode || c.items[k] {
			continue
		}
		visit(k)
		c.each(k, visit)
	}
}

// owner returns the item that contains a node.
func (c *reader) owner(n *html.Node) *html.Node {
	for p := n; p != nil; p = p.Parent {
		if c.items[p] {
			return p
		}
	}
	return nil
}

// date reads a comment's date from its element, or from the first line of the item
// outside of the text that has one. node is the element with the date.
func (c *reader) date(item, text *html.Node) (m dates.Match, node *html.Node) {
	for _, hint := range c.hints.Date {
		for _, n := range c.hinted(item, hint, text) {
			if c.dateIn(n, &m) {
				return m, n
			}
		}
	}
	if n := c.part(item, nil, dateParts, text); n != nil && c.dateIn(n, &m) {
		return m, n
	}
	c.each(item, func(n *html.Node) {
		if node != nil && !dom.Within(n, node) || text != nil && (n == text || dom.Within(n, text)) || dom.Within(text, n) || dom.Silent[n.Data] {
			return
		}
		if s, ok := shortText(n, 300); ok {
			if found, ok := c.dates.Find(s); ok && (node == nil || found.Raw == m.Raw) {
				m, node = found, n
			}
		}
	})
	return m, node
}

// dateIn parses the date in an element's text, or else in its attributes.
func (c *reader) dateIn(n *html.Node, m *dates.Match) (ok bool) {
	if *m, ok = c.dates.Find(dom.Text(n)); !ok && n.Data == "time" {
		*m, ok = c.dates.Find(dom.Attr(n, "datetime"))
	}
	return ok
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

// actions are the texts of links that are not part of a comment.
var actions = words.Set("reply antworten répondre responder rispondi beantwoorden odpovědět odpovedať odpowiedz svara svar permalink report quote flag")

// leftOut returns a function that tells which nodes of an item are not part of its text.
func (c *reader) leftOut(item, author, date, text *html.Node) func(*html.Node) bool {
	author, date = lineOf(item, author, text), lineOf(item, date, text)
	return func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return false
		}
		if c.items[n] && n != item || n.Data == "form" {
			return true
		}
		if n == author || n == date {
			return true
		}
		if n.Data == "a" && actions[strings.ToLower(blog.Fold(dom.Text(n)))] {
			return true
		}
		return hasClassPart(n, "reply", "buttonpedding", "commentaction", "avatar", "userpicture", "user-picture", "comment-edit", "comment-actions", "abuse", "screen-reader")
	}
}

// lineOf returns the element around a name or date if it says little more: "Ann says:",
// "Posted on July 21". Broken markup may put the text into it.
func lineOf(item, n, text *html.Node) *html.Node {
	if n != nil && text != nil && (n == text || dom.Within(text, n)) {
		return nil
	}
	if n == nil || n.Parent == item || n.Parent == nil || n.Parent == text {
		return n
	}
	more := len(blog.Fold(dom.Text(n.Parent))) - len(blog.Fold(dom.Text(n)))
	if more <= 12 || more <= 40 && hasClassPart(n.Parent, "author", "meta", "date", "byline") {
		return n.Parent
	}
	return n
}

// address returns the comment's own address: its link with a fragment, or its id if it
// looks like one used in links.
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

// parent returns the address or id of the comment to which this one replies.
func (c *reader) parent(item *html.Node) string {
	p := c.answered(item)
	if p == nil {
		return ""
	}
	if _, ok := c.addresses[p]; !ok {
		_, date := c.date(p, c.part(p, c.hints.Body, bodyParts, nil))
		c.addresses[p] = cmp.Or(c.address(p, date), c.anchor(p))
	}
	return c.addresses[p]
}

// answered returns the comment that contains another one or, in Drupal, precedes the
// element in which the other is indented.
func (c *reader) answered(item *html.Node) *html.Node {
	for p := item.Parent; p != nil; p = p.Parent {
		if c.items[p] {
			return p
		}
		if !hasClassPart(p, "indented", "children", "replies", "subcomments") {
			continue
		}
		if before := c.itemBefore(p); before != nil {
			return before
		}
	}
	return nil
}

// itemBefore returns the last comment among the siblings before a node.
func (c *reader) itemBefore(n *html.Node) *html.Node {
	if n.Parent == nil {
		return nil
	}
	if _, ok := c.before[n]; !ok {
		var last *html.Node
		for s := range n.Parent.ChildNodes() {
			c.before[s] = last
			if c.items[s] {
				last = s
			}
		}
	}
	return c.before[n]
}

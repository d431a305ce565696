package comments

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/selector"
	"golang.org/x/net/html"
)

// selectFirst returns the matches of the first selector that has any. Invalid selectors
// match nothing; profiles are checked when they are loaded.
func selectFirst(root *html.Node, selectors []string) []*html.Node {
	for _, text := range selectors {
		s, err := selector.Parse(text)
		if err != nil {
			continue
		}
		if nodes := s.All(root); len(nodes) > 0 {
			return nodes
		}
	}
	return nil
}

// namedComment matches the class of a comment, numberedComment its id.
var (
	namedComment    = pattern.Late(`(?i)^(comment|commentdetail|comment[-_]?(item|entry|post|box|block|row|wrapper|single|container)|single[-_]?comment|blogcomment|commentboxstyle|commentlist[-_]item|serendipity_comment|trackback|pingback)$`)
	numberedComment = pattern.Late(`(?i)^(div-|li-|dsq-)?(comment|cmt|reply|trackback|pingback)[-_]?(?:id[-_]?)?\d+$|^c\d+$|^id_[0-9a-f-]{8,}$|^serendipity_comment_\d+$`)
)

// namedComments finds comments by their class or id. An element without author and date,
// or with a form, only contains comments.
func namedComments(root *html.Node) []*html.Node {
	var named []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && isCommentElement(n) {
			named = append(named, n)
		}
	}
	known := contents{}
	for _, n := range slices.Backward(named) { // inner ones first
		known[n] = known.of(n)
	}
	var out []*html.Node
	for _, n := range named {
		if !known.showComment(n) {
			continue
		}
		if len(out) > 0 && sameComment(out[len(out)-1], n) {
			continue
		}
		out = append(out, n)
	}
	return out
}

// listedComments returns the items of a list whose name says that it has comments.
func listedComments(root *html.Node) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Data == "li" && n.Parent != nil && (listOfComments(n.Parent) || listOfAnswers(n.Parent)) && showsComment(n) && !holdsList(n) {
			out = append(out, n)
		}
	}
	return out
}

func listOfComments(n *html.Node) bool {
	if n.Data != "ol" && n.Data != "ul" {
		return false
	}
	class := dom.Attr(n, "class")
	return dom.HasToken(class, "commentlist") || dom.HasToken(class, "comment-list") || dom.HasToken(class, "comments")
}

// listOfAnswers reports whether a list is a child of a comment that is itself in a list.
func listOfAnswers(n *html.Node) bool {
	for (n.Data == "ol" || n.Data == "ul") && n.Parent != nil && n.Parent.Data == "li" && n.Parent.Parent != nil {
		if n = n.Parent.Parent; listOfComments(n) {
			return true
		}
	}
	return false
}

func holdsList(n *html.Node) bool {
	for d := range n.Descendants() {
		if listOfComments(d) {
			return true
		}
	}
	return false
}

// withSiblings adds the siblings of items that have another class: the blogger's own
// comments, alternating ones, trackbacks.
func withSiblings(root *html.Node, nodes []*html.Node) []*html.Node {
	items := map[*html.Node]bool{}
	for _, n := range nodes {
		items[n] = true
	}
	seen := map[*html.Node]bool{} // lists
	for _, n := range nodes {
		if n.Data != "li" || n.Parent == nil || seen[n.Parent] {
			continue
		}
		seen[n.Parent] = true
		for s := range n.Parent.ChildNodes() {
			if s.Data == "li" && !items[s] && (showsComment(s) || hasClassPart(s, "pingback", "trackback")) {
				items[s] = true
			}
		}
	}
	if len(items) == len(nodes) {
		return nodes
	}
	out := nodes[:0:0]
	for n := range root.Descendants() {
		if items[n] {
			out = append(out, n)
		}
	}
	return out
}

func isCommentElement(n *html.Node) bool {
	switch n.Data {
	case "a", "span", "form", "input", "body", "html", "script", "p", "label", "h1", "h2", "h3", "h4", "img", "strong", "section", "ul", "ol":
		return false
	}
	for _, class := range strings.Fields(dom.Attr(n, "class")) {
		if namedComment.MatchString(class) {
			return true
		}
	}
	return numberedComment.MatchString(dom.Attr(n, "id"))
}

// sameComment reports whether inner wraps the same comment again, as in li#comment-1 >
// div#div-comment-1, and is not a reply.
func sameComment(outer, inner *html.Node) bool {
	if !dom.Within(inner, outer) {
		return false
	}
	for p := inner.Parent; p != outer && p != nil; p = p.Parent {
		if p.Data == "ul" || p.Data == "ol" || hasClassPart(p, "children", "replies", "indented", "subcomments", "thread") {
			return false
		}
	}
	// If there is a second comment beside it, outer is a list.
	for s := inner.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode && isCommentElement(s) {
			return false
		}
	}
	return true
}

func hasClassPart(n *html.Node, parts ...string) bool {
	class := strings.ToLower(dom.Attr(n, "class") + " " + dom.Attr(n, "id"))
	for _, part := range parts {
		if class != " " && strings.Contains(class, part) {
			return true
		}
	}
	return false
}

// content tells what an element contains.
type content struct {
	says  bool // text
	shows bool // a date or an author
	field bool // an input field for a comment
}

// contents caches the content of nested comments, so that each node is visited once.
type contents map[*html.Node]content

func (known contents) of(n *html.Node) content {
	if found, ok := known[n]; ok {
		return found
	}
	var all content
	for k := range n.ChildNodes() {
		if k.Type == html.TextNode {
			all.says = all.says || strings.TrimSpace(k.Data) != ""
		}
		if k.Type != html.ElementNode {
			continue
		}
		in := known.of(k)
		all.says = all.says || in.says && !dom.Silent[k.Data]
		all.field = all.field || in.field || k.Data == "textarea"
		all.shows = all.shows || in.shows || k.Data == "time" || k.Data == "cite" ||
			hasClassPart(k, "author", "user", "date", "time", "meta", "name", "posted", "subhead", "footer")
	}
	return all
}

// showComment reports whether an element has a text, a date or an author, and no input
// field for a comment.
func (known contents) showComment(n *html.Node) bool {
	in := known.of(n)
	return in.says && in.shows && !in.field && !dom.Silent[n.Data]
}

func showsComment(n *html.Node) bool { return contents{}.showComment(n) }

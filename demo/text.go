package demo

import (
	"regexp"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// Text returns a listing page as people save it from a browser's text copy: the heading,
// the posts and the pager, without the frame around them.
func (s *Site) Text(page int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.list(target{kind: KindListing, page: page})
	lines := textLines(d.body, true)
	return strings.TrimSpace(strings.Join(squeeze(lines), "\n")) + "\n"
}

// plain returns the text of a post's body: blocks on lines of their own, white space made
// uniform, nothing that is hidden or runs.
func plain(markup string) string {
	var lines []string
	for _, line := range textLines(markup, false) {
		if line = blog.Fold(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// squeeze leaves one empty line of several.
func squeeze(lines []string) []string {
	var kept []string
	for _, line := range lines {
		line = strings.TrimRight(line, " ")
		if line != "" || len(kept) > 0 && kept[len(kept)-1] != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// textLines renders markup. As a browser's copy it has bullets and, since the
// copying tools know no styles, what is hidden; as plain text it has neither.
func textLines(markup string, copied bool) []string {
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		// Strings can be read and the posts are not nested beyond the limit.
		panic("demo: render text: " + err.Error())
	}
	t := &textRenderer{copied: copied}
	t.walk(root)
	t.flush(false)
	return t.lines
}

type textRenderer struct {
	copied bool
	lines  []string
	line   strings.Builder
}

// flush ends the line. An empty one is dropped unless keep is set.
func (t *textRenderer) flush(keep bool) {
	if text := t.line.String(); keep || strings.Trim(text, " \t") != "" {
		t.lines = append(t.lines, strings.TrimRight(text, " \t"))
	}
	t.line.Reset()
}

func (t *textRenderer) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		t.text(n.Data)
		return
	case n.Type == html.CommentNode, n.Type == html.ElementNode && !t.shows(n):
		return
	case n.Data == "br":
		t.flush(true)
		return
	}
	block := n.Type == html.ElementNode && blocks[n.Data]
	if block {
		t.flush(false)
		t.before(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t.walk(c)
	}
	if n.Data == "td" || n.Data == "th" {
		t.line.WriteByte('\t')
	}
	if block {
		t.flush(false)
		t.after(n)
	}
}

var collapsible = regexp.MustCompile(`[ \t\r\n]+`)

func (t *textRenderer) text(data string) {
	data = collapsible.ReplaceAllString(data, " ")
	if line := t.line.String(); line == "" || strings.HasSuffix(line, " ") {
		data = strings.TrimPrefix(data, " ")
	}
	t.line.WriteString(data)
}

// before and after put empty lines around titles and bullets before items, as
// browsers do in a copy.
func (t *textRenderer) before(n *html.Node) {
	if !t.copied {
		return
	}
	if titled(n) {
		t.lines = append(t.lines, "")
	}
	if n.Data == "li" {
		t.line.WriteString("  • ")
	}
}

func (t *textRenderer) after(n *html.Node) {
	if t.copied && (titled(n) || n.Data == "article" || n.Data == "hr") {
		t.lines = append(t.lines, "")
	}
}

func titled(n *html.Node) bool {
	class := attr(n, "class")
	return n.Data == "h1" || class == "BlogPTitle" || class == "t9" || class == "PagerControl"
}

func (t *textRenderer) shows(n *html.Node) bool {
	switch n.Data {
	case "script", "style", "noscript", "template", "iframe", "object", "textarea", "select", "head", "svg":
		return false
	}
	return t.copied || !hidden(n)
}

func hidden(n *html.Node) bool {
	style := strings.ToLower(strings.ReplaceAll(attr(n, "style"), " ", ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || has(n, "hidden")
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

var blocks = set("address article aside blockquote body caption center dd div dl dt fieldset figcaption figure " +
	"footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

package cleanhtml

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// lazySource is the real address of an image that a script would load later.
type lazySource struct {
	src, srcset string
	names       [2]string // attributes that hold them
}

var (
	lazyAttrs    = []string{"data-src", "data-lazy-src", "data-original", "data-lazy", "data-original-src", "data-echo", "data-img-src"}
	lazySetAttrs = []string{"data-srcset", "data-lazy-srcset", "data-original-set"}
)

// lazySources reads the attributes that lazy loaders use.
func lazySources(n *html.Node) lazySource {
	var l lazySource
	if n.Data != "img" && n.Data != "iframe" && n.Data != "source" && n.Data != "video" && n.Data != "embed" {
		return l
	}
	for _, name := range lazyAttrs {
		if v := strings.TrimSpace(dom.Attr(n, name)); v != "" && !strings.ContainsAny(v, "{}<> ") && weburl.SafeImage(v) {
			l.src, l.names[0] = v, name
			break
		}
	}
	for _, name := range lazySetAttrs {
		if v := strings.TrimSpace(dom.Attr(n, name)); v != "" && !strings.ContainsAny(v, "{}<>") {
			l.srcset, l.names[1] = v, name
			break
		}
	}
	return l
}

// replaces reports whether an attribute gives way to the lazy one.
func (l lazySource) replaces(name string) bool {
	switch name {
	case "src":
		return l.src != ""
	case "srcset":
		return l.srcset != ""
	case "":
		return true
	}
	return name == l.names[0] || name == l.names[1]
}

// apply puts the real addresses where a browser looks for them.
func (l lazySource) apply(c *cleaner, kept []html.Attribute) []html.Attribute {
	if l.srcset != "" {
		kept = slices.Insert(kept, 0, html.Attribute{Key: "srcset", Val: c.srcset(l.srcset)})
	}
	if l.src != "" {
		kept = slices.Insert(kept, 0, html.Attribute{Key: "src", Val: weburl.Absolute(c.base, l.src)})
	}
	return kept
}

// placeholder reports whether an image only holds the place of another: it has no
// address, or one of a drawn nothing.
func placeholder(n *html.Node) bool {
	src := strings.ToLower(weburl.Clean(dom.Attr(n, "src")))
	if src == "" || strings.HasPrefix(src, "data:") {
		return true
	}
	name := src[strings.LastIndexByte(src, '/')+1:]
	for _, word := range [...]string{"blank.", "spacer.", "placeholder", "transparent.", "lazy", "loading.", "grey.gif", "pixel.gif", "1x1."} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// fallback reads the markup that a <noscript> holds for readers without
// scripts. Only images and embeds are wanted: the words there ask the reader to
// switch scripts on.
func fallback(n *html.Node) []*html.Node {
	var source strings.Builder
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode {
			source.WriteString(c.Data)
		}
	}
	if !strings.Contains(strings.ToLower(source.String()), "<img") && !strings.Contains(strings.ToLower(source.String()), "<iframe") {
		return nil
	}
	nodes, err := html.ParseFragment(strings.NewReader(source.String()), Context())
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(nodes, holdsPixel)
}

// holdsPixel reports whether a tree holds an image that only counts visitors.
func holdsPixel(n *html.Node) bool {
	if trackingPixel(n) {
		return true
	}
	for d := range n.Descendants() {
		if trackingPixel(d) {
			return true
		}
	}
	return false
}

func trackingPixel(n *html.Node) bool {
	if n.Type != html.ElementNode || n.Data != "img" && n.Data != "iframe" {
		return false
	}
	tiny := func(v string) bool { return v == "0" || v == "1" || v == "1px" || v == "0px" }
	return tiny(dom.Attr(n, "width")) || tiny(dom.Attr(n, "height")) || dom.HidesItself(n)
}

// hasFallback reports whether the image's place is taken by the <noscript> that follows
// it.
func hasFallback(img *html.Node) bool {
	next := img.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	return next != nil && next.Type == html.ElementNode && next.Data == "noscript" && len(fallback(next)) > 0
}

// repeatsFallback reports whether an image that a script would load was shown by the
// <noscript> right before it.
func repeatsFallback(img *html.Node) bool {
	lazy := lazySources(img).src
	before := img.PrevSibling
	for before != nil && before.Type == html.TextNode && strings.TrimSpace(before.Data) == "" {
		before = before.PrevSibling
	}
	if lazy == "" || before == nil || before.Type != html.ElementNode || before.Data != "noscript" {
		return false
	}
	for _, n := range fallback(before) {
		if n.Data == "img" && weburl.Clean(dom.Attr(n, "src")) == weburl.Clean(lazy) {
			return true
		}
	}
	return false
}

package cleanhtml

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// lazySource is the address of an image that a script would load.
type lazySource struct {
	src, srcset string
	names       [2]string // attributes that contain them
}

var (
	lazyAttrs    = []string{"data-src", "data-lazy-src", "data-original", "data-lazy", "data-original-src", "data-echo", "data-img-src"}
	lazySetAttrs = []string{"data-srcset", "data-lazy-srcset", "data-original-set"}
)

// lazySources reads the attributes used by lazy-loading scripts.
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

// replaces reports whether an attribute is replaced by a lazy one.
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

// apply sets the attributes that browsers use to the lazy addresses.
func (l lazySource) apply(c *cleaner, kept []html.Attribute) []html.Attribute {
	if l.srcset != "" {
		kept = slices.Insert(kept, 0, html.Attribute{Key: "srcset", Val: c.srcset(l.srcset)})
	}
	if l.src != "" {
		kept = slices.Insert(kept, 0, html.Attribute{Key: "src", Val: weburl.Absolute(c.base, l.src)})
	}
	return kept
}

// placeholder reports whether an image is only a placeholder: it has no address, a data
// URL, or a name such as "spacer.gif".
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

// fallback parses the content of a <noscript>. It returns only images and embeds: the
// text asks readers to enable scripts.
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

// holdsPixel reports whether a tree has an image that counts visitors.
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

// hasFallback reports whether an image is replaced by the <noscript> after it.
func hasFallback(img *html.Node) bool {
	next := img.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	return next != nil && next.Type == html.ElementNode && next.Data == "noscript" && len(fallback(next)) > 0
}

// repeatsFallback reports whether a lazily loaded image repeats the one in the <noscript>
// before it.
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

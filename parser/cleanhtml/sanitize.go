package cleanhtml

import (
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// Markup is kept as written except for what could run scripts, load a document with the
// reader's rights, or ask the reader for input.

// drawings are the allowed elements of SVG and MathML. Others can switch the parser back
// to HTML, or load and run things.
var drawings = words.Set(`svg g path rect circle ellipse line polyline polygon text tspan defs lineargradient radialgradient stop
	clippath mask pattern symbol marker
	math mrow mi mo mn ms mtext mspace msqrt mroot mfrac mfenced menclose mstyle mpadded mphantom msub msup msubsup
	munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr semantics`)

// dropLog counts what was removed from a body.
type dropLog struct {
	order []string
	count map[string]int
}

func (l *dropLog) add(what string) {
	if l.count == nil {
		l.count = map[string]int{}
	}
	if l.count[what] == 0 {
		l.order = append(l.order, what)
	}
	l.count[what]++
}

func (l *dropLog) list() []string {
	var out []string
	for _, what := range l.order {
		if n := l.count[what]; n > 1 {
			what += " ×" + strconv.Itoa(n)
		}
		out = append(out, what)
	}
	return out
}

// attrKind is how an attribute is treated.
type attrKind uint8

const (
	checkedAttr attrKind = iota // kept unless its value is a script URL
	addressAttr                 // an address
	neverAttr                   // removed
	wordAttr                    // text shown to readers, never followed
)

var attrNames = map[attrKind]string{
	addressAttr: `href src cite poster background longdesc data codebase classid archive lowsrc dynsrc usemap
		profile pluginspage pluginurl code movie xlink:href manifest icon`,
	neverAttr: "srcdoc formaction action http-equiv ping form autofocus nonce implementation datasrc datafld dataformatas credentialless",
	wordAttr:  "alt title summary label placeholder abbr class id width height align target",
}

var attrKinds = sync.OnceValue(func() map[string]attrKind {
	m := map[string]attrKind{}
	for kind, names := range attrNames {
		for _, name := range strings.Fields(names) {
			m[name] = kind
		}
	}
	return m
})

// cleaner makes the attributes of one element safe and its addresses absolute.
type cleaner struct {
	base    *url.URL
	dropped dropLog
	scratch []html.Attribute // of the current element
}

// attributes returns the attributes of an element that are kept, in their order. The
// result is valid until the next call. The element is not changed.
func (c *cleaner) attributes(n *html.Node) []html.Attribute {
	if len(n.Attr) == 0 {
		return nil
	}
	kept := c.scratch[:0]
	lazy := lazySources(n)
	for _, a := range n.Attr {
		if a.Namespace != "" {
			a.Key, a.Namespace = a.Namespace+":"+a.Key, ""
		}
		name := strings.ToLower(a.Key)
		if !attributeName(name) || lazy.replaces(name) {
			continue
		}
		if value, ok := c.value(n, name, a.Val); ok {
			kept = append(kept, html.Attribute{Key: a.Key, Val: value})
		}
	}
	c.scratch = lazy.apply(c, kept)
	return c.scratch
}

// attributeName reports whether a name can be written without changing how the tag is
// parsed.
func attributeName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c == '_' || i > 0 && (words.IsDigit(c) || c == '-' || c == ':' || c == '.')) {
			return false
		}
	}
	return s != ""
}

// value returns the safe value of an attribute, false if it is removed.
func (c *cleaner) value(n *html.Node, name, value string) (string, bool) {
	switch kind := attrKinds()[name]; {
	case strings.HasPrefix(name, "on"):
		c.dropped.add("event handler " + name)
		return "", false
	case kind == neverAttr:
		c.dropped.add("attribute " + name)
		return "", false
	case kind == addressAttr:
		return c.address(n, name, value)
	case kind == wordAttr:
		return value, true
	case name == "style":
		return c.style(value)
	case name == "srcset" || name == "imagesrcset":
		return c.srcset(value), true
	case strings.IndexByte(value, ':') >= 0 && scriptAddress(value):
		c.dropped.add("script address in " + name)
		return "", false
	}
	return value, true
}

func scriptAddress(value string) bool {
	value = weburl.Clean(value)
	return (weburl.ScriptSchemes[weburl.Scheme(value)] || weburl.HidesScheme(value)) && !weburl.IsDataImage(value)
}

var imageElements = words.Set("img image source video audio track input body table td th tr")

func (c *cleaner) address(n *html.Node, name, value string) (string, bool) {
	if n.Namespace != "" && !strings.HasPrefix(strings.TrimSpace(value), "#") {
		c.dropped.add("address of a drawing")
		return "", false
	}
	if name == "usemap" || n.Namespace != "" || name == "archive" || name == "code" {
		return value, weburl.SafeLink(value)
	}
	if c.base != nil && name != "classid" {
		if whole, ok := weburl.Simple(c.base, value); ok {
			return whole, true // http or https, the usual case
		}
	}
	safe := weburl.SafeLink(value)
	if imageElements[n.Data] && name != "href" && name != "cite" {
		safe = weburl.SafeImage(value)
	} else if dom.Kinds()[n.Data]&dom.IsEmbedding != 0 && name != "longdesc" && name != "classid" {
		safe = weburl.SafeMedia(value)
	} else if name == "classid" {
		safe = safe || strings.HasPrefix(strings.ToLower(weburl.Clean(value)), "clsid:")
	}
	if !safe {
		c.dropped.add("address with " + weburl.Scheme(weburl.Clean(value)) + ": in " + name)
		return "", false
	}
	if name == "classid" {
		return value, true
	}
	return weburl.Absolute(c.base, value), true
}

// srcset makes the addresses of a srcset absolute and removes unsafe ones.
func (c *cleaner) srcset(value string) string {
	var out []string
	for rest := value; ; {
		rest = strings.TrimLeft(rest, " \t\r\n\f,")
		if rest == "" {
			break
		}
		end := strings.IndexAny(rest, " \t\r\n\f")
		if end < 0 {
			end = len(rest)
		}
		address, descriptor := rest[:end], ""
		rest = rest[end:]
		if trimmed := strings.TrimRight(address, ","); trimmed != address {
			address = trimmed
		} else {
			descriptor, rest, _ = strings.Cut(rest, ",")
			descriptor = strings.TrimSpace(descriptor)
		}
		if !weburl.SafeImage(address) {
			c.dropped.add("address in srcset")
			continue
		}
		out = append(out, strings.TrimSpace(weburl.Absolute(c.base, address)+" "+descriptor))
	}
	return strings.Join(out, ", ")
}

// embedded reports whether an embedding element has an http(s) address.
func (c *cleaner) embedded(n *html.Node) bool {
	switch n.Data {
	case "iframe", "embed":
		src := lazySources(n).src
		if src == "" {
			src = dom.Attr(n, "src")
		}
		return strings.TrimSpace(src) != "" && weburl.SafeMedia(src) && !weburl.IsDataImage(weburl.Clean(src))
	case "object":
		if data := dom.Attr(n, "data"); strings.TrimSpace(data) != "" {
			return weburl.SafeMedia(data)
		}
		return dom.Attr(n, "classid") != "" && objectMovie(n)
	}
	return true
}

// objectMovie reports whether an object without an address has a parameter or child with
// one, like Flash players.
func objectMovie(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		if d.Data == "param" && (strings.EqualFold(dom.Attr(d, "name"), "movie") || strings.EqualFold(dom.Attr(d, "name"), "src")) {
			return weburl.SafeMedia(dom.Attr(d, "value"))
		}
		if d.Data == "embed" {
			return weburl.SafeMedia(dom.Attr(d, "src"))
		}
	}
	return false
}

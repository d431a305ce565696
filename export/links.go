package export

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Media is a local copy of an image or file that posts show or link to.
type Media struct {
	Name string // within the folder of all media, readable, unique
	Type string // by content, such as image/png
	Size int64  // in bytes
}

// MediaMode is where the images and files of an export are.
type MediaMode string

// Modes of media.
const (
	MediaKeep     MediaMode = "keep"     // not copied: old addresses
	MediaCopy     MediaMode = "copy"     // copied beside the posts
	MediaAbsolute MediaMode = "absolute" // on the new site, below BaseURL and mediaPath
)

// rewriter changes the addresses in markup. Each function takes an absolute old address
// and returns the new one, or the old one to keep it.
type rewriter struct {
	// known reports whether one of the functions may change an address; nil means any.
	known func(old string) bool

	link  func(old string) string // of a[href], area[href]
	media func(old string) string // of what a page loads: src, srcset, poster, backgrounds
}

// rewrite changes addresses and leaves every other byte of the markup unchanged.
func (w rewriter) rewrite(markup string) string {
	if !w.concerns(markup) {
		return markup
	}
	z := html.NewTokenizer(strings.NewReader(markup))
	b, changed := make([]byte, 0, len(markup)), false
	for {
		kind, before := z.Next(), len(b)
		b = append(b, z.Raw()...) // before the token's attributes are read, which changes it
		switch {
		case kind == html.ErrorToken && changed:
			return string(b)
		case kind == html.ErrorToken:
			return markup
		case kind != html.StartTagToken && kind != html.SelfClosingTagToken || bytes.IndexByte(b[before:], '=') < 0:
			continue
		}
		if token := z.Token(); w.change(&token) {
			b, changed = append(b[:before], token.String()...), true
		}
	}
}

// concerns reports whether markup may contain a known address. It checks what follows
// each "=", attribute or not, which takes a fraction of the time of a tokenizer; most
// posts have no known address.
func (w rewriter) concerns(markup string) bool {
	for at := 0; ; at++ {
		next := strings.IndexByte(markup[at:], '=')
		if next < 0 {
			return false
		}
		at += next
		if w.mayKnow(attributeName(markup[:at]), attributeValue(markup[at+1:])) {
			return true
		}
	}
}

// mayKnow returns true for anything but a plain address, which needs the tokenizer.
func (w rewriter) mayKnow(name, value string) bool {
	switch strings.ToLower(name) {
	case "href", "src", "poster", "background", "data":
		unclear := strings.Contains(value, "\r") || strings.Count(value, "&") > strings.Count(value, "&amp;")
		return w.known == nil || unclear || w.known(strings.ReplaceAll(value, "&amp;", "&"))
	case "style":
		return strings.ContainsAny(value, "(&")
	}
	return strings.EqualFold(name, "srcset")
}

// attributeName returns the name at the end of the text before a "=".
func attributeName(text string) string {
	text = strings.TrimRight(text, htmlSpace)
	start := len(text)
	for start > 0 && 'a' <= text[start-1]|0x20 && text[start-1]|0x20 <= 'z' {
		start--
	}
	return text[start:]
}

// attributeValue returns the value at the start of the text after a "=".
func attributeValue(text string) string {
	text = strings.TrimLeft(text, htmlSpace)
	end := htmlSpace + ">"
	if text != "" && (text[0] == '"' || text[0] == '\'') {
		text, end = text[1:], text[:1]
	}
	if i := strings.IndexAny(text, end); i >= 0 {
		return text[:i]
	}
	return text
}

const htmlSpace = " \t\r\n\f"

// change rewrites the addresses of a tag and reports whether there were any to change.
func (w rewriter) change(t *html.Token) (changed bool) {
	for i, a := range t.Attr {
		value := w.address(t.Data, a)
		if value != a.Val {
			t.Attr[i].Val, changed = value, true
		}
	}
	return changed
}

func (w rewriter) address(tag string, a html.Attribute) string {
	switch a.Key {
	case "href":
		if tag == "a" || tag == "area" {
			return w.link(a.Val)
		}
	case "src", "poster", "background", "data":
		return w.media(a.Val)
	case "srcset":
		return w.srcset(a.Val)
	case "style":
		return w.style(a.Val)
	}
	return a.Val
}

var styleURL = regexp.MustCompile(`(?i)(\burl\(\s*['"]?)([^'"()\s]+)`)

// style rewrites the addresses in url(…).
func (w rewriter) style(declarations string) string {
	if !strings.Contains(declarations, "(") {
		return declarations
	}
	return styleURL.ReplaceAllStringFunc(declarations, func(found string) string {
		m := styleURL.FindStringSubmatch(found)
		return m[1] + w.media(m[2])
	})
}

// srcset rewrites a list of "ADDRESS SIZE" separated by commas; addresses may contain
// commas, but no spaces.
func (w rewriter) srcset(list string) string {
	fields := strings.Fields(list)
	for i, f := range fields {
		address := strings.TrimRight(f, ",")
		if strings.Contains(address, "/") {
			fields[i] = w.media(address) + f[len(address):]
		}
	}
	if text := strings.Join(fields, " "); text != strings.Join(strings.Fields(list), " ") {
		return text
	}
	return list
}

// Link returns the new address of an old one: the path of the post that it led to, with
// its fragment, or the old address if that was no post's.
func (p *Plan) Link(old string) string {
	e, ok := p.Lookup(old)
	if !ok {
		return old
	}
	path := p.Path(e)
	if u, err := url.Parse(old); err == nil && u.Fragment != "" {
		path += "#" + u.EscapedFragment()
	}
	return path
}

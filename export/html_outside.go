package export

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// withoutRequests replaces images and embeds on other hosts by links, and returns their
// addresses. The rest of the markup is unchanged.
func withoutRequests(markup string) (local string, outside []string) {
	p := offline{z: html.NewTokenizer(strings.NewReader(markup))}
	for {
		kind := p.z.Next()
		p.raw = string(p.z.Raw()) // before the token's attributes are read, which changes it
		switch kind {
		case html.ErrorToken:
			// An unclosed tag would include the text after it.
			p.WriteString(strings.ReplaceAll(p.raw, "<", "&lt;"))
			return p.String(), p.outside
		case html.StartTagToken, html.SelfClosingTagToken:
			t := p.z.Token()
			p.start(&t)
		case html.EndTagToken:
			name, _ := p.z.TagName()
			p.linked = p.linked && string(name) != "a"
			p.WriteString(p.raw)
		default:
			p.WriteString(p.raw)
		}
	}
}

// offline is markup being written that requests nothing from other sites.
type offline struct {
	strings.Builder
	z       *html.Tokenizer
	raw     string // the current token
	linked  bool   // within a link, which cannot contain another
	outside []string
}

func (p *offline) start(t *html.Token) {
	p.linked = p.linked || t.Data == "a"
	if !asks(t.Data) {
		p.WriteString(p.raw)
		return
	}
	raw := p.raw
	direct := cmp.Or(elsewhere(attribute(t, "src")), elsewhere(attribute(t, "data")))
	address, own := ask(t)
	content := ""
	if t.Type == html.StartTagToken && (t.Data == "video" || t.Data == "audio" || t.Data == "iframe" || t.Data == "object" && address != "") {
		var source string
		var ownSource bool
		content, source, ownSource = p.content(t.Data)
		address, own = cmp.Or(direct, source, address), own || ownSource
	}
	switch {
	case address == "":
		p.WriteString(raw + content)
	case own:
		p.WriteString(t.String() + content)
	case t.Data != "source" && t.Data != "track" && !isPixel(t): // a picture remains one without them
		p.outside = append(p.outside, address)
		p.link(t, address)
	}
}

// content reads up to the end of an element and omits what is elsewhere; address is the
// first such address, and own means that something local remains.
func (p *offline) content(tag string) (kept, address string, own bool) {
	var b strings.Builder
	for {
		kind := p.z.Next()
		raw := string(p.z.Raw())
		t := p.z.Token()
		switch {
		case kind == html.ErrorToken:
			return b.String() + strings.ReplaceAll(raw, "<", "&lt;"), address, own
		case kind == html.EndTagToken && t.Data == tag:
			return b.String() + raw, address, own
		case kind != html.StartTagToken && kind != html.SelfClosingTagToken || !asks(t.Data):
			b.WriteString(raw)
			continue
		}
		other, some := ask(&t)
		address, own = cmp.Or(address, other), own || some && t.Data == "source"
		switch {
		case other == "":
			b.WriteString(raw)
		case some:
			b.WriteString(t.String())
		}
	}
}

// link writes a link in place of what is omitted.
func (p *offline) link(t *html.Token, address string) {
	text := html.EscapeString("[" + kindOf(t.Data) + ": " + cmp.Or(attribute(t, "alt"), attribute(t, "title"), fileName(address), address) + "]")
	if p.linked {
		p.WriteString(`<span class="outside" title="` + html.EscapeString(address) + `">` + text + `</span>`)
		return
	}
	p.WriteString(`<a class="outside" href="` + html.EscapeString(address) + `">` + text + `</a>`)
}

func kindOf(tag string) string {
	switch tag {
	case "img":
		return "image"
	case "video":
		return "film"
	case "audio":
		return "sound"
	}
	return "embedded"
}

// fileName returns the last part of an address if it is the name of a file.
func fileName(address string) string {
	u, err := url.Parse(address)
	if err != nil || path.Ext(u.Path) == "" {
		return ""
	}
	return path.Base(u.Path)
}

// asks reports whether browsers load what an element with this name refers to.
func asks(tag string) bool {
	switch tag {
	case "img", "iframe", "embed", "object", "video", "audio", "source", "track":
		return true
	}
	return false
}

// ask removes the addresses on other sites from a tag. address is the first of them; own
// means that something to show remains.
func ask(t *html.Token) (address string, own bool) {
	for _, key := range []string{"src", "data", "srcset", "poster"} {
		value := attribute(t, key)
		other := elsewhere(value)
		if key == "srcset" {
			other = someElsewhere(value)
		}
		if other != "" {
			t.Attr = slices.DeleteFunc(t.Attr, func(a html.Attribute) bool { return a.Key == key })
		}
		address = cmp.Or(address, other)
		own = own || other == "" && value != "" && key != "poster"
	}
	return address, own
}

// elsewhere returns the address if it is on another host.
func elsewhere(address string) string {
	address = strings.TrimSpace(address)
	scheme, _, found := strings.Cut(address, ":")
	if strings.HasPrefix(address, "//") || found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")) {
		return address
	}
	return ""
}

// someElsewhere returns the first address of a srcset that is on another host.
func someElsewhere(list string) string {
	for word := range strings.FieldsSeq(list) {
		if host := strings.Index(word, "//"); host >= 0 {
			return strings.TrimRight(word[strings.LastIndexByte(word[:host], ',')+1:], ",")
		}
	}
	return ""
}

func attribute(t *html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// isPixel reports whether an image is a tracking pixel.
func isPixel(t *html.Token) bool {
	width, height := attribute(t, "width"), attribute(t, "height")
	return t.Data == "img" && (width == "0" || width == "1") && (height == "0" || height == "1")
}

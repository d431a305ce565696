package export

import (
	"bytes"
	"net/url"
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// reading is the visible content of markup, for comparison: its words and, by position, the
// addresses of links and images and the tags without a Markdown equivalent.
type reading struct {
	words   []byte // with one space between them
	letters int    // in words, without the spaces
	marks   []byte

	strongPicture bool // a linked picture is part of emphasized text
	strong, links int  // open tags: emphasis, and links within it
}

func newReading(markup []byte) reading {
	r := reading{words: make([]byte, 0, len(markup))}
	z := html.NewTokenizer(bytes.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			r.words = bytes.TrimSuffix(r.words, []byte(" "))
			return r
		case html.TextToken:
			r.text(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			r.startTag(z)
		case html.EndTagToken:
			r.endTag(z)
		}
	}
}

func (r reading) equal(other reading) bool {
	return bytes.Equal(r.words, other.words) && bytes.Equal(r.marks, other.marks)
}

func (r *reading) text(text []byte) {
	for len(text) > 0 {
		n := 0
		for n < len(text) && ' ' < text[n] && text[n] < 0x7f {
			n++
		}
		r.words = append(r.words, text[:n]...)
		r.letters += n
		text = text[n:]
		c, size := utf8.DecodeRune(text)
		switch {
		case size == 0:
		case unicode.IsSpace(c):
			r.gap()
		case !unicode.IsControl(c):
			r.words = append(r.words, text[:size]...)
			r.letters += size
		}
		text = text[size:]
	}
}

// gap ends a word.
func (r *reading) gap() {
	if n := len(r.words); n > 0 && r.words[n-1] != ' ' {
		r.words = append(r.words, ' ')
	}
}

func (r *reading) startTag(z *html.Tokenizer) {
	name, more := z.TagName()
	tag := string(name)
	if breaks[tag] {
		r.gap()
	}
	switch {
	case keptTags[tag], structures[tag]:
		r.mark(tag)
	case tag == "strong" || tag == "em":
		r.strong++
	case tag == "a":
		if r.strong > 0 {
			r.links++
		}
		r.attribute(z, more, "href")
	case tag == "img":
		r.strongPicture = r.strongPicture || r.links > 0
		r.attribute(z, more, "src")
	}
}

func (r *reading) endTag(z *html.Tokenizer) {
	tag, _ := z.TagName()
	switch string(tag) {
	case "strong", "em":
		r.strong--
	case "a":
		r.links = max(r.links-1, 0)
	}
	if breaks[string(tag)] {
		r.gap()
	}
}

// breaks are tags before and after which a word ends.
var breaks = setOf("address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dir", "div",
	"dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
	"legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")

var structures = setOf("dl", "details", "ruby", "map", "pre", "table")

func setOf(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

func (r *reading) attribute(z *html.Tokenizer, more bool, name string) {
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if string(key) != name {
			continue
		}
		address, err := url.PathUnescape(string(value))
		if err != nil {
			address = string(value)
		}
		r.mark(address)
	}
}

// mark records what precedes the next letter, without spaces.
func (r *reading) mark(what string) {
	r.marks = strconv.AppendInt(r.marks, int64(r.letters), 10)
	r.marks = append(r.marks, ' ')
	for _, c := range what {
		if !unicode.IsSpace(c) && !unicode.IsControl(c) {
			r.marks = utf8.AppendRune(r.marks, c)
		}
	}
	r.marks = append(r.marks, '\n')
}

package export

import (
	"bytes"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// reading is what a reader gets of markup, to be compared: its text without
// spaces, and between it the addresses of links and pictures and the tags that
// mean something for which there is no Markdown.
func reading(markup []byte) string {
	var b strings.Builder
	b.Grow(len(markup))
	z := html.NewTokenizer(bytes.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			appendWords(&b, z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			readTag(&b, z)
		}
	}
}

func appendWords(b *strings.Builder, text []byte) {
	for word := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r <= ' ' || r >= 0x7f && (unicode.IsSpace(r) || unicode.IsControl(r)) }) {
		b.Write(word)
	}
}

func readTag(b *strings.Builder, z *html.Tokenizer) {
	tag, more := z.TagName()
	switch {
	case keptTags[string(tag)], structures[string(tag)]:
		b.WriteString("<" + string(tag) + ">")
	case string(tag) == "a":
		readAttribute(b, z, more, "href")
	case string(tag) == "img":
		readAttribute(b, z, more, "src")
	}
}

var structures = map[string]bool{"dl": true, "details": true, "ruby": true, "map": true, "pre": true}

func readAttribute(b *strings.Builder, z *html.Tokenizer, more bool, name string) {
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
		b.WriteByte('<')
		appendWords(b, []byte(address))
		b.WriteByte('>')
	}
}

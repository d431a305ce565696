package export

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// elements is XML in the making. An element with an indent has a line of its own.
type elements []byte

// text adds an element with plain text.
func (e *elements) text(indent, name, text string) {
	e.start(indent, name)
	e.escaped(text)
	e.end(indent, name)
}

// cdata adds an element whose text, joined of pieces, is a CDATA section.
func (e *elements) cdata(indent, name string, pieces ...string) {
	e.start(indent, name)
	e.section(pieces...)
	e.end(indent, name)
}

func (e *elements) number(indent, name string, n int64) {
	e.text(indent, name, strconv.FormatInt(n, 10))
}

// raw adds markup.
func (e *elements) raw(markup ...string) {
	b := *e
	for _, m := range markup {
		b = append(b, m...)
	}
	*e = b
}

func (e *elements) start(indent, name string) { e.raw(indent, "<", name, ">") }

func (e *elements) end(indent, name string) {
	e.raw("</", name, ">")
	if indent != "" {
		e.raw("\n")
	}
}

func (e *elements) escaped(text string) { *e = appendXML(*e, text) }

// section adds a CDATA section, or several where the text would end it.
func (e *elements) section(pieces ...string) {
	e.raw("<![CDATA[")
	for _, text := range pieces {
		e.raw(strings.ReplaceAll(cleanXML(text), "]]>", "]]]]><![CDATA[>"))
	}
	e.raw("]]>")
}

// cleanXML drops the characters that XML 1.0 cannot hold, and mends what is no
// UTF-8.
func cleanXML(s string) string {
	for i := 0; i < len(s); {
		if plainXML[s[i]] || s[i] >= ' ' && s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if notXML(r) || r == utf8.RuneError && size == 1 {
			return withoutNonXML(s)
		}
		i += size
	}
	return s
}

func withoutNonXML(s string) string {
	return strings.Map(func(r rune) rune {
		if notXML(r) {
			return -1
		}
		return r
	}, s)
}

func notXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

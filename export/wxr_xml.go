package export

import "strconv"

// elements is XML being written. An element with an indent starts on a new line.
type elements []byte

// text adds an element with plain text.
func (e *elements) text(indent, name, text string) {
	e.start(indent, name)
	e.escaped(text)
	e.end(indent, name)
}

// cdata adds an element whose text, concatenated from pieces, is a CDATA section.
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

func (e *elements) section(pieces ...string) { *e = appendSection(*e, pieces...) }

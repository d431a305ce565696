package export

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// frontMatter is the YAML at the head of a post. Every text is in double quotes,
// where no title or tag can be taken for anything else, whatever YAML the reader
// speaks; a key without a value is left out.
type frontMatter []byte

func newFrontMatter() frontMatter { return frontMatter("---\n") }

// text adds a text, and leaves out an empty one.
func (f *frontMatter) text(key, value string) {
	if value != "" {
		f.mustText(key, value)
	}
}

// mustText adds a text that may be empty.
func (f *frontMatter) mustText(key, value string) {
	*f = append(appendYAML(append(*f, key+": "...), value), '\n')
}

func (f *frontMatter) list(key string, values ...string) {
	for i, value := range values {
		between := ", "
		if i == 0 {
			between = key + ": ["
		}
		*f = appendYAML(append(*f, between...), value)
	}
	if len(values) > 0 {
		*f = append(*f, "]\n"...)
	}
}

// plain adds a value that is no text: a time or a word of the program's.
func (f *frontMatter) plain(key, value string) {
	*f = append(*f, key+": "+value+"\n"...)
}

func (f *frontMatter) count(key string, n *int) {
	if n != nil {
		f.plain(key, strconv.Itoa(*n))
	}
}

// end returns the whole, to be followed by the body.
func (f frontMatter) end() string { return string(f) + "---\n\n" }

// appendYAML appends a text in double quotes. Characters that YAML does not allow
// and those that end lines are escaped. JSON would not do: its escapes know no
// character beyond U+FFFF.
func appendYAML(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s { // bytes that are no UTF-8 become U+FFFD
		if r == '"' || r == '\\' || !isPrintableYAML(r) {
			b = appendEscape(b, r)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

func isPrintableYAML(r rune) bool {
	switch {
	case r < ' ', 0x7f <= r && r < 0xa0, r == '\u2028', r == '\u2029', r == '\ufeff', r == '\ufffe', r == '\uffff':
		return false
	}
	return true
}

// jsonAsYAML escapes in JSON what YAML does not allow in it: Jekyll reads the
// one with a reader of the other.
func jsonAsYAML(json string) string {
	if strings.IndexFunc(json, func(r rune) bool { return !isPrintableYAML(r) }) < 0 {
		return json
	}
	var b []byte
	for _, r := range json {
		if isPrintableYAML(r) {
			b = utf8.AppendRune(b, r)
		} else {
			b = appendEscape(b, r)
		}
	}
	return string(b)
}

package export

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// frontMatter is the YAML at the start of a file. All texts are double-quoted, so that no
// title or tag is interpreted, whatever the version of YAML; keys without a value are
// omitted.
type frontMatter []byte

func newFrontMatter() frontMatter { return frontMatter("---\n") }

// text adds a text unless it is empty.
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

// plain adds a value that is not a text: a time or a keyword.
func (f *frontMatter) plain(key, value string) {
	*f = append(*f, key+": "+value+"\n"...)
}

func (f *frontMatter) count(key string, n *int) {
	if n != nil {
		f.plain(key, strconv.Itoa(*n))
	}
}

// end returns the front matter with its end.
func (f frontMatter) end() string { return string(f) + "---\n\n" }

// appendYAML appends a double-quoted text. Characters that YAML does not allow, and line
// ends, are escaped. JSON would not do: it has no escapes for characters beyond U+FFFF.
func appendYAML(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s { // invalid UTF-8 becomes U+FFFD
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

// jsonAsYAML escapes characters in JSON that YAML does not allow, since Jekyll reads JSON
// with a YAML parser.
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

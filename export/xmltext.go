package export

import (
	"strings"
	"unicode/utf8"
)

// appendXML appends text for an element or a quoted attribute. Characters that XML 1.0
// does not allow are removed, and invalid UTF-8 becomes U+FFFD. Line ends and tabs are
// escaped if a parser would change them: CR always and, since the same text is used for
// attributes, tabs. A line feed in an attribute is read as a space.
//
// encoding/xml.EscapeText turns every line feed into "&#xA;", replaces forbidden
// characters by U+FFFD, and takes three times as long.
func appendXML(b []byte, s string) []byte {
	start := 0 // of what is not copied yet
	for i := 0; i < len(s); {
		if plainXML[s[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if size > 1 && r != '\ufffe' && r != '\uffff' {
			i += size
			continue
		}
		b = append(append(b, s[start:i]...), escapeXML(r)...)
		i += size
		start = i
	}
	return append(b, s[start:]...)
}

// plainXML are the bytes that need no escaping.
var plainXML = func() (t [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		t[c] = c != '<' && c != '>' && c != '&' && c != '"'
	}
	t['\n'] = true
	return t
}()

func escapeXML(r rune) string {
	switch r {
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '&':
		return "&amp;"
	case '"':
		return "&quot;"
	case '\t':
		return "&#9;"
	case '\r':
		return "&#13;"
	case utf8.RuneError:
		return "\ufffd"
	}
	return ""
}

// appendSection appends text, concatenated from pieces, as a CDATA section, or several if
// the text would end it. For a parser, its line ends are line feeds.
func appendSection(b []byte, pieces ...string) []byte {
	b = append(b, "<![CDATA["...)
	for _, text := range pieces {
		b = append(b, strings.ReplaceAll(cleanXML(text), "]]>", "]]]]><![CDATA[>")...)
	}
	return append(b, "]]>"...)
}

// cleanXML removes the characters that XML 1.0 does not allow, and replaces invalid
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

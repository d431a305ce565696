package cleanhtml

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
)

// style cleans an inline style: it removes declarations that could run something, and
// makes addresses absolute.
func (c *cleaner) style(value string) (string, bool) {
	var room [256]byte
	plain := appendPlainCSS(room[:0], value)
	if !bytes.ContainsAny(plain, `(@<`) && !riskyBytes(plain) {
		return value, true
	}
	if s := string(plain); !risky(s) && !strings.Contains(s, "url(") {
		return value, true
	}
	var kept []string
	for _, decl := range declarations(value) {
		plain := plainCSS(decl)
		if risky(plain) {
			c.dropped.add("style that runs something")
			continue
		}
		if strings.Contains(plain, "url(") {
			var ok bool
			if decl, ok = c.styleURLs(decl); !ok {
				c.dropped.add("address in a style")
				continue
			}
		}
		kept = append(kept, decl)
	}
	out := strings.Join(kept, ";")
	return out, strings.TrimSpace(out) != ""
}

var riskyParts = []string{"expression(", "behavior:", "-moz-binding", "javascript:", "vbscript:", "livescript:", "mocha:", "@import", "data:text", "</style"}

func risky(plain string) bool {
	return slices.ContainsFunc(riskyParts, func(part string) bool { return strings.Contains(plain, part) })
}

// riskyBytes is risky for a style without parentheses.
func riskyBytes(plain []byte) bool {
	return bytes.Contains(plain, []byte("behavior:")) || bytes.Contains(plain, []byte("-moz-binding")) ||
		bytes.Contains(plain, []byte("script:")) || bytes.Contains(plain, []byte("mocha:")) || bytes.Contains(plain, []byte("data:text"))
}

// plainCSS returns a style as a browser interprets it: without escapes, comments, white
// space and upper case.
func plainCSS(s string) string { return string(appendPlainCSS(nil, s)) }

func appendPlainCSS(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '/' && strings.HasPrefix(s[i:], "/*"):
			end := strings.Index(s[i+2:], "*/")
			if end < 0 {
				return b
			}
			i += end + 4
		case c == '\\':
			r, next := cssEscape(s, i+1)
			b = utf8.AppendRune(b, unicode.ToLower(r))
			i = next
		case c <= ' ':
			i++
		default:
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			b = append(b, c)
			i++
		}
	}
	return b
}

// cssEscape reads an escape: up to six hexadecimal digits and a space, or one character.
func cssEscape(s string, i int) (rune, int) {
	value, end := rune(0), i
	for end < len(s) && end < i+6 && weburl.IsHex(s[end]) {
		digit := rune(s[end]|0x20) - 'a' + 10
		if words.IsDigit(s[end]) {
			digit = rune(s[end] - '0')
		}
		value = value*16 + digit
		end++
	}
	if end == i {
		if i < len(s) {
			return rune(s[i]), i + 1
		}
		return ' ', i
	}
	if end < len(s) && s[end] <= ' ' {
		end++
	}
	return value, end
}

// declarations splits a style at semicolons outside of quotes and parentheses.
func declarations(s string) []string {
	var out []string
	depth, quote, from := 0, byte(0), 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ';' && depth == 0:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// styleURLs makes every url(…) of a declaration absolute. It returns false if one is
// unsafe or cannot be parsed.
func (c *cleaner) styleURLs(decl string) (string, bool) {
	lower := strings.ToLower(decl)
	if strings.Count(lower, "url(") != strings.Count(plainCSS(decl), "url(") || len(lower) != len(decl) {
		return "", false
	}
	var b strings.Builder
	for {
		at := strings.Index(lower, "url(")
		if at < 0 {
			return b.String() + decl, true
		}
		at += len("url(")
		end := strings.IndexByte(decl[at:], ')')
		if end < 0 {
			return "", false
		}
		ref := strings.TrimSpace(decl[at : at+end])
		quote := ""
		if len(ref) > 1 && (ref[0] == '"' || ref[0] == '\'') && ref[len(ref)-1] == ref[0] {
			quote, ref = ref[:1], ref[1:len(ref)-1]
		}
		if strings.ContainsAny(ref, `"'\(`) || !weburl.SafeImage(ref) {
			return "", false
		}
		if !strings.HasPrefix(ref, "#") { // a part of the same drawing
			ref = weburl.Absolute(c.base, ref)
		}
		b.WriteString(decl[:at] + quote + ref + quote + ")")
		decl, lower = decl[at+end+1:], lower[at+end+1:]
	}
}

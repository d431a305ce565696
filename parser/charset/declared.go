package charset

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html/charset"
)

// declaredIn finds charset=… and encoding=… in a meta tag or XML declaration.
var declaredIn = pattern.Late(`(?i)^<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

// headSize is how much of a page is searched for its charset. The HTML standard says 1024
// bytes; old templates put scripts and styles before the declaration.
const headSize = 8192

// maxTag is the maximum size of a tag with a declaration, in bytes.
const maxTag = 400

// declaredCharsets returns the WHATWG names of the charsets that header and page declare,
// the header first. It omits unknown ones, and UTF-16: a page whose declaration can be
// read as bytes is not in UTF-16.
func declaredCharsets(contentType string, data []byte) []string {
	var names []string
	add := func(label string) {
		_, name := charset.Lookup(label)
		if name != "" && name != "replacement" && !strings.HasPrefix(name, "utf-16") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if _, label, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok {
		label, _, _ = strings.Cut(label, ";")
		add(strings.Trim(label, `"' `))
	}
	head := data[:min(len(data), headSize)]
	for begin := bytes.IndexByte(head, '<'); begin >= 0; begin = bytes.IndexByte(head, '<') {
		head = head[begin:]
		if len(head) > 1 && (head[1] == '?' || head[1] == 'm' || head[1] == 'M') { // the expression is slow
			tag, _, _ := bytes.Cut(head, []byte(">"))
			if m := declaredIn.FindStringSubmatch(string(tag[:min(len(tag), maxTag)])); m != nil {
				add(m[1])
			}
		}
		head = head[1:]
	}
	return names
}

// hidesLegacy reports whether valid UTF-8 may still be in another encoding: it has escape
// sequences of a declared 7-bit encoding, or so few non-ASCII characters that a declared
// multi-byte encoding explains them as well.
func hidesLegacy(data []byte, said []string) bool {
	if len(said) == 0 || slices.Contains(said, "utf-8") {
		return false
	}
	if said[0] == "iso-2022-jp" {
		return bytes.Contains(data, []byte("\x1b$"))
	}
	if !multibyte[said[0]] {
		return false
	}
	sequences, _ := countUTF8(data)
	return sequences > 0 && sequences < 4 && !strings.ContainsRune(decodeAs(data, said[0]), utf8.RuneError)
}

var multibyte = words.Set("gbk gb18030 big5 euc-jp shift_jis euc-kr")

// legacyCharset chooses the encoding of bytes that are not valid UTF-8: the first
// declared one that decodes them, else the likely one by the page's language or its
// bytes.
func legacyCharset(data []byte, said []string) string {
	for _, name := range said {
		if name == "utf-8" || multibyte[name] && broken(data, name) {
			continue
		}
		if name == "iso-8859-2" && hasBytes(data, windows1250Letters) {
			return "windows-1250"
		}
		return name
	}
	return guessCharset(data)
}

// windows1250Letters are letters in windows-1250 and control characters in ISO 8859-2.
const windows1250Letters = "\x8a\x8c\x8d\x8e\x8f\x9a\x9c\x9d\x9e\x9f"

func hasBytes(data []byte, any string) bool {
	for _, c := range data {
		if c >= 0x80 && strings.IndexByte(any, c) >= 0 {
			return true
		}
	}
	return false
}

// broken reports whether decoding loses more than a few bytes.
func broken(data []byte, name string) bool {
	lost, high := 0, 0
	for _, r := range decodeAs(data, name) {
		if r == utf8.RuneError {
			lost++
		} else if r >= 0x80 {
			high++
		}
	}
	return lost > high/20
}

// langIn matches the declaration of a page's language: in its root element, or in the
// hidden field for the culture in Kentico's forms.
var langIn = pattern.Late(`(?i)<(?:html\b[^>]{0,300}?\blang|input\b[^>]{0,100}?\bname="lng"[^>]{0,100}?\bvalue)\s*=\s*["']?([a-z]{2})`)

var charsetByLanguage = map[string][]string{
	"ru": {"windows-1251"}, "uk": {"windows-1251"}, "bg": {"windows-1251"}, "be": {"windows-1251"}, "sr": {"windows-1251"},
	"pl": {"windows-1250"}, "cs": {"windows-1250"}, "sk": {"windows-1250"}, "hu": {"windows-1250"}, "hr": {"windows-1250"}, "sl": {"windows-1250"}, "ro": {"windows-1250"},
	"el": {"windows-1253"}, "tr": {"windows-1254"}, "he": {"windows-1255"}, "ar": {"windows-1256"}, "fa": {"windows-1256"}, "vi": {"windows-1258"},
	"lt": {"windows-1257"}, "lv": {"windows-1257"}, "et": {"windows-1257"}, "th": {"windows-874"},
	"ja": {"shift_jis", "euc-jp"}, "zh": {"gbk", "big5"}, "ko": {"euc-kr"},
}

// guessCharset guesses an undeclared charset. Cyrillic can be recognized: most letters
// are non-ASCII, and lower-case letters are in the upper half of that range in
// windows-1251, but in the lower half in KOI8-R.
func guessCharset(data []byte) string {
	if m := langIn.FindSubmatch(data[:min(len(data), headSize)]); m != nil {
		for _, name := range charsetByLanguage[strings.ToLower(string(m[1]))] {
			if !multibyte[name] || !broken(data, name) {
				if name == "windows-1251" && looksKOI8(data) {
					return "koi8-r"
				}
				return name
			}
		}
	}
	long, single := 0, 0 // non-ASCII bytes in runs of three or more, and in shorter runs
	for i := 0; i < len(data); {
		j := i
		for j < len(data) && data[j] >= 0xc0 {
			j++
		}
		if j-i >= 3 {
			long += j - i
		} else {
			single += j - i
		}
		i = max(j, i+1)
	}
	if long > 20 && long > 4*single {
		if looksKOI8(data) {
			return "koi8-r"
		}
		return "windows-1251"
	}
	return "windows-1252"
}

func looksKOI8(data []byte) bool {
	lower, upper := 0, 0
	for _, c := range data {
		if c >= 0xe0 {
			upper++
		} else if c >= 0xc0 {
			lower++
		}
	}
	return lower > 2*upper
}

// IsPlain reports whether a page is text rather than HTML. Its content is decisive: a
// .txt file with the source of a page is HTML, and an .html file without tags is text. If
// text only mentions tags, like a post about HTML, the declared type decides.
func IsPlain(p *blog.Page, text string) bool {
	begin := strings.TrimLeft(text, " \t\r\n\ufeff")
	if begin != "" && begin[0] == '<' && tagAt(begin) > 0 {
		return false
	}
	plain := declaredPlain(p)
	tags, inTags := countTags(text, plain)
	return tags == 0 || plain && inTags*8 < len(text)
}

func declaredPlain(p *blog.Page) bool {
	if p.Header != nil && strings.HasPrefix(strings.ToLower(p.Header.Get("Content-Type")), "text/plain") {
		return true
	}
	name := strings.ToLower(p.File)
	return strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".text") || strings.HasSuffix(name, ".md")
}

var knownTags = words.Set(`!doctype !-- ?xml html head title meta link body div span p a br hr img table tr td th tbody thead ul ol li dl dt dd
	h1 h2 h3 h4 h5 h6 b i u em strong font center blockquote pre code script style form input article section header
	footer nav main aside time figure iframe frameset`)

// countTags counts known tags and their bytes. It stops at the first one unless all is
// true.
func countTags(text string, all bool) (n, size int) {
	for i := 0; i < len(text) && (all || n == 0); {
		at := strings.IndexByte(text[i:], '<')
		if at < 0 {
			break
		}
		i += at
		length := tagAt(text[i:])
		if length > 0 {
			n, size = n+1, size+length
		}
		i += max(length, 1)
	}
	return n, size
}

// tagAt returns the length of the known tag at the start of s, or 0.
func tagAt(s string) int {
	name := strings.TrimPrefix(s[1:min(len(s), 12)], "/")
	end := 0
	for end < len(name) && (name[end] >= 'a' && name[end] <= 'z' || name[end] >= 'A' && name[end] <= 'Z' ||
		end > 0 && name[end] >= '0' && name[end] <= '9' || end == 0 && (name[end] == '!' || name[end] == '?') || end > 0 && name[end] == '-') {
		end++
	}
	if !knownTags[strings.ToLower(name[:end])] && !strings.HasPrefix(name, "!--") {
		return 0
	}
	if end < len(name) && !strings.ContainsRune(" \t\r\n/>", rune(name[end])) && !strings.HasPrefix(name, "!--") {
		return 0
	}
	if closing := strings.IndexByte(s[:min(len(s), 2000)], '>'); closing > 0 {
		return closing + 1
	}
	return 0
}

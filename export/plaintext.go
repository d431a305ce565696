package export

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// What a byte of text is to plainMarkup; 0 is what may mean something to Markdown.
const (
	asItIs = 1 + iota
	white
	special // where it stands decides
)

var plainBytes = func() (kinds [256]uint8) {
	for c := '0'; c <= 'z'; c++ {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			kinds[c] = asItIs
		}
	}
	for kind, all := range []string{asItIs: `"'(),;:?!%+`, white: " \t\n", special: "<>&.-$/#*"} {
		for _, c := range all {
			kinds[c] = uint8(kind)
		}
	}
	return kinds
}()

// unbreakable is a space that Markdown takes for a letter, and readers for a space.
const unbreakable = "\u00a0"

// text adds text, with its white space as one space each.
func (p *plainMarkup) text(text []byte) bool {
	if !p.takesText(text) {
		return false
	}
	for i := 0; i < len(text); {
		if p.fresh && plainBytes[text[i]] != white {
			if !startsLine(text[i:]) {
				return false
			}
			p.beginLine()
		}
		n := 0
		for i+n < len(text) && plainBytes[text[i+n]] == asItIs {
			n++
		}
		p.out = append(p.out, text[i:i+n]...)
		if i += n; i == len(text) {
			break
		}
		size, ok := p.character(text, i)
		if !ok {
			return false
		}
		i += size
	}
	return true
}

// takesText reports whether text can stand here: behind emphasis it must not begin
// with a letter, nor join what is run together with what is there.
func (p *plainMarkup) takesText(text []byte) bool {
	switch {
	case p.fresh:
		return true
	case p.closed == len(p.out):
		return p.last() == ' ' || strings.IndexByte(" \t\n.,;:!?)\"'", text[0]) >= 0 || bytes.HasPrefix(text, []byte(unbreakable))
	case p.inline == "a" && p.picture == len(p.out):
		return false
	}
	return plainBytes[text[0]] != special || text[0] != p.last()
}

// startsLine reports whether text is no list, rule or definition at the start of a
// line.
func startsLine(text []byte) bool {
	rest := bytes.TrimLeft(text, "0123456789 \t\n")
	if len(rest) < len(text) {
		return len(rest) > 0 && rest[0] != '.' && rest[0] != ')'
	}
	return strings.IndexByte("-+:#", text[0]) < 0
}

// character adds what is no run of letters, and says how many bytes it has.
func (p *plainMarkup) character(text []byte, i int) (size int, ok bool) {
	switch c := text[i]; {
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRune(text[i:])
		begins := len(p.out) == 0 || p.inline != "" && len(p.out) == p.opened
		p.out = append(p.out, text[i:i+size]...)
		return size, size > 1 && (unicode.IsPrint(r) || string(text[i:i+size]) == unbreakable && !begins)
	case plainBytes[c] == white:
		return 1, p.space()
	case plainBytes[c] == special:
		return 1, p.special(text, i)
	}
	return 1, false
}

// space knows spaces at the start of a link or emphasis if there is one before it.
func (p *plainMarkup) space() bool {
	if p.fresh {
		return true
	}
	if p.inline != "" && len(p.out) == p.opened {
		before := p.out[:p.opened-len(delimiters[p.inline])]
		return len(before) == 0 || before[len(before)-1] == ' ' || before[len(before)-1] == '\n'
	}
	if p.last() != ' ' {
		p.out = append(p.out, ' ')
	}
	return p.inline == "" || len(p.out) > p.opened+1
}

func (p *plainMarkup) special(text []byte, i int) bool {
	switch c := text[i]; c {
	case '<':
		p.out = append(p.out, "&lt;"...)
	case '>':
		p.out = append(p.out, "&gt;"...)
	case '&':
		p.out = append(p.out, c)
		return i+1 < len(text) && text[i+1] == ' '
	case '#': // a heading may end with them
		p.out = append(p.out, c)
		return !p.heading
	case '*':
		p.out = append(p.out, '\\', c)
		return (p.inline == "" || p.inline == "a") && i+1 < len(text) && plainBytes[text[i+1]] == asItIs
	case '/': // some programs make links of addresses
		p.out = append(p.out, c)
		return !bytes.HasSuffix(p.out, []byte(":/"))
	default:
		if p.escape(text, i) == 1 {
			p.out = append(p.out, '\\')
		}
		p.out = append(p.out, c)
		return c != '.' || !bytes.HasSuffix(p.out, []byte("www."))
	}
	return true
}

// plainAttributes returns what Markdown has of a tag: its address with its title,
// and its alternative text. It says whether all that is plain.
func plainAttributes(z *html.Tokenizer, more bool, address string) (target, alt string, plain bool) {
	names := [...]string{address, "title", "alt"}
	var values [len(names)]string
	var seen [len(names)]bool
	for more {
		var name, value []byte
		name, value, more = z.TagAttr()
		if i := slices.Index(names[:], string(name)); i >= 0 {
			if seen[i] {
				return "", "", false
			}
			values[i], seen[i] = string(value), true
		}
	}
	target, title, alt := values[0], values[1], values[2]
	if !plainAddress(target) || !plainAlt(title) || strings.Contains(title, `"`) || !plainAlt(alt) {
		return "", "", false
	}
	if title != "" {
		target += ` "` + title + `"`
	}
	return target, alt, true
}

func plainAlt(alt string) bool {
	for _, r := range alt {
		if r >= utf8.RuneSelf && !unicode.IsPrint(r) || r < utf8.RuneSelf && plainBytes[r] != asItIs && !strings.ContainsRune(" -.", r) {
			return false
		}
	}
	return utf8.ValidString(alt) && !strings.Contains(alt, "www.")
}

// plainAddress reports whether an address stays the same when it is parsed and put
// together again: http or a path, without escapes.
func plainAddress(address string) bool {
	address, fragment, cut := strings.Cut(address, "#")
	if cut && fragment == "" || !onlyOf(fragment, "-._~") {
		return false
	}
	if cut && address == "" {
		return true
	}
	path, query, cut := strings.Cut(address, "?")
	if cut && query == "" || !plainQuery(query) {
		return false
	}
	scheme, rest, isURL := strings.Cut(path, "://")
	if !isURL {
		return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && onlyOf(path, "-._~/")
	}
	host, path, _ := strings.Cut(rest, "/")
	name, port, _ := strings.Cut(host, ":")
	return (scheme == "http" || scheme == "https") && name != "" && onlyOf(name, "-.") && onlyOf(port, "") && onlyOf(path, "-._~/")
}

func plainQuery(query string) bool {
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if !onlyOf(name, "-._~") || !onlyOf(value, "-._~") {
			return false
		}
	}
	return true
}

// onlyOf reports whether text is of ASCII letters, digits and the given characters.
func onlyOf(text, others string) bool {
	for i := range len(text) {
		if c := text[i]; (c >= utf8.RuneSelf || !unicode.IsLetter(rune(c)) && !unicode.IsDigit(rune(c))) && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return true
}

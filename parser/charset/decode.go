// Package charset converts a page to UTF-8 text. It does not rely on declared charsets:
// old servers declare one for everything that they serve.
package charset

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html/charset"
)

// Decoded is a page's text in UTF-8, and how it was decoded.
type Decoded struct {
	Text     string
	Charset  string // WHATWG name of the encoding that was used
	Warnings []string
}

// Decode converts a page to text. A declared charset is believed only if the bytes are
// plausible in it.
func Decode(p *blog.Page) Decoded {
	data := p.Body
	if d, ok := decodeUTF16(data); ok {
		return d
	}
	bom := bytes.HasPrefix(data, utf8BOM)
	data = bytes.TrimPrefix(data, utf8BOM)
	var d Decoded
	if bytes.IndexByte(data, 0) >= 0 {
		data = bytes.ReplaceAll(data, []byte{0}, nil)
		d.Warnings = append(d.Warnings, "NUL bytes were removed")
	}
	said := declaredCharsets(p.Header.Get("Content-Type"), data)
	data = trimBroken(data, len(said) == 0 || said[0] != "utf-8")
	if utf8.Valid(data) && (bom || !hidesLegacy(data, said)) {
		return d.asUTF8(data, said)
	}
	return d.asLegacy(data, said, bom)
}

var utf8BOM = []byte{0xef, 0xbb, 0xbf}

// trimBroken removes a character that is cut by the end of the page. If UTF-8 is not
// declared, a single byte may be a letter of another encoding.
func trimBroken(data []byte, other bool) []byte {
	for i := 1; i <= 3 && i <= len(data); i++ {
		c := data[len(data)-i]
		if c < 0x80 {
			break
		}
		if utf8.RuneStart(c) {
			if tail := data[len(data)-i:]; (i > 1 || !other) && !utf8.FullRune(tail) && utf8.Valid(data[:len(data)-i]) {
				return data[:len(data)-i]
			}
			break
		}
	}
	return data
}

func (d Decoded) asUTF8(data []byte, said []string) Decoded {
	d.Text, d.Charset = string(data), "utf-8"
	if len(said) > 0 && said[0] != "utf-8" && !ascii(data) {
		d.Warnings = append(d.Warnings, "declared "+said[0]+", but the bytes are UTF-8")
	}
	if text, n := repairControls(d.Text); n > 0 {
		d.Text = text
		d.Warnings = append(d.Warnings, fmt.Sprintf("%d control characters were read as windows-1252", n))
	}
	return d
}

// asLegacy decodes bytes that are not valid UTF-8.
func (d Decoded) asLegacy(data []byte, said []string, bom bool) Decoded {
	name := legacyCharset(data, said)
	sequences, strays := countUTF8(data)
	mostly := sequences > strays
	if name != "windows-1252" {
		// Two bytes of another encoding can look like a UTF-8 character.
		mostly = sequences > 8*strays
	}
	if bom || mostly {
		d.Text, d.Charset = repairMixed(data), "utf-8"
		d.Warnings = append(d.Warnings, fmt.Sprintf("%d bytes of invalid UTF-8 were read as windows-1252", strays))
		return d
	}
	d.Text, d.Charset = decodeAs(data, name), name
	if len(said) == 0 {
		d.Warnings = append(d.Warnings, "no charset declared, read as "+name)
	} else if said[0] != name {
		d.Warnings = append(d.Warnings, "declared "+said[0]+", but the bytes are not: read as "+name)
	}
	return d
}

// decodeAs never fails: what the encoding does not define becomes U+FFFD. ISO 8859
// encodings are read as the Windows ones, which have quotation marks and dashes where the
// former have control characters.
func decodeAs(data []byte, name string) string {
	enc, _ := charset.Lookup(name)
	if enc == nil {
		return repairMixed(data)
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return repairMixed(data)
	}
	text, _ := repairControls(string(out))
	return text
}

// repairMixed keeps valid UTF-8 and reads every other byte as windows-1252.
func repairMixed(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			r = fromWindows1252(data[0])
		}
		b.WriteRune(r)
		data = data[size:]
	}
	text, _ := repairControls(b.String())
	return text
}

// repairControls replaces the control characters U+0080 to U+009F, which result from
// converting windows-1252 text as if it were ISO 8859-1.
func repairControls(text string) (string, int) {
	n := 0
	for i := 0; i+1 < len(text); {
		at := strings.IndexByte(text[i:], 0xc2)
		if at < 0 || i+at+1 >= len(text) {
			break
		}
		i += at + 1
		if text[i] < 0xa0 {
			n++
		}
	}
	if n == 0 {
		return text, 0
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r < 0xa0 {
			return fromWindows1252(byte(r))
		}
		return r
	}, text), n
}

// windows1252 are the characters of the bytes 0x80 to 0x9F; the five undefined ones stay.
var windows1252 = [32]rune{
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
}

func fromWindows1252(c byte) rune {
	if c >= 0x80 && c < 0xa0 {
		return windows1252[c-0x80]
	}
	return rune(c)
}

// countUTF8 counts valid multi-byte characters, and bytes that are part of none.
func countUTF8(data []byte) (sequences, strays int) {
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			strays++
		} else {
			sequences++
		}
		i += size
	}
	return sequences, strays
}

func ascii(data []byte) bool {
	for _, c := range data {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// decodeUTF16 decodes UTF-16 with or without a byte order mark. It returns false if the
// bytes are not UTF-16.
func decodeUTF16(data []byte) (Decoded, bool) {
	var order binary.ByteOrder
	name := "utf-16le"
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		order, data = binary.LittleEndian, data[2:]
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order, data, name = binary.BigEndian, data[2:], "utf-16be"
	default:
		even, odd := zeros(data)
		switch {
		case odd > 4*even+8:
			order = binary.LittleEndian
		case even > 4*odd+8:
			order, name = binary.BigEndian, "utf-16be"
		default:
			return Decoded{}, false
		}
	}
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		if u := order.Uint16(data); u != 0 {
			units = append(units, u)
		}
	}
	return Decoded{Text: string(utf16.Decode(units)), Charset: name}, true
}

// zeros counts the NUL bytes at even and odd offsets at the start of the page. In UTF-16,
// markup has one in every pair of bytes, on the same side.
func zeros(data []byte) (even, odd int) {
	data = data[:min(len(data), 4096)]
	for i, c := range data {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	if 6*(even+odd) < len(data) {
		return 0, 0
	}
	return even, odd
}

// Text returns a page as text, whatever its charset, and whether it is plain text rather
// than markup.
func Text(page *blog.Page) (text string, plain bool) {
	d := Decode(page)
	return d.Text, IsPlain(page, d.Text)
}

// Package words knows what texts are made of, whatever they are about: words with
// and without their accents, digits and the numbers they write, the looks of names
// and sentences, and how wide a text is.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Set returns a set of the words of a text.
func Set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsDigit is for ASCII, as dates and addresses are written in.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// HasDigit reports whether a text holds a digit of any script.
func HasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if IsDigit(s[i]) {
			return true
		}
		if s[i] >= utf8.RuneSelf {
			return strings.IndexFunc(s[i:], unicode.IsDigit) >= 0
		}
	}
	return false
}

// Western writes the digits of other scripts in ours; it changes nothing else.
func Western(s string) string {
	if strings.IndexFunc(s, isForeignDigit) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isForeignDigit(r) {
			return '0' + rune(DigitValue(r))
		}
		return r
	}, s)
}

// Written leads from an offset in Western(s) back to the one in s.
func Written(s string, at int) int {
	for i, r := range s {
		if at <= 0 {
			return i
		}
		if isForeignDigit(r) {
			at--
		} else {
			at -= utf8.RuneLen(r)
		}
	}
	return len(s)
}

// isForeignDigit is quick about the letters of Europe, which stand before the
// first digits of another script.
func isForeignDigit(r rune) bool { return r >= '٠' && unicode.IsDigit(r) }

// DigitValue returns the value of a decimal digit of any script. Unicode keeps the ten
// digits of a script together, in order.
func DigitValue(r rune) int {
	n := 0
	for n < 9 && unicode.IsDigit(r-1) {
		r--
		n++
	}
	if r >= 0x1D7CE && r <= 0x1D7FF { // mathematical digits: five runs in a row
		return n % 10
	}
	return n
}

// Any reports whether a text holds a letter or a digit of any script.
func Any(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) >= 0
}

// Number reads up to nine digits at i; end is i when there are none.
func Number(s string, i int) (value, end int) {
	end = i
	for end < len(s) && IsDigit(s[end]) && end-i < 9 {
		value = value*10 + int(s[end]-'0')
		end++
	}
	return value, end
}

// Last returns the run of letters at the end of s, in lower case, and where it begins.
func Last(s string) (string, int) {
	begin := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	if begin < 0 {
		begin = 0
	} else {
		for begin < len(s) {
			begin++
			if begin == len(s) || s[begin]&0xc0 != 0x80 {
				break
			}
		}
	}
	if len(s)-begin > 48 {
		return "", len(s)
	}
	return strings.ToLower(s[begin:]), begin
}

// Unaccent writes a lower-case word without its accents.
func Unaccent(s string) string {
	return strings.Map(func(r rune) rune {
		if at := strings.IndexRune(accented, r); at >= 0 {
			return []rune(unaccented)[len([]rune(accented[:at]))]
		}
		return r
	}, s)
}

const (
	accented   = "áàâäãåąčćçďéèêëěęğíìîïıľĺłňñńóòôöõøőřŕšśşťúùûüůűýžźżάέήίόύώϊϋΐΰ"
	unaccented = "aaaaaaacccdeeeeeegiiiiilllnnnooooooorrssstuuuuuuyzzzαεηιουωιυιυ"
)

// Clip returns the beginning of a text, at most n characters, with a sign for what is
// left out.
func Clip(s string, n int) string {
	for at := range s {
		if n == 0 {
			return s[:at] + "…"
		}
		n--
	}
	return s
}

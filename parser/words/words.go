// Package words has functions on text that do not depend on what it is about: letters,
// digits and numbers of all scripts, accents, the look of names and sentences, and width.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Set returns the set of the words in a text.
func Set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsDigit reports whether c is an ASCII digit.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// HasDigit reports whether a text has a digit of any script.
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

// Western converts the digits of all scripts to ASCII.
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

// Written converts an offset in Western(s) to one in s.
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

// isForeignDigit is fast for the letters of Europe, which precede the digits of other
// scripts.
func isForeignDigit(r rune) bool { return r >= '٠' && unicode.IsDigit(r) }

// DigitValue returns the value of a decimal digit of any script. In Unicode, the ten
// digits of a script are consecutive.
func DigitValue(r rune) int {
	n := 0
	for n < 9 && unicode.IsDigit(r-1) {
		r--
		n++
	}
	if r >= 0x1D7CE && r <= 0x1D7FF { // mathematical digits: five consecutive sets
		return n % 10
	}
	return n
}

// Any reports whether a text has a letter or a digit of any script.
func Any(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) >= 0
}

// Number parses up to nine digits at i; end is i if there are none.
func Number(s string, i int) (value, end int) {
	end = i
	for end < len(s) && IsDigit(s[end]) && end-i < 9 {
		value = value*10 + int(s[end]-'0')
		end++
	}
	return value, end
}

// Last returns the letters at the end of s in lower case, and where they start.
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

// Unaccent removes the accents from a lower-case word.
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

// Clip returns at most n characters of a text, with an ellipsis for what is omitted.
func Clip(s string, n int) string {
	for at := range s {
		if n == 0 {
			return s[:at] + "…"
		}
		n--
	}
	return s
}

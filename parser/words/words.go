// Package words knows words and digits: sets of words, words without their
// accents, numbers, and the word at the end of a text.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Set is a set of the words of a text.
func Set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsDigit is for ASCII, as dates and addresses are written in.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// HasDigit says whether a text holds a digit of any script.
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

// Any says whether a text holds a letter or a digit of any script.
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

// Last is the run of letters at the end of s, in lower case, and where it
// begins.
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
	accented   = "áàâäãåąčćçďéèêëěęğíìîïıľĺłňñńóòôöõøőřŕšśşťúùûüůűýžźż"
	unaccented = "aaaaaaacccdeeeeeegiiiiilllnnnooooooorrssstuuuuuuyzzz"
)

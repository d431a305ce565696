package words

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/blog"
)

// Count reads a number in any digits, thousands separated or not; "no" is
// none. It is nil for what is no number.
func Count(s string) *int {
	if strings.EqualFold(strings.TrimSpace(s), "no") {
		return blog.Int(0)
	}
	var ascii strings.Builder
	for _, r := range s {
		if unicode.IsDigit(r) {
			ascii.WriteByte(byte('0' + DigitValue(r)))
		}
	}
	n, err := strconv.Atoi(ascii.String())
	if err != nil {
		return nil
	}
	return blog.Int(n)
}

// Distinct folds texts, drops empty ones, and keeps the first spelling of what
// differs only in case.
func Distinct(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		s = strings.Trim(blog.Fold(s), " ,;|")
		if key := strings.ToLower(s); s != "" && !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	return out
}

// MostFrequent returns the text that was counted most often, the first of equals.
func MostFrequent(counts map[string]int) (string, int) {
	best, top := "", 0
	for s, n := range counts {
		if n > top || n == top && s < best {
			best, top = s, n
		}
	}
	return best, top
}

// Width returns how much a text says, in letters: a sign of the scripts that write words
// without spaces says as much as three.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// Longer reports whether a text is wider than n.
func Longer(s string, n int) bool {
	if len(s) <= n {
		return false
	}
	w := 0
	for _, r := range s {
		if w += runeWidth(r); w > n {
			return true
		}
	}
	return false
}

func runeWidth(r rune) int {
	if r >= 0x2e80 {
		return 3
	}
	return 1
}

// NumberPattern is the regular expression of a number in any digits, with the separators of thousands. The
// day and the year before "2 comments" are not its first digits.
const NumberPattern = `(?:\p{Nd}{1,3}(?:[.,’' ]\p{Nd}{3})+|\p{Nd}+)`

package words

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/blog"
)

// Count parses a number in digits of any script, with or without thousands separators;
// "no" and the like are 0. It returns nil for anything else.
func Count(s string) *int {
	if none[strings.ToLower(strings.TrimSpace(s))] {
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

// NonePattern matches the words for none that Count takes for 0.
const NonePattern = `no|keine|aucune?|geen|inga|ingen|sin|nessun|žádné|žádný|brak|ei`

var none = Set("no keine aucun aucune geen inga ingen sin nessun žádné žádný brak ei")

// Distinct folds texts, and removes empty ones and those that differ only in case from an
// earlier one.
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

// MostFrequent returns the text with the highest count, and the count.
func MostFrequent(counts map[string]int) (string, int) {
	best, top := "", 0
	for s, n := range counts {
		if n > top || n == top && s < best {
			best, top = s, n
		}
	}
	return best, top
}

// Width returns the amount of text in letters. A character of scripts that write words
// without spaces counts as three.
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

// NumberPattern is the regular expression of a number in digits of any script, with
// thousands separators. A year before it, as in "2014 2 comments", is not part of it.
const NumberPattern = `(?:\p{Nd}{1,3}(?:[.,’' ]\p{Nd}{3})+|\p{Nd}+)`

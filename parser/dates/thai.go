package dates

import (
	"strings"
	"unicode"
)

// thaiShort are the abbreviated months of Thailand; their full names are in monthNames.
var thaiShort = [12]string{"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."}

// thaiMonth parses an abbreviated month and returns its length.
func thaiMonth(s string) (month, n int) {
	for i, name := range thaiShort {
		if strings.HasPrefix(s, name) {
			return i + 1, len(name)
		}
	}
	return 0, 0
}

// buddhistEra is the difference between years in Thailand and Gregorian years.
const buddhistEra = 543

// isBuddhist reports whether a year of the Buddhist era is one that a blog may have.
func isBuddhist(year int) bool { return year >= 1970+buddhistEra && year < 2100+buddhistEra }

// afterThai reports whether the last letter of a text is Thai.
func afterThai(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	return strings.LastIndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Thai, r) }) >= max(0, len(s)-len("ก"))
}

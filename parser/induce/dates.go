package induce

import (
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// partialDate is a day without a year.
type partialDate struct {
	month, day int
	raw        string
}

var (
	numberThenWord = pattern.Late(`(?:^|[^\p{L}\p{N}.,:/])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?(?:\s+(?:de|of|di))?\s+(\p{L}{3,12})\.?`)
	wordThenNumber = pattern.Late(`(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th|\.)?(?:$|[^\p{N}:])`)
	eastern        = pattern.Late(`(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]`)
	clockShape     = pattern.Late(`(?i)(?:^|[^\d.,:/-])((?:[01]?\d|2[0-3])[:.h]\s?[0-5]\d(?:[:.][0-5]\d)?(?:\s*[ap]\.?m\b\.?|\s*[πμ]\.μ\.|\s*uhr\b|\s*h\b)?|(?:0?[1-9]|1[0-2])\s*[ap]\.?m\b\.?)(?:$|[^\d%€$])`)
)

// findPartial parses "Aug 29", "29. August" and "8月29日": a day whose year is elsewhere.
func findPartial(s string) (partialDate, bool) {
	if !strings.ContainsAny(s, "0123456789") {
		return partialDate{}, false
	}
	if m := eastern.FindStringSubmatch(s); m != nil {
		return newPartial(dates.Atoi(m[1]), m[2], m[0])
	}
	if !namesMonth(s) {
		return partialDate{}, false
	}
	for _, m := range numberThenWord.FindAllStringSubmatch(s, 3) {
		if month := dates.Words().Months[strings.ToLower(m[2])]; month > 0 {
			return newPartial(month, m[1], m[0])
		}
	}
	for _, m := range wordThenNumber.FindAllStringSubmatch(s, 3) {
		if month := dates.Words().Months[strings.ToLower(m[1])]; month > 0 {
			return newPartial(month, m[2], m[0])
		}
	}
	return partialDate{}, false
}

// namesMonth reports whether one of the words of a text is the name of a month.
func namesMonth(s string) bool {
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if dates.Words().Months[strings.ToLower(word)] > 0 {
			return true
		}
	}
	return false
}

func newPartial(month int, day, raw string) (partialDate, bool) {
	n := dates.Atoi(day)
	if month < 1 || month > 12 || !dates.ValidDay(2000, month, n) {
		return partialDate{}, false
	}
	return partialDate{month, n, strings.Trim(raw, " ,;|()[]·•")}, true
}

// ClockIn returns the time of day in a short text, "" if there is none.
func ClockIn(s string) string {
	if !mayHoldClock(s) {
		return ""
	}
	if m := clockShape.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// mayHoldClock reports whether a digit is followed by what may make it a time of day: a
// separator and the first digit of minutes, or am, pm and the like.
func mayHoldClock(s string) bool {
	for i := 1; i < len(s); i++ {
		if !words.IsDigit(s[i-1]) {
			continue
		}
		switch rest := strings.TrimLeft(s[i:], words.Space); {
		case rest == "":
		case strings.IndexByte(":.hH", s[i]) >= 0:
			if minutes := strings.TrimLeft(s[i+1:], words.Space); minutes != "" && minutes[0] >= '0' && minutes[0] <= '5' {
				return true
			}
		case strings.IndexByte("aApP", rest[0]) >= 0:
			if m := strings.TrimPrefix(rest[1:], "."); m != "" && m[0]|0x20 == 'm' {
				return true
			}
		}
	}
	return false
}

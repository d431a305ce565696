package dates

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// dayFirst parses "21 July 2014", "21. července 2014", "21 de julio de 2014", "21st of
// July, '14", "21-Jul-2014".
func (r Reader) dayFirst(s string, i int, alone bool) (shape, bool) {
	day, end := words.Number(s, i)
	if end-i > 2 {
		return shape{}, false
	}
	at := fill(s, ordinalEnd(s, end))
	month, end := r.monthAt(s, at)
	if month == 0 || at == i {
		return shape{}, false
	}
	year, end, ok := yearAt(s, end, alone)
	return shape{start: i, end: end, fields: [3]int{year, month, day}, order: blog.YMD}, ok
}

// monthFirst parses "July 21, 2014", "Jul 21st '14" and "Jul 21 06:00:00 UTC 2014",
// starting at the day.
func monthFirst(s string, i int, alone bool) (shape, bool) {
	day, end := words.Number(s, i)
	if end-i > 2 {
		return shape{}, false
	}
	month, start := monthBefore(s, i)
	if month == 0 {
		return shape{}, false
	}
	d := shape{start: start, fields: [3]int{0, month, day}, order: blog.YMD}
	end = ordinalEnd(s, end)
	if year, after, ok := yearAt(s, end, alone); ok {
		d.fields[0], d.end = year, after
		return d, true
	}
	c, after, ok := Reader{}.timeAt(s, skipSpace(s, end), false)
	if !ok {
		return d, false
	}
	year, after, ok := yearAt(s, after, false)
	d.clock, d.fields[0], d.end = c, year, after
	return d, ok
}

// yearThenName parses "2014. július 21." and "2014 July 21".
func yearThenName(s string, i int) (shape, bool) {
	year, end := words.Number(s, i)
	if end-i != 4 {
		return shape{}, false
	}
	month, end := MonthAt(s, fill(s, end))
	if month == 0 {
		return shape{}, false
	}
	at := fill(s, end)
	day, end := words.Number(s, at)
	if end == at || end-at > 2 {
		return shape{}, false
	}
	if end = ordinalEnd(s, end); end < len(s) && words.IsDigit(s[end]) {
		return shape{}, false
	}
	return shape{start: i, end: end, fields: [3]int{year, month, day}, order: blog.YMD}, true
}

var ordinals = words.Set("st nd rd th er re e ème eme ter te o a º ª ° го")

// ordinalEnd skips what makes a number an ordinal: "21st", "1er", "21.", "21-го".
func ordinalEnd(s string, i int) int {
	at := i
	if at < len(s) && (s[at] == '-' || s[at] == ':') {
		at++
	}
	for _, sign := range [...]string{"º", "ª", "°"} {
		if strings.HasPrefix(s[at:], sign) {
			return at + len(sign)
		}
	}
	if word, n := lowerWord(s[at:]); n > 0 && ordinals[word] {
		return at + n
	}
	if i < len(s) && s[i] == '.' {
		return i + 1
	}
	return i
}

var fillers = words.Set("of de del d den the พ ศ ค")

// fill skips what may be between the parts of a date.
func fill(s string, i int) int {
	for range 5 {
		i = skipSpace(s, i)
		if i >= len(s) {
			return i
		}
		if strings.IndexByte(",.-/", s[i]) >= 0 {
			i++
			continue
		}
		if strings.HasPrefix(s[i:], "،") {
			i += len("،")
			continue
		}
		word, n := lowerWord(s[i:])
		if n == 0 || !fillers[word] {
			return i
		}
		i += n
		if strings.HasPrefix(s[i:], "'") {
			i++
		} else if strings.HasPrefix(s[i:], "’") {
			i += len("’")
		}
	}
	return i
}

// monthAt parses a month's name in the reader's culture.
func (r Reader) monthAt(s string, i int) (month, end int) {
	if language, _ := splitCulture(r.Culture); cultureMonths[language] != nil {
		word, n := lowerWord(s[i:])
		if month := cultureMonths[language][word]; month > 0 {
			return month, i + n
		}
	}
	return MonthAt(s, i)
}

// MonthAt parses a month's name at i; month is 0 if there is none.
func MonthAt(s string, i int) (month, end int) {
	word, n := lowerWord(s[i:])
	if n == 0 {
		return 0, i
	}
	end = i + n
	switch word {
	case "tháng", "thg":
		return words.Number(s, skipSpace(s, end))
	case "كانون", "تشرين":
		return levantineMonth(s, word, end)
	}
	if month = monthNamed(word, s[i:end]); month == 0 {
		month, n = thaiMonth(s[i:])
		return month, i + n
	}
	if end < len(s) && s[end] == '.' {
		end++
	}
	return month, end
}

// levantineMonth parses the second word of the months that have two: "تشرين الثاني".
func levantineMonth(s, first string, i int) (month, end int) {
	second, n := lowerWord(s[skipSpace(s, i):])
	end = skipSpace(s, i) + n
	switch {
	case second == "الثاني" && first == "كانون":
		return 1, end
	case second == "الثاني":
		return 11, end
	case (second == "الأول" || second == "الاول") && first == "كانون":
		return 12, end
	case second == "الأول" || second == "الاول":
		return 10, end
	}
	return 0, i
}

func monthNamed(lower, written string) int {
	if m := Words().Months[lower]; m > 0 {
		return m
	}
	return romanMonths[written]
}

// romanMonths are used in handwritten dates in Hungary, Poland and neighboring countries.
var romanMonths = map[string]int{
	"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}

// monthBefore parses the month's name that ends before i, and returns where it starts.
func monthBefore(s string, i int) (month, start int) {
	end := trimSpaceRight(s, i)
	if end > 0 && strings.IndexByte(".-/,", s[end-1]) >= 0 {
		end--
	}
	end = trimSpaceRight(s, end)
	word, at := words.Last(s[:end])
	if strings.HasSuffix(s[:end], " the") {
		end = trimSpaceRight(s, at)
		word, at = words.Last(s[:end])
	}
	if word == "" {
		return 0, i
	}
	return Words().Months[word], at
}

// yearAt parses a year after day and month. A two-digit year needs an apostrophe, the
// hyphens of "21-Jul-14", or a text with little else.
func yearAt(s string, i int, alone bool) (year, end int, ok bool) {
	at := fill(s, i)
	if word, n := lowerWord(s[at:]); word == "năm" {
		at = skipSpace(s, at+n)
	}
	marked := at > i && at == i+1 && (s[i] == '-' || s[i] == '/')
	for _, mark := range [...]string{"'", "’", "‘"} {
		if strings.HasPrefix(s[at:], mark) {
			at, marked = at+len(mark), true
			break
		}
	}
	year, end = words.Number(s, at)
	switch n := end - at; {
	case n == 4 && year >= 1800 && year < 2200:
		return year, yearEnd(s, end), true
	case n == 4 && isBuddhist(year) && afterThai(s[:i]):
		return year - buddhistEra, end, true
	case n == 2 && (marked || alone) && !cutShort(s, end) && !startsTime(s, end):
		return FullYear(year), end, true
	}
	return 0, i, false
}

// startsTime reports whether the number before i is an hour.
func startsTime(s string, i int) bool {
	half, _ := latinMeridiem(s, skipSpace(s, i))
	return half >= 0 || i < len(s) && (s[i] == 'h' || s[i] == ':')
}

// yearEnd skips "г." and the like.
func yearEnd(s string, i int) int {
	at := skipSpace(s, i)
	if at < len(s) && s[at] == '.' {
		at = skipSpace(s, at+1) // "2014. godine"
	}
	word, n := lowerWord(s[at:])
	if n == 0 || !Words().years[word] {
		return i
	}
	if at+n < len(s) && s[at+n] == '.' {
		n++
	}
	return at + n
}

// Package dates finds and parses dates as written on old pages: numeric ones in any
// order, with names of months in some forty languages, with or without a time, within
// other text. A date is a wall-clock time: no time zone is guessed.
//
// A single date does not tell whether 7/6 is in June or July. A Reader is told the order,
// and SettleOrder infers it from all dates of a blog.
//
//	dates.go   Reader, Match; from a shape to a day
//	shapes.go  what is a date at all: numeric, compact, ideographic
//	names.go   dates with the name of a month
//	solar.go   the solar calendar of Iran
//	thai.go    months and years of Thailand
//	time.go    times of day
//	words.go   months, weekdays and small words by language
//	order.go   day or month first: inferred from a blog's dates
package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// Match is a date found in a text, with its time if there is one.
type Match struct {
	Wall       blog.Wall
	Raw        string // as written, including weekday and time
	Start, End int    // byte offsets of Raw
	Numeric    bool   // digits only, day and month before the year
	Ambiguous  bool   // day and month could be swapped, and nothing decides
	DayOnly    bool   // no time
}

// Reader parses dates. The zero value reads ambiguous ones as month, day, year and
// reports that.
type Reader struct {
	Order   blog.DateOrder
	Culture string // as declared by the page, "de-DE"
}

// Find returns the first date in s. A day without year and month does not count, nor do
// versions, prices, phone numbers and days that do not exist.
func (r Reader) Find(s string) (Match, bool) { return r.search(s, false) }

// Whole parses a text that is nothing but a date, possibly with white space, punctuation,
// a weekday, and small words such as "on".
func (r Reader) Whole(s string) (Match, bool) {
	if len(s) > 160 {
		return Match{}, false
	}
	m, ok := r.search(s, true)
	if !ok || words.Any(s[m.End:]) {
		return Match{}, false
	}
	for rest := s[:m.Start]; ; {
		rest = strings.TrimRightFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		if rest == "" {
			return m, true
		}
		word, at := words.Last(rest)
		if !Words().leads[word] && !Words().Weekdays[word] {
			return Match{}, false
		}
		rest = rest[:at]
	}
}

// search finds a date in digits of any script.
func (r Reader) search(written string, alone bool) (Match, bool) {
	s := words.Western(written)
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		if d, ok := r.shapeAt(s, i, alone); ok {
			if m, ok := r.resolve(s, d); ok {
				return m.in(written, s), true
			}
		}
		for i+1 < len(s) && words.IsDigit(s[i+1]) {
			i++
		}
	}
	return Match{}, false
}

// in converts a date found in Western(written) to its place in written.
func (m Match) in(written, western string) Match {
	if written != western {
		m.Start, m.End = words.Written(written, m.Start), words.Written(written, m.End)
		m.Raw = written[m.Start:m.End]
	}
	return m
}

// shape is a date as written, before the order of its fields is known.
type shape struct {
	start, end int
	fields     [3]int // as written; with the name of a month: year, month, day
	order      blog.DateOrder
	short      bool // the year has two digits
	clock
}

// clock is a time of day.
type clock struct {
	hour, minute, second int
	timed                bool
}

// fixed reports whether the order of the fields is known.
func (d shape) fixed() bool { return d.order != "" }

// under returns year, month and day for an order of the fields. ok is false if there is
// no such day.
func (d shape) under(order blog.DateOrder) (year, month, day int, ok bool) {
	f := d.fields
	switch {
	case order == blog.DMY:
		year, month, day = f[2], f[1], f[0]
	case order == blog.MDY:
		year, month, day = f[2], f[0], f[1]
	case order == blog.YMD && (d.short || d.fixed()):
		year, month, day = f[0], f[1], f[2]
	default:
		return 0, 0, 0, false
	}
	if d.short {
		year = FullYear(year)
	}
	return year, month, day, ValidDay(year, month, day)
}

// FullYear returns the year for two digits: 70 and above are in the 20th century.
func FullYear(y int) int {
	if y < 70 {
		return 2000 + y
	}
	return 1900 + y
}

// ValidDay reports whether a day exists, and in the years that a blog may have.
func ValidDay(year, month, day int) bool {
	if year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1 {
		return false
	}
	last := 31
	switch month {
	case 4, 6, 9, 11:
		last = 30
	case 2:
		last = 28
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			last = 29
		}
	}
	return day <= last
}

// open reports whether swapping day and month gives another day.
func (d shape) open() bool {
	if d.fixed() || d.fields[0] == d.fields[1] {
		return false
	}
	_, _, _, dmy := d.under(blog.DMY)
	_, _, _, mdy := d.under(blog.MDY)
	return dmy && mdy
}

func (d shape) wall(order blog.DateOrder) (blog.Wall, bool) {
	if d.fixed() {
		order = d.order
	}
	year, month, day, ok := d.under(order)
	if !ok {
		return "", false
	}
	b := make([]byte, 0, len("2006-01-02T15:04:05"))
	b = pad(pad(b, 0, year/100), 0, year%100)
	b = pad(pad(b, '-', month), '-', day)
	b = pad(pad(pad(b, 'T', d.hour), ':', d.minute), ':', d.second)
	return blog.Wall(b), true
}

// pad appends a separator, if any, and two digits.
func pad(b []byte, sep byte, n int) []byte {
	if sep != 0 {
		b = append(b, sep)
	}
	return append(b, byte('0'+n/10), byte('0'+n%10))
}

func (r Reader) resolve(s string, d shape) (Match, bool) {
	m := Match{Raw: s[d.start:d.end], Start: d.start, End: d.end, Numeric: !d.fixed(), DayOnly: !d.timed}
	order, settled := r.order()
	m.Ambiguous = !settled && d.open()
	for _, try := range [...]blog.DateOrder{order, blog.MDY, blog.DMY, blog.YMD} {
		if w, ok := d.wall(try); ok {
			m.Wall = w
			return m, true
		}
	}
	return m, false
}

// order returns the order in which the reader reads dates, and whether it was set.
func (r Reader) order() (blog.DateOrder, bool) {
	if r.Order != "" && r.Order != blog.DateOrderAuto {
		return r.Order, true
	}
	if order := cultureOrder(r.Culture); order != "" {
		return order, true
	}
	return blog.MDY, false
}

// cultureOrder returns the order of numeric dates in a culture, "" if it is unknown: "en"
// alone may be American or British, and Canada uses both. East Asia and Hungary put the
// year first; elsewhere the day is first.
func cultureOrder(culture string) blog.DateOrder {
	language, region := splitCulture(culture)
	switch {
	case language == "", language == "en" && (region == "" || region == "CA"):
		return ""
	case region == "US" || region == "PH":
		return blog.MDY
	case region == "" && strings.Contains(" ja zh ko sv hu lt fa ", " "+language+" "):
		return blog.YMD
	case strings.Contains(" JP CN TW KR SE HU LT IR ", " "+region+" "):
		return blog.YMD
	}
	return blog.DMY
}

// splitCulture parses "en-US", "en_US", "zh-Hans-CN" and the body class "ENUS".
func splitCulture(culture string) (language, region string) {
	culture = strings.ReplaceAll(strings.TrimSpace(culture), "_", "-")
	if len(culture) == 4 && culture == strings.ToUpper(culture) && !strings.Contains(culture, "-") {
		return strings.ToLower(culture[:2]), culture[2:]
	}
	parts := strings.Split(culture, "-")
	for _, p := range parts[1:] {
		if len(p) == 2 {
			region = strings.ToUpper(p)
		}
	}
	return strings.ToLower(parts[0]), region
}

// skipSpace skips white space and zero-width characters, including the direction marks
// that some browsers put into dates.
func skipSpace(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			break
		}
		i += size
	}
	return i
}

// trimSpaceRight returns the end of s[:i] without white space.
func trimSpaceRight(s string, i int) int {
	return len(strings.TrimRightFunc(s[:i], func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }))
}

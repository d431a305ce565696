// Package dates finds and reads dates as people wrote them on old pages: in
// digits of any order, with names of months in some forty languages, with or
// without a time, within other text. A date is a wall clock: no zone is guessed.
//
// Whether 7/6 is in June or July no single date tells. A Reader is told it, and
// SettleOrder finds it out from all dates of a blog.
//
//	dates.go   Reader, Match; from a shape to a day
//	shapes.go  what is a date at all: numeric, compact, ideographic
//	names.go   dates with the name of a month
//	solar.go   dates of the calendar of Iran
//	thai.go    months and years of Thailand
//	time.go    times of day
//	words.go   months, weekdays and small words by language
//	order.go   day or month first: what the dates of a blog tell together
package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// Match is a date found in a text, with its time if it has one.
type Match struct {
	Wall       blog.Wall
	Raw        string // as written, weekday and time included
	Start, End int    // byte offsets of Raw
	Numeric    bool   // all in digits, day and month before the year
	Ambiguous  bool   // day and month could be exchanged, and nothing decides
	DayOnly    bool   // without a time
}

// Reader reads dates. The zero value reads what is ambiguous as month, day
// and year, and says so.
type Reader struct {
	Order   blog.DateOrder
	Culture string // as the page declares it, "de-DE"
}

// Find returns the first date of s. A day without year and month is none, nor are
// versions, prices, phone numbers or days that no calendar has.
func (r Reader) Find(s string) (Match, bool) { return r.search(s, false) }

// Whole reads a text that holds nothing but a date: white space, punctuation
// and small words such as "on" or a weekday may surround it.
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

// search reads digits of any script; what it finds it gives as written.
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

// in returns a date that was found in a text with western digits as the text has it.
func (m Match) in(written, western string) Match {
	if written != western {
		m.Start, m.End = words.Written(written, m.Start), words.Written(written, m.End)
		m.Raw = written[m.Start:m.End]
	}
	return m
}

// shape is a date as it is written, before the order of its fields is known.
type shape struct {
	start, end int
	fields     [3]int // as written; with a month's name: year, month, day
	order      blog.DateOrder
	short      bool // the year has two digits
	clock
}

// clock is a time of day.
type clock struct {
	hour, minute, second int
	timed                bool
}

// fixed says that the order of the fields is not in doubt.
func (d shape) fixed() bool { return d.order != "" }

// under returns year, month and day in one order of the fields, and whether there is such
// a day.
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

// FullYear returns the year that two digits stand for: 70 and later are of the last
// century.
func FullYear(y int) int {
	if y < 70 {
		return 2000 + y
	}
	return 1900 + y
}

// ValidDay reports whether there is such a day, in the years that a blog may have.
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

// open reports whether day and month of the date can be exchanged for another day.
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

// pad appends a separator, if there is one, and two digits.
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

// order returns the order in which the reader takes dates, and whether somebody said so.
func (r Reader) order() (blog.DateOrder, bool) {
	if r.Order != "" && r.Order != blog.DateOrderAuto {
		return r.Order, true
	}
	if order := cultureOrder(r.Culture); order != "" {
		return order, true
	}
	return blog.MDY, false
}

// cultureOrder returns the order that a culture writes numeric dates in, "" when the
// culture does not tell: "en" alone is used on both sides of the ocean, and Canada writes
// both ways. East Asia and Hungary put the year first; where they do not, the day leads.
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

// splitCulture reads "en-US", "en_US", "zh-Hans-CN" and the body class "ENUS".
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

// skipSpace moves over white space and characters without width, among them
// the direction marks that some browsers write into dates.
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

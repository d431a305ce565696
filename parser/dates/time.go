package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/words"
)

// timeAfter parses a time after a date that ends at i, skipping commas, dashes, "at" and
// a weekday. end is i if there is none. After some dates, "6.00" is a time.
func (r Reader) timeAfter(s string, i int) (c clock, end int) {
	at, loose, opened := i, true, false
	for range 4 {
		at = skipSpace(s, at)
		if at >= len(s) {
			return clock{}, i
		}
		if c, end, ok := r.timeAt(s, at, loose); ok {
			if opened {
				end = closeParen(s, end)
			}
			return c, end
		}
		next, strict, paren := r.connector(s, at)
		if next == at {
			return clock{}, i
		}
		at, opened = next, opened || paren
		loose = loose && !strict
	}
	return clock{}, i
}

// connector skips one thing that may be between a date and its time. strict ones allow
// only times that cannot be anything else.
func (r Reader) connector(s string, i int) (end int, strict, paren bool) {
	c, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case strings.ContainsRune("@", c):
		return i + size, false, false
	case c == '(':
		if n := weekdayAt(s, i+1); n > 0 {
			return closeParen(s, i+1+n), false, false
		}
		return i + size, false, true
	case strings.ContainsRune(",|-–—·•/、，", c):
		return i + size, true, false
	case c == 'T' && i+1 < len(s) && words.IsDigit(s[i+1]):
		return i + 1, false, false
	}
	word, n := lowerWord(s[i:])
	if Words().clock[word] {
		if i+n < len(s) && s[i+n] == '.' {
			n++
		}
		return i + n, false, false
	}
	if n := weekdayAt(s, i); n > 0 {
		return i + n, true, false
	}
	return i, false, false
}

func closeParen(s string, i int) int {
	if at := skipSpace(s, i); at < len(s) && s[at] == ')' {
		return at + 1
	}
	return i
}

// weekdayAt returns the length of the weekday at i, including its full stop, or 0.
func weekdayAt(s string, i int) int {
	word, n := lowerWord(s[i:])
	if n == 0 || !Words().Weekdays[word] {
		return 0
	}
	if i+n < len(s) && s[i+n] == '.' {
		n++
	}
	return n
}

// timeAt parses a time of day at i: "6:00", "06:00:22.5", "6.00.00", "6h30", "6 Uhr",
// "6時00分", "6 AM", with AM or PM before or after it, and its zone. loose allows "6.00",
// which elsewhere may be a price.
func (r Reader) timeAt(s string, i int, loose bool) (c clock, end int, ok bool) {
	half, at := r.leadingMeridiem(s, i)
	hour, after := words.Number(s, at)
	if after == at || after-at > 2 || hour > 23 {
		return clock{}, i, false
	}
	c = clock{hour: hour, timed: true}
	end = c.minutes(s, after, loose || half >= 0)
	trailing, behind := r.meridiem(s, max(end, after))
	if trailing >= 0 && half < 0 {
		half, end = trailing, behind
	}
	if end < 0 && half < 0 || end >= 0 && cutShort(s, end) {
		return clock{}, i, false
	}
	end = max(end, after)
	c.applyHalf(half)
	return c, zoneEnd(s, end), true
}

// cutShort reports whether more digits follow, so that what was parsed is not a time.
func cutShort(s string, end int) bool {
	if end < len(s) && words.IsDigit(s[end]) {
		return true
	}
	return end+1 < len(s) && strings.IndexByte(":.", s[end]) >= 0 && words.IsDigit(s[end+1])
}

func (c *clock) applyHalf(half int) {
	switch {
	case half == 0 && c.hour == 12:
		c.hour = 0
	case half == 12 && c.hour < 12:
		c.hour += 12
	}
}

// minutes parses what follows the hour. It returns -1 if there are no minutes and nothing
// else says that the number was an hour.
func (c *clock) minutes(s string, i int, dots bool) int {
	if i < len(s) && (s[i] == ':' || s[i] == '.' && dots) {
		sep := s[i : i+1]
		m, end := words.Number(s, i+1)
		if end != i+3 || m > 59 {
			return -1
		}
		c.minute = m
		return c.seconds(s, end, sep)
	}
	if strings.HasPrefix(s[i:], "：") {
		if m, end := words.Number(s, i+3); end == i+5 && m < 60 {
			c.minute = m
			return c.seconds(s, end, "：")
		}
		return -1
	}
	return c.named(s, i)
}

func (c *clock) seconds(s string, i int, sep string) int {
	if !strings.HasPrefix(s[i:], sep) {
		return i
	}
	sec, end := words.Number(s, i+len(sep))
	if end != i+len(sep)+2 || sec > 59 {
		return i
	}
	c.second = sec
	if end+1 < len(s) && (s[end] == '.' || s[end] == ',') && words.IsDigit(s[end+1]) && sep == ":" {
		for end++; end < len(s) && words.IsDigit(s[end]); end++ {
		}
	}
	return end
}

// hourSigns may be between hours and minutes instead of a colon; minuteSigns follow the
// minutes.
var (
	hourSigns   = []string{"時", "时", "點", "点", "시", "uhr", "Uhr", "h", "H", "u"}
	minuteSigns = []string{"分", "분"}
	secondSigns = []string{"秒", "초"}
)

func (c *clock) named(s string, i int) int {
	at := skipSpace(s, i)
	end, ok := skipSign(s, at, hourSigns)
	if !ok {
		return -1
	}
	next := skipSpace(s, end)
	m, after := words.Number(s, next)
	if after-next != 2 || m > 59 {
		return end
	}
	c.minute = m
	if end, ok = skipSign(s, skipSpace(s, after), minuteSigns); !ok {
		return after
	}
	next = skipSpace(s, end)
	if sec, after := words.Number(s, next); after > next && sec < 60 {
		if last, ok := skipSign(s, after, secondSigns); ok {
			c.second = sec
			return last
		}
	}
	return end
}

// skipSign skips one of the signs, unless it is the start of a Latin word.
func skipSign(s string, i int, signs []string) (int, bool) {
	for _, sign := range signs {
		if strings.HasPrefix(s[i:], sign) {
			end := i + len(sign)
			if next, _ := utf8.DecodeRuneInString(s[end:]); sign[0] < 0x80 && unicode.IsLetter(next) {
				continue
			}
			return end, true
		}
	}
	return i, false
}

// meridiem parses AM, PM or the like at i; half is -1 if there is none.
func (r Reader) meridiem(s string, i int) (half, end int) {
	at := skipSpace(s, i)
	if half, end = latinMeridiem(s, at); half >= 0 {
		return half, end
	}
	if half, end = greekMeridiem(s, at); half >= 0 {
		return half, end
	}
	word, n := lowerWord(s[at:])
	if n == 0 {
		return -1, i
	}
	language, _ := splitCulture(r.Culture)
	for _, table := range [...]map[string]int{meridiems, cultureMeridiems[language]} {
		for _, w := range [...]string{word, s[at : at+n]} {
			if half, ok := table[w]; ok {
				if at+n < len(s) && s[at+n] == '.' {
					n++
				}
				return half, at + n
			}
		}
	}
	return -1, i
}

// latinMeridiem parses am, A.M., p. m. and the like.
func latinMeridiem(s string, i int) (half, end int) {
	if i >= len(s) {
		return -1, i
	}
	switch s[i] | 0x20 {
	case 'a':
		half = 0
	case 'p':
		half = 12
	default:
		return -1, i
	}
	end = i + 1
	dotted := end < len(s) && s[end] == '.'
	if dotted {
		end = skipSpace(s, end+1)
	}
	if end >= len(s) || s[end]|0x20 != 'm' {
		return -1, i
	}
	end++
	if r, _ := utf8.DecodeRuneInString(s[end:]); (unicode.IsLetter(r) || unicode.IsDigit(r)) && !attached(s, i, end) {
		return -1, i
	}
	if dotted && end < len(s) && s[end] == '.' {
		end++
	}
	return half, end
}

// attached reports whether s[i:end] are AM or PM although a letter follows, as in
// "8:07pmby Ann" or "8:07 PMby Ann": the next word is in an element of its own.
func attached(s string, i, end int) bool {
	if i > 0 && words.IsDigit(s[i-1]) {
		return true
	}
	capitals := s[i:end] == "AM" || s[i:end] == "PM"
	return capitals && end < len(s) && s[end] >= 'a' && s[end] <= 'z'
}

// greekMeridiem parses π.μ. and μ.μ.
func greekMeridiem(s string, i int) (half, end int) {
	for sign, half := range map[string]int{"π.μ.": 0, "μ.μ.": 12} {
		if strings.HasPrefix(s[i:], sign) {
			return half, i + len(sign)
		}
	}
	return -1, i
}

func (r Reader) leadingMeridiem(s string, i int) (half, end int) {
	word, n := lowerWord(s[i:])
	half, ok := leadingMeridiems[word]
	if n == 0 || !ok {
		return -1, i
	}
	if i+n < len(s) && s[i+n] == '.' {
		n++
	}
	return half, skipSpace(s, i+n)
}

// zoneEnd skips a zone or an offset from UTC after a time.
func zoneEnd(s string, i int) int {
	at := skipSpace(s, i)
	opened := at < len(s) && s[at] == '('
	if opened {
		at++
	}
	_, n := lowerWord(s[at:])
	end := at + n
	named := n > 0 && Words().zones[s[at:end]]
	if !named {
		end = at
	}
	if off := offsetEnd(s, end); off > end && !opened || off > end && named {
		end, named = off, true
	}
	if !named {
		return i
	}
	if !opened {
		return end
	}
	if closed := closeParen(s, end); closed > end {
		return closed
	}
	return i // the parentheses contain more than a zone
}

// offsetEnd skips "+02:00", "-0400" and "+2" after a zone's name.
func offsetEnd(s string, i int) int {
	if i >= len(s) || s[i] != '+' && s[i] != '-' {
		return i
	}
	value, end := words.Number(s, i+1)
	switch {
	case end == i+5 && value <= 1400:
		return end
	case end == i+3 && value <= 14 && end+2 < len(s) && s[end] == ':' && words.IsDigit(s[end+1]) && words.IsDigit(s[end+2]):
		return end + 3
	case end > i+1 && end <= i+3 && value <= 14 && i > 0 && s[i-1]|0x20 >= 'a' && s[i-1]|0x20 <= 'z':
		return end
	}
	return i
}

// timeBefore parses a time that ends right before a date at i, skipping commas, "on" and
// the like; start is i if there is none.
func (r Reader) timeBefore(s string, i int) (c clock, start int) {
	end := i
	for range 3 {
		end = trimSpaceRight(s, end)
		for from := max(0, end-28); from < end; from++ {
			if !words.IsDigit(s[from]) || from > 0 && (words.IsDigit(s[from-1]) || strings.IndexByte(":./-", s[from-1]) >= 0) {
				continue
			}
			if c, to, ok := r.timeAt(s, from, false); ok && trimSpaceRight(s, to) == end {
				return c, from
			}
		}
		if end > 0 && strings.IndexByte(",-|", s[end-1]) >= 0 {
			end--
			continue
		}
		word, at := words.Last(s[:end])
		if !Words().leads[word] {
			break
		}
		end = at
	}
	return clock{}, i
}

// ClockIn returns the first time of day in a text in Western digits; "" if there is none.
func (r Reader) ClockIn(text string) string {
	text = words.Western(text)
	for i := 0; i < len(text); i++ {
		if !words.IsDigit(text[i]) || !startsNumber(text, i) {
			continue
		}
		if _, end, ok := r.timeAt(text, i, false); ok {
			return strings.TrimSpace(text[i:end])
		}
		for i+1 < len(text) && words.IsDigit(text[i+1]) {
			i++
		}
	}
	return ""
}

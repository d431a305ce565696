package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// shapeAt parses the date one of whose numbers starts at i: the first of a numeric date,
// the day before a month's name, or the day after one. alone means that s has little
// else, which allows shapes that would be something else in running text.
func (r Reader) shapeAt(s string, i int, alone bool) (shape, bool) {
	if !startsNumber(s, i) {
		return shape{}, false
	}
	d, ok := r.numeric(s, i, alone)
	if ok {
		d.end = yearEnd(s, d.end)
	}
	if !ok {
		d, ok = compact(s, i)
	}
	if !ok {
		d, ok = ideographic(s, i)
	}
	if !ok {
		d, ok = r.dayFirst(s, i, alone)
	}
	if !ok {
		d, ok = yearThenName(s, i)
	}
	if !ok {
		d, ok = monthFirst(s, i, alone)
	}
	if !ok {
		d, ok = solarNamed(s, i)
	}
	if ok {
		return r.complete(s, d), true
	}
	return shape{}, false
}

// startsNumber reports whether the digits at i are a number of their own, not part of a
// version, an address or a word.
func startsNumber(s string, i int) bool {
	if i == 0 {
		return true
	}
	before, size := utf8.DecodeLastRuneInString(s[:i])
	if unicode.IsDigit(before) || unicode.IsLetter(before) && before < 0x2e80 || before == '_' || before == '$' || before == '€' || before == '£' {
		return false
	}
	if strings.ContainsRune("./-:,\\=#", before) && i > size {
		outer, _ := utf8.DecodeLastRuneInString(s[:i-size])
		if unicode.IsDigit(outer) || before == '/' && !unicode.IsSpace(outer) {
			return false
		}
	}
	return before != '='
}

// complete adds weekday and time to a date.
func (r Reader) complete(s string, d shape) shape {
	if !d.timed {
		d.clock, d.end = r.timeAfter(s, d.end)
	}
	d.start = weekdayBefore(s, d.start)
	if !d.timed {
		d.clock, d.start = r.timeBefore(s, d.start)
	}
	return d
}

// weekdayBefore extends a date to include the weekday before it. Two letters count only
// with a full stop or comma after them.
func weekdayBefore(s string, i int) int {
	end := trimSpaceRight(s, i)
	marked := end > 0 && (s[end-1] == ',' || s[end-1] == '.')
	if marked {
		end--
		if end > 0 && s[end-1] == '.' {
			end--
		}
	}
	word, at := words.Last(s[:end])
	if strings.HasSuffix(s[:at], "-") && word == "feira" { // "terça-feira"
		word, at = words.Last(s[:at-1])
	}
	if Words().Weekdays[word] && (marked || len(word) > 2) {
		return at
	}
	return i
}

// numeric parses three numbers with equal separators: 7/21/2014, 21. 7. 2014, 2014-07-21,
// 21.07.14.
func (r Reader) numeric(s string, i int, alone bool) (shape, bool) {
	var d shape
	var size [3]int
	at, sep := i, byte(0)
	for k := range 3 {
		if k > 0 {
			next, c, ok := separator(s, at)
			if !ok || k == 2 && c != sep {
				return d, false
			}
			at, sep = next, c
		}
		if k == 2 && at < len(s) && s[at] == '\'' {
			at++
		}
		value, end := words.Number(s, at)
		d.fields[k], size[k], at = value, end-at, end
	}
	d.start, d.end = i, at
	if size[1] < 1 || size[1] > 2 || followed(s, at, sep) {
		return d, false
	}
	switch {
	case size[0] == 4 && size[2] >= 1 && size[2] <= 2:
		d.order = blog.YMD
		if sep == '.' && at < len(s) && s[at] == '.' {
			d.end++
		}
		if fields, ok := fromEra(d.fields[0], d.fields[1], d.fields[2]); ok {
			d.fields = fields
		}
		return d, true
	case size[0] <= 2 && size[2] == 4:
		if fields, ok := fromEra(d.fields[2], d.fields[1], d.fields[0]); ok {
			d.fields, d.order = fields, blog.YMD
		}
		return d, true
	case size[0] <= 2 && size[2] == 2:
		d.short = true
		return d, alone || r.shortDate(s, d, sep, size)
	}
	return d, false
}

// shortDate reports whether three short numbers in running text are a date: with slashes,
// zero-padded, or with a time after them. "4.7.14" is more likely a version.
func (r Reader) shortDate(s string, d shape, sep byte, size [3]int) bool {
	if y := d.fields[2]; y >= 40 && y < 70 {
		return false
	}
	if sep == '/' || size[0] == 2 && size[1] == 2 {
		return true
	}
	c, _ := r.timeAfter(s, d.end)
	return c.timed
}

// separator parses the separator between two numbers of a date, with the spaces that some
// cultures put around it.
func separator(s string, i int) (end int, sep byte, ok bool) {
	at := skipSpace(s, i)
	if at >= len(s) {
		return i, 0, false
	}
	switch c := s[at]; c {
	case '-':
		return at + 1, c, at == i
	case '.', '/':
		next := skipSpace(s, at+1)
		return next, c, at == i || c == '/' && next > at+1
	}
	return i, 0, false
}

// followed reports whether more numbers follow, as in an address or a version.
func followed(s string, i int, sep byte) bool {
	if i >= len(s) {
		return false
	}
	if words.IsDigit(s[i]) || s[i] == '/' && sep == '/' {
		return true
	}
	return s[i] == sep && i+1 < len(s) && words.IsDigit(s[i+1])
}

// compact parses 20140721T060000, as used in attributes of microformats.
func compact(s string, i int) (shape, bool) {
	value, end := words.Number(s, i)
	if end-i != 8 || end >= len(s) || s[end] != 'T' {
		return shape{}, false
	}
	d := shape{start: i, end: end, order: blog.YMD, fields: [3]int{value / 10000, value / 100 % 100, value % 100}}
	if t, after := words.Number(s, end+1); after-end == 7 && t/10000 < 24 && t/100%100 < 60 && t%100 < 60 {
		d.clock = clock{hour: t / 10000, minute: t / 100 % 100, second: t % 100, timed: true}
		d.end = zoneEnd(s, after)
	}
	return d, true
}

// ideographic parses 2014年7月21日 and 2014년 7월 21일.
func ideographic(s string, i int) (shape, bool) {
	d := shape{start: i, order: blog.YMD}
	at := i
	for k, signs := range [...][]string{{"年", "년"}, {"月", "월"}, {"日", "일", "號", "号"}} {
		value, end := words.Number(s, at)
		if end == at {
			return d, false
		}
		d.fields[k] = value
		next, ok := skipSign(s, skipSpace(s, end), signs)
		if !ok {
			return d, false
		}
		d.end = next
		at = skipSpace(s, next)
	}
	if n := weekdayAt(s, skipSpace(s, d.end)); n > 0 {
		d.end = skipSpace(s, d.end) + n
	}
	return d, true
}

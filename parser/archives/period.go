package archives

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/pager"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// IsPeriod reports whether a link leads to the posts of a month or a year, by its name and
// by its address, which ends with the period: a post of the month has more after it.
func IsPeriod(name, address string) bool {
	kind, period := periodOf(name, address)
	year, month := periodIn(address)
	return kind != "" && period == formatPeriod(year, month) && periodAtEnd.MatchString(address)
}

var periodAtEnd = pattern.Late(`(?i)\d(?:[_-]?archive)?(?:\.[a-z]{3,5}|/index\.[a-z]{3,5})?/?$`)

// formatPeriod returns "2014-07", or "2014" if the month is 0.
func formatPeriod(year, month int) string {
	if month == 0 {
		return fmt.Sprintf("%04d", year)
	}
	return fmt.Sprintf("%04d-%02d", year, month)
}

// periodOf parses "July 2014", "juillet 2014", "2014年7月", "2014-07", "07/2014", "« Jul",
// "07/01/2014 - 07/31/2014" and "2014". What the words leave open is read from the address.
func periodOf(name, address string) (kind, period string) {
	name = strings.Trim(name, pager.PrevArrows+pager.NextArrows+" |[]().,:-–")
	y, m := periodIn(address)
	if y > 0 && m > 0 && spanOfDays.MatchString(name) {
		return blog.ArchiveMonth, formatPeriod(y, m)
	}
	year, month, ok := periodWords(name)
	if !ok {
		return "", ""
	}
	switch {
	case month > 0 && year == 0 && m == month:
		year = y
	case month == 0 && y != year:
		return "", "" // some number; the address of a year's page would have it
	}
	switch {
	case year == 0:
		return "", ""
	case month == 0:
		return blog.ArchiveYear, formatPeriod(year, 0)
	}
	return blog.ArchiveMonth, formatPeriod(year, month)
}

var (
	cjkPeriod     = pattern.Late(`^(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월])?$`)
	numericPeriod = pattern.Late(`^(?:(\d{4})\s*[-/.]\s*(\d{1,2})|(\d{1,2})\s*[-/.]\s*(\d{4}))$`)
	spanOfDays    = pattern.Late(`^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\s+[-–—]\s+\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$`) // a month or a week of old Blogger templates
	periodFillers = words.Set("de del di of do")
)

// periodWords parses a month, a year, or both, and nothing else.
func periodWords(s string) (year, month int, ok bool) {
	if s != "" && words.IsDigit(s[0]) {
		if m := cjkPeriod.FindStringSubmatch(s); m != nil {
			return number4(m[1]), number4(m[2]), validPeriod(number4(m[1]), number4(m[2]))
		}
		if m := numericPeriod.FindStringSubmatch(s); m != nil {
			year, month = number4(m[1]+m[4]), number4(m[2]+m[3])
			return year, month, month > 0 && validPeriod(year, month)
		}
	}
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\u00a0' || r == '/' }) {
		if m, end := dates.MonthAt(word, 0); m > 0 && month == 0 && end == len(word) {
			month = m
			continue
		}
		if n, isNumber := yearWord(word); isNumber && year == 0 {
			year = n
			continue
		}
		if !periodFillers[strings.ToLower(word)] {
			return 0, 0, false
		}
	}
	return year, month, (year > 0 || month > 0) && (year == 0 || validPeriod(year, month))
}

func yearWord(word string) (int, bool) {
	if short := strings.TrimLeft(word, "'’‘"); short != word && len(short) == 2 {
		if n, err := strconv.Atoi(short); err == nil {
			return dates.FullYear(n), true
		}
	}
	if len(word) != 4 {
		return 0, false
	}
	n, err := strconv.Atoi(word)
	return n, err == nil
}

func number4(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func validPeriod(year, month int) bool {
	return year >= 1990 && year < 2100 && month >= 0 && month <= 12
}

// addressPeriod matches year and month in an address: /2014/07/, 2014_07.html, ?m=201407,
// archive=2014-07.
var addressPeriod = pattern.Late(`(?:^|[^0-9])((?:19|20)\d\d)(?:[-_/.]?(0[1-9]|1[0-2]|[1-9]))?(?:[^0-9]|$)`)

func periodIn(address string) (year, month int) {
	_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"), "/")
	m := addressPeriod.FindStringSubmatch(path)
	if m == nil {
		return 0, 0
	}
	return number4(m[1]), number4(m[2])
}

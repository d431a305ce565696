package dates

import (
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
	"github.com/jalaali/go-jalaali"
)

// solarMonths are the months of the solar calendar of Iran, in Persian letters and, as in
// old systems, Arabic ones.
var solarMonths = [12]string{
	"فروردین فروردين", "اردیبهشت ارديبهشت", "خرداد", "تیر تير", "مرداد امرداد", "شهریور شهريور",
	"مهر", "آبان", "آذر", "دی دي", "بهمن", "اسفند",
}

// solarNamed parses "۲۳ مرداد ۱۳۹۷" and "مرداد ۲۳, ۱۳۹۷", starting at the day.
func solarNamed(s string, i int) (shape, bool) {
	day, end := words.Number(s, i)
	if end-i > 2 {
		return shape{}, false
	}
	start := i
	word, n := lowerWord(s[fill(s, end):])
	month, at := Words().solar[word], fill(s, end)+n
	if month == 0 {
		word, start = words.Last(s[:trimSpaceRight(s, i)])
		month, at = Words().solar[word], end
	}
	if month == 0 {
		return shape{}, false
	}
	at = fill(s, at)
	year, end := words.Number(s, at)
	fields, ok := fromSolar(year, month, day)
	return shape{start: start, end: end, fields: fields, order: blog.YMD}, ok
}

// fromEra converts a day of the calendar of Iran or Thailand to the Gregorian calendar.
func fromEra(year, month, day int) (fields [3]int, ok bool) {
	if isBuddhist(year) {
		return [3]int{year - buddhistEra, month, day}, true
	}
	return fromSolar(year, month, day)
}

// fromSolar converts a day of the solar calendar to the Gregorian one. It accepts only
// years that a blog may have: dates in the lunar calendar look alike, but have other
// years.
func fromSolar(year, month, day int) (fields [3]int, ok bool) {
	if year < 1340 || year > 1410 {
		return fields, false
	}
	y, m, d, err := jalaali.ToGregorian(year, jalaali.Month(month), day)
	return [3]int{y, int(m), d}, err == nil
}

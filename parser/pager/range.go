package pager

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// The shapes of a range line in any language. Numbers may have thousands separators. The
// text around them is checked by code.
const figure = `(\d{1,3}(?:[.,'’\x{a0}\x{202f} ]\d{3})+|\d+)`

var rangeShapes = [...]struct {
	re     *regexp.Regexp
	needs  string // every match contains it: searching for it is cheap
	single bool
}{
	{needs: "(", re: regexp.MustCompile(`^(\D*)` + figure + `\s*[-–—]\s*` + figure + `[^()\d]*\(\D*` + figure + `\D*\)(.*)$`)},
	{needs: "(", re: regexp.MustCompile(`^(\D*)` + figure + `[^()\d]*\(\s*\pL[^()\d]*?` + figure + `[^()\d]*\)(.*)$`), single: true},
	{re: regexp.MustCompile(`^(\D*)` + figure + `\s*(?:[-–—~]|to|bis|až|à|al?|até|do|tot|til?|till|по|から)\s*` + figure + `\s*(?:\pL{1,7}\.?\s+){1,2}` + figure + `\b(.*)$`)},
	{needs: "/", re: regexp.MustCompile(`^(\D*)` + figure + `\s*[-–—]\s*` + figure + `\s*/\s*` + figure + `\b(.*)$`)},
}

// FindRange returns the range stated by a listing: "Displaying results 1-10 (of 127)". It
// is recognized by its shape on a line of its own, not by its words; numbers within a
// sentence are ignored. The first one counts.
func FindRange(text string) *blog.Range {
	for line := range strings.Lines(text) {
		if r := LineRange(line); r != nil {
			return r
		}
	}
	return nil
}

// LongestRange is the maximum length of a range line in bytes.
const LongestRange = 240

// LineRange returns the range stated by a line, nil if there is none.
func LineRange(line string) *blog.Range {
	figures := digitRuns(line)
	if figures < 2 {
		return nil
	}
	line = strings.TrimFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == 0x200b || r == 0xfeff })
	if len(line) < 5 || len(line) > LongestRange {
		return nil
	}
	first := strings.IndexAny(line, "0123456789")
	spans := figures > 2 && leadsOn(line[first:])
	if !spans && !strings.Contains(line, "(") || !introduces(line[:first], false) {
		return nil
	}
	for _, s := range rangeShapes {
		if !s.single && !spans || !strings.Contains(line, s.needs) {
			continue
		}
		m := s.re.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		group := func(i int) string { return line[m[2*i]:m[2*i+1]] }
		from, to, total, tail := count(group(2)), 0, 0, len(m)/2-1
		if s.single {
			to, total = from, count(group(3))
		} else {
			to, total = count(group(3)), count(group(4))
		}
		if from < 1 || from > to || to > total || !introduces(group(1), s.single) || !endsRange(group(tail)) {
			continue
		}
		raw := strings.TrimSpace(line[:m[2*tail]])
		return &blog.Range{From: from, To: to, Total: total, Raw: raw}
	}
	return nil
}

// leadsOn reports whether a number at the start of a text is followed by what may lead to
// the end of a range: a dash, or the first letter of a word for "to". This rules out
// nearly all lines with numbers.
func leadsOn(s string) bool {
	for {
		rest := strings.TrimLeft(s, "0123456789")
		next, size := utf8.DecodeRuneInString(rest)
		if sign, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \t\n\f\r")); strings.ContainsRune("-–—~tbaàdпか", sign) {
			return true
		}
		if rest = rest[size:]; !strings.ContainsRune(".,'\u00a0\u202f ", next) || rest == "" || !words.IsDigit(rest[0]) {
			return false
		}
		s = rest // possibly further digits of the same number
	}
}

func digitRuns(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if words.IsDigit(s[i]) && (i == 0 || !words.IsDigit(s[i-1])) {
			n++
		}
	}
	return n
}

// count parses a number without its separators; -1 if it is too large.
func count(s string) int {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	n, err := strconv.Atoi(digits)
	if err != nil || n > 100_000_000 {
		return -1
	}
	return n
}

// partWords start titles that look like a range of one post.
var partWords = words.Set(`part parts teil teile partie parte deel část časť część chapter kapitel chapitre capítulo capitolo
	kapitola volume vol band tome tom episode folge épisode episodio step schritt étape lesson week day woche tag
	comments comment kommentare commentaires comentarios issue section abschnitt level tip tipp no nr rule`)

// introduces reports whether words may precede a range: a few, not a sentence. A single
// result needs words, since "Part 1 (of 3)" is a title.
func introduces(s string, single bool) bool {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > 60 || strings.ContainsAny(s, ".,;!?()\"“”") {
		return false
	}
	fields := strings.Fields(strings.ToLower(strings.Trim(s, ":-–|<> ")))
	if !single {
		return len(fields) <= 6
	}
	return len(fields) > 0 && len(fields) <= 5 && !partWords[strings.Trim(fields[len(fields)-1], ":#")]
}

// endsRange reports whether what follows a range may be on its line: nothing, a word for
// posts, or the pager.
func endsRange(s string) bool {
	s = strings.TrimSpace(s)
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return !strings.ContainsAny(s, "?!") && (letters == 0 || letters <= 20 && len(strings.Fields(s)) <= 2)
}

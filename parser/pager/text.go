package pager

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/pattern"
)

// ReadText reads a pager from its text: the visible numbers, and whether this is the
// first or the last page. Text has no links, so Mode is PagerNone.
func ReadText(lines []string) blog.Pager {
	p := blog.Pager{Mode: blog.PagerNone}
	for i := len(lines) - 1; i >= 0; i-- {
		if shown, last, ok := PageOf(blog.Fold(lines[i])); ok && len(lines[i]) < 60 {
			p.Current, p.Last, p.LastKnown = shown, last, true
			p.Evidence = strings.TrimSpace(lines[i])
			return p
		}
		if numbers, ok := IsLine(lines[i]); ok {
			return textPagerOf(lines[i], numbers)
		}
	}
	return p
}

// IsLine parses a line that consists of ascending numbers with arrows and separators. A
// single number does not count.
func IsLine(line string) ([]int, bool) {
	if len(line) > 400 || !strings.ContainsAny(line, "0123456789") {
		return nil, false
	}
	var numbers []int
	arrows := false
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\t' || r == '-' || r == '–' }) {
		word = strings.Trim(word, "[]()")
		if n, ok := PageNumber(word); ok {
			if len(numbers) > 0 && n <= numbers[len(numbers)-1] {
				return nil, false
			}
			numbers = append(numbers, n)
		} else if strings.Trim(word, PrevArrows+NextArrows+"|.…·") == "" {
			arrows = arrows || strings.ContainsAny(word, PrevArrows+NextArrows)
		} else if WordRole(word) == noRole && !pageWord(word) {
			return nil, false
		} else {
			arrows = true
		}
	}
	return numbers, len(numbers) > 1 || len(numbers) == 1 && arrows
}

// An arrow without a link has an ordinary space beside it, one with a link has two
// no-break spaces: so the text of a DataPager tells the first and the last page.
var (
	firstShown = pattern.Late(`\|<\x{a0} <`)
	lastShown  = pattern.Late(`> \x{a0}>\|`)
)

func textPagerOf(line string, numbers []int) blog.Pager {
	p := blog.Pager{Mode: blog.PagerNone, Last: numbers[len(numbers)-1], Evidence: strings.TrimSpace(line)}
	ends := strings.Contains(line, "|<") && strings.Contains(line, ">|")
	switch {
	case firstShown.MatchString(line) && numbers[0] == 1:
		p.Current = 1
	case lastShown.MatchString(line):
		p.Current, p.LastKnown = p.Last, true
	}
	// A window that starts with 1 and is not full shows all pages.
	if ends && numbers[0] == 1 && len(numbers) < 10 && p.Last == len(numbers) {
		p.LastKnown = true
	}
	return p
}

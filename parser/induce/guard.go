package induce

import "github.com/blogferry/blogferry/parser/pattern"

// guarded is a pattern with alternative words that is matched only if one of them is in
// the text: patterns with hundreds of words are slow, and most texts have none.
type guarded struct {
	re    pattern.Regexp
	front pattern.Regexp // the pattern anchored to the start
	any   saying
}

func guard(any saying, text string) guarded {
	return guarded{pattern.Late(text), pattern.Late("^(?:" + text + ")"), any}
}

func (g guarded) may(s string) bool { return sayings(s)&g.any != 0 }

func (g guarded) MatchString(s string) bool { return g.may(s) && g.re.MatchString(s) }

func (g guarded) FindStringIndex(s string) []int {
	if !g.may(s) {
		return nil
	}
	return g.re.FindStringIndex(s)
}

// opening returns the match at the start of a text, "" if there is none. says are the
// sayings of the text, or at least of its first two words.
func (g guarded) opening(s string, says saying) string {
	if says&g.any == 0 {
		return ""
	}
	return g.front.FindString(s)
}

func (g guarded) FindStringSubmatch(s string) []string {
	if !g.may(s) {
		return nil
	}
	return g.re.FindStringSubmatch(s)
}

func (g guarded) FindAllStringIndex(s string, n int) [][]int {
	if !g.may(s) {
		return nil
	}
	return g.re.FindAllStringIndex(s, n)
}

func (g guarded) ReplaceAllString(s, with string) string {
	if !g.may(s) {
		return s
	}
	return g.re.ReplaceAllString(s, with)
}

package pattern

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that is compiled on first use: compiling all of them
// takes five milliseconds, and most commands parse no page. An automaton decides which
// texts match; package regexp finds where.
type Regexp struct {
	text      string
	automaton func() *automaton
	matcher   func() *regexp.Regexp
}

var all []*Regexp

// All returns the program's expressions, for a test that compiles them: an invalid one
// would otherwise panic in the middle of a crawl.
func All() []*Regexp { return all }

// Late declares an expression. It is for package variables only.
func Late(text string) *Regexp {
	r := newRegexp(text)
	all = append(all, r)
	return r
}

func newRegexp(text string) *Regexp {
	return &Regexp{
		text: text,
		automaton: sync.OnceValue(func() *automaton {
			a, err := newAutomaton(text)
			if err != nil {
				panic(err)
			}
			return a
		}),
		matcher: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) }),
	}
}

// May reports whether the expression can match a text at all.
func (r *Regexp) May(s string) bool {
	yes, sure := r.automaton().matches(s)
	return yes || !sure
}

// The other methods are those of regexp.Regexp.

func (r *Regexp) MatchString(s string) bool {
	yes, sure := r.automaton().matches(s)
	if !sure {
		return r.matcher().MatchString(s)
	}
	return yes
}

func (r *Regexp) FindString(s string) string {
	if !r.May(s) {
		return ""
	}
	return r.matcher().FindString(s)
}

func (r *Regexp) FindStringIndex(s string) []int {
	if !r.May(s) {
		return nil
	}
	return r.matcher().FindStringIndex(s)
}

func (r *Regexp) FindStringSubmatch(s string) []string {
	if !r.May(s) {
		return nil
	}
	return r.matcher().FindStringSubmatch(s)
}

// FindSubmatch calls the matcher alone: the automaton reads strings.
func (r *Regexp) FindSubmatch(b []byte) [][]byte { return r.matcher().FindSubmatch(b) }

func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if !r.May(s) {
		return nil
	}
	return r.matcher().FindAllStringIndex(s, n)
}

func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	if !r.May(s) {
		return nil
	}
	return r.matcher().FindAllStringSubmatch(s, n)
}

func (r *Regexp) ReplaceAllString(s, with string) string {
	if !r.May(s) {
		return s
	}
	return r.matcher().ReplaceAllString(s, with)
}

func (r *Regexp) String() string              { return r.text }
func (r *Regexp) NumSubexp() int              { return r.matcher().NumSubexp() }
func (r *Regexp) SubexpIndex(name string) int { return r.matcher().SubexpIndex(name) }

package pattern

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that is compiled on first use: compiling all of them
// takes five milliseconds, and most commands parse no page.
type Regexp func() *regexp.Regexp

var all []Regexp

// All returns the program's expressions, for a test that compiles them: an invalid one
// would otherwise panic in the middle of a crawl.
func All() []Regexp { return all }

// Late declares an expression. It is for package variables only.
func Late(text string) Regexp {
	r := Regexp(sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) }))
	all = append(all, r)
	return r
}

// The methods are those of regexp.Regexp.

func (r Regexp) MatchString(s string) bool                  { return r().MatchString(s) }
func (r Regexp) FindString(s string) string                 { return r().FindString(s) }
func (r Regexp) FindStringIndex(s string) []int             { return r().FindStringIndex(s) }
func (r Regexp) FindStringSubmatch(s string) []string       { return r().FindStringSubmatch(s) }
func (r Regexp) FindSubmatch(b []byte) [][]byte             { return r().FindSubmatch(b) }
func (r Regexp) FindAllStringIndex(s string, n int) [][]int { return r().FindAllStringIndex(s, n) }
func (r Regexp) ReplaceAllString(s, with string) string     { return r().ReplaceAllString(s, with) }
func (r Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r().FindAllStringSubmatch(s, n)
}

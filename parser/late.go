package parser

import (
	"regexp"
	"sync"
)

// lateRegexp is a regular expression that is compiled when it is first used:
// compiling all of them costs five milliseconds, and most commands read no page.
type lateRegexp func() *regexp.Regexp

// lateRegexps are all of them, so that a test can compile them: a broken one
// would else be found out in the middle of somebody's crawl.
var lateRegexps []lateRegexp

// late is for package variables only.
func late(text string) lateRegexp {
	r := lateRegexp(sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) }))
	lateRegexps = append(lateRegexps, r)
	return r
}

func (r lateRegexp) MatchString(s string) bool                  { return r().MatchString(s) }
func (r lateRegexp) FindString(s string) string                 { return r().FindString(s) }
func (r lateRegexp) FindStringIndex(s string) []int             { return r().FindStringIndex(s) }
func (r lateRegexp) FindStringSubmatch(s string) []string       { return r().FindStringSubmatch(s) }
func (r lateRegexp) FindSubmatch(b []byte) [][]byte             { return r().FindSubmatch(b) }
func (r lateRegexp) FindAllStringIndex(s string, n int) [][]int { return r().FindAllStringIndex(s, n) }
func (r lateRegexp) ReplaceAllString(s, with string) string     { return r().ReplaceAllString(s, with) }
func (r lateRegexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r().FindAllStringSubmatch(s, n)
}

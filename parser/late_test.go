package parser

import (
	"regexp"
	"testing"

	"github.com/blogferry/blogferry/parser/pattern"
)

func TestLateRegexps(t *testing.T) {
	all := pattern.All()
	if len(all) < 20 {
		t.Fatalf("only %d expressions", len(all))
	}
	for _, r := range all {
		r.MatchString("") // panics if it is broken
	}
}

// FuzzRegexps compares the program's expressions with package regexp.
func FuzzRegexps(f *testing.F) {
	plain := map[*pattern.Regexp]*regexp.Regexp{}
	for _, r := range pattern.All() {
		plain[r] = regexp.MustCompile(r.String())
	}
	for _, s := range []string{
		"", "Posted by Ann on 3 May 2009 | 4 comments", "3 commentaires", "Теги: река, 5 комментариев", "8月29日 コメント(2)", "29. August, 14:30 Uhr",
		"\u212aommentare: 3", "po\u017fted\nby \xffAnn", "\xe3\x82 tag: a", "Read more →", "http://old.example/2009/05/a.html?p=3#comments", "<meta charset=utf-8", "há 3 dias",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for r, plain := range plain {
			if got, want := r.MatchString(s), plain.MatchString(s); got != want {
				t.Errorf("%s: MatchString(%q) = %v, want %v", r, s, got, want)
			}
		}
	})
}

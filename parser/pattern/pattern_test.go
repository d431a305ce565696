package pattern

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// patternTexts are patterns of every build: with a beginning that is known, with
// several, with none, with letters that have odd capitals.
var patternTexts = []string{
	`/cmsscripts/|/app_themes/`, `(id|for)="p_lt_|p\$lt\$`, `^posted\s*:?\s*\d+`, `(media|\d+\.media)\.tumblr\.com`,
	`^[^|]*?\s*\|\s*\d+ comments$`, `\bskin\b`, `^\|< *< *1 - 2\b|^\|< +<.* > *>\|$`, `k?s`, `.*`, `(?:^|[\s|])filed\s*:`,
	`^\S[^|]*?\s*by\s*[|·•]\s*(?:no|\p{Nd}+)\s*(?:kommentare?|comments|komentáře)$`, `(?:a|b.c)[k-m][-–]`,
	`(?m)^a\b.*\B$`, `(?s)x.+?\z`, `(?-i:[^\pL]K)|\W[[:^ascii:]]{2,3}`, `(?:^|\b)(?:a*b|c)*\Bd`, `[^\x00-\x{10FFFF}]|a`,
}

// FuzzPattern compares a pattern with its plain expression.
func FuzzPattern(f *testing.F) {
	for _, s := range []string{
		"<a href=/CMSScripts/x>", "Posted: 5", "x | 7 comments", "\u017fkin S\u212aIN skin", "http://27.media.tumblr.com", "|< < 1 - 2", "KS", "",
		"\u212a\u017f", "a |filed :", "/App_Theme\u017f/", "po\u017fted 3",
		"1. May by · 3 \u212aommentare", "x by | no komentáře", "bxcl–",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, text := range patternTexts {
			p, err := New(text)
			if err != nil {
				t.Fatal(err)
			}
			plain := regexp.MustCompile("(?i)" + text)
			if got, want := p.FindString(s), plain.FindString(s); got != want {
				t.Errorf("%s: FindString(%q) = %q, want %q", text, s, got, want)
			}
			if got, want := p.MatchString(s), plain.MatchString(s); got != want {
				t.Errorf("%s: MatchString(%q) = %v, want %v", text, s, got, want)
			}
			if got, want := strings.Join(p.FindStringSubmatch(s), "\x00"), strings.Join(plain.FindStringSubmatch(s), "\x00"); got != want {
				t.Errorf("%s: FindStringSubmatch(%q) = %q, want %q", text, s, got, want)
			}
			if plain.MatchString(s) && !NewGrams(s).MayHold(p) {
				t.Errorf("%s: mayHold(%q) is false", text, s)
			}
			if plain.MatchString(s) && !p.May(s) {
				t.Errorf("%s: May(%q) is false", text, s)
			}
		}
	})
}

// TestLargeAutomaton checks an expression that needs too many states: they record where
// an a was among the last ten characters.
func TestLargeAutomaton(t *testing.T) {
	text := `a[ab]{10}c`
	r, plain := newRegexp(text), regexp.MustCompile(text)
	for n := range 1 << 12 {
		s := strings.Map(func(c rune) rune { return 'a' + (c-'0')&1 }, fmt.Sprintf("%012b", n)) + "c"
		if got, want := r.MatchString(s), plain.MatchString(s); got != want {
			t.Fatalf("MatchString(%q) = %v, want %v", s, got, want)
		}
	}
	if n := len(r.automaton().states); n != maxStates {
		t.Errorf("%d states, want %d", n, maxStates)
	}
}

// TestAutomatonShared builds an automaton in several goroutines.
func TestAutomatonShared(t *testing.T) {
	text := `(?i)(?:^|[^\pL])(?:comments?|réponses?|ответы)(?:$|[^\pL])`
	r, plain := newRegexp(text), regexp.MustCompile(text)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for _, s := range []string{"3 Comments", "RÉPONSES: 2", "два ответы", "commentary", "réponse", "", "по ответы"} {
				s = strings.Repeat("x ", n) + s
				if got, want := r.MatchString(s), plain.MatchString(s); got != want {
					t.Errorf("MatchString(%q) = %v, want %v", s, got, want)
				}
			}
		})
	}
	wg.Wait()
}

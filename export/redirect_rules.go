package export

import (
	"iter"
	"strings"
)

// Rules are redirects, sorted by their old addresses. New addresses of posts are derived
// from the plan: as strings, they would take as much memory as the old ones.
type Rules struct {
	plan   *Plan
	base   string // before each new address
	rules  []rule
	sites  interned // before the old addresses
	places interned // new addresses other than those of posts
}

// rule is a compact Redirect.
type rule struct {
	from string
	site int32
	to   int32 // number of a post in the plan, or of a place below noPost
}

const noPost = -1

// Len returns the number of rules.
func (s *Rules) Len() int { return len(s.rules) }

// All returns all rules in their order.
func (s *Rules) All() iter.Seq2[int, Redirect] {
	return func(yield func(int, Redirect) bool) {
		for n := range s.rules {
			if !yield(n, s.at(n)) {
				return
			}
		}
	}
}

// asking returns the rules with parameters, or those without.
func (s *Rules) asking(forParameters bool) iter.Seq2[int, Redirect] {
	return func(yield func(int, Redirect) bool) {
		for n, r := range s.rules {
			if strings.Contains(r.from, "?") == forParameters && !yield(n, s.at(n)) {
				return
			}
		}
	}
}

func (s *Rules) at(n int) Redirect { return s.redirect(s.rules[n]) }

func (s *Rules) redirect(r rule) Redirect {
	full := Redirect{Old: s.sites.texts[r.site] + r.from, From: r.from}
	if r.to <= noPost {
		full.New = s.base + s.places.texts[noPost-r.to]
		return full
	}
	post := s.plan.Entry(int(r.to))
	full.New, full.Post = s.base+s.plan.Path(post), post.ID
	return full
}

// interned is a list of distinct texts.
type interned struct {
	texts []string
	known map[string]int32
}

// number returns the index of a text, which is appended if it is new.
func (l *interned) number(text string) int32 {
	n, ok := l.known[text]
	if !ok {
		if l.known == nil {
			l.known = map[string]int32{}
		}
		n = int32(len(l.texts))
		l.known[text], l.texts = n, append(l.texts, text)
	}
	return n
}

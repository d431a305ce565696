package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// pickComments reads how many comments a post has: the digits or words at the
// link to them, or in a short line of the frame. WordPress leads to #respond
// only where there are none.
func (in *inducer) pickComments(d *draft) {
	lines := in.outside(d)
	for _, strict := range []bool{true, false} {
		for _, i := range lines {
			l := &in.doc.lines[i]
			if i == d.title && strict {
				continue
			}
			if n := in.commentCount(l, strict); n != nil {
				d.found.comments = n
				d.found.notes["comment_count"] = clip(l.text, 80)
				return
			}
		}
	}
	in.trailingCount(d)
}

// trailingCount reads a count that stands at the end of the text, in its last
// line, and takes it out of there.
func (in *inducer) trailingCount(d *draft) {
	if d.body.empty() || d.found.url == "" {
		return
	}
	l := &in.doc.lines[d.body.to-1]
	for _, a := range l.links {
		if n := countIn(a.text); n != nil && in.ownLink(a.href) == d.found.url && strings.HasSuffix(l.text, a.text) {
			d.found.comments = n
			d.found.notes["comment_count"] = clip(a.text, 80)
			d.found.cut = append(d.found.cut, a.node)
		}
	}
}

func (in *inducer) commentCount(l *line, strict bool) *int {
	for _, a := range l.links {
		if !commentLink(a) {
			continue
		}
		text := a.text
		if n := countIn(text); n != nil {
			return n
		}
		if digits := strings.Trim(text, " ()[]"); digits != "" && strings.Trim(digits, "0123456789") == "" {
			return parseCount(digits)
		}
		if n := countIn(attr(a.node, "title")); n != nil && len(attr(a.node, "title")) < 60 {
			return n
		}
		_, fragment, _ := strings.Cut(a.href, "#")
		if strings.EqualFold(fragment, "respond") && !holdsDigit(text) {
			return blog.Int(0)
		}
	}
	if !strict && !longer(l.text, 120) {
		return countIn(l.text)
	}
	return nil
}

// countIn reads "3 comments", "Comments (3)" and "no comments".
func countIn(text string) *int {
	if m := countBefore.FindStringSubmatch(text); m != nil {
		if holdsDigit(m[1]) {
			return parseCount(m[1])
		}
		return blog.Int(numberNamed(m[1]))
	}
	for _, after := range []guarded{countAfter, countLast} {
		if m := after.FindStringSubmatch(text); m != nil {
			return parseCount(m[1])
		}
	}
	if oneComment.MatchString(text) {
		return blog.Int(1)
	}
	return nil
}

// numberNamed is a number of numberWords, 0 for the other words of a count.
func numberNamed(word string) int {
	const perLanguage = 11 // two to twelve
	if at := slices.Index(strings.Split(numberWords, "|"), strings.ToLower(word)); at >= 0 {
		return 2 + at%perLanguage
	}
	return 0
}

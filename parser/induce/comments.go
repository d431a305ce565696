package induce

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// pickComments finds the comment count of a post: the number or word of the link to the
// comments, or of a short line outside of the text. WordPress links to #respond only if
// there are none.
func (in *Inducer) pickComments(d *draft) {
	lines := in.outside(d)
	for _, strict := range []bool{true, false} {
		for _, i := range lines {
			l := &in.Doc.Lines[i]
			if i == d.title && strict {
				continue
			}
			if n := in.commentCount(i, strict); n != nil {
				d.found.Comments = n
				d.found.Notes["comment_count"] = words.Clip(l.Text, 80)
				return
			}
		}
	}
	in.trailingCount(d)
}

// trailingCount finds a count at the end of the text, in its last line, and removes it
// from there.
func (in *Inducer) trailingCount(d *draft) {
	if d.body.Empty() || d.found.URL == "" {
		return
	}
	l := &in.Doc.Lines[d.body.To-1]
	for _, a := range l.Links {
		if n := in.countIn(a.Text); n != nil && in.ownLink(a.Href) == d.found.URL && strings.HasSuffix(l.Text, a.Text) {
			d.found.Comments = n
			d.found.Notes["comment_count"] = words.Clip(a.Text, 80)
			d.found.Cut = append(d.found.Cut, a.Node)
		}
	}
}

// uncounted sets the count of posts that only invite comments to 0, if the other posts of
// the page have their counts at the same place.
func (in *Inducer) uncounted(drafts []*draft) {
	places := map[string]bool{}
	for _, d := range drafts {
		if d.found.Comments == nil {
			continue
		}
		for _, i := range in.outside(d) {
			if in.commentCount(i, true) != nil {
				places[in.sign(i, &d.spot)] = true
			}
		}
	}
	for _, d := range drafts {
		if d.found.Comments != nil {
			continue
		}
		for _, i := range in.outside(d) {
			if l := &in.Doc.Lines[i]; places[in.sign(i, &d.spot)] && in.invites(l) {
				d.found.Comments = blog.Int(0)
				d.found.Notes["comment_count"] = "an invitation where others have a count: " + words.Clip(l.Text, 80)
				break
			}
		}
	}
}

// invites reports whether a line links to the comment form and states no count.
func (in *Inducer) invites(l *document.Line) bool {
	if words.Longer(l.Text, 120) {
		return false
	}
	for _, a := range l.Links {
		if commentLink(a) && !words.HasDigit(a.Text) && in.ownLink(a.Href) != "" {
			return true
		}
	}
	return false
}

// commentCount returns the number of comments stated by a link of line i, or,
// unless strict, by the line without its date: the year in "May 2011 Comments" is
// not a count.
func (in *Inducer) commentCount(i int, strict bool) *int {
	l := &in.Doc.Lines[i]
	for _, a := range l.Links {
		if !commentLink(a) {
			continue
		}
		text := a.Text
		if n := in.countIn(text); n != nil {
			return n
		}
		if digits := strings.Trim(text, " ()[]"); digits != "" && strings.Trim(digits, "0123456789") == "" {
			return words.Count(digits)
		}
		_, fragment, _ := strings.Cut(a.Href, "#")
		if m := countInBrackets.FindStringSubmatch(text); m != nil && fragment != "" {
			return words.Count(m[1]) // "Talk back (3)", by its fragment
		}
		if title := dom.Attr(a.Node, "title"); len(title) < 60 {
			if n := in.countIn(title); n != nil {
				return n
			}
		}
		if strings.EqualFold(fragment, "respond") && !words.HasDigit(text) {
			return blog.Int(0)
		}
	}
	if !strict && !words.Longer(l.Text, 120) {
		text := l.Text
		if f := in.fact(i); f.dated {
			text = strings.Replace(text, f.date.Raw, "|", 1)
		}
		return in.countIn(text)
	}
	return nil
}

var countInBrackets = pattern.Late(`[(\[](\d{1,5})[)\]]$`)

// countIn is CountIn with a cache: several steps need the same links.
func (in *Inducer) countIn(text string) *int {
	n, known := in.countOf[text]
	if !known {
		n = CountIn(text)
		in.countOf[text] = n
	}
	if n == nil {
		return nil
	}
	return blog.Int(*n) // no sharing between posts
}

// CountIn parses "3 comments", "Comments (3)" and "no comments".
func CountIn(text string) *int {
	if !commentNoun.MatchString(text) {
		return nil
	}
	if m := countBefore.FindStringSubmatch(text); m != nil && !labelsNext.MatchString(text) {
		switch {
		case offAfter.MatchString(text):
			return nil // "May 2011 Comments off"
		case words.HasDigit(m[1]):
			return words.Count(m[1])
		}
		return blog.Int(numberNamed(m[1]))
	}
	for _, after := range []*pattern.Regexp{countAfter, countLast} {
		if m := after.FindStringSubmatch(text); m != nil {
			return words.Count(m[1])
		}
	}
	switch {
	case oneComment.MatchString(text):
		return blog.Int(1)
	case twoComments.MatchString(text):
		return blog.Int(2)
	case noneBehind.MatchString(text):
		return blog.Int(0)
	}
	return nil
}

// numberNamed returns the value of a word of numberWords, 0 for the other words of a
// count.
func numberNamed(word string) int {
	const perLanguage = 11 // "two" to "twelve"
	if at := slices.Index(strings.Split(numberWords, "|"), strings.ToLower(word)); at >= 0 {
		return 2 + at%perLanguage
	}
	return 0
}

// cutComments ends a spot where the comments on the post start: at a line that only
// counts them, with names or dates in the lines after it.
func (in *Inducer) cutComments(d *draft) {
	for i := max(d.title, d.lines.From) + 1; i < d.lines.To-1; i++ {
		l := &in.Doc.Lines[i]
		if len(l.Links) > 0 || words.Longer(l.Text, 40) || l.Heading == 0 && !in.strong(i) {
			continue
		}
		if n := CountIn(l.Text); n == nil || *n == 0 {
			continue
		}
		if in.lastSigned(d.lines) > i {
			d.lines.To = i + 1
		}
		return // nor does any further count have a name or a date behind it
	}
}

// lastSigned is the last line with a date or a name behind a word for "by".
func (in *Inducer) lastSigned(at document.Span) int {
	for at.To--; at.To >= at.From; at.To-- {
		if in.fact(at.To).dated || byLabel.MatchString(in.Doc.Lines[at.To].Text) {
			break
		}
	}
	return at.To
}

package induce

import (
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// lineFacts are what is known about a line of a page, as far as it was asked.
type lineFacts struct {
	furniture  answer // see isFurniture
	comments   answer // see isCommentLine
	terms      answer // see isTermLine
	sign       string // see sign, where it ends within the record
	outmost    *html.Node
	asked      bool
	date       dates.Match
	dated      bool // a date with its year stands in it
	dateOnly   bool // and nothing else, but for a time or small words
	partial    partialDate
	clock      string   // a time of day without a date
	spaced     string   // its text with a space between any two leaves
	counted    []string // addresses of the links that count comments, see counted
	countedSet bool
	byAt       []int // see byAt
	byAsked    bool
}

// answer is that to a question which is asked over and over.
type answer byte

const (
	unasked answer = iota
	no
	yes
)

func (a *answer) ask(question func() bool) bool {
	if *a == unasked {
		*a = no
		if question() {
			*a = yes
		}
	}
	return *a == yes
}

// mark is a date in an attribute: <time datetime>, <abbr title>, RDFa content.
type mark struct {
	order int
	node  *html.Node
	date  dates.Match
	key   string // what kind of element: those of one kind are one field
}

// survey sums up the text of the page.
func (in *Inducer) survey() {
	n := len(in.Doc.Lines)
	in.facts = slices.Grow(in.facts, n)[:n]
	in.plain = make([]int, n+1)
	for i := range in.Doc.Lines {
		l := &in.Doc.Lines[i]
		text, linked := 0, 0
		if !l.Aside && !l.Hidden && !l.Trim {
			text = words.Width(l.Text)
			for _, a := range l.Links {
				linked += words.Width(a.Text)
			}
			linked = min(linked, text)
		}
		in.plain[i+1] = in.plain[i] + text - linked
	}
}

func (in *Inducer) wordsIn(s document.Span) int {
	if s.Empty() {
		return 0
	}
	return in.plain[s.To] - in.plain[s.From]
}

// fact reads a line, once.
func (in *Inducer) fact(i int) *lineFacts {
	f := &in.facts[i]
	if f.asked {
		return f
	}
	f.asked = true
	l := &in.Doc.Lines[i]
	if words.Longer(l.Text, document.ShortLine) || !words.HasDigit(l.Text) && !isMonth(l.Text) {
		return f
	}
	f.spaced = spacedText(l)
	for _, text := range []string{l.Text, f.spaced} {
		if m, ok := in.Dates.Whole(text); ok {
			f.date, f.dated, f.dateOnly = m, true, true
			return f
		}
	}
	for _, text := range []string{l.Text, f.spaced} {
		if m, ok := in.Dates.Find(text); ok {
			f.date, f.dated = m, true
			return f
		}
	}
	if in.stacked(i) {
		return f
	}
	f.clock = ClockIn(f.spaced)
	if !words.Longer(f.spaced, 120) {
		f.partial, _ = findPartial(f.spaced)
	}
	return f
}

func isMonth(s string) bool {
	return len(s) < 24 && dates.Words().Months[strings.ToLower(strings.Trim(s, " .,"))] > 0
}

// stacked reads a date whose parts stand in lines of their own, as in a leaf of
// a calendar: "12", "Mar", "2010". It is the date of the first of them.
func (in *Inducer) stacked(i int) bool {
	const most = 16 // bytes of a part
	f, text := &in.facts[i], in.Doc.Lines[i].Text
	if len(text) > most || text == "" {
		return false
	}
	for k := i + 1; k < min(i+3, len(in.Doc.Lines)); k++ {
		l := &in.Doc.Lines[k]
		if l.Text == "" || len(l.Text) > most || l.Heading > 0 || l.Aside {
			break
		}
		text += " " + l.Text
		if m, ok := in.Dates.Whole(text); ok && !m.Numeric {
			f.date, f.dated, f.dateOnly = m, true, true
			return true
		}
	}
	if next, ok := in.textAt(i + 1); ok && len(next) <= most {
		if p, ok := findPartial(in.Doc.Lines[i].Text + " " + next); ok && !words.Any(strings.Replace(in.Doc.Lines[i].Text+" "+next, p.raw, "", 1)) {
			f.partial = p
			return true
		}
	}
	return false
}

// textAt is the text of a line, if there is such a line.
func (in *Inducer) textAt(i int) (string, bool) {
	if i < 0 || i >= len(in.Doc.Lines) {
		return "", false
	}
	return in.Doc.Lines[i].Text, true
}

// counted are the addresses, without fragments, of a line's links that count
// comments.
func (in *Inducer) counted(i int) []string {
	f := &in.facts[i]
	if !f.countedSet {
		f.countedSet = true
		for _, a := range in.Doc.Lines[i].Links {
			if in.countIn(a.Text) != nil {
				base, _, _ := strings.Cut(a.Href, "#")
				f.counted = append(f.counted, base)
			}
		}
	}
	return f.counted
}

// spacedText is a line's text with a space between leaves that touch: themes
// write <span>03</span><span>Sep</span>.
func spacedText(l *document.Line) string {
	var b strings.Builder
	for _, n := range l.Leaves {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// findMarks finds the dates in attributes.
func (in *Inducer) findMarks() {
	for order, n := range in.Doc.Elements() {
		if len(n.Attr) == 0 {
			continue
		}
		text := dateAttr(n)
		if text == "" || !words.HasDigit(text) {
			continue
		}
		m, ok := epochDate(text)
		if !ok {
			m, ok = in.Dates.Whole(text)
		}
		if ok {
			in.marks = append(in.marks, mark{order: order, node: n, date: m, key: n.Data + "." + firstClass(n)})
		}
	}
}

// dateAttr is the attribute of an element that holds a date.
func dateAttr(n *html.Node) string {
	switch n.Data {
	case "time":
		return dom.Attr(n, "datetime")
	case "abbr", "acronym":
		return dom.Attr(n, "title")
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "content":
			if isDateProperty(dom.Attr(n, "itemprop")) || isDateProperty(dom.Attr(n, "property")) {
				return a.Val
			}
		case "data-time", "data-date", "data-datetime", "data-timestamp", "data-published", "data-epoch", "data-utime", "data-unixtime":
			return a.Val
		case "title":
			if dom.HasToken(dom.Attr(n, "class"), "published") || dom.HasToken(dom.Attr(n, "class"), "updated") || dom.HasToken(dom.Attr(n, "class"), "dt-published") {
				return a.Val
			}
		}
	}
	return ""
}

// epochDate reads the seconds or milliseconds since 1970 that scripts turn into
// dates: the time in UTC, since no zone is shown.
func epochDate(text string) (dates.Match, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n < 1e9: // before September 2001: too short to be told from other numbers
		return dates.Match{}, false
	case len(text) == 13:
		n /= 1000
	case len(text) != 10:
		return dates.Match{}, false
	}
	at := time.Unix(n, 0).UTC()
	if at.Year() > 2100 {
		return dates.Match{}, false
	}
	return dates.Match{Wall: blog.Wall(at.Format("2006-01-02T15:04:05")), Raw: text, End: len(text)}, true
}

func isDateProperty(s string) bool {
	s = strings.ToLower(s)
	return strings.Contains(s, "date") || strings.Contains(s, "published") || strings.Contains(s, "created") || strings.Contains(s, "issued")
}

// marksIn are the dates in attributes between two order numbers.
func (in *Inducer) marksIn(from, to int) []mark {
	first := sort.Search(len(in.marks), func(i int) bool { return in.marks[i].order >= from })
	last := first
	for last < len(in.marks) && in.marks[last].order < to {
		last++
	}
	return in.marks[first:last]
}

// classes are the class names of an element, each once, see classNames.
func classes(n *html.Node) []string {
	var out []string
	for c := range classNames(n) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// classNames gives the class names of an element in the form in which they can
// repeat: without numbers, and without those that say what a post is about.
func classNames(n *html.Node) iter.Seq[string] {
	return func(yield func(string) bool) {
		for c := range strings.FieldsSeq(dom.Attr(n, "class")) {
			written := strings.ToLower(c)
			c = strings.TrimRight(written, "0123456789-_")
			if (len(c) > 1 || c == written) && !isTopical(c) && !yield(c) {
				return
			}
		}
	}
}

var topical = []string{"category-", "tag-", "author-", "format-", "status-", "post-type-", "entry-category-", "entry-author-", "post_format-"}

func isTopical(class string) bool {
	switch class {
	case "odd", "even", "first", "last", "top", "bottom", "alt", "sticky", "clearfix", "selected", "active":
		return true
	}
	for _, p := range topical {
		if strings.HasPrefix(class, p) {
			return true
		}
	}
	return false
}

func firstClass(n *html.Node) string {
	for c := range classNames(n) {
		return c
	}
	return ""
}

// sign is the place of a line in its record: the elements around it, up to one
// above its block, but none that holds the record.
func (in *Inducer) sign(i int, within *spot) string {
	l := &in.Doc.Lines[i]
	if len(l.Leaves) == 0 {
		return ""
	}
	f := &in.facts[i]
	if f.outmost == nil {
		f.sign, f.outmost = in.signUpTo(l, &spot{from: -1, to: -1})
	}
	if within.holder == nil && f.outmost != nil && !in.around(f.outmost, within) {
		return f.sign
	}
	sign, _ := in.signUpTo(l, within)
	return sign
}

// around says whether an element holds all of a spot.
func (in *Inducer) around(n *html.Node, s *spot) bool {
	return in.Doc.Order(n) <= s.from && in.Doc.End(n)+1 >= s.to
}

// signUpTo is the sign of a line in a record, and the outermost element that it
// goes by.
func (in *Inducer) signUpTo(l *document.Line, within *spot) (sign string, outmost *html.Node) {
	var b strings.Builder
	above := -1
	for n := l.Leaves[0].Parent; n != nil && n.Type == html.ElementNode && above < 1; n = n.Parent {
		if n == within.holder || in.around(n, within) {
			break
		}
		if n == l.Block || above >= 0 {
			if above++; within.holder != nil && above > 0 {
				break // what holds a loose post may hold its neighbours, too
			}
		}
		b.WriteString(n.Data)
		if c := firstClass(n); c != "" {
			b.WriteString("." + c)
		}
		b.WriteByte('<')
		outmost = n
	}
	return b.String(), outmost
}

// lineAt is the line in which the node with an order number stands, or else the
// next one.
func (in *Inducer) lineAt(order int) int {
	i := in.Doc.LineAfter(order)
	if i > 0 && in.Doc.Lines[i-1].To >= order {
		return i - 1
	}
	return i
}

// spareFacts are used again for the next page, as the tables of a document are.
var spareFacts = sync.Pool{New: func() any { return new([]lineFacts) }}

// mostSpareFacts is the number of lines beyond which facts are not kept.
const mostSpareFacts = 1 << 13

// Free gives back what the next page can use. The inducer must not be asked any more.
func (in *Inducer) Free() {
	if cap(in.facts) > mostSpareFacts {
		return
	}
	clear(in.facts)
	facts := in.facts[:0]
	in.facts = nil
	spareFacts.Put(&facts)
}

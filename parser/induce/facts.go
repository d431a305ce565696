package induce

import (
	"slices"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
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

// textAt returns the text of a line, if there is such a line.
func (in *Inducer) textAt(i int) (string, bool) {
	if i < 0 || i >= len(in.Doc.Lines) {
		return "", false
	}
	return in.Doc.Lines[i].Text, true
}

// counted returns the addresses, without fragments, of a line's links that count
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

// spacedText returns a line's text with a space between leaves that touch: themes write
// <span>03</span><span>Sep</span>.
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

// lineAt returns the line in which the node with an order number stands, or else the next
// one.
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

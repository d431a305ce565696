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

// lineFacts are the properties of a line, computed when needed.
type lineFacts struct {
	furniture  answer // see isFurniture
	comments   answer // see isCommentLine
	terms      answer // see isTermLine
	sign       string // see sign, if it ends within the record
	outmost    *html.Node
	asked      bool
	date       dates.Match
	dated      bool // it has a date with a year
	dateOnly   bool // and nothing else, except a time or small words
	partial    partialDate
	clock      string   // its time of day, if it has no date
	spaced     string   // its text with a space between leaves
	counted    []string // addresses of the links that count comments, see counted
	countedSet bool
	byAt       []int // see byAt
	byAsked    bool
}

// answer is a cached yes or no.
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

// survey measures the text of the page.
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

// fact computes the properties of a line once.
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

// stacked reads a date whose parts are on lines of their own, as on a calendar leaf:
// "12", "Mar", "2010". It becomes the date of the first line.
func (in *Inducer) stacked(i int) bool {
	const most = 16 // maximum size of a part in bytes
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

// textAt returns the text of a line, if it exists.
func (in *Inducer) textAt(i int) (string, bool) {
	if i < 0 || i >= len(in.Doc.Lines) {
		return "", false
	}
	return in.Doc.Lines[i].Text, true
}

// counted returns the addresses, without fragments, of the links in a line that state
// comment counts.
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

// spacedText returns a line's text with a space between adjacent leaves: themes write
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

// lineAt returns the line that contains the node with an order, or else the next line.
func (in *Inducer) lineAt(order int) int {
	i := in.Doc.LineAfter(order)
	if i > 0 && in.Doc.Lines[i-1].To >= order {
		return i - 1
	}
	return i
}

// spareFacts are reused for the next page, like the tables of a document.
var spareFacts = sync.Pool{New: func() any { return new([]lineFacts) }}

// maxSpareFacts is the number of lines above which facts are not reused.
const maxSpareFacts = 1 << 13

// Free releases memory for reuse. The inducer must not be used afterwards.
func (in *Inducer) Free() {
	if cap(in.facts) > maxSpareFacts {
		return
	}
	clear(in.facts)
	facts := in.facts[:0]
	in.facts = nil
	spareFacts.Put(&facts)
}

package induce

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// dateline is a line that opens with a date: "12.31.2000: A happy new year to …".
type dateline struct {
	line int
	raw  string
	text *html.Node // the leaf with the first word after the date
	at   int        // its offset there
	rest string     // the text after the date
	kind string     // what it has in common with others, see kindOf
}

const (
	minDatelines = 3  // fewer dates at the start of lines may be chance
	datePrefix   = 64 // bytes in which a dateline has its date
)

// BreakDatelines ends the lines of a page after the dates with which its posts open, if
// their text follows in the same line: a date on a line of its own starts a post. It does
// so only if a sequence of such lines makes up most of the page, or else, before the
// dates, if each line is all of a post and ends with one. ruled means that earlier
// pages of the blog have such posts. It returns the reader with the order of day and month
// that they settle, and whether it did; then the document must be made anew.
func BreakDatelines(d *document.Document, r dates.Reader, ruled bool) (dates.Reader, bool) {
	var all []dateline
	for i := range d.Lines {
		if dl, ok := datelineAt(d, i, r); ok {
			all = append(all, dl)
		}
	}
	for _, list := range sequences(all) {
		r := dates.Reader{Order: orderOf(list, r), Culture: r.Culture}
		if !opensPosts(d, list, r, ruled) {
			continue
		}
		return r, breakAt(list)
	}
	if list := closings(d, r); len(list) >= minDatelines && list[len(list)-1].line-list[0].line+1 == len(list) {
		r := dates.Reader{Order: orderOf(list, r), Culture: r.Culture}
		if opensPosts(d, list, r, ruled) {
			return r, breakAt(list)
		}
	}
	return r, false
}

func breakAt(list []dateline) bool {
	for _, dl := range list {
		document.BreakBefore(dl.text, dl.at)
	}
	return len(list) > 0
}

// closings returns the lines that end with a date after a text: "We moved. (12/31/00)".
// They count as datelines only if nothing is between them: each is all of a post.
func closings(d *document.Document, r dates.Reader) (list []dateline) {
	for i := range d.Lines {
		l := &d.Lines[i]
		from := max(0, len(l.Text)-datePrefix)
		if l.Aside || l.Hidden || l.Quoted || l.Heading > 0 || l.Block == nil || !words.HasDigit(l.Text[from:]) {
			continue
		}
		m, ok := r.Find(strings.ToValidUTF8(l.Text[from:], ""))
		at := strings.LastIndex(l.Text, m.Raw)
		if !ok || at < 0 || words.Any(l.Text[at+len(m.Raw):]) {
			continue
		}
		text := strings.TrimRight(l.Text[:at], beforeClosing)
		if !sentenceEnd.MatchString(text) {
			continue
		}
		if n, within := closingAt(l, at); n != nil {
			list = append(list, dateline{line: i, raw: m.Raw, text: n, at: within, rest: text})
		}
	}
	return list
}

// beforeClosing are signs between a text and the date after it.
const beforeClosing = " \u00a0([{–—-|/•·*"

// closingAt finds the date that starts at an offset of a line's text, with the signs
// before it.
func closingAt(l *document.Line, offset int) (n *html.Node, at int) {
	left := countWordRunes(l.Text[:offset])
	for _, leaf := range l.Leaves {
		if leaf.Type != html.TextNode {
			continue
		}
		for at, c := range leaf.Data {
			if !isWordRune(c) {
				continue
			}
			if left == 0 {
				return leaf, len(strings.TrimRight(leaf.Data[:at], beforeClosing+"\r\n\t"))
			}
			left--
		}
	}
	return nil, 0
}

// sequences returns the lists of datelines that may be all posts of a page: all of them,
// or else those of one kind.
func sequences(all []dateline) [][]dateline {
	out, at := [][]dateline{all}, map[string]int{}
	for _, dl := range all {
		if at[dl.kind] == 0 {
			at[dl.kind] = len(out)
			out = append(out, nil)
		}
		out[at[dl.kind]] = append(out[at[dl.kind]], dl)
	}
	return out
}

// orderOf returns the order of day and month that datelines settle.
func orderOf(list []dateline, r dates.Reader) blog.DateOrder {
	if r.Order != "" && r.Order != blog.DateOrderAuto {
		return r.Order
	}
	raws := make([]string, len(list))
	for i := range list {
		raws[i] = list[i].raw
	}
	return dates.SettleOrder(dates.OnePage(raws), r.Culture).Order
}

// opensPosts reports whether datelines are where the posts of a page begin: several, in
// order of their dates, text behind them, and most of the page below the first one.
func opensPosts(d *document.Document, list []dateline, r dates.Reader, ruled bool) bool {
	if len(list) == 0 || !ruled && len(list) < minDatelines || !opensText(d, list) {
		return false
	}
	walls := make([]worth, len(list))
	for i := range list {
		m, _ := r.Find(list[i].raw)
		walls[i].wall = m.Wall
	}
	if !chronicle(walls) {
		return false
	}
	page, behind := 0, 0
	for i := range d.Lines {
		if l := &d.Lines[i]; !l.Aside && !l.Hidden {
			width := words.Width(l.Text)
			if page += width; i >= list[0].line {
				behind += width
			}
		}
	}
	return 2*behind >= page
}

// opensText reports whether datelines open texts, rather than precede titles: some are
// longer than a title, or most are a sentence and the whole post.
func opensText(d *document.Document, list []dateline) bool {
	long, sentences := 0, 0
	for _, dl := range list {
		switch {
		case words.Longer(dl.rest, 120):
			long++
		case words.Longer(dl.rest, 30) && sentenceEnd.MatchString(dl.rest):
			sentences++
		}
	}
	between := list[len(list)-1].line - list[0].line + 1
	return 5*long >= len(list) || 3*(long+sentences) >= 2*len(list) && 4*between <= 5*len(list)
}

// sentenceEnd matches the end of a text that is a sentence, rather than a title.
var sentenceEnd = pattern.Late(`[.!?…。！？]["'”’»)\]]*\s*$`)

// datelineAt returns the dateline at a line, if it is one.
func datelineAt(d *document.Document, i int, r dates.Reader) (dl dateline, ok bool) {
	l := &d.Lines[i]
	start := beginningOf(l.Text)
	if l.Aside || l.Hidden || l.Quoted || l.Heading > 0 || l.Block == nil || !words.HasDigit(start) {
		return dl, false
	}
	m, ok := r.Find(start)
	if !ok || !opensWith(start[:m.Start]) {
		return dl, false
	}
	dl = dateline{line: i, raw: m.Raw, rest: l.Text[m.End:], kind: kindOf(l)}
	if !words.Any(dl.rest) && i+1 < len(d.Lines) {
		dl.text = d.Lines[i+1].Leaves[0]
		return dl, true
	}
	var parted bool
	dl.text, dl.at, parted = behindDate(l, m.End)
	return dl, dl.text != nil && (parted || startsSentence(dl.text.Data[dl.at:]))
}

// beginningOf returns the part of a line in which a dateline has its date.
func beginningOf(text string) string {
	if len(text) <= datePrefix {
		return text
	}
	return strings.ToValidUTF8(text[:datePrefix], "")
}

// opensWith reports whether nothing but signs and the day of the week may precede the
// date: "On 3 May we …" is a sentence.
func opensWith(before string) bool {
	before = strings.TrimRightFunc(before, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	word, at := words.Last(before)
	return before == "" || dates.Words().Weekdays[word] && !words.Any(before[:at])
}

// kindOf returns what a dateline has in common with others on its page: the items of a
// list are not paragraphs, nor is bold text plain.
func kindOf(l *document.Line) string {
	inner := ""
	for n := l.Leaves[0].Parent; n != nil && n != l.Block; n = n.Parent {
		if n.Data != "font" && n.Data != "span" && n.Data != "a" {
			inner = n.Data
		}
	}
	switch l.Block.Data {
	case "li", "td", "dt", "dd":
		return l.Block.Data + " " + inner
	}
	return inner
}

// behindDate finds the first word after the date that ends at an offset of a line's text.
// parted reports whether a sign or the end of an element is between.
func behindDate(l *document.Line, end int) (n *html.Node, at int, parted bool) {
	left := countWordRunes(l.Text[:end])
	for k, leaf := range l.Leaves {
		if leaf.Type != html.TextNode {
			if left == 0 { // an image
				return leaf, 0, true
			}
			continue
		}
		for at, c := range leaf.Data {
			switch {
			case left > 0 && isWordRune(c):
				if left--; left == 0 && k+1 < len(l.Leaves) && !words.Any(leaf.Data[at+utf8.RuneLen(c):]) {
					parted = true
				}
			case left > 0 || unicode.IsSpace(c):
			case strings.ContainsRune(dateSeparators, c):
				parted = true
			default:
				return leaf, at, parted
			}
		}
	}
	return nil, 0, false
}

// dateSeparators are signs between a date and the text that it opens.
const dateSeparators = ":;.-–—|·•)]}>»/*~_=："

func isWordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

func countWordRunes(s string) (n int) {
	for _, c := range s {
		if isWordRune(c) {
			n++
		}
	}
	return n
}

// startsSentence reports whether a text does not continue a sentence.
func startsSentence(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(c) && c != ','
}

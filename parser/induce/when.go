package induce

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// Date is what a page shows of a post's date.
type Date struct {
	text    string // the date as written
	clock   string // a time found elsewhere
	attr    dates.Match
	read    dates.Match
	partial partialDate
	year    int    // for a date without year, 0 if unknown
	Age     string // "3 days ago", if there is no date
	Guessed bool
}

// Empty reports whether nothing tells the day.
func (f *Date) Empty() bool {
	return f.text == "" && f.attr.Wall == "" && (f.partial.month == 0 || f.year == 0)
}

// Raw returns the date as written on the page.
func (f *Date) Raw() string {
	switch {
	case f.text != "" && f.clock != "" && f.read.DayOnly:
		return f.text + " " + f.clock
	case f.text != "":
		return f.text
	case f.partial.month > 0 && f.attr.Wall == "":
		return f.partial.raw
	}
	return f.attr.Raw
}

// Match returns the date as first parsed.
func (f *Date) Match() dates.Match {
	if f.read.Wall != "" {
		return f.read
	}
	return f.attr
}

// Settle parses the date again, once the order of day and month is known. The visible
// date takes precedence over an attribute, except for the time of the same day and for
// ambiguous dates.
func (f *Date) Settle(r dates.Reader) (wall blog.Wall) {
	if f.text == "" {
		if f.attr.Wall != "" {
			return f.attr.Wall
		}
		if f.partial.month > 0 && f.year > 0 && dates.ValidDay(f.year, f.partial.month, f.partial.day) {
			text := strconv.Itoa(f.year) + "-" + twoDigits(f.partial.month) + "-" + twoDigits(f.partial.day)
			m, _ := r.Find(strings.TrimSpace(text + " " + f.clock))
			return m.Wall
		}
		return ""
	}
	m, ok := r.Find(f.Raw())
	if !ok {
		return f.attr.Wall
	}
	if a := f.attr.Wall; a != "" {
		same := a[:10] == m.Wall[:10]
		if same && m.DayOnly && !f.attr.DayOnly || !same && m.Numeric && m.Ambiguous {
			return a
		}
	}
	return m.Wall
}

func twoDigits(n int) string { return fmt.Sprintf("%02d", n) }

// dateKey is a kind of place of dates.
type dateKey struct {
	spots, hinted, whole, late int
	walls                      []worth
}

// pickDates chooses the kind of place at which most spots have dates that are in order.
func (in *Inducer) pickDates(drafts []*draft) {
	keys := map[string]*dateKey{}
	each := make([]map[string]datePlace, len(drafts))
	for i, d := range drafts {
		each[i] = in.datePlaces(d)
		for key, p := range each[i] {
			k := keys[key]
			if k == nil {
				k = &dateKey{}
				keys[key] = k
			}
			k.spots++
			k.walls = append(k.walls, worth{wall: p.date.Wall})
			if p.hinted {
				k.hinted++
			}
			if p.late {
				k.late++
			}
			if p.whole {
				k.whole++
			}
		}
	}
	scores := map[string]float64{}
	for key := range keys {
		scores[key] = keys[key].score(key, len(drafts))
	}
	for i, d := range drafts {
		best, top := "", 0.0
		for key, p := range each[i] {
			if s := scores[key] - 0.02*float64(p.at-d.lines.From)/float64(max(1, d.lines.To-d.lines.From)); s > top || s == top && key < best {
				best, top = key, s
			}
		}
		if best == "" || top < 1.2 && len(drafts) > 2 {
			if best = in.lonePlace(d, each[i]); best == "" {
				continue
			}
		}
		in.takeDate(d, each[i], best)
		d.found.Notes["date"] += ", " + share(keys[best].spots, len(drafts))
	}
}

// lonePlace returns the place of the first date of a post that has none where the
// others do: one in an element named after dates, since unclosed markup moves
// fields, the one it starts with, or any, in a post beside the others. It returns "" if
// there is none.
func (in *Inducer) lonePlace(d *draft, places map[string]datePlace) (first string) {
	named := false
	for key, p := range places {
		says := strings.HasPrefix(key, "line") && !p.late && (in.namedAfterDate(p.at) || d.startsAt(p.at))
		earlier := first == "" || p.at < places[first].at || p.at == places[first].at && key < first
		if says && !named || says == named && (named || d.beside) && earlier {
			first, named = key, says
		}
	}
	return first
}

// score rates a kind of place by the number of posts that have a date there, and whether
// these are in order.
func (k *dateKey) score(key string, posts int) float64 {
	if 2*k.spots < posts && k.whole == 0 && k.hinted == 0 {
		return 0 // a text that mentions a day
	}
	n := float64(k.spots)
	s := 3*n/float64(posts) + 1.2*dates.Ordered(wallsOf(k.walls)) + 0.6*float64(k.hinted)/n + 0.5*float64(k.whole)/n - 2*float64(k.late)/n
	switch {
	case strings.HasPrefix(key, "header") && posts > 2 && k.sameDay():
		s -= 1 // more likely a date in the header
	case strings.HasPrefix(key, "header"):
		s += 0.4
	case strings.HasPrefix(key, "part"):
		s -= 0.8
	}
	return s
}

// sameDay reports whether all dates of a kind of place are on one day.
func (k *dateKey) sameDay() bool {
	for i := range k.walls {
		if w := k.walls[i].wall; w == "" || w[:10] != k.walls[0].wall[:10] {
			return false
		}
	}
	return true
}

// datePlace is a date in a spot.
type datePlace struct {
	date    dates.Match
	partial partialDate
	at      int // line
	text    string
	hinted  bool
	whole   bool
	mark    bool
	late    bool // of a change, according to its words
}

var laterDate = pattern.Late(`(?i)(?:^|[^\p{L}])(?:` + laterWords + `)`)

// datePlaces returns the dates of a spot by the kind of their place, the first one of
// each kind.
func (in *Inducer) datePlaces(d *draft) map[string]datePlace {
	out := map[string]datePlace{}
	put := func(key string, p datePlace) {
		if _, ok := out[key]; !ok {
			out[key] = p
		}
	}
	if d.header >= 0 && !in.headsItself(d) {
		f := in.fact(d.header)
		put("header", datePlace{date: f.date, at: d.header, text: f.date.Raw, whole: true})
	}
	for _, m := range in.marksIn(d.from, d.to) {
		hinted := !hasHint(m.node, "updated", "modified") || hasHint(m.node, "published")
		put("mark "+m.key, datePlace{date: m.date, at: in.lineAt(m.order), hinted: hinted, whole: true, mark: true})
	}
	for i := d.lines.From; i < d.lines.To; i++ {
		l := &in.Doc.Lines[i]
		if l.Aside || l.Hidden || l.Quoted || words.Longer(l.Text, document.ShortLine) {
			continue
		}
		f := in.fact(i)
		rest := in.plain[i+1] - in.plain[i] - words.Width(f.date.Raw) // text in links is other fields
		switch {
		case f.dated && (f.dateOnly || rest < 140):
			put("line "+in.sign(i, &d.spot), datePlace{date: f.date, at: i, text: f.date.Raw, hinted: dateHint(l) || in.namedAfterDate(i), whole: f.dateOnly, late: laterDate.MatchString(l.Text)})
		case in.saysDay(i):
			put("part "+in.sign(i, &d.spot), datePlace{partial: f.partial, at: i, hinted: dateHint(l)})
		}
	}
	return out
}

// saysDay reports whether a line has a day without a year.
func (in *Inducer) saysDay(i int) bool {
	l := &in.Doc.Lines[i]
	return in.fact(i).partial.month > 0 && (!words.Longer(l.Text, 60) || postedWord.MatchString(l.Text))
}

// headsItself reports whether a spot starts with its own date, above its title.
func (in *Inducer) headsItself(d *draft) bool {
	for i := d.lines.From; i < min(d.title, d.lines.From+4); i++ {
		if in.fact(i).dateOnly {
			return true
		}
	}
	return false
}

// namedAfterDate reports whether the element that contains the date of a line, or its
// parent, is named after dates.
func (in *Inducer) namedAfterDate(i int) bool {
	raw := in.fact(i).date.Raw
	for _, leaf := range in.Doc.Lines[i].Leaves {
		if leaf.Type == html.TextNode && strings.Contains(leaf.Data, raw) {
			n := leaf.Parent
			return hasHint(n, "date", "time", "publish") || n.Parent != nil && hasHint(n.Parent, "date")
		}
	}
	return false
}

func dateHint(l *document.Line) bool {
	n := l.Leaves[0].Parent
	for level := 0; n != nil && level < 4; n, level = n.Parent, level+1 {
		if hasHint(n, "date", "time", "posted", "publish", "created", "meta", "byline", "submitted", "info", "dateline", "stamp") {
			return true
		}
		if n == l.Block {
			break
		}
	}
	return false
}

// takeDate sets the date of a draft: from the chosen place, an attribute at the same
// place, or the heading above.
func (in *Inducer) takeDate(d *draft, places map[string]datePlace, best string) {
	p := places[best]
	d.date = p.at
	f := &d.found.Date
	switch {
	case p.mark:
		f.attr = p.date
		in.shownDate(d, f)
	case p.partial.month > 0:
		f.partial = p.partial
	default:
		p = withTime(p, places)
		f.text, f.read = p.text, p.date
		for _, m := range in.marksIn(d.from, d.to) {
			if m.date.Wall[:10] == p.date.Wall[:10] || in.lineAt(m.order) == p.at {
				f.attr = m.date
				break
			}
		}
	}
	if p.at >= 0 && p.at < len(in.Doc.Lines) {
		d.found.Notes["date"] = "line " + strconv.Itoa(p.at+1) + ": " + words.Clip(in.Doc.Lines[p.at].Text, 80)
	}
}

// withTime prefers the same day with a time to a date without one.
func withTime(p datePlace, places map[string]datePlace) datePlace {
	if !p.date.DayOnly {
		return p
	}
	best := p
	for _, other := range places {
		if other.mark || other.late || other.date.Wall == "" || other.date.DayOnly || other.date.Wall[:10] != p.date.Wall[:10] {
			continue
		}
		if best.date.DayOnly || other.at < best.at {
			best = other
		}
	}
	return best
}

// shownDate checks whether the date of an attribute is visible, too: in its own element,
// or as the day above.
func (in *Inducer) shownDate(d *draft, f *Date) {
	at := d.date
	if at < len(in.Doc.Lines) && at >= d.lines.From && at < d.lines.To {
		if l := in.fact(at); l.dated {
			f.text, f.read = l.date.Raw, l.date
			return
		}
	}
	if d.header >= 0 {
		l := in.fact(d.header)
		f.text, f.read = l.date.Raw, l.date
	}
}

// pickClock finds the time for a date without one: in a short line outside of the body.
func (in *Inducer) pickClock(d *draft) {
	f := &d.found.Date
	if f.attr.Wall != "" && !f.attr.DayOnly || f.text != "" && !f.read.DayOnly {
		return
	}
	for _, i := range in.outside(d) {
		l := &in.Doc.Lines[i]
		if !words.Longer(l.Text, 160) {
			if c := in.fact(i).clock; c != "" && !(i == d.title && strings.Contains(d.found.Title, c)) {
				f.clock = c
				return
			}
		}
	}
}

const blogYear = `((?:19[89]|20[0-4])\d)`

var (
	aloneYear = pattern.Late(`(?:^|[^\d])` + blogYear + `\b`) // both years of "2004-2006"
	// pathYear matches years of addresses, which are a part of their own or come before a
	// month: not "/2000-step-plan.html".
	pathYear = pattern.Late(`[/=]` + blogYear + `(?:[/.?&]|$)|[^\d]` + blogYear + `[/._-]?(?:0?[1-9]|1[0-2])(?:[/._-]?[0-3]?\d)?(?:[^\d]|$)`)
)

// dayArchive matches the end of the address of all posts of a day.
var dayArchive = pattern.Late(`/((?:19|20)\d\d)/(\d\d?)/(\d\d?)/?$`)

// fillYears completes days without a year: from the permalink, or else from neighbors, or
// else from elsewhere on the page.
func (in *Inducer) fillYears(drafts []*draft) {
	last := Date{}
	year, asked := 0, false
	for _, d := range drafts {
		f := &d.found.Date
		if f.partial.month == 0 || f.text != "" || f.attr.Wall != "" {
			if m := f.Match(); m.Wall != "" {
				year = dates.Atoi(string(m.Wall[:4]))
			}
			continue
		}
		if y := in.yearOfLinks(d); y > 0 {
			f.year = y
		} else {
			if year == 0 && !asked {
				year, asked = in.pageYear(), true
			}
			f.Guessed = asked
			if year > 0 && last.partial.month > 0 && f.partial.month > last.partial.month+6 {
				year-- // the page spans the turn of the year
			}
			f.year = year
		}
		if f.year > 0 {
			year = f.year
		}
		last = *f
	}
}

// yearOfLinks returns the year in the address of a post or of its day, 0 if there is
// none.
func (in *Inducer) yearOfLinks(d *draft) int {
	if m := pathYear.FindStringSubmatch(d.found.URL); m != nil {
		return dates.Atoi(m[1] + m[2])
	}
	if d.date < 0 || d.date >= len(in.Doc.Lines) {
		return 0
	}
	p := d.found.Date.partial
	for _, a := range in.Doc.Lines[d.date].Links {
		if m := dayArchive.FindStringSubmatch(a.Href); m != nil && dates.Atoi(m[2]) == p.month && dates.Atoi(m[3]) == p.day {
			return dates.Atoi(m[1])
		}
	}
	return 0
}

// pageYear returns the latest year among the full dates and the copyright notice of the
// page, 0 if there is none.
func (in *Inducer) pageYear() int {
	year := 0
	for _, m := range in.marks {
		year = max(year, dates.Atoi(string(m.date.Wall[:4])))
	}
	for i := range in.Doc.Lines {
		l := &in.Doc.Lines[i]
		if words.Longer(l.Text, document.ShortLine) || !words.HasDigit(l.Text) {
			continue
		}
		if f := in.fact(i); f.dated {
			year = max(year, dates.Atoi(string(f.date.Wall[:4])))
		} else if strings.ContainsAny(l.Text, "©") || strings.Contains(strings.ToLower(l.Text), "copyright") {
			if m := aloneYear.FindAllStringSubmatch(l.Text, -1); m != nil {
				year = max(year, dates.Atoi(m[len(m)-1][1]))
			}
		}
	}
	return year
}

// Shown reports whether a full date was found, not just an age or a day without a year.
func (f *Date) Shown() bool { return f.text != "" || f.attr.Wall != "" }

package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
)

// metaLine is the content of a byline: date, author, comment count, tags.
type metaLine struct {
	at       document.Span
	date     dates.Match
	raw      string // the date as written
	author   string
	role     string // the text between the author and the comment count
	by       bool   // it has a place for an author, even if empty
	comments *int
	tags     string // the text after "Filed under:" on the same line
	pattern  int
	link     string // address of the comments, or of the post
	quoted   bool
}

// reading has what is needed to parse bylines.
type reading struct {
	p     *profiles.Profile
	dates dates.Reader
	read  matches

	joined int // texts of several lines that were no byline, up to maxJoined

	// Of a text page:
	stops     []int // by line: the next line at which posts end
	tagsClose bool  // tags are right below bylines
}

// matches caches the results of match: every variant needs the same lines.
type matches struct {
	by    dates.Reader         // the reader used for the dates
	lines map[string]*metaLine // by text; nil for a line that is not a byline
}

// under returns the matches with dates parsed by a reader. The order of day and month
// does not affect what is a date.
func (m *matches) under(dates dates.Reader) map[string]*metaLine {
	if m.lines == nil || m.by.Culture != dates.Culture {
		m.lines = map[string]*metaLine{}
	} else if m.by != dates {
		for _, ml := range m.lines {
			if ml != nil && ml.date.Wall != "" {
				ml.date, _ = dates.Whole(ml.raw)
			}
		}
	}
	m.by = dates
	return m.lines
}

// maxMeta is the maximum length of a byline in bytes.
const maxMeta = 400

// match parses a text as a byline. With unread, a date in an unsupported language is
// accepted if everything around it is a byline.
func (r *reading) match(text string, unread bool) (metaLine, bool) {
	if len(text) > maxMeta || !words.HasDigit(text) || !slices.ContainsFunc(r.p.Meta, func(p profiles.Pattern) bool { return p.Re.May(text) }) {
		return metaLine{}, false // the usual case, not cached
	}
	known := r.read.under(r.dates)
	found, ok := known[text]
	if !ok {
		found = r.matchPatterns(text)
		known[text] = found
	}
	if found == nil || !unread && found.date.Wall == "" {
		return metaLine{}, false
	}
	return *found, true
}

// matchPatterns prefers a pattern that finds a date to an earlier one that takes other
// words for a date in an unsupported language.
func (r *reading) matchPatterns(text string) *metaLine {
	var undated *metaLine
	for i, p := range r.p.Meta {
		m := p.Re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		ml, ok := r.fill(p.Re, m)
		if !ok || r.opensMeta(ml.author) {
			continue
		}
		ml.pattern = i
		if ml.date.Wall != "" {
			return &ml
		}
		if undated == nil {
			undated = &ml
		}
	}
	return undated
}

// opensMeta reports whether a supposed name starts like a byline: then it is a title
// ("Posted: keep left") merged with the byline below.
func (r *reading) opensMeta(name string) bool {
	return name != "" && r.p.MetaStart.Given() && r.p.MetaStart.Re.MatchString(name)
}

func (r *reading) fill(re *pattern.Pattern, m []string) (metaLine, bool) {
	group := func(name string) (string, bool) {
		i := re.SubexpIndex(name)
		if i < 0 || m[i] == "" {
			return "", false
		}
		return strings.TrimSpace(m[i]), true
	}
	var ml metaLine
	raw, _ := group("date")
	ml.raw = strings.Trim(raw, " ,;|·•")
	count, counted := group("comments")
	if counted {
		ml.comments = words.Count(count)
	}
	ml.tags, _ = group("tags")
	if i := re.SubexpIndex("author"); i >= 0 {
		ml.author = strings.Trim(m[i], " ,;|·•")
		if induce.ClockIn(ml.author) != "" {
			ml.author = induce.NameBeforeTime(ml.author)
		}
		ml.by = ml.author != "" || saysByWhom(m[0])
	}
	if ml.role, _ = group("role"); ml.role != "" && (!counted || ml.author == "" || !looksLikeRole(ml.role)) {
		return ml, false
	}
	d, ok := r.dates.Whole(ml.raw)
	if ok {
		ml.date, ml.raw = d, d.Raw
		return ml, len(ml.author) <= 120
	}
	return ml, counted && words.HasDigit(ml.raw) && len(ml.raw) <= 60
}

// nameBeforeCount cuts off a comment count after the name, which may come from the next
// table cell.
func (r *reading) nameBeforeCount(text string) string {
	if !r.counts(text) {
		return text
	}
	at := r.p.CommentWords.Re.FindStringIndex(text)
	if at == nil || at[1] != len(text) {
		return text
	}
	return strings.Trim(text[:at[0]], " ,;|·•")
}

// saysByWhom reports whether a byline has a label for the author.
func saysByWhom(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return !isWordByte(c) }) {
		if bylineWords[strings.ToLower(word)] {
			return true
		}
	}
	return false
}

var bylineWords = words.Set("by von par por da door autor od")

func isWordByte(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// metas finds all lines of a region that look like bylines, including those split into
// several lines.
func (r *reading) metas(d *document.Document, within document.Span) []metaLine {
	var found []metaLine
	for i := within.From; i < within.To; i++ {
		if d.Lines[i].Aside {
			continue
		}
		if ml, ok := r.metaAt(d, i, within.To); ok {
			found = append(found, ml)
			i = ml.at.To - 1
		}
	}
	return found
}

// bylines returns all lines of a page that look like bylines. One with only a date and a
// comment count is the byline of a post without an author if others name theirs;
// otherwise the author is elsewhere.
func (s *scan) bylines() []metaLine {
	all := s.metas(s.doc, document.Span{From: 0, To: len(s.doc.Lines)})
	named := slices.ContainsFunc(all, func(m metaLine) bool {
		return m.author != "" && m.date.Wall != "" && strings.HasPrefix(s.doc.Lines[m.at.From].Text, m.raw)
	})
	return slices.DeleteFunc(all, func(m metaLine) bool {
		return s.p.Meta[m.pattern].Re.SubexpIndex("author") < 0 && (m.date.Wall == "" || !named && !s.whereBylinesAre(m))
	})
}

// whereBylinesAre reports whether a line is where earlier pages have bylines.
func (s *scan) whereBylinesAre(m metaLine) bool {
	return s.ruled != nil && !s.doc.Plain && strings.HasPrefix(s.ruled.Byline, s.doc.Signature(m.at.From)+"|")
}

// maxJoined is the number of failed attempts on a page to read several lines as one
// byline. No page of posts comes near it.
const maxJoined = 50_000

func (r *reading) metaAt(d *document.Document, i, limit int) (metaLine, bool) {
	text := d.Lines[i].Text
	best, ok := r.match(text, true)
	if ok {
		best.at = document.Span{From: i, To: i + 1}
	}
	if r.joined < maxJoined && r.p.MetaStart.Given() && len(text) < 120 && r.p.MetaStart.Re.MatchString(text) && !r.p.Byline.Re.MatchString(text) {
		for j := i + 1; j < min(i+6, limit); j++ {
			next := &d.Lines[j]
			if next.Gap > 0 || len(next.Text) > 120 || next.Aside || ok && !continuesMeta.MatchString(next.Text) {
				break
			}
			text += " " + next.Text
			if ml, more := r.match(text, false); more {
				best, ok = ml, true
				best.at = document.Span{From: i, To: j + 1}
			} else {
				r.joined++
			}
		}
	}
	if ok {
		best.quoted = d.Lines[i].Quoted || d.Lines[i].Hidden
		best.link = r.metaLink(d, best.at)
	}
	return best, ok
}

// continuesMeta matches the start of a further line of a split byline.
var continuesMeta = pattern.Late(`(?i)^(?:by\b|with\b|\||·|•|\p{Nd}+ comment)`)

// metaLink returns the address of the link "N comments" without fragment, which is the
// post's permalink. Without a count, a link with the fragment of comments is used.
func (r *reading) metaLink(d *document.Document, at document.Span) string {
	for i := at.From; i < at.To; i++ {
		for _, a := range d.Lines[i].Links {
			base, fragment, _ := strings.Cut(a.Href, "#")
			if base != "" && weburl.Followable(a.Href) && (strings.Contains(strings.ToLower(fragment), "comment") || r.counts(a.Text)) {
				return base
			}
		}
	}
	return ""
}

// counts reports whether a text states a comment count.
func (r *reading) counts(text string) bool {
	return r.p.CommentWords.Given() && words.HasDigit(text) && r.p.CommentWords.Re.MatchString(text)
}

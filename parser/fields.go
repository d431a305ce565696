package parser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/selector"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// post reads the fields of a record.
func (s *scan) post(set *recordSet, r *record) (p blog.Post, warnings, dropped []string) {
	f := &fields{s: s, r: r, v: set.variant, how: set.name, p: blog.Post{Evidence: map[string]string{}, FromText: s.doc.Plain}}
	if r.found != nil {
		f.induced(r.found)
		f.dayOfAddress()
		return f.p, f.warnings, f.dropped
	}
	f.title()
	f.date()
	f.author()
	f.outerLines()
	f.byline()
	f.tags()
	f.url()
	f.comments()
	if r.witness != nil {
		own := f.p
		f.witnessed(r.witness)
		r.filled = len(differingFields(&own, &f.p)) > 0
		if drop := slices.Concat(r.witness.Drop, r.witness.Edges); f.sawPost(r.witness) && !f.leavesNothing(drop) {
			f.drop = append(f.drop, drop...)
		}
		if f.v != nil {
			f.boundByWitness()
		}
	}
	f.dayOfAddress()
	f.authorInBox()
	f.roleNearName()
	f.body()
	f.bodyOfWitness()
	return f.p, f.warnings, f.dropped
}

// leavesNothing reports whether lines are all of a body found by a selector: then "Read
// the article: TITLE" is the post.
func (f *fields) leavesNothing(drop []document.Span) bool {
	if len(f.r.bodies) == 0 {
		return false
	}
	dropped := map[int]bool{}
	for i := range document.Union(drop) {
		dropped[i] = true
	}
	for i := f.r.body.From; i < f.r.body.To; i++ {
		if f.s.doc.Lines[i].Text != "" && !dropped[i] {
			return false
		}
	}
	return true
}

// sawPost reports whether a witness has the same title: otherwise what it takes for
// fields may be text, above all a heading in the body.
func (f *fields) sawPost(w *induce.Post) bool {
	return f.p.Title == "" || w.Title == "" || sameTitle(f.p.Title, w.Title)
}

// fields is a post being read.
type fields struct {
	s        *scan
	r        *record
	v        *profiles.Variant
	how      string
	p        blog.Post
	drop     []document.Span     // lines that are not part of the body
	cut      []*html.Node        // nodes that are not part of the body
	gone     map[*html.Node]bool // these, and what shows nothing but dropped lines
	more     bool                // the body ends with a link to the rest
	dropped  []string
	warnings []string
}

func (f *fields) note(field, evidence string) { f.p.Evidence[field] = evidence }

// lineNote records the lines from which a field was read.
func (f *fields) lineNote(field string, at document.Span) {
	const most = 80 // characters
	if !at.Empty() {
		f.note(field, fmt.Sprintf("line %d: %s", at.From+1, words.Clip(f.s.doc.Text(document.Span{From: at.From, To: min(at.To, at.From+most)}), most)))
	}
}

func (f *fields) title() {
	switch {
	case f.r.titleNode != nil:
		f.p.Title = blog.Fold(dom.Text(f.r.titleNode))
		f.note("title", "selector "+f.v.Title.String())
	case !f.r.title.Empty():
		f.p.Title = f.s.doc.Text(f.r.title)
		f.lineNote("title", f.r.title)
	}
}

func (f *fields) date() {
	raw := f.r.meta.raw
	f.lineNote("date", f.r.meta.at)
	if f.v != nil {
		if m, n := f.s.partDate(f.v, f.r); n != nil {
			f.p.Published, f.p.PublishedRaw = m.Wall, m.Raw
			f.note("date", f.dateNote(n))
			return
		}
		if n := f.part(f.v.Date.Selector); n != nil {
			if text := blog.Fold(dom.Text(n)); text != "" {
				raw = text
				f.note("date", "selector "+f.v.Date.String())
			}
		}
	}
	f.p.PublishedRaw = raw
	if m, ok := f.s.dates.Whole(raw); ok {
		f.p.Published, f.p.PublishedRaw = m.Wall, m.Raw
	} else if m, ok := f.s.dates.Find(raw); ok {
		f.p.Published, f.p.PublishedRaw = m.Wall, m.Raw
	}
	if raw == "" {
		delete(f.p.Evidence, "date")
	}
}

var dayInPath = pattern.Late(`/((?:19|20)\d\d)/(\d\d)/(\d\d)/[^/]`)

// dayOfAddress takes the day from the permalink if the post has no date, or one without a
// year.
func (f *fields) dayOfAddress() {
	if f.p.Published != "" {
		return
	}
	m := dayInPath.FindStringSubmatch(f.p.URL)
	if m == nil || !dates.ValidDay(dates.Atoi(m[1]), dates.Atoi(m[2]), dates.Atoi(m[3])) {
		return
	}
	day := strings.Join(m[1:], "-")
	if read, ok := f.s.dates.Find(strings.TrimSpace(day + " " + f.s.dates.ClockIn(f.p.PublishedRaw))); ok {
		f.p.Published = read.Wall
		if raw := f.p.PublishedRaw; !words.HasDigit(raw) || words.Longer(raw, document.ShortLine) {
			f.p.PublishedRaw = day
		}
		f.note("date", "permalink")
	}
}

func (f *fields) dateNote(n *html.Node) string {
	if n == f.r.day {
		return "selector " + f.v.Day.String()
	}
	return "selector " + f.v.Date.String()
}

// part returns an element of the record.
func (f *fields) part(sel selector.Selector) *html.Node { return f.s.partOf(f.v, f.r, sel) }

func (f *fields) author() {
	f.p.Author, f.p.Role = f.s.nameBeforeCount(f.r.meta.author), f.r.meta.role
	if name, role := f.s.roleBesideName(f.r.meta); role != "" {
		f.p.Author, f.p.Role = name, role
	}
	if f.p.Author != "" {
		f.lineNote("author", f.r.meta.at)
	}
	if f.p.Role != "" {
		f.lineNote("role", f.r.meta.at)
	}
	if f.v == nil {
		return
	}
	if n := f.part(f.v.Author.Selector); n != nil {
		f.p.Author = induce.NameAlone(f.s.dates, nameIn(n, f.v.AuthorIn.Re))
		f.note("author", "selector "+f.v.Author.String())
		f.p.Author += f.s.otherAuthors(f.r.meta, f.p.Author)
		if name, role := words.NameAndRole(f.p.Author); plausibleName(name) && plausibleRole(role) {
			f.p.Author, f.p.Role = name, role
			f.note("role", "selector "+f.v.Author.String())
		}
	}
	if n := f.part(f.v.Role.Selector); n != nil {
		f.p.Role = blog.Fold(dom.Text(n))
		f.note("role", "selector "+f.v.Role.String())
	}
}

// otherAuthors returns the names that follow, in the byline, the one that a selector found.
func (s *scan) otherAuthors(m metaLine, name string) string {
	for i := m.at.From; i < m.at.To; i++ {
		if more := induce.OtherNames(&s.doc.Lines[i], name); more != "" {
			return more
		}
	}
	return ""
}

// byline reads the line "Posted by: NAME | ROLE" at the end of the post.
func (f *fields) byline() {
	region := f.r.body
	if m := f.r.meta.at; !m.Empty() && m.From >= region.To {
		region.To = m.From
	}
	if t := f.r.tags; !t.Empty() && t.From >= region.From && t.To <= region.To {
		region.To = t.From
	}
	for end := region.To; end >= max(f.r.body.To, region.From); end-- {
		b, ok := f.s.bylineAtEnd(f.s.doc, document.Span{From: region.From, To: end})
		if !ok {
			continue
		}
		f.drop = append(f.drop, b.at)
		f.r.body.To = min(f.r.body.To, max(b.at.From, f.r.body.From))
		f.take(b)
		return
	}
}

// outerLines removes the lines around a text found by words from it if the witness does
// so, too, and they look like fields: an author, tags, a comment count.
func (f *fields) outerLines() {
	w, body := f.r.witness, f.r.body
	if f.v != nil || w == nil || w.Body.Empty() || !f.sawPost(w) {
		return
	}
	text := body
	for text.To > max(w.Body.To, text.From) && f.s.inducer().IsFurniture(text.To-1) {
		text.To--
	}
	for text.From < min(w.Body.From, text.To) && announces(f.s.doc.Lines[text.From].Text, w.Author) {
		text.From++
	}
	f.drop = append(f.drop, document.Span{From: body.From, To: text.From}, document.Span{From: text.To, To: body.To})
	f.r.body = text
	f.more = f.more || w.More // the link to the rest may be one of these lines
}

// announces reports whether a line is a name and at most a label before it.
func announces(text, name string) bool {
	const label = 24 // bytes of "Written by: "
	return name != "" && strings.HasSuffix(text, name) && len(text)-len(name) <= label
}

func (f *fields) take(b byline) {
	if b.role != "" && f.p.Role == "" {
		f.p.Role = b.role
		f.lineNote("role", b.at)
	}
	switch {
	case f.p.Author == "":
		f.p.Author = b.name
		f.lineNote("author", b.at)
	case !strings.EqualFold(f.p.Author, b.name):
		f.warnings = append(f.warnings, fmt.Sprintf("post %q: the byline names %q as author, the line in the post %q", f.p.Title, f.p.Author, b.name))
	}
}

func (f *fields) comments() {
	if f.v != nil {
		if n := f.part(f.v.Count.Selector); n != nil && !f.s.aside(n) { // the number of a "Reply" link below a comment is not a count
			if f.p.CommentCount = f.s.countAt(n); f.p.CommentCount != nil {
				f.note("comment_count", "selector "+f.v.Count.String())
				return
			}
		}
	}
	f.p.CommentCount = f.r.meta.comments
	if f.p.CommentCount == nil && f.s.p.CommentWords.Given() {
		if m := f.s.p.CommentWords.Re.FindStringSubmatch(f.metaText()); m != nil {
			f.p.CommentCount = words.Count(m[1])
		}
	}
	if f.p.CommentCount != nil {
		f.lineNote("comment_count", f.r.meta.at)
		return
	}
	f.countLink()
}

// metaText returns the byline, or if that has no comment count, the text of the element
// that a selector found: the byline may be only its first line.
func (f *fields) metaText() string {
	text := strings.Replace(f.s.doc.Text(f.r.meta.at), f.r.meta.raw, "|", 1) // "May 2011 Comments are off"
	if f.r.metaNode == nil || f.s.counts(text) {
		return text
	}
	at := f.s.doc.LinesIn(f.r.metaNode)
	text = f.s.doc.Text(document.Span{From: at.From, To: min(at.To, at.From+maxByline)})
	return strings.Replace(text, f.r.meta.raw, "|", 1)
}

// countLink takes the comment count from a link "5 comments" to the post. Copies of sites
// have often lost the fragment, "#comments".
func (f *fields) countLink() {
	for i := f.r.extent.From; i < f.r.extent.To; i++ {
		for _, a := range f.s.doc.Lines[i].Links {
			m := f.s.countWhole(a.Text)
			if _, fragment, _ := strings.Cut(a.Href, "#"); m == nil && strings.Contains(strings.ToLower(fragment), "comment") {
				m = induce.CountIn(a.Text)
			}
			if m != nil && blog.Canonical(f.s.base(a.Href)) == f.p.URL {
				f.p.CommentCount = m
				f.lineNote("comment_count", document.Span{From: i, To: i + 1})
				return
			}
		}
	}
}

// countWhole parses a text that only states a comment count.
func (r *reading) countWhole(text string) *int {
	if !r.counts(text) {
		return nil
	}
	m := r.p.CommentWords.Re.FindStringSubmatch(text)
	if m[0] != text {
		return nil
	}
	return words.Count(m[1])
}

// atHome reports whether a reference leads to the page's own host.
func (s *scan) atHome(ref string) bool { return ref != "" && blog.SameHost(s.base(ref), s.base("/")) }

func (f *fields) url() {
	var href, how string
	if f.v != nil {
		if n := f.part(f.v.Link.Selector); n != nil && (f.s.own || !induce.LeadsToTerm(hrefWithin(n))) {
			href, how = hrefWithin(n), "selector "+f.v.Link.String()
		}
	}
	if href == "" {
		href, how = f.s.titleLink(f.r), "link of the title"
		if comments := f.r.meta.link; href == "" || !f.s.atHome(href) && f.s.atHome(comments) {
			href, how = comments, "link of the comments" // the title may link to what the post is about
		}
	}
	if href == "" {
		return
	}
	if u := f.s.base(href); weburl.IsHTTP(u) {
		f.p.URL = u
		f.note("url", how)
	}
}

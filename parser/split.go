package parser

import (
	"net/url"
	"slices"
	"sort"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/induce"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// record is one post as lines of a page, before its fields are read.
type record struct {
	title     document.Span
	titleNode *html.Node // the title found by a selector
	body      document.Span
	bodies    []*html.Node // the body found by a selector
	summaries []*html.Node // blocks that repeat the teaser, not part of the body
	meta      metaLine
	metaNode  *html.Node // the meta text found by a selector
	tags      document.Span
	tagNodes  []*html.Node  // blocks of tags found by selectors
	item      *html.Node    // the element that contains the post, or nil
	day       *html.Node    // the heading above with the day, or nil
	extent    document.Span // all of its lines
	link      string        // the permalink of a post without a title, if found by a selector
	dated     bool          // the date is from an element found by a selector
	found     *induce.Post  // result of induction
	witness   *induce.Post  // result of induction at the same place
	filled    bool          // it supplied fields
	from, to  int           // orders of its start and end, if found by selectors
}

// recordSet is one reading of a page: its posts, and how they were found.
type recordSet struct {
	records []record
	variant *profiles.Variant // nil if they were found by words
	name    string
	why     string
	shape   string // description of the posts' markup; equal for pages with the same template
	score   float64
	rules   *rules   // learned, for other pages
	induced float64  // weight of an induced reading, 0 for others
	left    []string // first words of possible posts that were rejected
}

// lone reports whether a single post was found, and not by comparison with those of
// earlier pages.
func (set *recordSet) lone() bool {
	return len(set.records) == 1 && set.rules != nil && set.rules.Induced != nil && set.rules.Induced.Lone
}

// scan is the state of parsing a page.
type scan struct {
	page     *blog.Page
	know     blog.Knowledge
	own      bool // the profile is the user's
	doc      *document.Document
	base     baseFunc
	key      baseFunc // returns the same for all addresses of a document
	archived string   // original address of a page from an archive
	named    string   // see otherName
	baseURL  *url.URL
	stated   int  // number of posts stated by the page, 0 if none
	paged    bool // the page states that there are more posts on others
	lone     bool // it has the comments of one post, with a comment form
	ruled    *rules
	learned  *induce.Rule    // for induction, from an earlier page
	rival    *rival          // likewise, for a reading that was not used
	asked    bool            // induction has been done
	deferred bool            // whether it is needed turns out when the fields have been read
	taken    int             // number of whole posts found again by the reading used on an earlier page; 0 if not
	other    *recordSet      // result of induction, nil if there is none
	all      []metaLine      // every line that looks like a byline
	shown    string          // title of the post searched for, on its own page
	inducing *induce.Inducer // created when needed
	frames   *induce.Frames  // see frame
	reading
}

// baseFunc makes a reference absolute and canonical.
type baseFunc func(ref string) string

// selected returns the readings of the page by selectors.
func (s *scan) selected(variants ...[]profiles.Variant) []recordSet {
	var sets []recordSet
	for _, list := range variants {
		for i := range list {
			sets = append(sets, s.bySelectors(&list[i])...)
		}
	}
	return sets
}

// selectedFirst returns the readings of a listing by selectors, up to one that explains
// the page: no further one can be better.
func (s *scan) selectedFirst(variants ...[]profiles.Variant) (sets []recordSet, explained bool) {
	for _, list := range variants {
		for i := range list {
			found := s.bySelectors(&list[i])
			sets = append(sets, found...)
			if s.explained(found) {
				return sets, true
			}
		}
	}
	return sets, false
}

// withWords adds the reading by words.
func (s *scan) withWords(sets []recordSet) []recordSet {
	if set, ok := s.byWords(); ok {
		return append(sets, set)
	}
	return sets
}

// withRepeats adds the reading by induction.
func (s *scan) withRepeats(sets []recordSet) []recordSet {
	s.asked = true
	if set, ok := s.byInduction(); ok {
		s.other = &set
		return append(sets, set)
	}
	return sets
}

// explained reports whether a profile's selectors have found everything that weigh
// scores: title, date, body and matching links of every post, in order, as many as
// stated, with no byline left over. No other reading can be better, so induction, which
// takes ten times as long as everything else, is skipped.
func (s *scan) explained(sets []recordSet) bool {
	full := 4.0 + 0.5 + 1 + 0.25
	if s.stated > 0 {
		full += 0.75
	}
	for i := range sets {
		if sets[i].variant != nil && s.weigh(&sets[i]) >= full {
			return true
		}
	}
	return false
}

// bestSet chooses the reading with the best evidence; the first one on a tie.
func (s *scan) bestSet(sets []recordSet) (recordSet, bool) {
	best, induced := -1, -1
	for i := range sets {
		sets[i].score = s.weigh(&sets[i])
		switch {
		case sets[i].induced > 0:
			induced = i
		case best < 0 || s.outnumbered(&sets[best], &sets[i]):
			best = i
		case sets[i].score > sets[best].score && !s.outnumbered(&sets[i], &sets[best]):
			best = i
		}
	}
	switch {
	case best < 0 && induced < 0:
		return recordSet{}, false
	case induced < 0:
		return sets[best], true
	case best < 0:
		return sets[induced], true
	}
	return s.orInduced(sets[best], sets[induced]), true
}

// outnumbered reports whether a reading by words missed posts, such as those with closed
// comments: selectors found all of its posts and similar ones.
func (s *scan) outnumbered(worded, selected *recordSet) bool {
	if worded.variant != nil || selected.variant == nil || len(selected.records) <= len(worded.records) || len(worded.records) == s.stated {
		return false
	}
	found := 0
	for i := range selected.records {
		r := &selected.records[i]
		if s.titleLink(r) == "" || len(r.bodies) == 0 && r.body.Empty() {
			return false
		}
		if found < len(worded.records) && r.extent.Overlaps(worded.records[found].meta.at) {
			found++
		}
	}
	return found == len(worded.records)
}

// weigh scores how well a reading explains the page: fields per record, dates in order,
// matching links, and as many posts as the page states.
func (s *scan) weigh(set *recordSet) float64 {
	n := len(set.records)
	if n == 0 {
		return 0
	}
	total, ordered := 0.0, 0
	for i := range set.records {
		total += s.weighRecord(&set.records[i])
		if i > 0 && set.records[i].meta.date.Wall <= set.records[i-1].meta.date.Wall {
			ordered++
		}
	}
	score := total / float64(n)
	if n > 1 {
		score += 0.5 * float64(ordered) / float64(n-1)
	}
	// The stated number only breaks ties. It does not justify a reading with a worse
	// record: sites count posts that they do not show.
	switch {
	case s.stated == 0:
	case n == s.stated && !s.patched(set):
		score += 0.75
	default:
		score -= 0.5
	}
	if set.variant != nil {
		score += 0.25
	}
	return score + s.claimed(set)
}

// patched reports whether a record lacks the link that most have: then the number of
// posts may be right by accident.
func (s *scan) patched(set *recordSet) bool {
	linked := 0
	for i := range set.records {
		if r := &set.records[i]; r.meta.link != "" || s.titleLink(r) != "" {
			linked++
		}
	}
	return linked < len(set.records) && 2*linked > len(set.records)
}

// claimed returns the share of lines that look like bylines and are used as such: the
// rest should be quotations. A post whose date is from an element has at most one such
// line.
func (s *scan) claimed(set *recordSet) float64 {
	taken, all := 0, 0
	next, free := 0, true
	for _, m := range s.all {
		if m.quoted {
			continue
		}
		all++
		for next < len(set.records) && set.records[next].claims().To <= m.at.From {
			next, free = next+1, true
		}
		if next == len(set.records) {
			continue
		}
		switch r := &set.records[next]; {
		case r.meta.at.Overlaps(m.at):
			taken++
		case r.dated && free && r.extent.Overlaps(m.at):
			taken, free = taken+1, false
		}
	}
	if all == 0 {
		return 0
	}
	return float64(taken) / float64(all)
}

// claims returns the lines where the record's byline may be.
func (r *record) claims() document.Span {
	if r.dated && r.extent.To > r.meta.at.To {
		return r.extent
	}
	return r.meta.at
}

func (s *scan) weighRecord(r *record) float64 {
	w := 0.0
	if r.meta.raw != "" {
		w++
	}
	if len(r.bodies) > 0 || !r.body.Empty() {
		w++
	}
	if r.title.Empty() && r.titleNode == nil {
		if r.link != "" {
			w++ // no title, but a permalink
		}
		if r.link != "" && r.meta.link != "" {
			w++
		}
		return w
	}
	w++
	if r.meta.link == "" {
		return w
	}
	want := s.key(r.meta.link)
	href := s.titleLink(r)
	switch {
	case href == "":
	case s.key(href) == want:
		w++
	case s.atHome(href): // titles may lead to what posts are about
		w--
	}
	return w
}

// titleLink returns the address to which the record's title links.
func (s *scan) titleLink(r *record) string {
	if r.titleNode != nil {
		return hrefWithin(r.titleNode)
	}
	for i := r.title.From; i < r.title.To; i++ {
		for _, a := range s.doc.Lines[i].Links {
			if weburl.Followable(a.Href) {
				return a.Href
			}
		}
	}
	return ""
}

// hrefWithin returns the first link within n, at n, or around n.
func hrefWithin(n *html.Node) string {
	var find func(*html.Node) string
	find = func(n *html.Node) string {
		if n.Type == html.ElementNode && n.Data == "a" && weburl.Followable(dom.Attr(n, "href")) {
			return dom.Attr(n, "href")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if href := find(c); href != "" {
				return href
			}
		}
		return ""
	}
	if href := find(n); href != "" {
		return href
	}
	for p := n.Parent; p != nil && !dom.Blocks[p.Data]; p = p.Parent {
		if p.Data == "a" && weburl.Followable(dom.Attr(p, "href")) {
			return dom.Attr(p, "href")
		}
	}
	return ""
}

// upToMeta returns the extent of a post without what follows its last fields: a body with
// an unclosed element would otherwise include the rest of the page, even its pager.
func (r *record) upToMeta() document.Span {
	e := r.extent
	if last := max(r.meta.at.To, r.tags.To); r.meta.at.From >= r.body.To && last > e.From {
		e.To = min(e.To, last)
	}
	return e
}

// core returns a record from its title to its last field. The single post of a page may
// include everything, even sidebars and pager.
func (r record) core() record {
	first := r.body.From
	if !r.title.Empty() {
		first = min(first, r.title.From)
	}
	r.extent = document.Span{From: first, To: max(r.body.To, r.title.To, r.meta.at.To, r.tags.To)}
	return r
}

// nowhere reports that a node is in no post.
func nowhere(*html.Node) bool { return false }

// inPost returns a function that reports whether a node belongs to a post, so that ranges
// and links in bodies are not taken for the page's own. It must be called for a node
// before those within it: it knows only the outermost ones.
func (s *scan) inPost(records []record) func(*html.Node) bool {
	type zone struct{ from, to int }
	var zones []zone
	for i := range records {
		if e := records[i].upToMeta(); !e.Empty() {
			zones = append(zones, zone{s.doc.WrapperFrom(s.doc.Lines[e.From].From), s.doc.Lines[e.To-1].To})
		}
	}
	sort.Slice(zones, func(i, j int) bool { return zones[i].from < zones[j].from })
	var posts []int
	for i, z := range zones {
		end := z.to + 1
		if i+1 < len(zones) {
			end = min(end, zones[i+1].from)
		}
		for at := z.from; at < end; at++ {
			if last := s.doc.Last(at); last <= z.to {
				posts = append(posts, at)
				at = last
			}
		}
	}
	return func(n *html.Node) bool {
		_, found := slices.BinarySearch(posts, s.doc.Order(n))
		return found
	}
}

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
	titleNode *html.Node // where a selector found the title
	body      document.Span
	bodies    []*html.Node // where a selector found the body
	summaries []*html.Node // blocks that repeat the teaser, no part of the body
	meta      metaLine
	metaNode  *html.Node // where a selector found the meta text
	tags      document.Span
	tagNodes  []*html.Node  // where selectors found blocks with tags
	item      *html.Node    // the element that holds the post, if one does
	day       *html.Node    // the heading above that gives the day, if one does
	extent    document.Span // all its lines
	link      string        // the permalink of a post without a title, where a selector found it
	dated     bool          // an element that a selector found told the date
	found     *induce.Post  // what induction read of it
	witness   *induce.Post  // what induction read at the same place
	filled    bool          // that gave fields
	from, to  int           // order numbers where it starts and ends, if a selector says where
}

// recordSet is one reading of a page: which posts it shows, by which means.
type recordSet struct {
	records []record
	variant *profiles.Variant // nil when words found them
	name    string
	why     string
	shape   string // what the posts look like; two pages of one template have the same
	score   float64
	rules   *rules   // what the words taught, for later pages
	induced float64  // weight of an induced reading, 0 for others
	left    []string // beginnings of what may be posts and was not taken for one
}

// lone reports whether the page was found to have one post, and it was not told by its
// likes on earlier pages.
func (set *recordSet) lone() bool {
	return len(set.records) == 1 && set.rules != nil && set.rules.Induced != nil && set.rules.Induced.Lone
}

// scan is a page on its way to a listing: what all steps need.
type scan struct {
	page     *blog.Page
	know     blog.Knowledge
	own      bool // the profile is the user's own
	doc      *document.Document
	base     baseFunc
	key      baseFunc // what the addresses of one document have in common
	archived string   // address of a page that an archive has played back
	named    string   // see otherName
	baseURL  *url.URL
	stated   int  // number of posts that the page states, 0 if it does not
	paged    bool // the page states that others show more
	lone     bool // the comments of one post are on it, with a form for more
	ruled    *rules
	learnt   *induce.Rule    // of records that repeat, from an earlier page
	rival    *rival          // of those that lost there
	asked    bool            // what repeats has been asked for
	deferred bool            // whether to ask shows when the fields have been read
	taken    int             // how many posts the winner of an earlier page has found again, whole; 0 if not
	other    *recordSet      // and what it gave, nil for nothing
	all      []metaLine      // every line that reads as a byline
	shown    string          // title of the post that is looked for, on its own page
	inducing *induce.Inducer // made when it is first needed
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
// the page: no further one can weigh more.
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

// withRepeats adds the reading by what repeats.
func (s *scan) withRepeats(sets []recordSet) []recordSet {
	s.asked = true
	if set, ok := s.byInduction(); ok {
		s.other = &set
		return append(sets, set)
	}
	return sets
}

// explained reports whether a profile's selectors have read everything that weigh asks
// for: a title, date, body and agreeing links of every post, in order, as many as are
// stated, with no byline left over. No other reading can weigh more, and none needs to be
// made: to search for what repeats takes ten times as long as all the rest.
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

// bestSet chooses the reading with the best evidence; the first of equals.
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

// outnumbered reports whether a reading by words missed posts, those with comments off
// say: selectors found all of its posts and others of the same make.
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

// weigh says how well a reading explains the page: fields per record, dates in
// order, links that agree, and as many posts as the page states.
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
	// The stated number tells equals apart. It is no reason to take a reading
	// with a poorer record: sites count posts that they do not show.
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

// patched reports whether a record lacks the link that most have: the number of posts may
// then be right for the wrong reason.
func (s *scan) patched(set *recordSet) bool {
	linked := 0
	for i := range set.records {
		if r := &set.records[i]; r.meta.link != "" || s.titleLink(r) != "" {
			linked++
		}
	}
	return linked < len(set.records) && 2*linked > len(set.records)
}

// claimed returns the share of byline-like lines that the reading takes for bylines: what
// it leaves over should be quotations only. A post whose date an element told has one
// such line at most, wherever it stands.
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

// claims returns the lines where the record's byline may stand.
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
			w++ // no title, but an address of its own
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
	default:
		w--
	}
	return w
}

// titleLink returns the address that the record's title leads to.
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

// hrefWithin returns the first address to follow in n, at n, or around n.
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

// upToMeta returns the extent of a post without what stands behind its closing lines: a
// body that leaves an element open would else take in all the rest of the page, its pager
// too.
func (r *record) upToMeta() document.Span {
	e := r.extent
	if last := max(r.meta.at.To, r.tags.To); r.meta.at.From >= r.body.To && last > e.From {
		e.To = min(e.To, last)
	}
	return e
}

// core returns a record from its title to its last field. What was found as the one post
// of a page may take in all of the page, its margins and its pager too.
func (r record) core() record {
	first := r.body.From
	if !r.title.Empty() {
		first = min(first, r.title.From)
	}
	r.extent = document.Span{From: first, To: max(r.body.To, r.title.To, r.meta.at.To, r.tags.To)}
	return r
}

// nowhere says of every node that it is no part of a post.
func nowhere(*html.Node) bool { return false }

// inPost says which nodes belong to the posts found, so that ranges and links
// in bodies are not taken for the page's own. It is to be asked of a node before
// those within it: it knows the outermost ones.
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

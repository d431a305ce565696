// Package induce finds the posts of a page with unknown markup: the repeated record (this
// is called wrapper induction). Candidates are collected generously and scored by what
// posts usually have; then each field is read from the place where most posts have it.
//
// It knows the words that themes put around fields, and the Page that it is given, but
// neither profiles nor byline patterns. It does not make blog.Posts: the parser decides
// whether to use its result.
//
//	groups.go         similar elements
//	widen.go          posts in other elements among them
//	loose.go          posts without elements; pages with one post
//	datelines.go      posts that a date opens in a line of text
//	weigh.go          scores; worth.go: of one candidate; crowd.go: penalties
//	facts.go          properties of lines; marks.go: dates in attributes; signs.go: places
//	words.go          the words of fields in many languages
//	records.go        permalinks, and what is not a post
//	titles.go         titles; headings.go, headline.go
//	when.go           times; dates.go, ages.go
//	body.go           texts; frames.go, furniture.go
//	author.go         authors; behindby.go, besidedate.go
//	terms.go          tags and categories; cloud.go; comments.go
//	pieces.go         names and categories without labels
//	structured.go     structured data (JSON-LD)
package induce

import (
	"math"
	"net/url"

	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// Page is the input: a page and what is known about it.
type Page struct {
	Doc     *document.Document
	Title   string              // of the page
	Address string              // of the page
	Named   string              // an address on the host of which this is a copy, "" for others
	BaseURL *url.URL            // nil for a saved page without a known address
	Base    func(string) string // makes a reference absolute and canonical
	Key     func(string) string // returns the same for all addresses of a document
	Dates   dates.Reader
	Frames  *Frames
	// Byline parses a line that is nothing but "Posted by: NAME | ROLE".
	Byline func(line string) (name, role string, ok bool)
	// End returns where a last post without its own element ends at the latest, between
	// two lines: at the pager or the sidebar.
	End func(from, limit int) int
}

// Reading is the result: the posts found on a page.
type Reading struct {
	Posts  []*Post
	Rule   *Rule    // finds the same records on other pages
	Weight float64  // how much they look like posts
	By     string   // description of what they have in common
	Left   []string // first words of possible posts that were rejected
}

// Inducer finds the posts of one page. Candidates (similar elements, or similar headings
// with what follows them) are scored by what posts have: a title that leads to a
// different address each time, dates, text, comments, tags, and a large part of the page.
// Lists in sidebars have titles and links, but neither text nor much of the page.
type Inducer struct {
	Page
	facts   []lineFacts
	plain   []int // number of characters outside of links before each line
	marks   []mark
	places  map[string]bool     // where most posts have fields
	below   string              // see belowOf
	home    string              // key of the site's front page, "" if the host is unknown
	ownLink func(string) string // see readOwnLink
	hosts   map[string]bool     // the blog's own hosts
	posts   map[string]bool     // addresses of posts, according to links to comments
	countOf map[string]*int     // comment counts by the text that states them
	few     bool                // too few posts to compare
	paths   []int               // by order: equal for elements with equal paths of tags
}

// spot is a candidate: the place of a possible post.
type spot struct {
	node     *html.Node // its element, nil if it has none of its own
	from, to int        // orders, [from, to)
	lines    document.Span
	holder   *html.Node // without an element of its own: the element around all spots
	first    int        // without an element of its own: the line that starts it
	header   int        // line of the date above it, or -1
	beside   bool       // added by widen
}

// startsAt reports whether a spot without an element starts at line i.
func (s *spot) startsAt(i int) bool { return s.node == nil && s.first == i }

// spotSet is a guess: a set of spots that may be the posts of a page.
type spotSet struct {
	spots []spot
	rule  Rule
	score float64
	crowd float64 // penalty, see crowded
	below float64 // see belowShare
	note  string
}

// Rule finds the same records on other pages of the blog.
type Rule struct {
	// Tag and Class are those of the post's element or, if Loose is set, of the block
	// with the title.
	Tag   string `json:"tag"`
	Class string `json:"class,omitempty"`
	Loose bool   `json:"loose,omitempty"`
	// Mark is the kind of line with which a loose post starts.
	Mark lineMark `json:"mark,omitempty"`
	// Lone means that the rule was learned from a page with one post, so that there was
	// nothing to compare.
	Lone bool `json:"lone,omitempty"`
	// Path is the tags from the root to that element.
	Path string `json:"path,omitempty"`
	// Author and Category are the places, if any, at which posts name theirs without a
	// label.
	Author   string `json:"author,omitempty"`
	Category string `json:"category,omitempty"`
	// Score is the weight of the records from which the rule was learned.
	Score float64 `json:"score"`
}

// Shape describes what the rule finds.
func (r *Rule) Shape() string {
	k := groupKey{tag: r.Tag, class: r.Class}
	if r.Loose {
		return looseKey{k, r.Mark}.describe()
	}
	return describe(k)
}

const (
	maxRecords = 4000 // elements of a kind above which they cannot be posts
	maxGroups  = 96   // maximum number of groups to weigh
	// enoughRecord is the minimum weight of a guess.
	enoughRecord = 4.6
)

// Find returns the posts of the page, by the rule learned on an earlier page if there is
// one. again is the number of them that another reading found, as on that page, 0 if it
// did not.
func (in *Inducer) Find(learned *Rule, again int) (Reading, bool) {
	if len(in.Doc.Lines) < 3 {
		return Reading{}, false
	}
	best, ok := in.known(learned, again)
	if !ok || best.rule.Lone || best.crowd > 0 {
		// Repeated records are preferred to a rule learned from a single one.
		if other, found := in.search(); found && (!ok || other.score > best.score || best.rule.Lone && len(best.spots) == 1 && !other.rule.Lone) {
			best, ok = other, true
		}
	}
	if !ok {
		return Reading{}, false
	}
	in.widen(&best)
	posts, left := in.read(&best)
	if len(posts) == 0 {
		return Reading{}, false
	}
	rule := best.rule
	rule.Lone = rule.Lone && len(best.spots) == 1
	rule.Score = math.Round(best.score*100) / 100
	return Reading{Posts: posts, Rule: &rule, Weight: best.score, By: best.note, Left: in.beginnings(left)}, true
}

// beginnings returns the first words of drafts.
func (in *Inducer) beginnings(drafts []*draft) (texts []string) {
	for _, d := range drafts {
		texts = append(texts, words.Clip(in.Doc.Text(d.body), 60))
	}
	return texts
}

// New analyzes a page. The caller must call Free.
func New(p Page) *Inducer {
	in := &Inducer{Page: p, countOf: map[string]*int{}, facts: *spareFacts.Get().(*[]lineFacts)}
	in.below = belowOf(p.Address)
	in.ownLink = weburl.Remembering(in.readOwnLink)
	if p.BaseURL != nil {
		in.home = p.Key(p.BaseURL.Scheme + "://" + p.BaseURL.Host + "/")
	}
	in.survey()
	in.findMarks()
	return in
}

// search weighs all guesses.
func (in *Inducer) search() (spotSet, bool) {
	var best spotSet
	ok := false
	consider := func(set spotSet) {
		least := enoughRecord
		if ok {
			least = best.score
		}
		if set.score = in.weighAbove(&set, least); set.score >= enoughRecord && (!ok || set.score > best.score) {
			best, ok = set, true
		}
	}
	for _, set := range in.wrapped() {
		consider(set)
	}
	for _, set := range in.looseSets() {
		consider(set)
	}
	// Beside a single post below the listing's address, another list may be longer.
	if longer := ok && in.below != "" && best.below <= 0; longer || !ok {
		for _, set := range in.lone() {
			if !longer || in.belowAny(set.spots) {
				consider(set)
			}
		}
	}
	return best, ok
}

// known applies the rule learned on an earlier page.
func (in *Inducer) known(learned *Rule, again int) (spotSet, bool) {
	if learned == nil {
		return spotSet{}, false
	}
	rule := *learned
	var set spotSet
	if rule.Loose {
		set = in.looseByRule(rule)
	} else {
		set = in.wrappedByRule(rule)
	}
	if len(set.spots) == 0 {
		return set, false
	}
	if again > 1 && len(set.spots) == again && !rule.Lone { // confirmed by another reading with as many posts
		in.headers(set.spots)
		set.score = rule.Score
		return set, true
	}
	least := min(enoughRecord, 0.6*rule.Score)
	set.score = in.weighSpots(&set)
	if set.score < least && !rule.Loose && in.headed(set.spots) {
		set.score = least // posts without dates and texts
	}
	return set, set.score >= least
}

// headed reports whether all of three spots or more have headings that lead to addresses
// of their own.
func (in *Inducer) headed(spots []spot) bool {
	links := map[string]bool{}
	for i := range spots {
		at := in.titleIn(&spots[i])
		if at < 0 || in.Doc.Lines[at].Heading == 0 {
			return false
		}
		u := in.siteLink(&in.Doc.Lines[at])
		if u == "" || links[u] {
			return false
		}
		links[u] = true
	}
	return len(spots) > 2
}

// spotOf returns the spot of an element.
func (in *Inducer) spotOf(n *html.Node) spot {
	d := in.Doc
	return spot{node: n, from: d.Order(n), to: d.End(n) + 1, lines: d.LinesIn(n), header: -1}
}

// SameRecords reports whether two rules find the same records.
func (r *Rule) SameRecords(o *Rule) bool {
	a, b := *r, *o
	a.Score, b.Score = 0, 0
	a.Author, b.Author, a.Category, b.Category = "", "", "", ""
	return a == b
}

// ByTitles reports whether a rule is based on elements or titles, rather than on bold
// lines or dates, which any text may have.
func (r *Rule) ByTitles() bool { return r.Mark == markTitle || r.Mark == markLinked }

// OpensLines reports whether a rule finds posts that a date opens in a line of text.
func (r *Rule) OpensLines() bool { return r.Mark == markOpening }

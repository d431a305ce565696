// Package induce finds the posts of a page that nobody has described: the record
// that repeats. What may be one is gathered generously and weighed by what posts
// have; then each field is read where most of the posts have theirs.
//
// It knows the words that themes put around fields, and what it is told of the page.
// It knows neither profiles nor the patterns of bylines, and makes no blog.Post: the
// parser judges whether what repeats is to be believed.
//
//	groups.go         elements alike
//	widen.go          posts in elements of another kind among them
//	loose.go          what stands between titles; a page with one post
//	weigh.go          how much all of them look like posts: worth.go, crowd.go
//	facts.go          what is known of lines: marks.go, dates in attributes; signs.go, their places
//	sayings.go        the words of fields (words.go), found in one pass
//	records.go        the posts' own addresses, and what is no post
//	titles.go         their titles: headings.go, headline.go
//	when.go           their times: dates.go, ages.go
//	body.go           their texts: frames.go, furniture.go
//	author.go         their authors: behindby.go, besidedate.go
//	terms.go          their tags and categories; comments.go
//	pieces.go         names and categories that no word announces
//	structured.go     what the page says for machines
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

// Page is what induction has to know of a page.
type Page struct {
	Doc     *document.Document
	Title   string              // of the page
	Address string              // of the page
	Named   string              // an address on the host by which a copy calls itself, "" for others
	BaseURL *url.URL            // nil for a saved page that tells none
	Base    func(string) string // makes a reference absolute and canonical
	Key     func(string) string // what the addresses of one document have in common
	Dates   dates.Reader
	Frames  *Frames
	// Byline reads a line that is nothing but "Posted by: NAME | ROLE".
	Byline func(line string) (name, role string, ok bool)
	// End is where a last post without a wrapper ends at the latest, between two
	// lines: at the pager, or where the page's margin begins.
	End func(from, limit int) int
}

// Reading is the posts that repeat on a page.
type Reading struct {
	Posts  []*Post
	Rule   *Rule    // finds the same on further pages
	Weight float64  // how much they look like posts
	By     string   // what they have in common
	Left   []string // beginnings of what may be posts and was not taken for one
}

// Inducer finds the posts of a page that nobody has described: the record that
// repeats. What may be one is gathered generously (elements alike, headings
// alike with what follows them) and then weighed by what posts have: a title
// that leads somewhere else each time, dates, text, comments, tags, and a large
// part of the page. Lists in the margin have titles and links, but neither text
// nor much of the page.
type Inducer struct {
	Page
	facts   []lineFacts
	plain   []int // text outside of links before a line, in characters
	marks   []mark
	places  map[string]bool     // where most posts have fields
	home    string              // key of the site's front page, "" if nothing tells its host
	ownLink func(string) string // see readOwnLink
	hosts   map[string]bool     // the blog's own hosts
	posts   map[string]bool     // addresses of posts, as links to comments tell
	countOf map[string]*int     // comments, by the text that states them
	few     bool                // too few posts to agree on anything
	paths   []int               // by order number: elements with equal paths of tags have equal ones
}

// spot is the place of one record.
type spot struct {
	node     *html.Node // its wrapper, nil among loose siblings
	from, to int        // order numbers, [from, to)
	lines    document.Span
	holder   *html.Node // of loose siblings: the element around all of them
	first    int        // of loose siblings: the line at which it was told to begin
	header   int        // line of the date that stands above it, -1 without one
	beside   bool       // it stands beside the others, see widen
}

// spotSet is a guess at the records of a page.
type spotSet struct {
	spots []spot
	rule  Rule
	score float64
	crowd float64 // see crowded
	note  string
}

// Rule finds the same records on further pages of the blog.
type Rule struct {
	// Tag and Class are those of the wrapper, or of the block with the title
	// where Loose is set.
	Tag   string `json:"tag"`
	Class string `json:"class,omitempty"`
	Loose bool   `json:"loose,omitempty"`
	// Mark says what kind of line a loose post begins with.
	Mark lineMark `json:"mark,omitempty"`
	// Lone says that it was learnt from a page with a single post, so that there
	// was nothing to compare it with.
	Lone bool `json:"lone,omitempty"`
	// Path is the tags from the root down to that element.
	Path string `json:"path,omitempty"`
	// Author and Category are the places, if any, at which posts name theirs
	// without a word that says so.
	Author   string `json:"author,omitempty"`
	Category string `json:"category,omitempty"`
	// Score is what the records weighed where the rule was learnt.
	Score float64 `json:"score"`
}

// Shape names what the rule finds.
func (r *Rule) Shape() string {
	k := groupKey{tag: r.Tag, class: r.Class}
	if r.Loose {
		return looseKey{k, r.Mark}.describe()
	}
	return describe(k)
}

const (
	maxRecords = 4000 // more elements of a kind than that are no posts
	maxGroups  = 96   // groups of elements that are weighed
	// enoughRecord is the weight from which a guess is taken for the posts.
	enoughRecord = 4.6
)

// Find returns the posts that repeat on the page, by what an earlier page taught where
// that is known. again is how many of them another reading found as well, as there, 0 if
// it did not.
func (in *Inducer) Find(learnt *Rule, again int) (Reading, bool) {
	if len(in.Doc.Lines) < 3 {
		return Reading{}, false
	}
	best, ok := in.known(learnt, again)
	if !ok || best.rule.Lone || best.crowd > 0 {
		// What repeats goes before what was learnt where nothing did.
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

// beginnings returns the first words of some drafts.
func (in *Inducer) beginnings(drafts []*draft) (texts []string) {
	for _, d := range drafts {
		texts = append(texts, words.Clip(in.Doc.Text(d.body), 60))
	}
	return texts
}

// New sums up a page. Free is to be called when no more is asked of it.
func New(p Page) *Inducer {
	in := &Inducer{Page: p, countOf: map[string]*int{}, facts: *spareFacts.Get().(*[]lineFacts)}
	in.ownLink = weburl.Remembering(in.readOwnLink)
	if p.BaseURL != nil {
		in.home = p.Key(p.BaseURL.Scheme + "://" + p.BaseURL.Host + "/")
	}
	in.survey()
	in.findMarks()
	return in
}

// search weighs every guess.
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
	if !ok {
		for _, set := range in.lone() {
			consider(set)
		}
	}
	return best, ok
}

// known applies the rule learnt on an earlier page.
func (in *Inducer) known(learnt *Rule, again int) (spotSet, bool) {
	if learnt == nil {
		return spotSet{}, false
	}
	rule := *learnt
	var set spotSet
	if rule.Loose {
		set = in.looseByRule(rule)
	} else {
		set = in.wrappedByRule(rule)
	}
	if len(set.spots) == 0 {
		return set, false
	}
	if again > 1 && len(set.spots) == again && !rule.Lone { // a witness again, of as many posts
		in.headers(set.spots)
		set.score = rule.Score
		return set, true
	}
	set.score = in.weighSpots(&set)
	return set, set.score >= min(enoughRecord, 0.6*rule.Score)
}

// span gives the lines of an element, without what does not count.
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

// ByTitles reports whether a rule goes by elements or titles, rather than by bold lines
// or dates, which any text may hold.
func (r *Rule) ByTitles() bool { return r.Mark == markTitle || r.Mark == markLinked }

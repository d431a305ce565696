package parser

import (
	"math"
	"net/url"

	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// page is what induction has to know of a page.
type page struct {
	doc     *document.Document
	title   string              // of the page
	address string              // of the page
	baseURL *url.URL            // nil for a saved page that tells none
	base    func(string) string // makes a reference absolute and canonical
	key     func(string) string // what the addresses of one document have in common
	dates   dates.Reader
	frames  *frames
	// byline reads a line that is nothing but "Posted by: NAME | ROLE".
	byline func(line string) (name, role string, ok bool)
	// end is where a last post without a wrapper ends at the latest, between two
	// lines: at the pager, or where the page's margin begins.
	end func(from, limit int) int
}

// repeated is the posts that repeat on a page.
type repeated struct {
	posts  []*found
	rule   *spotRule // finds the same on further pages
	weight float64   // how much they look like posts
	by     string    // what they have in common
	left   []string  // beginnings of what may be posts and was not taken for one
}

// inducer finds the posts of a page that nobody has described: the record that
// repeats. What may be one is gathered generously (elements alike, headings
// alike with what follows them) and then weighed by what posts have: a title
// that leads somewhere else each time, dates, text, comments, tags, and a large
// part of the page. Lists in the margin have titles and links, but neither text
// nor much of the page.
type inducer struct {
	page
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
}

// spotSet is a guess at the records of a page.
type spotSet struct {
	spots []spot
	rule  spotRule
	score float64
	crowd float64 // see crowded
	note  string
}

// spotRule finds the same records on further pages of the blog.
type spotRule struct {
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

// shape names what the rule finds.
func (r *spotRule) shape() string {
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

// find gives the posts that repeat on the page, by what an earlier page taught
// where that is known. again is how many of them another reading found as well,
// as there, 0 if it did not.
func (in *inducer) find(learnt *spotRule, again int) (repeated, bool) {
	if len(in.doc.Lines) < 3 {
		return repeated{}, false
	}
	best, ok := in.known(learnt, again)
	if !ok || best.rule.Lone || best.crowd > 0 {
		if other, found := in.search(); found && (!ok || other.score > best.score) {
			best, ok = other, true
		}
	}
	if !ok {
		return repeated{}, false
	}
	posts, left := in.read(&best)
	if len(posts) == 0 {
		return repeated{}, false
	}
	rule := best.rule
	rule.Lone = rule.Lone && len(best.spots) == 1
	rule.Score = math.Round(best.score*100) / 100
	return repeated{posts: posts, rule: &rule, weight: best.score, by: best.note, left: in.beginnings(left)}, true
}

// beginnings are the first words of some drafts.
func (in *inducer) beginnings(drafts []*draft) (texts []string) {
	for _, d := range drafts {
		texts = append(texts, words.Clip(in.doc.Text(d.body), 60))
	}
	return texts
}

func newInducer(p page) *inducer {
	in := &inducer{page: p, countOf: map[string]*int{}, facts: *spareFacts.Get().(*[]lineFacts)}
	in.ownLink = weburl.Remembering(in.readOwnLink)
	if p.baseURL != nil {
		in.home = p.key(p.baseURL.Scheme + "://" + p.baseURL.Host + "/")
	}
	in.survey()
	in.findMarks()
	return in
}

// search weighs every guess.
func (in *inducer) search() (spotSet, bool) {
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
func (in *inducer) known(learnt *spotRule, again int) (spotSet, bool) {
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
func (in *inducer) spotOf(n *html.Node) spot {
	d := in.doc
	return spot{node: n, from: d.Order(n), to: d.End(n) + 1, lines: d.LinesIn(n), header: -1}
}

func (r *spotRule) sameRecords(o *spotRule) bool {
	a, b := *r, *o
	a.Score, b.Score = 0, 0
	a.Author, b.Author, a.Category, b.Category = "", "", "", ""
	return a == b
}

// byTitles says whether a rule goes by elements or titles, rather than by bold
// lines or dates, which any text may hold.
func (r *spotRule) byTitles() bool { return r.Mark == markTitle || r.Mark == markLinked }

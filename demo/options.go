package demo

import (
	"strings"
	"time"
)

// Template is the markup in which posts are shown.
type Template string

// The templates. Stock ones follow the vendor's transformations; custom ones
// have class names that nobody knows, so that only the words are left.
const (
	// Preview is the stock "post preview" with a "Filed under" line added, as
	// customers did; the zero Template means it.
	Preview Template = "preview"
	// Stock is the preview as it came: tags show on detail pages only.
	Stock Template = "stock"
	// Default is the stock detail transformation, used for the list: no links on titles.
	Default Template = "default"
	// Community lists summaries, and repeats them in a block of the detail page.
	Community Template = "community"
	// Corporate lists summaries in boxes.
	Corporate Template = "corporate"
	// Custom wraps each post, CustomTable nests tables, CustomLoose has neither
	// wrapper nor blocks of its own around the body.
	Custom      Template = "custom"
	CustomTable Template = "custom-table"
	CustomLoose Template = "custom-loose"
)

// Templates are all of them.
var Templates = []Template{Preview, Stock, Default, Community, Corporate, Custom, CustomTable, CustomLoose}

// Pager is the way from one listing page to the next.
type Pager string

// The pagers. The zero Pager means PagerQuery.
const (
	PagerQuery           Pager = "query"               // DataPager with ?page=2
	PagerPostback        Pager = "postback"            // DataPager with __doPostBack
	PagerValidated       Pager = "postback-validation" // the same with event validation
	PagerUni             Pager = "unipager"            // blocks of numbers, states no total
	PagerUniPostback     Pager = "unipager-postback"
	PagerButtons         Pager = "buttons" // input elements with onclick
	PagerLinks           Pager = "links"   // older and newer posts
	PagerNone            Pager = "none"    // the newest PageSize posts and no way on
	defaultPageSize            = 10
	defaultCommentsPaged       = 10
)

// Pagers are all of them.
var Pagers = []Pager{PagerQuery, PagerPostback, PagerValidated, PagerUni, PagerUniPostback, PagerButtons, PagerLinks, PagerNone}

// Options make a Site. The zero value is a plain Kentico blog in American
// English with Posts(), ten to a page, in the preview template.
type Options struct {
	Posts    []Post   // nil means Posts()
	PageSize int      // 0 means 10
	Template Template // "" means Preview
	Pager    Pager    // "" means PagerQuery
	PagerKey string   // the pager's query parameter; "" means "page"

	// StateFields, if more than 1, cuts the view state into that many fields
	// __VIEWSTATE, __VIEWSTATE1 and so on, as a server setting does.
	StateFields int

	// Culture decides the shape of dates and the words of the result line, ""
	// means en-US. DeclaredCulture is what the page says it is, "" for the truth.
	Culture         string
	DeclaredCulture string
	// DateLayout is a layout of package time in place of the culture's own.
	DateLayout string

	// Charset is how pages are encoded: utf-8 (or ""), utf-8-bom with a byte
	// order mark, or windows-1252.
	// DeclaredCharset is what header and meta element say, "" for the truth.
	Charset         string
	DeclaredCharset string

	Robots    string // robots.txt; "" means 404
	Extension string // ".aspx" on every permalink, or ""
	Heading   string // "" means "The Towpath Blog"
	Start     string // path of the listing without extension; "" means "/blog"

	HideTotal   bool   // no result line
	PagerOnTop  bool   // the pager stands above the posts too
	NoSidebar   bool   // nothing beside the posts
	External    string // "disqus": comments are kept by that service
	CommentPage int    // comments a page; 0 means 10, -1 all on one
	Validators  bool   // ETag and Last-Modified, and 304
	Gzip        bool   // compressed bodies for those who accept them

	// Shuffle, if not 0, seeds an order of posts with equal timestamps that is
	// another one at every listing request.
	Shuffle int64
	// Shifts change the posts at given listing requests; Faults spoil answers.
	Shifts []Shift
	Faults []Fault
	// Pace is the pause between the pieces of slow bodies, 0 means 100 ms.
	Pace time.Duration
}

func (o Options) withDefaults() Options {
	if o.Posts == nil {
		o.Posts = Posts()
	}
	if o.PageSize == 0 {
		o.PageSize = defaultPageSize
	}
	if o.CommentPage == 0 {
		o.CommentPage = defaultCommentsPaged
	}
	o.Template = or(o.Template, Preview)
	o.Pager = or(o.Pager, PagerQuery)
	o.PagerKey = or(o.PagerKey, "page")
	o.Culture = or(o.Culture, "en-US")
	o.DeclaredCulture = or(o.DeclaredCulture, o.Culture)
	o.Charset = or(o.Charset, "utf-8")
	o.DeclaredCharset = or(o.DeclaredCharset, strings.TrimSuffix(o.Charset, "-bom"))
	o.Heading = or(o.Heading, "The Towpath Blog")
	o.Start = or(o.Start, "/blog")
	o.Pace = or(o.Pace, 100*time.Millisecond)
	return o
}

// or returns the first value unless it is zero.
func or[T comparable](value, other T) T {
	var zero T
	if value == zero {
		return other
	}
	return value
}

// postback reports whether pages are asked for by form.
func (p Pager) postback() bool {
	return p == PagerPostback || p == PagerValidated || p == PagerUniPostback
}

// uni reports whether the pager is a UniPager, which goes to page 1 when asked for
// a page that is not there; the others go to the last.
func (p Pager) uni() bool { return p == PagerUni || p == PagerUniPostback }

// summaries reports whether lists show summaries, and bodies only stand on the
// posts' own pages.
func (t Template) summaries() bool { return t == Community || t == Corporate }

// tagsListed reports whether lists show tags.
func (t Template) tagsListed() bool { return t != Stock && !t.summaries() }

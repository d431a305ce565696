package demo

import (
	"strings"
	"time"
)

// Template is the markup of posts.
type Template string

// The templates. Stock ones follow the vendor's transformations; custom ones have unknown
// class names, so that posts can be recognized only by words.
const (
	// Preview is the stock "post preview" with an additional "Filed under" line, as on
	// many sites. It is the default.
	Preview Template = "preview"
	// Stock is the original preview: tags are shown only on detail pages.
	Stock Template = "stock"
	// Default is the stock detail transformation, used for the list: no links on titles.
	Default Template = "default"
	// Community lists summaries, and repeats them on the detail page.
	Community Template = "community"
	// Corporate lists summaries in boxes.
	Corporate Template = "corporate"
	// Custom wraps each post, CustomTable nests tables, CustomLoose has no elements
	// around posts and bodies.
	Custom      Template = "custom"
	CustomTable Template = "custom-table"
	CustomLoose Template = "custom-loose"
)

// Templates are all of them.
var Templates = []Template{Preview, Stock, Default, Community, Corporate, Custom, CustomTable, CustomLoose}

// Pager is the kind of links to other listing pages.
type Pager string

// The pagers. The zero Pager means PagerQuery.
const (
	PagerQuery           Pager = "query"               // DataPager with ?page=2
	PagerPostback        Pager = "postback"            // DataPager with __doPostBack
	PagerValidated       Pager = "postback-validation" // likewise, with event validation
	PagerUni             Pager = "unipager"            // blocks of numbers, without a total
	PagerUniPostback     Pager = "unipager-postback"
	PagerButtons         Pager = "buttons" // input elements with onclick
	PagerLinks           Pager = "links"   // links to older and newer posts
	PagerNone            Pager = "none"    // only the newest PageSize posts
	defaultPageSize            = 10
	defaultCommentsPaged       = 10
)

// Pagers are all of them.
var Pagers = []Pager{PagerQuery, PagerPostback, PagerValidated, PagerUni, PagerUniPostback, PagerButtons, PagerLinks, PagerNone}

// Options configure a Site. The zero value is a Kentico blog in American English with
// Posts(), ten to a page, in the preview template.
type Options struct {
	Posts    []Post   // nil means Posts()
	PageSize int      // 0 means 10
	Template Template // "" means Preview
	Pager    Pager    // "" means PagerQuery
	PagerKey string   // the pager's query parameter; "" means "page"

	// StateFields, if more than 1, splits the view state into that many fields,
	// __VIEWSTATE, __VIEWSTATE1 and so on, like a server setting.
	StateFields int

	// Culture determines the format of dates and the words of the result line, "" means
	// en-US. DeclaredCulture is the one that the page declares, "" for the true one.
	Culture         string
	DeclaredCulture string
	// DateLayout is a layout of package time that replaces the culture's.
	DateLayout string

	// Charset is the encoding of pages: utf-8 (or ""), utf-8-bom with a byte order mark,
	// or windows-1252. DeclaredCharset is the one declared by header and meta element, ""
	// for the true one.
	Charset         string
	DeclaredCharset string

	Robots    string // robots.txt; "" means 404
	Extension string // ".aspx" on every permalink, or ""
	Heading   string // "" means "The Towpath Blog"
	Start     string // path of the listing without extension; "" means "/blog"

	HideTotal   bool   // no result line
	PagerOnTop  bool   // another pager above the posts
	NoSidebar   bool   // no sidebar
	External    string // "disqus": comments are kept by that service
	CommentPage int    // comments per page; 0 means 10, -1 all on one
	Validators  bool   // ETag and Last-Modified, and 304
	Gzip        bool   // compressed bodies if the client accepts them

	// Shuffle, if not 0, is the seed of an order of posts with equal timestamps that
	// differs for every listing request.
	Shuffle int64
	// Shifts change the posts at certain listing requests; Faults make responses fail.
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

// postback reports whether pages are requested by form.
func (p Pager) postback() bool {
	return p == PagerPostback || p == PagerValidated || p == PagerUniPostback
}

// uni reports whether the pager is a UniPager, which returns page 1 for a page that does
// not exist; the others return the last.
func (p Pager) uni() bool { return p == PagerUni || p == PagerUniPostback }

// summaries reports whether lists show summaries, and only the posts' own pages bodies.
func (t Template) summaries() bool { return t == Community || t == Corporate }

// tagsListed reports whether lists show tags.
func (t Template) tagsListed() bool { return t != Stock && !t.summaries() }

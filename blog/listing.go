package blog

// Listing is what was read from a page that shows posts.
type Listing struct {
	// Heading is the blog's heading on the page, "" if there is none. It is never a
	// post's title.
	Heading string `json:"heading"`
	// Address is the page's own address as stated in it (canonical link, og:url,
	// base, a "saved from" comment), "" if there is none.
	Address string `json:"address,omitempty"`
	Posts   []Post `json:"posts"`
	Range   *Range `json:"range"` // nil if the page states none
	Pager   Pager  `json:"pager"`
	// Single is set for a post's own page.
	Single bool `json:"single,omitempty"`

	Profile  string   `json:"profile"`   // name of the profile used, "" for none
	Variant  string   `json:"variant"`   // the profile's variant that matched
	Why      []string `json:"why"`       // the evidence for profile and variant
	Culture  string   `json:"culture"`   // as the page declares it: "en-US", ""
	Charset  string   `json:"charset"`   // as it was decoded
	FromText bool     `json:"from_text"` // plain text, not HTML
	Dates    []string `json:"-"`         // every raw date of the page, in order, to determine the date order
	Rules    string   `json:"-"`         // rules learned from this page, for Knowledge.Rules; opaque to all but the parser
	// Shape describes the markup of the posts. It is equal for pages of one template.
	Shape string `json:"-"`
	// Confidence is, for each field that posts show, from 0 to 1, how well the
	// evidence agrees.
	Confidence     map[string]float64 `json:"-"`
	Dropped        []string           `json:"dropped"`   // what was removed from bodies, for inspect
	Warnings       []string           `json:"warnings"`  // for the user
	Feeds          []string           `json:"feeds"`     // feeds of the page
	CommentService string             `json:"elsewhere"` // service that has the comments ("disqus"), "" for the blog itself
	ExcerptSet     bool               `json:"-"`         // the template shows summaries only, whatever their length
	Unsure         bool               `json:"-"`         // the listing may show less than the whole post: compare one with its detail
	CutOff         bool               `json:"-"`         // a truncated saved page
	// Unshown is the number of posts of other months that a page links to although
	// it has neither a pager nor archives.
	Unshown int `json:"unshown,omitempty"`
	// Unfollowed is the label of a control that shows more posts but cannot be followed,
	// on a page that has neither a pager nor archives.
	Unfollowed string `json:"unfollowed,omitempty"`
}

// LowConfidence is the limit below which a field counts as guessed.
const LowConfidence = 0.6

// Detail is what was read from a post's own page.
type Detail struct {
	Post Post `json:"post"`
	// Post.Comments holds the comments on this page; Pager and Range lead to the
	// rest.
	Pager    Pager    `json:"pager"`
	Range    *Range   `json:"range"`
	Profile  string   `json:"profile"`
	Variant  string   `json:"variant"`
	Dates    []string `json:"-"`
	Dropped  []string `json:"dropped"`
	Warnings []string `json:"warnings"`
}

// Knowledge is what is known about a source before one of its pages is parsed. The
// zero value is right for an unknown source.
type Knowledge struct {
	DateOrder DateOrder // "" or DateOrderAuto: infer it from this page alone
	// DateOrderFixed is set if the user chose DateOrder: pages do not override it.
	DateOrderFixed bool
	Profile        string // "" or "auto": by evidence; else a profile's name
	Rules          string // what Listing.Rules gave for an earlier page of the source
	FoldPath       bool   // the profile says that case and extension of paths do not matter
	// Headings are lines that stand at the top of the source's pages.
	Heading string
}

// DateOrder is the order of day, month and year in a numeric date.
type DateOrder string

// The values of --date-order. The empty string means auto.
const (
	DateOrderAuto DateOrder = "auto"
	MDY           DateOrder = "mdy"
	DMY           DateOrder = "dmy"
	YMD           DateOrder = "ymd"
)

package blog

// Listing is what was read from a page that shows posts.
type Listing struct {
	// Heading is the blog's own heading on the page, "" when it has none. It is
	// never a post's title.
	Heading string `json:"heading"`
	// Address is what the page says of its own address (canonical link, og:url,
	// base, a "saved from" comment), "" when it says nothing.
	Address string `json:"address,omitempty"`
	Posts   []Post `json:"posts"`
	Range   *Range `json:"range"` // nil when the page states none
	Pager   Pager  `json:"pager"`
	// Single says that this is the page of one post, not a listing.
	Single bool `json:"single,omitempty"`

	Profile  string   `json:"profile"`   // name of the profile used, "" for none
	Variant  string   `json:"variant"`   // which of the profile's shapes matched
	Why      []string `json:"why"`       // the evidence for profile and variant
	Culture  string   `json:"culture"`   // as the page declares it: "en-US", ""
	Charset  string   `json:"charset"`   // as it was decoded
	FromText bool     `json:"from_text"` // plain text, not HTML
	Dates    []string `json:"-"`         // every raw date of the page, in order, for settling day and month
	Rules    string   `json:"-"`         // rules learnt on this page, for Knowledge.Rules; opaque to all but the parser
	// Shape names what the posts of the page look like. Pages of one template
	// have the same.
	Shape string `json:"-"`
	// Confidence says of each field that posts show, from 0 to 1, how well the
	// evidence for it agrees.
	Confidence     map[string]float64 `json:"-"`
	Dropped        []string           `json:"dropped"`   // what was taken out of bodies, for inspect
	Warnings       []string           `json:"warnings"`  // doubts, in plain words
	Feeds          []string           `json:"feeds"`     // feeds that the page names
	CommentService string             `json:"elsewhere"` // service that holds the comments ("disqus"), "" when the blog does
	ExcerptSet     bool               `json:"-"`         // the template shows summaries only, whatever their length
	Unsure         bool               `json:"-"`         // the listing may show less than the whole post: compare one with its detail
	CutOff         bool               `json:"-"`         // a saved page without its end
}

// LowConfidence is the Confidence below which a field counts as guessed.
const LowConfidence = 0.6

// Detail is what was read from the page of one post.
type Detail struct {
	Post Post `json:"post"`
	// Comments of this page are in Post.Comments; Pager and Range lead to the
	// rest of them.
	Pager    Pager    `json:"pager"`
	Range    *Range   `json:"range"`
	Profile  string   `json:"profile"`
	Variant  string   `json:"variant"`
	Dates    []string `json:"-"`
	Dropped  []string `json:"dropped"`
	Warnings []string `json:"warnings"`
}

// Knowledge is what is known about a source before one of its pages is read.
// The zero value is right for a page nobody has seen before.
type Knowledge struct {
	DateOrder DateOrder // "" or DateOrderAuto: judge by this page alone
	// DateOrderFixed says that the user has set it: no page overrules it.
	DateOrderFixed bool
	Profile        string // "" or "auto": by evidence; else a profile's name
	Rules          string // what Listing.Rules gave for an earlier page of the source
	FoldPath       bool   // the profile says that case and extension of paths do not matter
	// Headings are lines that stand at the top of the source's pages.
	Heading string
}

// DateOrder says how day, month and year stand in a numeric date.
type DateOrder string

// The orders of --date-order. The empty string means the same as auto.
const (
	DateOrderAuto DateOrder = "auto"
	MDY           DateOrder = "mdy"
	DMY           DateOrder = "dmy"
	YMD           DateOrder = "ymd"
)

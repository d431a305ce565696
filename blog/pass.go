package blog

import "time"

// Outcomes of a pass.
const (
	PassOpen         = ""             // not at its end: under way, or cut short by a kill
	PassConsistent   = "consistent"   // read to its end, and nothing moved meanwhile
	PassInconsistent = "inconsistent" // read to its end, but pages moved under it
	PassFailed       = "failed"       // a page could not be had
	PassStopped      = "stopped"      // an early stop: known posts began
	PassCut          = "cut"          // ended by --max-pages
)

// Pass is one walk over the listing pages.
type Pass struct {
	ID      int64
	Run     int64
	Started time.Time
	Outcome string
	Reason  string    // why it was not consistent
	Total   *int      // as all its pages stated, or as the last one did
	First   *PassPage // its page 1, nil if it was not read
}

// PassPage is one listing page as a pass saw it.
type PassPage struct {
	Number int
	Key    string // Request.Key
	Range  *Range
	Posts  []string // post ids, in page order
	Pager  Pager    // the way on, so that another process can continue
	Reread bool     // the last look at page 1, not a step of the walk
}

// ListingPut is one listing page on its way into the store: the page, its
// posts, its validators and the details they owe go in together or not at all.
type ListingPut struct {
	Source *Source
	Run    int64
	Pass   int64 // 0 outside of a pass
	Number int   // page number in the pass, 1 for the first
	Reread bool
	// Walk numbers, within the run, the walk that the page is a part of, 0 for a
	// look at a single page; Step is the number under which the page counts there.
	Walk, Step int
	Page       *Page
	Listing    *Listing
	Saved      bool // from a saved page, not from the live site
	Feed       bool // from a feed: a witness for what pages leave open
	// Match are, for a feed, the ids of the posts that its items are, by position;
	// "" for one that is new.
	Match []string
	At    time.Time
	Fold  bool // Identities' fold
	// Cause is the reason for which a post may differ from what is stored:
	// CauseEdit unless something other than the author changed it.
	Cause string
	// KeptPage is the page row when a kept page is parsed again, else 0. Its
	// posts are then those that it gave before, by position and title.
	KeptPage int64
	// DryRun reports what would change and rolls back.
	DryRun bool
	// DetailReason says why a post's own page has still to be read, "" if it has not.
	DetailReason func(*Stored) string
	// Prepared is what the store has made of Page and Listing ahead of their turn,
	// nil if nothing. Whether it is still of use, the store sees.
	Prepared any
}

// DetailPut is one post's own page, with the further pages of its comments.
type DetailPut struct {
	Source *Source
	Run    int64
	Post   string // post id; "" for a saved detail page whose post is not known yet
	Pages  []*Page
	Detail *Detail
	Saved  bool
	// Partial says that comments of the post stand on pages that were not had:
	// the post stays due.
	Partial bool
	At      time.Time
	Fold    bool
	Cause   string // CauseDetail for the first reading, CauseEdit later, and so on; "" lets the store choose between these two
	// MovedTo is the address to which the permalink redirected for good, "" if
	// it did not.
	MovedTo  string
	KeptPage int64
	DryRun   bool
}

// Causes of a new version of a post.
const (
	CauseEdit      = "edit"       // the author or the site changed it
	CauseDetail    = "detail"     // its own page was read for the first time
	CauseCompleted = "completed"  // another witness filled what was open: a saved page, the live one after it, the whole post after its teaser
	CauseReparse   = "reparse"    // another parser or profile
	CauseDateOrder = "date-order" // day and month settled anew
	CauseTimezone  = "timezone"
	CauseMoved     = "moved" // another permalink
)

// States of a post after a put.
const (
	StateNew       = "new"
	StateChanged   = "changed"
	StateUnchanged = "unchanged"
	StateRestored  = "restored"
	// StateCompleted is a difference that is no change by the author.
	StateCompleted = "completed"
)

// Stored is a post as it stands in the store after a put.
type Stored struct {
	ID    string
	State string
	Post  Post // the merged record
	// Shown is the listing's reading alone.
	Shown Post
	// ShownChanged says that the listing's reading differs from the one before.
	ShownChanged bool
	// TagsChanged says that it shows other tags or categories.
	TagsChanged bool
	HasDetail   bool
	// Known says that the post was live before the run.
	Known bool
	// LastStep is the step at which the same walk showed the post last, 0 if it
	// has not shown it before.
	LastStep int
	// DetailCount is the comment count that the listing stated when the detail
	// was last read; nil if it was not read or none was stated.
	DetailCount *int
	// Fields lists the names of the fields that differ from what was stored.
	Fields []string
}

// Due is a post whose own page has still to be read.
type Due struct {
	Post   string // id
	URL    string
	Reason string
	Tries  int
	Error  string // of the last try, "" before it
	Shown  Post   // the merged record so far, but with the text that the listing shows
	Whole  bool   // the whole post is known, not only a teaser
	Page   int    // listing page on which it stood when last seen, 0 if unknown
}

// LivePost is what a pass needs to know of a stored live post.
type LivePost struct {
	ID        string
	URL       string
	Title     string
	Published Wall
	// Fresh says that it was stored or restored after the last run with a proof,
	// finished or not.
	Fresh bool
}

// PassApplied is what a consistent pass did to posts that it did not show.
type PassApplied struct {
	Removed []string // ids
	Moved   []string // ids that got a new permalink
	// Absorbed are the ids under which moved posts were taken for new ones.
	Absorbed []string
}

// KeptPage is a page in the store, for parsing it again.
type KeptPage struct {
	ID     int64
	Kind   string // listing or detail
	Number int    // page number, for a listing
	Saved  bool
	Page   Page
	// For a detail: the post's id, the post as the listing shows it, and the
	// further pages of its comments in order.
	Post     string
	Shown    Post
	Comments []Page
}

// Hit is one result of a search.
type Hit struct {
	ID          string  `json:"id"`
	Source      string  `json:"source"`
	URL         *string `json:"url"`
	Title       string  `json:"title"`
	PublishedAt *string `json:"published_at"`
	Snippet     string  `json:"snippet"` // with «matches» marked
}

// Version is one earlier or present state of a post.
type Version struct {
	Number int       `json:"number"` // 1 is the first
	From   time.Time `json:"from"`
	To     *string   `json:"to"`    // RFC 3339, null for the present one
	Cause  string    `json:"cause"` // why it came to be
	Post   Post      `json:"post"`
}

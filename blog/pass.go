package blog

import "time"

// Outcomes of a pass.
const (
	PassOpen         = ""             // unfinished: running, or its process was killed
	PassConsistent   = "consistent"   // read to the end, and nothing changed meanwhile
	PassInconsistent = "inconsistent" // read to the end, but the listing changed meanwhile
	PassFailed       = "failed"       // a page could not be fetched
	PassStopped      = "stopped"      // stopped early at known posts
	PassCut          = "cut"          // ended by --max-pages
)

// Pass is one walk over the listing pages.
type Pass struct {
	ID      int64
	Run     int64
	Started time.Time
	Outcome string
	Reason  string    // why it was not consistent
	Total   *int      // stated by all its pages, or else by the last one
	First   *PassPage // page 1, nil if it was not read
}

// PassPage is one listing page as seen by a pass.
type PassPage struct {
	Number int
	Key    string // Request.Key
	Range  *Range
	Posts  []string // post ids, in page order
	Pager  Pager    // the way on, so that another process can continue
	Reread bool     // read again as a check, not as a step of the walk
}

// ListingPut is a listing page to store: the page, its posts, its validators and the
// detail pages that are now due are stored together or not at all.
type ListingPut struct {
	Source *Source
	Run    int64
	Pass   int64 // 0 outside of a pass
	Number int   // page number in the pass, 1 for the first
	Reread bool
	// Walk is the number, within the run, of the walk that the page belongs to, 0
	// for a page read outside a walk. Step is the page's number in that walk.
	Walk, Step int
	Page       *Page
	Listing    *Listing
	Saved      bool // from a saved page, not from the live site
	Feed       bool // from a feed, which only fills in what pages do not show
	// Match holds, for a feed, the ids of the posts that match its items, by
	// position; "" for a new post.
	Match []string
	At    time.Time
	Fold  bool // Identities' fold
	// Cause is why a post may differ from what is stored: CauseEdit unless something
	// other than the author changed it.
	Cause string
	// KeptPage is the stored page that is parsed again, or 0. Its posts are matched
	// with those it contained before, by position and title.
	KeptPage int64
	// DryRun reports what would change and rolls back.
	DryRun bool
	// DetailReason returns why a post's detail page has to be read, "" if it does not.
	DetailReason func(*Stored) string
	// Prepared is the result of the store's Prepare, or nil. The store checks whether
	// it is still valid.
	Prepared any
}

// DetailPut is a detail page to store, with the further pages of its comments.
type DetailPut struct {
	Source *Source
	Run    int64
	Post   string // post id; "" for a saved detail page whose post is not known yet
	Pages  []*Page
	Detail *Detail
	Saved  bool
	// Partial is set if some comment pages are missing: the post stays due.
	Partial bool
	At      time.Time
	Fold    bool
	Cause   string // CauseDetail for the first reading, CauseEdit later, and so on; "" lets the store choose between these two
	// MovedTo is the target of a permanent redirect of the permalink, or "".
	MovedTo  string
	KeptPage int64
	DryRun   bool
}

// Causes of a new version of a post.
const (
	CauseEdit      = "edit"       // the author or the site changed it
	CauseDetail    = "detail"     // its own page was read for the first time
	CauseCompleted = "completed"  // another page completed it: a saved page, the live one after it, the whole post after its teaser
	CauseReparse   = "reparse"    // another parser or profile
	CauseDateOrder = "date-order" // day and month were swapped
	CauseMoved     = "moved"      // another permalink
)

// States of a post after a put.
const (
	StateNew       = "new"
	StateChanged   = "changed"
	StateUnchanged = "unchanged"
	StateRestored  = "restored"
	// StateCompleted is a difference that was not made by the author.
	StateCompleted = "completed"
)

// Stored is a post in the store after a put.
type Stored struct {
	ID    string
	State string
	Post  Post // the merged record
	// Shown is the post as the listing shows it.
	Shown Post
	// ShownChanged is set if Shown differs from the previous reading.
	ShownChanged bool
	// TagsChanged is set if Shown has other tags or categories than before.
	TagsChanged bool
	HasDetail   bool
	// Known is set if the post was live before the run.
	Known bool
	// LastStep is the step at which the same walk last saw the post, 0 if it did not.
	LastStep int
	// DetailCount is the comment count stated by the listing when the detail page
	// was last read; nil if it was not read or no count was stated.
	DetailCount *int
	// Fields are the names of the fields that differ from what was stored.
	Fields []string
}

// Due is a post whose detail page has to be read.
type Due struct {
	Post   string // id
	URL    string
	Reason string
	Tries  int
	Error  string // of the last attempt, "" if there was none
	Shown  Post   // the merged post, but with the text shown on the listing
	Whole  bool   // the whole post is known, not only a teaser
	Page   int    // listing page where it was last seen, 0 if unknown
}

// LivePost is the part of a stored live post that a pass needs.
type LivePost struct {
	ID        string
	URL       string
	Title     string
	Published Wall
	// Fresh is set if the post was stored or restored after the last run with a
	// proof, finished or not.
	Fresh bool
}

// PassApplied is the effect of a consistent pass on posts that it did not see.
type PassApplied struct {
	Removed []string // ids
	Moved   []string // ids of posts with a new permalink
	// Absorbed are the ids that moved posts had while they were taken for new ones.
	Absorbed []string
}

// KeptPage is a stored page to parse again.
type KeptPage struct {
	ID     int64
	Kind   string // listing or detail
	Number int    // page number, for a listing
	Saved  bool
	Page   Page
	// For a detail: the post's id, the post as the listing shows it, and the further
	// pages of its comments, in order.
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

// Version is an earlier or the current state of a post.
type Version struct {
	Number int       `json:"number"` // 1 is the first
	From   time.Time `json:"from"`
	To     *string   `json:"to"`    // RFC 3339, null for the current one
	Cause  string    `json:"cause"` // why it was created
	Post   Post      `json:"post"`
}

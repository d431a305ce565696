package blog

// PostStats summarizes the stored posts of a source.
type PostStats struct {
	Posts  int  // live ones
	Newest Wall // the latest time, "" if there is none
}

// Walk is one walk of a run over the listing of a source.
type Walk struct {
	Source string
	Run    int64
	Number int // within the run, from 1
}

// Sighting is where a run last saw a post.
type Sighting struct {
	Page int // listing page on which it stood last, 0 if none showed it
	Walk int // walk of the run that showed it last, 0 if none did
}

// PagePost is a post on a listing page.
type PagePost struct {
	ID        string
	Published Wall // as the page showed it
}

// ResumedPage is a page of an unfinished pass that a later run continues.
type ResumedPage struct {
	PassPage
	New        int // posts that the walk had not shown before
	Duplicates int // posts that another page of the walk shows, too
}

// SeenPost is a live post and what the current run has seen of it.
type SeenPost struct {
	LivePost
	KnownBefore bool // it was live before the run
	Listed      bool // a listing page of the run showed it
	HasBody     bool // with something of its body
	IsTeaser    bool // which is not the whole
	Page        int  // listing page on which it stood last
}

// Tally counts the posts of a run by state and by what its listing pages showed.
type Tally struct {
	New, Changed, Restored, Unchanged int

	Seen           int // shown by a listing page of the run or of the pass that it went on with
	Listed         int // shown by a listing page of the run
	WithoutBody    int // of those: nothing of the body is shown
	Updated        int // of those: new, changed, completed or restored
	UpdatedPartial int // of those: time or address is not known
}

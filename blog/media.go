package blog

import "time"

// Media is a file that posts show or link to, under one of the addresses by
// which they name it. Several Media may be one file: they have one Name.
type Media struct {
	URL    string // as body_html and images write it
	From   string // where it came from: the original rather than a smaller copy
	Name   string // of the file in the media folder: lower case, safe on every system
	Type   string // by its content: "image/png"
	Size   int64
	Digest string // SHA-256 of the file, hexadecimal
	// Note says what was taken out of the file to make it safe, "" for nothing.
	Note string
}

// MediaRef is an address by which a post names a file.
type MediaRef struct {
	URL string
	// Larger are addresses under which a larger copy may be, the best first.
	Larger []string
	// Link says that the post links to it and does not show it: what turns out to
	// be a page there is none of the post's files.
	Link bool
}

// Best is the address to be asked first.
func (m *MediaRef) Best() string {
	if len(m.Larger) > 0 {
		return m.Larger[0]
	}
	return m.URL
}

// MediaPost is what has to be known of a post to find the files that it names.
type MediaPost struct {
	Num      int64 // the store's number for it
	ID       string
	URL      string // permalink, "" if none is known
	BodyHTML string
	Images   []Image
	Hash     string // content hash
}

// MediaDue is a file that was not had yet.
type MediaDue struct {
	MediaRef
	Num  int64  // the store's number for it
	Post string // permalink of a post that names it, "" if none is known
}

// MediaPut is a file to be kept.
type MediaPut struct {
	Media
	// Names are what the file may be called, the nicest first; the last is taken
	// by no other content.
	Names []string
	// Write puts the content in its place under a name, if it is not there. It is
	// called within the transaction, so that no two contents get one name.
	Write func(name string) error
	At    time.Time
}

// MediaStanding is what is known of the media of a source's live posts.
type MediaStanding struct {
	Addresses int   `json:"addresses"` // that the posts name
	Fetched   int   `json:"had"`       // of them
	Files     int   `json:"files"`     // the distinct files that they are
	Bytes     int64 `json:"bytes"`
	New       int   `json:"new,omitempty"` // received by this run
	// Accepted is how many addresses the user gave up.
	Accepted  int            `json:"accepted_missing,omitempty"`
	Missing   []MediaMissing `json:"missing"`
	Unscanned int            `json:"unread,omitempty"` // posts whose media were not looked for yet
}

// MediaMissing is a file of a post that was not had.
type MediaMissing struct {
	Post  string `json:"post"` // id
	URL   string `json:"url"`
	On    string `json:"on"` // permalink or title of the post
	Error string `json:"error"`
}

package blog

import "time"

// Media is a file that posts show or link to, at one of its addresses. Several Media
// with the same Name are one file.
type Media struct {
	URL    string // as in body_html and images
	From   string // address it was downloaded from: the original rather than a smaller copy
	Name   string // file name in the media folder: lower case, valid on every system
	Type   string // media type detected from the content: "image/png"
	Size   int64
	Digest string // SHA-256 of the file, hexadecimal
	// Note lists what was removed to make the file safe, "" for nothing.
	Note string
}

// MediaRef is a reference from a post to a file.
type MediaRef struct {
	URL string
	// Larger are addresses at which a larger copy may be found, the best first.
	Larger []string
	// Link is set if the post links to the file rather than showing it. If it turns
	// out to be a page, it is ignored.
	Link bool
}

// Best returns the address to try first.
func (m *MediaRef) Best() string {
	if len(m.Larger) > 0 {
		return m.Larger[0]
	}
	return m.URL
}

// MediaPost is the part of a post that is needed to find its files.
type MediaPost struct {
	Num      int64 // the store's key of the post
	ID       string
	URL      string // permalink, "" if unknown
	BodyHTML string
	Images   []Image
	Hash     string // content hash
}

// MediaDue is a file that still has to be downloaded.
type MediaDue struct {
	MediaRef
	Num  int64  // the store's key of the file
	Post string // permalink of a post that refers to it, "" if unknown
}

// MediaPut is a file to store.
type MediaPut struct {
	Media
	// Names are the candidates for the file name, in order of preference. The last
	// one is unique to the content.
	Names []string
	// Write writes the file under a name unless it exists. It is called within the
	// transaction, so that no two contents get the same name.
	Write func(name string) error
	At    time.Time
}

// MediaStanding is the state of the media of a source's live posts.
type MediaStanding struct {
	Addresses int   `json:"addresses"` // that the posts refer to
	Fetched   int   `json:"had"`       // of them
	Files     int   `json:"files"`     // the distinct files that they are
	Bytes     int64 `json:"bytes"`
	New       int   `json:"new,omitempty"` // received by this run
	// Accepted counts the addresses that the user gave up.
	Accepted  int            `json:"accepted_missing,omitempty"`
	Missing   []MediaMissing `json:"missing"`
	Unscanned int            `json:"unread,omitempty"` // posts whose media were not looked for yet
}

// MediaMissing is a file of a post that could not be downloaded.
type MediaMissing struct {
	Post  string `json:"post"` // id
	URL   string `json:"url"`
	On    string `json:"on"` // permalink or title of the post
	Error string `json:"error"`
}

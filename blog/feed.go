package blog

import "time"

// Feed is what was read from a blog's feed. It is a witness for what listings
// leave open, never a listing.
type Feed struct {
	Title string     `json:"title"`
	Items []FeedItem `json:"items"`
	// Comments says that the items are readers' comments, not posts.
	Comments bool `json:"comments,omitempty"`
}

// FeedItem is one post of a feed.
type FeedItem struct {
	// Post has the time as the feed writes it, at the feed's own offset.
	Post Post `json:"post"`
	// At is the moment of publication, at the offset that the feed writes; zero
	// if it says none. Many systems write UTC whatever the blog's own clock.
	At time.Time `json:"at"`
}

package blog

import "time"

// Feed is what was read from a blog's feed. It fills in what listings do not show
// and is never used as a listing itself.
type Feed struct {
	Title string     `json:"title"`
	Items []FeedItem `json:"items"`
	// Comments is set if the items are readers' comments, not posts.
	Comments bool `json:"comments,omitempty"`
}

// FeedItem is one post of a feed.
type FeedItem struct {
	// Post.Published is the time as written in the feed, at the feed's own offset.
	Post Post `json:"post"`
	// At is the time of publication with the feed's offset; zero if there is none.
	// Many systems write UTC regardless of the blog's time zone.
	At time.Time `json:"at"`
}

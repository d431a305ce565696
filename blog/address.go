package blog

// Address is an old address of a blog and what it showed: what has to lead
// somewhere when the blog has moved.
type Address struct {
	URL  string
	Kind AddressKind
	// Post is the id of the post, for AddressPost.
	Post string
	// Text are the words of the link, for AddressLink and AddressLabel, without
	// a number of posts behind them.
	Text string
	// Period is "2014-07" or "2014", for AddressPeriod.
	Period string
}

// AddressKind is what an old address showed.
type AddressKind string

// Kinds of Address.
const (
	AddressPost    AddressKind = "post"    // a post, or comments on it
	AddressListing AddressKind = "listing" // the blog's posts, whichever page of them
	AddressFeed    AddressKind = "feed"
	AddressPeriod  AddressKind = "period" // the posts of a month or year
	AddressLabel   AddressKind = "label"  // the posts of a tag or category
	AddressMedia   AddressKind = "media"  // a file of which there is a copy: Text is its name
	AddressLink    AddressKind = "link"   // whatever else pages link to; its words tell
)

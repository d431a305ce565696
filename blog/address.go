package blog

// Address is an old address of a blog and what it showed. Each one needs a redirect
// when the blog has moved.
type Address struct {
	URL  string
	Kind AddressKind
	// Post is the id of the post, for AddressPost.
	Post string
	// Text is the link text for AddressLink and AddressLabel, without a trailing
	// post count, and the file name for AddressMedia.
	Text string
	// Period is "2014-07" or "2014", for AddressPeriod.
	Period string
}

// AddressKind says what an old address showed.
type AddressKind string

// Kinds of Address.
const (
	AddressPost    AddressKind = "post"    // a post or its comments
	AddressListing AddressKind = "listing" // a listing page
	AddressFeed    AddressKind = "feed"
	AddressPeriod  AddressKind = "period" // the posts of a month or year
	AddressLabel   AddressKind = "label"  // the posts of a tag or category
	AddressMedia   AddressKind = "media"  // a file that was downloaded
	AddressLink    AddressKind = "link"   // any other link
)

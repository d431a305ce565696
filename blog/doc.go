// Package blog defines the types that the other packages exchange: sources, pages,
// listings, posts, passes and reports. It uses only the standard library, does no
// I/O, and knows neither HTML nor SQL.
//
//	page.go      Request and Page: a document as requested and as received
//	fetch.go     options, statistics and errors of fetching
//	listing.go   Listing and Detail: what the parser read from a page
//	pager.go     Pager and Range: links to the other listing pages
//	feed.go      Feed: what the parser read from a feed
//	post.go      Post and Comment: the fields of a post
//	merge.go     merging what several pages show of a post
//	hash.go      content hash, identities, text folding
//	canonical.go canonical and comparable addresses
//	address.go   Address: an old address that needs a redirect
//	media.go     Media: images and files of posts
//	wall.go      Wall: wall-clock times and time zones
//	teaser.go    telling teasers from whole posts
//	source.go    Source: a blog and its settings
//	pass.go      Pass, and the parameters and results of the store
//	sighting.go  what a run has seen so far
//	report.go    Report, Gap and Standing: what a run did, what is missing
//	record.go    Record: a stored post as exported
package blog

// Package blog holds what the other packages talk about: sources, pages,
// listings, posts, passes and reports. It uses the standard library only, does
// no I/O, and knows neither HTML nor SQL.
//
//	page.go      Request and Page: one document, asked for and received
//	listing.go   Listing and Detail: what a parser read from a page
//	pager.go     Pager and Range: the way to the other pages
//	post.go      Post and Comment: the fields of one post
//	merge.go     how a listing's and a detail's view of a post become one record
//	hash.go      content hash and identities
//	canonical.go addresses, made comparable
//	address.go   Address: what has to lead somewhere when the blog has moved
//	wall.go      wall-clock times and the zone they are read in
//	source.go    Source and what is known about it
//	pass.go      Pass, and what goes into and comes out of a store
//	report.go    Report and Gap: what a run did and what is still missing
//	record.go    Record: a stored post as exports and views show it
package blog

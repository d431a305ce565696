// Package importer imports a blog: it gets pages from a Fetcher, has them parsed by
// a Parser and stored in a Store, and proves at the end that no post is missing. It
// knows no HTTP, no HTML and no SQL.
//
// Terms: a run is one crawl, sync or import; a walk is one traversal of the listing
// pages; a pass is a walk as recorded in the store, which a later run may resume. A
// detail is a post's own page. A part is a partial listing (month, year, label).
//
//	crawl.go     Crawl: a run from start to finish
//	walk.go      traversing the listing pages; pass.go keeps track of them, route.go
//	             finds the next one
//	fetch.go     fetching and parsing one listing page
//	follow.go    continuing with parts of the blog where no pager covers it
//	calendar.go  comparing the posts seen with the links to months and years
//	early.go     stopping early at known posts
//	resume.go    resuming an unfinished pass
//	readahead.go fetching the next listing pages in parallel
//	prove.go     judging a walk: is it complete and consistent?
//	moved.go     posts with a new permalink; gone.go: deleted posts
//	details.go   reading detail pages; comments.go: the pages of their comments
//	teasers.go   finding out whether the listing shows only teasers
//	feed.go      adding times and permalinks from the feed
//	knowledge.go date order and rules learned from the whole blog
//	finish.go    report and gaps; warnings.go
//	saved.go     Import: saved pages; saved_*.go: one page, its blog, details, states
//	reparse.go   Reparse: parsing stored pages again; reparser.go does the work
//	deps.go      the interfaces that the importer needs
package importer

// Package store stores sources, runs, pages and posts in one SQLite file. It knows SQL
// and the types of package blog, but not HTTP, HTML, or how a run decides what to do.
//
// Every method that writes is one transaction: a page, its posts, its validators and the
// details that are now due are stored together or not at all. There is one connection for
// writing and a pool for reading; in WAL mode readers never wait, in this process or in
// another. The log is copied into the database file in the background and on Close.
//
// A post is stored several times. Its readings (what the listing, its detail page, saved
// pages and the feed showed) are stored separately; the row in table post is the result
// of blog.Readings.Merge, and only that is indexed and exported. A page is first compared
// with the reading of the same kind: if they are equal, no row of the post is written.
//
//	open.go, migrate.go        the file, its pragmas and its schema; lock.go: one run per source
//	tx.go, checkpoint.go       transactions, prepared statements, the log; errors.go
//	sources.go, runs.go        blogs, and runs with their reports and gaps
//	passes.go, apply.go        walks over listings; removed and moved posts; unshown.go
//	listings.go, details.go    PutListing and PutDetail; prepare.go: work done in advance
//	identity.go                which stored post is it? live.go: live posts
//	posts.go, readings.go      storing a reading and merging it into the post
//	rows.go, lists.go          table post and its lists; arrays.go: lists as JSON
//	pages.go, kept.go          pages as received; pageof.go; codec.go: compression
//	due.go                     detail pages to be read; missingtags.go, teasers.go: are they?
//	sightings.go, runstate.go  what the current run has seen, in a temporary table
//	standing.go, warnings.go   the state of a source
//	records.go, snapshot.go    posts for export; filter.go, addresses.go, search.go, versions.go
//	media*.go                  files of posts: referenced, due, stored, missing
package store

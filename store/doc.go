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
//	open.go, migrate.go      the file, its pragmas and its schema
//	tx.go, checkpoint.go     transactions, prepared statements, the log
//	codec.go                 zstd and JSON
//	sources.go, runs.go      what is known about a blog, and what was done
//	passes.go, apply.go      walks over listings; removed and moved posts
//	listings.go, details.go  PutListing and PutDetail
//	identity.go, posts.go    which post is it, and what became of it
//	rows.go, lists.go        table post and its lists
//	pages.go, kept.go        documents as received
//	sightings.go, runstate.go  what the current run has seen, in a temporary table
//	records.go, search.go, standing.go, doubts.go, versions.go: queries
//	media.go                 files of posts; medianames.go, mediadue.go and
//	                         mediastanding.go: referenced, due, missing
//	lock.go                  one run per source at a time
package store

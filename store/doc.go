// Package store keeps sources, runs, pages and posts in one SQLite file. It
// knows SQL and the types of package blog; it does not know HTTP, HTML, or how
// a run decides what to do.
//
// Every method that writes is one transaction: a page, its posts, its
// validators and the details they owe are stored together or not at all. There
// is one writing connection, and as many reading ones as are needed; in
// write-ahead mode readers never wait, in this process or in another. What was
// written is copied from the log into the file beside it, and at the end.
//
// The surprise: a post is stored several times. Its readings (what the listing,
// its own page and saved pages showed) are kept apart, the row in table post is
// what blog.Readings.Merge makes of them, and only that is indexed and
// exported. What a page shows is compared with the reading of the same kind
// first: when it is equal, not one row of the post is touched.
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
//	records.go, search.go, standing.go, doubts.go, versions.go: ways out
//	media.go                 files of posts; medianames.go, mediadue.go and
//	                         mediastanding.go: named, had, missing
//	lock.go                  one run per source at a time
package store

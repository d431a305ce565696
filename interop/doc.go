// Package interop proves exports with the programs that take them in: each gets
// a made-up blog, and what it then shows is read back and compared post by post
// and field by field. It holds tests only, a file per program:
//
//	programs_test.go  starting programs
//	blogs_test.go     the blogs: the demo's, read by blogferry, and a hostile one
//	feeds_test.go     Atom by its schema (xmllint), feeds by gofeed, feedparser, sfeed
//	ghost_test.go     Ghost, only if BLOGFERRY_GHOST is set: it takes minutes
//	sites_test.go     what generators of static sites show: hugo_test.go,
//	                  jekyll_test.go, sitemedia_test.go, random_test.go
//	sqlite3_test.go   the database itself, through SQLite's shell
//	webarchive_test.go Wget's web archives, the other way round
//	wordpress_test.go WordPress, with a database of its own: PHP scripts in
//	                  testdata/wordpress take a WXR file in, and ask WordPress
//	wxr_readers_test.go pelican-import and wordpress-export-to-markdown
//
// A test whose program is not installed is skipped, or fails if BLOGFERRY_REAL
// is 1.
package interop

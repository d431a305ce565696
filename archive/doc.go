// Package archive reads pages from disk: saved HTML, plain text, MHTML, each
// also gzipped, one by one, in folders, or in archives: WARC, WACZ, ARC, zip and
// tar. It knows files, names and containers; whether a page shows posts is not its
// business.
//
// One bad file is an item of its own and the rest goes on. A file is judged by
// its content, a name only decides what is looked at in a folder. A file that
// was named is always tried, so that a typing slip is an error and not silence.
//
// A page can be read again from its place, in an archive too, so that nobody has to
// hold thousands of them. What has no such place goes to a Spool.
//
// The surprise: a file over the limit is an error, never a shortened page, since
// half a listing would look like a blog that lost its older posts.
//
//	archive.go  Read: the paths, one after the other
//	folder.go   which files of a folder are looked at
//	names.go    what a name says
//	file.go     opening, gzip, the limit
//	kinds.go    the kinds of files, a reader each
//	zip.go      zip archives of saved pages, WACZ too
//	tar.go      tar archives of them
//	httrack.go  the pages of a mirror as they were received
//	web.go      web archives: which records are pages, what they say of each other
//	warc.go     the records of a file, one after the other
//	arc.go      the same of the older format
//	answer.go   the answer of a server that a record holds
//	gzip.go     gzip members, of which a record is one
//	again.go    reading a page once more
//	place.go    where it is read from then
//	spool.go    what can be read only once
//	sniff.go    what the first bytes say
//	mhtml.go    MHTML, as browsers save it
//	tree.go     addresses out of the folders of a mirror
package archive

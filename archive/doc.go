// Package archive reads pages from disk: saved HTML, plain text and MHTML, gzipped or
// not, as single files, in folders, or in archives (WARC, WACZ, ARC, zip, tar). It knows
// files, names and containers, but not whether a page shows posts.
//
// One bad file is one error, and reading continues. The type of a file is detected from
// its content; its name only decides whether it is opened when it is found in a folder. A
// file named by the user is always opened, so that a typing mistake is reported.
//
// A page can be read again from its place, even within an archive, so that the caller
// need not keep thousands in memory. What can be read only once goes to a Spool.
//
// A file over the size limit is an error, never a shortened page: half a listing would
// look like a blog that has lost its older posts.
//
//	archive.go   Read
//	folder.go    which files of a folder are read
//	names.go     what a file's name says about it
//	sniff.go     what its first bytes say
//	file.go      opening files, gzip, the size limit
//	kinds.go     the types of files, each with its reader
//	mhtml.go     MHTML, as saved by browsers
//	zip.go       zip archives, including WACZ; tar.go: tar archives
//	httrack.go   HTTrack's cache of pages as received
//	tree.go      addresses from the folders of a mirror
//	web.go       web archives: which records are pages, and references between them
//	warc.go      the records of a WARC file; arc.go: of the older ARC format
//	response.go  the HTTP response in a record
//	files.go     images and other files; webfiles.go: in web archives
//	gzip.go      gzip members, one per record
//	again.go     reading a page again; place.go: from where; spool.go: temporary copies
//	await.go     reading pipes, which may block
package archive

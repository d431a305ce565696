// Package archive reads pages from disk: saved HTML, plain text, MHTML, each
// also gzipped, one by one or in folders. It knows files, names and containers;
// whether a page shows posts is not its business.
//
// One bad file is an item of its own and the rest goes on. A file is judged by
// its content, a name only decides what is looked at in a folder. A file that
// was named is always tried, so that a typing slip is an error and not silence.
//
// The surprise: a file over the limit is an error, never a shortened page, since
// half a listing would look like a blog that lost its older posts.
//
//	archive.go  Read: the paths, one after the other
//	folder.go   which files of a folder are looked at
//	names.go    what a name says
//	file.go     opening, gzip, the limit
//	kinds.go    the kinds of files, a reader each
//	sniff.go    what the first bytes say
//	mhtml.go    MHTML, as browsers save it
//	tree.go     addresses out of the folders of a mirror
package archive

// Package export writes stored posts in the formats that other programs read.
// It knows blog.Record and bytes; where records come from, which of them are
// wanted and where the bytes go is its caller's business.
//
// Every format streams: memory holds a record or a few, never the blog. The
// same records give the same bytes. Texts are written as they are stored; only
// what a format can't hold is changed, and each format says what that is.
//
// The surprise: an export that ends with an error has written something, and
// for line-based formats nothing in these bytes shows that the rest is missing.
// Write to a file through internal/atomicfile, which keeps the old one then.
//
//	formats.go    the table of formats, Write
//	stream.go     the loop that the record-by-record formats share
//	json.go       one array of objects
//	ndjson.go     one object a line
//	csv.go        RFC 4180, with or without regard for spreadsheets
//	jsontext.go   records and strings as JSON
//	markdown.go   records given their body_markdown, some at a time
//	commonmark.go one body as Markdown
package export

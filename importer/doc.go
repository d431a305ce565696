// Package importer runs the passes over a blog: it asks a Fetcher for pages,
// a Parser for what they show, and a Store to keep it, and proves at the end
// that nothing was left behind. It knows no HTTP, no HTML and no SQL.
package importer

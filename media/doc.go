// Package media downloads the images and files that posts show and link to, each once,
// into a folder. It knows markup and types of files; SQL and HTTP are behind the
// interfaces in deps.go.
//
// It works in two steps, so that a killed process loses nothing and the next run requests
// only what is missing: first it scans new and changed posts for addresses, which are
// stored; then it requests the stored addresses without a file one by one.
//
// An image may have several addresses. A post shows photo.aspx?width=320, a srcset lists
// four widths, and the original is none of them. So each address knows where a larger
// copy may be; that is requested first, and the address in the post last.
//
// The type of a file is detected from its content: a Kentico site serves photo.png.aspx,
// and a server that has lost an image may return a page with status 200. File names are
// valid on all systems, and their extensions follow from the type: what a browser would
// run gets a harmless one.
//
//	run.go      Run: the two steps
//	fetch.go    downloading one file
//	names.go    the addresses that a post refers to; srcset.go
//	original.go where the original of a smaller copy may be
//	linked.go   links that lead to a file
//	kind.go     types of files; svg.go: safe SVG
//	filename.go the name of a file in the folder
package media

// Package media gets the images and files that posts show and link to, and puts
// each of them into a folder once. It knows what markup names and what bytes
// are; SQL and HTTP are behind the interfaces in deps.go.
//
// It goes in two steps, so that a kill loses nothing and the next run asks only
// for what is missing: every post that is new or has changed is read for the
// addresses that it names, which are stored; then the stored ones that were not
// had yet are asked for, one after the other.
//
// The surprise: one picture has several addresses. A post shows
// photo.aspx?width=320, a srcset names four widths, and the original is none of
// them. So each address knows where a larger copy may be; that is asked for
// first, and what the post names is only the last resort.
//
// The type of a file is what its bytes say: a Kentico site serves photo.png.aspx,
// and a server that has lost a picture answers 200 with a page in its place.
// Names of files are made so that they can be copied to any system, and their
// endings follow from the type: nothing that a browser would run keeps one that
// lets it.
//
//	run.go      Run: the two steps
//	fetch.go    one file: asked for, looked at, kept
//	names.go    the addresses that a post names; srcset.go
//	original.go where the original of a smaller copy may be
//	linked.go   links that lead to a file
//	kind.go     what the bytes are; svg.go makes drawings safe
//	filename.go what a file is called in the folder
package media

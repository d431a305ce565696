// Package demo is a fictional legacy blog on Kentico CMS, served from within the program:
// that of the canal freight company Wherry & Lockwood, with some sixty posts. `blogferry
// demo` crawls it, and so does every test that needs a blog.
//
// It closely imitates the stock markup, pagers and behavior of Kentico's portal engine: a
// page number past the end returns the last page with status 200, a postback without the
// right hidden fields is rejected, comments use the same query parameter as the listing.
// Options change template, pager, culture and charset; Faults misbehave at certain
// requests; Shifts change the posts during a crawl. Site.Truth returns what a reader
// should find.
//
// It does not use the parser, the scraper or the store, so that it can test them
// independently. The same sequence of requests gets the same bytes.
//
//	post.go      Post and Comment; data.go reads them from posts.txt
//	byline.go    ways of typing "Posted by: NAME | ROLE"
//	options.go   Options
//	site.go      Site: routing, counting, serving; respond.go: responses
//	frame.go     the master page, with its sidebar
//	listing.go   lists of posts; templates.go: the markup of a post
//	detail.go    the page of a post and its comments
//	pager.go     DataPager, UniPager, buttons and plain links
//	postback.go  view state, cross-site tokens, rejections
//	culture.go   dates and words by culture
//	edition.go   the current posts; shift.go: how they change
//	fault.go     faults and when they occur; havoc.go: their effects
//	feed.go      RSS
//	picture.go   images and files
//	log.go       requests received
//	truth.go     what should be found
//	text.go      pages as text copied from a browser; save.go: pages as files
//	many.go      generated posts for benchmarks; replay.go: cached responses
package demo

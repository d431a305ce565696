// Package demo is a made-up legacy blog on Kentico CMS that serves from inside
// the program: the canal freight company Wherry & Lockwood and its sixty-odd
// posts. `blogferry demo` crawls it, and every test that needs a blog does.
//
// It imitates the portal engine's stock markup, pagers and manners closely: a
// page number past the end answers with the last page under status 200, a
// postback without the right hidden fields is refused, comments share the
// pager's key with the listing. With Options it changes template, pager,
// culture and charset; with Faults it misbehaves at a chosen request; with
// Shifts its posts change while somebody reads them. What a reader ought to
// find is told by Site.Truth.
//
// It knows nothing of the parser, the scraper or the store, so that it can
// testify against them. The same sequence of requests gets the same bytes.
//
//	post.go      Post and Comment; data.go reads them from posts.txt
//	byline.go    the ways in which editors typed "Posted by: NAME | ROLE"
//	options.go   Options
//	site.go      Site: routing, counting, serving; respond.go makes the answers
//	frame.go     the master page around everything, with its sidebar
//	listing.go   posts in a list, templates.go the shapes of one
//	detail.go    the page of one post and the comments below it
//	pager.go     DataPager, UniPager, buttons and plain links
//	postback.go  view state, cross-site tokens, refusals
//	culture.go   dates and words by culture
//	edition.go   the posts as they stand; shift.go how they change
//	fault.go     what goes wrong and when; havoc.go how
//	feed.go      RSS
//	log.go       what was asked
//	truth.go     what ought to be found
//	text.go      pages as a browser's text copy; save.go pages as files
package demo

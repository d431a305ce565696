// Package parser finds the posts on a page. It is pure: bytes, address and knowledge in,
// a listing out; no network, clock or database.
//
// A page is first divided into lines: a line is what a reader sees between two breaks,
// with the nodes it came from. HTML and plain text are then parsed by the same grammar
// over lines, so that a page and its text rendering give the same posts. Class names are
// hints from a profile, not conditions: if they fail, the words of bylines ("Posted: … by
// … | with 0 comments") identify the posts. The stated range, the order of dates and
// matching links tell bylines from quotations of bylines.
//
// Terms: a record is a post as lines of a page; a reading is a set of records found by
// one method: by a profile's selectors, by the words of bylines, or by induction, that
// is, by what repeats on the page. The reading that explains the page best is used, and
// another one, its witness, fills in the fields that it lacks.
//
//	charset/             bytes to text
//	dom/                 elements; weburl/: addresses
//	selector/            CSS selectors with an index
//	document/            HTML and text to lines, and from lines back to nodes
//	dates/, words/       parsing text, independent of pages
//	profiles/            knowledge about platforms, and choosing a profile
//	induce/              posts on pages with unknown markup
//	comments/            comments on a post's page, or the service that has them
//	feeds/               the feeds of a page, and parsing a feed
//	archives/            links to months, years, labels
//	pager/               the way to the other pages
//	cleanhtml/           nodes of a post to safe markup
//	pattern/             faster regular expressions
//
//	parser.go            Parser
//	split.go             records and readings, and choosing the best reading
//	split_selectors.go   records by a profile's selectors
//	split_items.go       likewise, if each post has an element
//	split_starts.go      likewise, if posts have no element of their own
//	parts.go             elements of a record by selectors; partdate.go, partcount.go
//	silence.go           fields that posts do not have, according to a profile
//	split_words.go       records by the words of bylines; plain.go: on text pages
//	margins.go           parts of a page that contain no posts
//	split_repeats.go     records by induction
//	witness.go           which reading to use, and what the other adds
//	unshown.go           links to posts that nothing else leads to
//	paging.go            pagers selected by a profile, or counted from the oldest
//	ranges.go            which stated range or total is the page's
//	confidence.go        how well the evidence for each field agrees
//	draft*.go            the result as a profile for the user to edit
//	choose*.go           which lines that look like bylines are bylines
//	metaline.go          parsing a byline
//	titles*.go           finding the title of a record
//	breaks.go            bylines that follow a text, and text that follows a date, without a
//	                     break
//	rules.go             what one page teaches about the next
//	rival.go             when induction can be skipped
//	byline.go            the line "Posted by: NAME | ROLE"
//	role*.go             a role beside the author's name, in the byline or elsewhere in the frame
//	author_box.go        an author whom only a box beside the text names
//	fields*.go           from a record to a post
//	listing.go           parsing a listing page
//	page.go              heading, address and culture of a page, and its links
//	detail*.go           a post's own page, also by title and teaser alone
//	errorpage.go         error pages, log-in pages and the like
//	cutoff.go            truncated pages
//	wayback.go           pages from the Wayback Machine
//
// The parser knows no other pages of the blog. What depends on several (the order of day
// and month, the place of the title on a page with one post) is passed in as
// blog.Knowledge and returned as Listing.Dates and Listing.Rules.
//
// A record ends with its date, rather than starting with it: in the stock theme of the
// first supported platform, Kentico, posts have no element of their own, and the byline
// comes last.
package parser

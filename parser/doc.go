// Package parser turns one page into the posts it shows. It is pure: bytes,
// address and knowledge in, a listing out; no network, clock or database.
//
// A page is first cut into lines: a line is what a reader sees between two
// breaks, with the nodes it came from. HTML and plain text are then read by one
// grammar over lines, so that a page and its text rendering give the same
// posts. Class names are hints from a profile, never conditions: where they
// fail, the words of the byline ("Posted: … by … | with 0 comments") find the
// posts, and the page's own arithmetic (stated range, order of dates, links
// that agree) says which of those lines are bylines and which are quotations.
//
//	charset/             bytes to text
//	dom/                 what elements are, and their order; weburl/: what addresses are
//	selector/            CSS selectors, looked up rather than walked for
//	document/            HTML and text to lines, and from lines back to nodes
//	dates/, words/       what a text says, apart from any page
//	profiles/            what is known about kinds of blogs, as data, and which kind a page is
//	induce/              the posts of a page that nobody has described
//	comments/            the comments of a post's page, or the service that holds them
//	feeds/               the feeds that a page names, and what a feed says
//	archives/            where links lead: to months, years, labels
//	pager/               the way from a page to the others
//	cleanhtml/           from a post's nodes to markup that is safe to show
//	pattern/             regular expressions that cost less
//
//	parser.go            Parser: the way in
//	split.go             candidate records, and the best set of them
//	split_selectors.go   records by a profile's selectors
//	split_items.go       the same where each post has an element
//	split_starts.go      records that nothing holds
//	parts.go             elements of a record by selectors; partdate.go, partcount.go
//	silence.go           fields that a profile says are not there
//	split_words.go       records by the words of their bylines; plain.go: on text pages
//	margins.go           which parts of a page hold no posts
//	split_repeats.go     records that repeat, on pages nobody has described
//	witness.go           which reading is believed, and what the other adds to it
//	unshown.go           links to posts that nothing else leads to
//	paging.go            pagers as a profile tells them, or counted from the oldest
//	ranges.go            which stated range is the page's
//	confidence.go        how well the evidence for each field agrees
//	draft*.go            what was found, as a profile to mend
//	choose*.go           which byline-like lines are bylines
//	metaline.go          what a byline says
//	titles*.go           where a record's title stands
//	breaks.go            bylines that follow a text without a break
//	rules.go             what one page teaches about the next
//	rival.go             when what repeats need not be asked
//	byline.go            the line "Posted by: NAME | ROLE"
//	role.go              a role beside the author's name
//	fields*.go           from a record to a post
//	listing.go           a listing page, whole
//	page.go              heading, address, culture, what the page links to
//	detail*.go           a post's own page, also by title and teaser alone
//	errorpage.go         pages that are no blog's
//	cutoff.go            pages without their end
//
// It does not know other pages of the blog than the one it is given. What needs
// several (the order of day and month, the title's place on a page with one
// post) comes in as blog.Knowledge and goes out as Listing.Dates and
// Listing.Rules.
//
// The surprise: in the first platform's stock theme nothing wraps a post, and
// its byline comes last. So a record ends, rather than begins, with its date.
package parser

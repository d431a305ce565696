// Package scraper fetches the pages of a live blog, one at a time and politely.
// It knows URLs, HTTP and waiting; it does not know what a post is.
//
// Colly makes the requests, follows redirects and keeps the cookies. All that
// makes a crawl polite and safe sits below it, in one http.RoundTripper:
//
//	colly ─ net/http client ─ transport ─ net/http transport ─ guard ─ network
//	        cookies,          bounds,     keep-alive,          private
//	        redirects         robots,     TLS, proxy           addresses
//	                          pace,
//	                          retries,
//	                          limits
//
// It sits there, and not in colly's own settings, because those ignore
// robots.txt by default and fetch it outside every limit, sleep without watching
// the context, and cut a long body without a word. Here every request on the
// wire, robots.txt, redirect hops and retries included, takes the same way: it
// waits its turn, is counted, and ends when the context does.
//
// A body longer than Options.MaxBody is an error, never a shortened page: half
// a listing would look like a blog that lost its older posts.
//
//	scraper.go   Options, New, Fetch
//	collector.go what colly is told, and the page that it brings
//	transport.go one hop of a fetch: allowed, paced, sent, sent again
//	pace.go      Pacer: whose turn it is on a host
//	retry.go     what is asked for again, and when
//	robots.go    robots.txt of every host; rules.go reads and matches it
//	bounds.go    the hosts that may be asked
//	redirect.go  the redirects that are followed
//	dial.go      the guard at dialling; private.go knows the address ranges
//	tls.go       old servers, and handshakes that went wrong
//	limits.go    a body within its limits; jar.go: cookies within theirs
//	hint.go      what to try next
package scraper

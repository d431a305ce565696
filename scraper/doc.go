// Package scraper fetches the pages of a live blog, within limits that are safe for us
// and polite to the server. It knows URLs, HTTP and waiting, but not what a post is.
//
// Colly sends the requests, follows redirects and keeps cookies. Rate limits, retries
// and security checks are below it, in one http.RoundTripper:
//
//	colly ─ net/http client ─ transport ─ net/http transport ─ guard ─ network
//	        cookies,          bounds,     keep-alive,          private
//	        redirects         robots,     TLS, proxy           addresses
//	                          pace,
//	                          retries,
//	                          limits
//
// Colly's own settings are not used because they ignore robots.txt by default and fetch
// it outside all limits, sleep without watching the context, and truncate long bodies
// silently. Here every request, including robots.txt, redirects and retries, is paced,
// counted, and canceled with the context.
//
// A body longer than Options.MaxBody is an error, never a truncated page: half a listing
// would look like a blog that has lost its older posts.
//
//	scraper.go   Options, New, Fetch
//	collector.go the colly collector
//	transport.go one request: checks, pacing, sending, retries
//	pace.go      Pacer: rate limits per host
//	retry.go     what is retried, and when
//	robots.go    robots.txt of every host; rules.go parses and matches it
//	bounds.go    the hosts that may be requested
//	redirect.go  which redirects are followed
//	dial.go      checks while dialing; private.go has the address ranges
//	tls.go       TLS settings and handshake errors
//	body.go      reading and decompressing bodies within limits
//	jar.go       cookies within limits
//	playback.go  reading a blog from a web archive
//	hint.go      advice after an error
package scraper

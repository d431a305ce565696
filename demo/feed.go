package demo

import (
	"html"
	"net/http"
	"time"
)

// feedSize is the number of posts in the feed.
const feedSize = 25

// feed returns a feed of the newest posts, with ids and summaries, but no bodies and
// authors.
func (s *Site) feed(r *http.Request) *answer {
	base := "http://" + r.Host
	var b out
	b.f("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\">\n<channel>\n<title>%s</title>\n<link>%s%s</link>\n<description></description>\n", html.EscapeString(s.opts.Heading), base, s.opts.listing())
	for _, p := range s.visible(feedSize) {
		link := base + s.link(&p)
		b.f("<item>\n<guid isPermaLink=\"false\">%s</guid>\n<title>%s</title>\n<description><![CDATA[%s]]></description>\n<pubDate>%s</pubDate>\n<link>%s</link>\n</item>\n",
			p.GUID(), html.EscapeString(p.Title), p.Summary, p.Date.Format(time.RFC1123Z), link)
	}
	b.f("</channel>\n</rss>\n")
	return plainAnswer(http.StatusOK, "application/rss+xml; charset=utf-8", b.String())
}

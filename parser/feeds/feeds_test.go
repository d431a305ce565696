package feeds

import (
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

func mustRead(t *testing.T, text string) *blog.Feed {
	t.Helper()
	feed, err := Read(&blog.Page{URL: "http://old.example/feed", Body: []byte(text)})
	if err != nil {
		t.Fatalf("Feed: %v", err)
	}
	return feed
}

const (
	rssFeed = `<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Log</title><link>http://old.example/</link>
<item><title>Gulls &amp;amp; caf` + "\xe9" + `s</title><link>http://counter.example/~r/log/1</link><feedburner:origLink>http://old.example/2010/08/gulls/?utm_source=feed</feedburner:origLink>
<dc:creator>Mara Quill</dc:creator><category>Birds</category><category>birds</category><pubDate>Tue, 10 Aug 2010 23:30:00 +0200</pubDate>
<description>They came back [&amp;#8230;]</description><content:encoded><![CDATA[<p>They came back.</p><p><img src="/gull.jpg" onclick="x()" alt="A gull"><script>x()</script>All of them.</p>]]></content:encoded></item>
<item><title>Storm</title><link>/2010/08/storm/</link><pubDate>9 Aug 2010</pubDate><description>It blew all night and the lamp [...]</description></item>
</channel></rss>`
	atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Log</title>
<entry><title type="html">&lt;b&gt;Fog&lt;/b&gt;</title><id>tag:old.example,2010:1</id><link rel="replies" href="http://old.example/fog#c"/><link rel="alternate" type="text/html" href="http://old.example/fog"/>
<published>2010-08-01T07:00:00.000-07:00</published><updated>2011-01-01T00:00:00Z</updated><author><name>Mara Quill</name></author><category term="weather"/><content type="html">&lt;p&gt;Thick.&lt;/p&gt;</content></entry></feed>`
	rdfFeed = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://old.example/"><title>Log</title></channel>
<item rdf:about="http://old.example/archives/000012.html"><title>Lamp oil</title><link>http://old.example/archives/000012.html</link><dc:date>2004-02-03T13:25:00-08:00</dc:date><dc:creator>mara</dc:creator></item></rdf:RDF>`
	replies = `<rss version="2.0"><channel><title>Comments on: Log</title><item><title>By: Ned</title><link>http://old.example/fog#comment-7</link></item></channel></rss>`
)

func TestFeed(t *testing.T) {
	gulls := mustRead(t, rssFeed).Items[0]
	p := gulls.Post
	if p.Title != "Gulls & cafés" || p.URL != "http://old.example/2010/08/gulls/" || p.Author != "Mara Quill" || p.Published != "2010-08-10T23:30:00" {
		t.Errorf("rss item = %+v", p)
	}
	if p.BodyText != "They came back.\nAll of them." || strings.Contains(p.BodyHTML, "script") || strings.Contains(p.BodyHTML, "onclick") || p.ExcerptOnly || len(p.Images) != 1 || p.Images[0].URL != "http://old.example/gull.jpg" {
		t.Errorf("rss body = %q, %q, %v", p.BodyText, p.BodyHTML, p.Images)
	}
	if !gulls.At.Equal(time.Date(2010, 8, 10, 21, 30, 0, 0, time.UTC)) {
		t.Errorf("rss time = %v", gulls.At)
	}
	if storm := mustRead(t, rssFeed).Items[1].Post; storm.URL != "http://old.example/2010/08/storm/" || !storm.ExcerptOnly {
		t.Errorf("rss teaser = %+v", storm)
	}
	if fog := mustRead(t, atomFeed).Items[0].Post; fog.Title != "Fog" || fog.URL != "http://old.example/fog" || fog.Published != "2010-08-01T07:00:00" || fog.BodyText != "Thick." {
		t.Errorf("atom entry = %+v", fog)
	}
	if oil := mustRead(t, rdfFeed).Items[0].Post; oil.URL != "http://old.example/archives/000012.html" || oil.Published != "2004-02-03T13:25:00" || oil.Author != "mara" {
		t.Errorf("rdf item = %+v", oil)
	}
	if !mustRead(t, replies).Comments {
		t.Error("a feed of comments is taken for one of posts")
	}
	if _, err := Read(&blog.Page{Body: []byte("<html><p>not here</p></html>")}); err == nil {
		t.Error("a page is taken for a feed")
	}
}

func TestFeedLinks(t *testing.T) {
	for markup, want := range map[string]string{
		`<link rel="alternate" type="application/rss+xml" title="Log » Comments Feed" href="/c/feed"><link rel="alternate" type="application/atom+xml" href="/atom.xml">`: "http://old.example/atom.xml",
		`<link rel=alternate type=application/rdf+xml href=index.rdf>`:           "http://old.example/index.rdf",
		`<a href="/feeds/latest/">Latest</a> <a href="/feeding-gulls">Gulls</a>`: "http://old.example/feeds/latest/",
		`<a href="http://feeds.feedburner.com/log">Subscribe</a>`:                "http://feeds.feedburner.com/log",
		`<link rel="alternate" hreflang="de" href="/de/">`:                       "",
	} {
		root, err := html.Parse(strings.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(Links(document.New(root, 0), weburl.Web("http://old.example/")), " "); got != want {
			t.Errorf("feeds of %s = %q, want %q", markup, got, want)
		}
	}
}

func FuzzFeed(f *testing.F) {
	for _, seed := range []string{rssFeed, atomFeed, rdfFeed, replies, "", "<rss>", `{"version":"https://jsonfeed.org/version/1","items":[{"url":"x"}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		feed, err := Read(&blog.Page{URL: "http://old.example/feed", Body: data})
		if err != nil {
			return
		}
		for _, it := range feed.Items {
			if u := it.Post.URL; u != "" && !weburl.IsHTTP(u) {
				t.Errorf("permalink %q", u)
			}
			if strings.Contains(strings.ToLower(it.Post.BodyHTML), "<script") {
				t.Errorf("script in %q", it.Post.BodyHTML)
			}
		}
	})
}

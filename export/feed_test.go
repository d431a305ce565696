package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/blogferry/blogferry/blog"
)

// feedText returns the part of a text that XML allows.
func feedText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && !strings.ContainsRune("\t\n\r", r) || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, string([]rune(s)))
}

// sectionText returns the part of a text that a CDATA section allows.
func sectionText(s string) string { return lf(feedText(s)) }

// atomFeed is a feed as read by encoding/xml, which keeps every character.
type atomFeed struct {
	Title   string `xml:"title"`
	ID      string `xml:"id"`
	Updated string `xml:"updated"`
	Entries []struct {
		Title     string `xml:"title"`
		ID        string `xml:"id"`
		Published string `xml:"published"`
		Updated   string `xml:"updated"`
		Author    string `xml:"author>name"`
		Summary   string `xml:"summary"`
		Links     []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Categories []struct {
			Term string `xml:"term,attr"`
		} `xml:"category"`
		Content struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
	} `xml:"entry"`
}

func readAtom(t *testing.T, doc []byte) (f atomFeed) {
	t.Helper()
	if err := xml.Unmarshal(doc, &f); err != nil {
		t.Fatalf("%v in\n%s", err, doc)
	}
	return f
}

func TestAtomHostile(t *testing.T) {
	all := append(hostileRecords(), record(900, "no utf-8 \xff\xfe"))
	f := readAtom(t, write(t, "atom", Options{}, all))
	if len(f.Entries) != len(all) {
		t.Fatalf("%d entries of %d posts", len(f.Entries), len(all))
	}
	ids := map[string]bool{}
	for i, e := range f.Entries {
		r := all[i]
		got := []string{e.Title, e.Summary, e.Content.Text}
		if want := []string{feedText(r.Title), feedText(r.Excerpt), sectionText(r.BodyHTML)}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", r.ID, got, want)
		}
		if ids[e.ID] || !strings.HasPrefix(e.ID, "urn:uuid:") {
			t.Errorf("%s: id %q", r.ID, e.ID)
		}
		ids[e.ID] = true
	}
}

// feedBlog has a post with everything and one with next to nothing.
func feedBlog() []blog.Record {
	return []blog.Record{{
		ID: "p1", Source: "http://old.example/blog", URL: text("http://old.example/blog/One.aspx"), Title: `"One" & <two>`,
		Author: "Jane Doe", Role: "Editor", PublishedAt: text("2014-07-21T06:00:00+02:00"), PublishedRaw: "7/21/2014",
		Tags: []string{"Sales", "new & old"}, Categories: []string{"News", "sales"}, CommentCount: blog.Int(1),
		Comments: []blog.RecordComment{{Author: "Tom", BodyText: "hi", BodyHTML: "hi"}}, Excerpt: "In short <b>",
		BodyHTML: `<p>See <a href="http://old.example/blog/two">two</a> <img src="http://old.example/a.png" alt=""/></p>`,
		BodyText: "See two", Images: []blog.Image{{URL: "http://old.example/a.png", Alt: "A"}, {URL: "http://old.example/file?x"}},
	}, {ID: "p2", URL: text("http://old.example/blog/two"), BodyText: "plain <text>", FirstSeenAt: text("2024-05-02T09:00:03Z")}}
}

func TestAtomEntry(t *testing.T) {
	var changes []string
	o := destinationOptions()
	o.Warn = func(r *blog.Record, err error) { changes = append(changes, r.ID+" "+err.Error()) }
	doc := string(write(t, "atom", o, feedBlog()))
	want := `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:blogferry="https://github.com/blogferry/blogferry">
<title>Pottery notes</title>
<id>` + urn("http://old.pottery.example/blog") + `</id>
<updated>2014-07-21T06:00:00+02:00</updated>
<link rel="alternate" href="https://new.example/"/>
<generator uri="https://github.com/blogferry/blogferry">blogferry</generator>
<entry>
<title>&quot;One&quot; &amp; &lt;two&gt;</title>
<id>` + urn("p1") + `</id>
<published>2014-07-21T06:00:00+02:00</published>
<updated>2014-07-21T06:00:00+02:00</updated>
<author><name>Jane Doe</name><blogferry:role>Editor</blogferry:role></author>
<link rel="alternate" href="https://new.example/2014/07/one/"/>
<link rel="via" href="http://old.example/blog/One.aspx"/>
<category term="News"/>
<category term="sales"/>
<category term="new &amp; old"/>
<summary>In short &lt;b&gt;</summary>
<thr:total>1</thr:total>
<content type="html"><![CDATA[<p>See <a href="https://new.example/two/">two</a> <img src="http://old.example/a.png" alt=""/></p>]]></content>
</entry>
<entry>
<title></title>
<id>` + urn("p2") + `</id>
<updated>2024-05-02T09:00:03Z</updated>
<author><name>Pottery notes</name></author>
<link rel="alternate" href="https://new.example/two/"/>
<link rel="via" href="http://old.example/blog/two"/>
<content type="text">plain &lt;text&gt;</content>
</entry>
</feed>
`
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Errorf("feed (-want +got):\n%s", diff)
	}
	if want := []string{"p2 altered: it has no date; the feed says that it was updated when it was first stored"}; !slices.Equal(changes, want) {
		t.Errorf("changes = %q", changes)
	}
	old := readAtom(t, write(t, "atom", Options{}, feedBlog()))
	if l := old.Entries[0].Links; len(l) != 1 || l[0].Rel != "alternate" || l[0].Href != "http://old.example/blog/One.aspx" {
		t.Errorf("without a new site the links are %v", l)
	}
	if !strings.Contains(old.Entries[0].Content.Text, `href="http://old.example/blog/two"`) {
		t.Errorf("without a new site the body is %q", old.Entries[0].Content.Text)
	}
}

func TestXMLText(t *testing.T) {
	for s, want := range map[string]string{
		"plain ünï 日本 😀": "plain ünï 日本 😀",
		"a<b>&\"c'":      "a&lt;b&gt;&amp;&quot;c'",
		"a\tb\nc\r\nd":   "a&#9;b\nc&#13;\nd",
		"a\x00b\x1f\x7f": "ab\x7f",
		"\ufffe\uffff":   "",
		"\xff]]>":        "\ufffd]]&gt;",
	} {
		if got := string(appendXML(nil, s)); got != want {
			t.Errorf("appendXML(%q) = %q, want %q", s, got, want)
		}
	}
}

// FuzzXMLText checks that any text is preserved, except what XML does not allow.
func FuzzXMLText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got struct {
			Text string `xml:",chardata"`
		}
		doc := append(appendXML([]byte("<t>"), s), "</t>"...)
		if err := xml.Unmarshal(doc, &got); err != nil || got.Text != feedText(s) {
			t.Errorf("%q became %q, %v", s, got.Text, err)
		}
		got.Text = ""
		doc = append(appendSection([]byte("<t>"), s), "</t>"...)
		if err := xml.Unmarshal(doc, &got); err != nil || got.Text != sectionText(s) {
			t.Errorf("in a section, %q became %q, %v", s, got.Text, err)
		}
	})
}

// schema reads one of our JSON schemas. Formats such as date-time are checked, too.
func schema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("../testdata/schema/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// mustFit requires a document to fit a schema.
func mustFit(t *testing.T, s *jsonschema.Schema, doc []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err == nil {
		err = s.Validate(v)
	}
	if err != nil {
		t.Errorf("%v", err)
	}
}

type jsonFeedDoc struct {
	Version, Title string
	HomePageURL    string `json:"home_page_url"`
	Items          []jsonFeedItem
}

type jsonFeedItem struct {
	ID          string
	URL         string
	ExternalURL string `json:"external_url"`
	Title       string
	HTML        string `json:"content_html"`
	Text        string `json:"content_text"`
	Summary     string
	Date        string `json:"date_published"`
	Image       string
	Authors     []struct{ Name string }
	Tags        []string
	Attachments []map[string]any
	More        struct {
		ID, Role     string
		URL          *string
		CommentCount *int `json:"comment_count"`
		Comments     []blog.RecordComment
	} `json:"_blogferry"`
}

func readJSONFeed(t *testing.T, doc []byte) (f jsonFeedDoc) {
	t.Helper()
	mustFit(t, schema(t, "jsonfeed.json"), doc)
	if err := json.Unmarshal(doc, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestJSONFeedHostile(t *testing.T) {
	all := hostileRecords()
	f := readJSONFeed(t, write(t, "jsonfeed", destinationOptions(), all))
	if len(f.Items) != len(all) {
		t.Fatalf("%d items of %d posts", len(f.Items), len(all))
	}
	for i, item := range f.Items {
		r := all[i]
		got := []string{item.Title, item.HTML, item.Summary, item.More.ID, item.More.Role}
		if want := []string{r.Title, r.BodyHTML, r.Excerpt, r.ID, r.Role}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", r.ID, got, want)
		}
		if diff := cmp.Diff(r.Comments, item.More.Comments, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: comments (-want +got):\n%s", r.ID, diff)
		}
	}
}

func TestJSONFeedItem(t *testing.T) {
	f := readJSONFeed(t, write(t, "jsonfeed", destinationOptions(), feedBlog()))
	if f.Title != "Pottery notes" || f.HomePageURL != "https://new.example/" {
		t.Errorf("feed = %q, %q", f.Title, f.HomePageURL)
	}
	one, two := f.Items[0], f.Items[1]
	got := fmt.Sprintln(one.ID == urn("p1"), one.URL, one.ExternalURL, one.Date, one.Authors, one.Tags, one.Image, one.Attachments)
	want := "true https://new.example/2014/07/one/ http://old.example/blog/One.aspx 2014-07-21T06:00:00+02:00 [{Jane Doe}] [News sales new & old] " +
		"http://old.example/a.png [map[mime_type:image/png title:A url:http://old.example/a.png]]\n"
	if got != want {
		t.Errorf("item\n%s, want\n%s", got, want)
	}
	if two.Text != "plain <text>" || two.HTML != "" || two.Date != "" || two.Authors != nil || two.Tags != nil || *two.More.URL != "http://old.example/blog/two" {
		t.Errorf("bare item = %+v", two)
	}
	empty := readJSONFeed(t, write(t, "jsonfeed", Options{}, nil))
	if len(empty.Items) != 0 {
		t.Errorf("an empty blog has %v", empty.Items)
	}
}

// The schema must reject what JSON Feed 1.1 forbids, or else it proves nothing.
func TestJSONFeedSchema(t *testing.T) {
	s := schema(t, "jsonfeed.json")
	for _, doc := range []string{
		`{"version":"https://jsonfeed.org/version/1","title":"x","items":[]}`,
		`{"version":"https://jsonfeed.org/version/1.1","items":[]}`,
		`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"content_text":""}]}`,
		`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1"}]}`,
		`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","content_text":"","date_published":"yesterday"}]}`,
		`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","content_text":"","url":"/relative"}]}`,
		`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","content_text":"","authors":[{}]}]}`,
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(doc))
		if err != nil || s.Validate(v) == nil {
			t.Errorf("accepted (%v): %s", err, doc)
		}
	}
}

// TestFeedReaders compares what gofeed reads from the feeds with the records.
func TestFeedReaders(t *testing.T) {
	for _, format := range []string{"atom", "jsonfeed"} {
		f, err := gofeed.NewParser().Parse(bytes.NewReader(write(t, format, destinationOptions(), feedBlog())))
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		i := f.Items[0]
		got := []any{f.Title, len(f.Items), i.GUID, i.Link, i.Published, i.PublishedParsed.Unix(), i.Authors[0].Name, i.Categories, i.Content[:7]}
		want := []any{"Pottery notes", 2, urn("p1"), "https://new.example/2014/07/one/", "2014-07-21T06:00:00+02:00", int64(1405915200), "Jane Doe",
			[]string{"News", "sales", "new & old"}, "<p>See "}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

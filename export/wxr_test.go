package export

import (
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
)

// wxrDoc is a WXR file as read by a strict XML parser.
type wxrDoc struct {
	Version string        `xml:"channel>wxr_version"`
	Title   string        `xml:"channel>title"`
	Root    string        `xml:"channel>base_site_url"`
	Authors []wxrDocUser  `xml:"channel>author"`
	Cats    []wxrDocCat   `xml:"channel>http://wordpress.org/export/1.2/ category"`
	Tags    []wxrDocTag   `xml:"channel>tag"`
	Items   []wxrDocEntry `xml:"channel>item"`
}

type wxrDocUser struct {
	ID    int    `xml:"author_id"`
	Login string `xml:"author_login"`
	Email string `xml:"author_email"`
	Name  string `xml:"author_display_name"`
}

type wxrDocCat struct {
	Slug string `xml:"category_nicename"`
	Name string `xml:"cat_name"`
}

type wxrDocTag struct {
	Slug string `xml:"tag_slug"`
	Name string `xml:"tag_name"`
}

type wxrDocTerm struct {
	Domain string `xml:"domain,attr"`
	Slug   string `xml:"nicename,attr"`
	Name   string `xml:",chardata"`
}

type wxrDocEntry struct {
	Title      string           `xml:"title"`
	Link       string           `xml:"link"`
	PubDate    string           `xml:"pubDate"`
	Creator    string           `xml:"creator"`
	GUID       string           `xml:"guid"`
	Content    string           `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
	Excerpt    string           `xml:"http://wordpress.org/export/1.2/excerpt/ encoded"`
	ID         int64            `xml:"post_id"`
	Date       string           `xml:"post_date"`
	GMT        string           `xml:"post_date_gmt"`
	Slug       string           `xml:"post_name"`
	Status     string           `xml:"status"`
	Parent     int64            `xml:"post_parent"`
	Type       string           `xml:"post_type"`
	Attachment string           `xml:"attachment_url"`
	Terms      []wxrDocTerm     `xml:"category"`
	Meta       []wxrDocMeta     `xml:"postmeta"`
	Comments   []wxrDocComments `xml:"comment"`
}

type wxrDocMeta struct {
	Key   string `xml:"meta_key"`
	Value string `xml:"meta_value"`
}

type wxrDocComments struct {
	ID      int64  `xml:"comment_id"`
	Author  string `xml:"comment_author"`
	Site    string `xml:"comment_author_url"`
	Date    string `xml:"comment_date"`
	GMT     string `xml:"comment_date_gmt"`
	Content string `xml:"comment_content"`
	Type    string `xml:"comment_type"`
	Parent  int64  `xml:"comment_parent"`
}

// readWXR exports records and parses the file.
func readWXR(t testing.TB, o Options, all []blog.Record) (doc wxrDoc) {
	t.Helper()
	if err := xml.Unmarshal(write(t, "wxr", o, all), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func meta(e wxrDocEntry, key string) string {
	for _, m := range e.Meta {
		if m.Key == key {
			return m.Value
		}
	}
	return ""
}

func TestWXRPost(t *testing.T) {
	r := blog.Record{
		ID: "p1", URL: text("http://old.example/blog/One.aspx"), Title: `Tom & "Jerry" <3`, Author: "Jon Doe", Role: "Editor",
		PublishedAt: text("2014-07-21T06:00:00+02:00"), Tags: []string{"R&D"}, Categories: []string{"R&D", "News"}, CommentCount: blog.Int(2),
		Excerpt: "Short.", BodyHTML: "<p>See\n<a href=\"http://old.example/blog/two\">two</a></p>",
		Comments: []blog.RecordComment{
			{Author: "Ann", AuthorURL: "http://ann.example", PublishedAt: text("2014-07-21T07:00:00+02:00"), BodyHTML: "First\n<b>!</b>", URL: text("http://old.example/blog/One.aspx#1")},
			{Author: "Bob", AuthorURL: "javascript:alert(1)", BodyText: "Second & last", Parent: text("http://old.example/blog/One.aspx#1")},
			{Author: "Boats", Type: blog.CommentPingback},
		},
	}
	two := blog.Record{ID: "p2", URL: text("http://old.example/blog/two"), Title: "Two", PublishedAt: text("2014-07-20T06:00:00+02:00")}
	o := Options{BaseURL: "https://new.example", Sources: []*blog.Source{{Name: "Old & new", URL: "http://old.example/blog/default.aspx?page=2"}}}
	doc := readWXR(t, o, []blog.Record{r, two})
	if doc.Version != "1.2" || doc.Title != "Old & new" || doc.Root != "http://old.example/blog" {
		t.Errorf("channel = %q, %q, %q", doc.Version, doc.Title, doc.Root)
	}
	want := wxrDocEntry{
		Title: `Tom & "Jerry" &lt;3`, Link: *r.URL, PubDate: "Mon, 21 Jul 2014 04:00:00 +0000", Creator: "jon-doe", GUID: *r.URL,
		Content: "<!-- wp:html -->\n<p>See\n<a href=\"https://new.example/2014/07/two/\">two</a></p>\n<!-- /wp:html -->",
		Excerpt: "Short.", Date: "2014-07-21 06:00:00", GMT: "2014-07-21 04:00:00", Slug: "one", Status: "publish", Type: "post",
		Terms: []wxrDocTerm{{"category", "r-d", "R&D"}, {"category", "news", "News"}, {"post_tag", "r-d", "R&D"}},
		Meta:  []wxrDocMeta{{"blogferry_id", "p1"}, {"blogferry_permalink", *r.URL}, {"blogferry_role", "Editor"}},
		Comments: []wxrDocComments{
			{Author: "Ann", Site: "http://ann.example", Date: "2014-07-21 07:00:00", GMT: "2014-07-21 05:00:00", Content: "First <b>!</b>", Type: "comment"},
			{Author: "Bob", Date: "2014-07-21 07:00:00", GMT: "2014-07-21 05:00:00", Content: "Second & last", Type: "comment"},
			{Author: "Boats", Date: "2014-07-21 07:00:00", GMT: "2014-07-21 05:00:00", Type: "pingback"},
		},
	}
	got := doc.Items[0]
	want.ID = got.ID
	for i := range want.Comments {
		want.Comments[i].ID = got.ID*maxWXRComments + int64(i) + 1
	}
	want.Comments[1].Parent = want.Comments[0].ID
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("item (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]wxrDocUser{{1, "jon-doe", "", "Jon Doe"}}, doc.Authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
}

// TestWXRHostile reads everything back as the importer does.
func TestWXRHostile(t *testing.T) {
	all := hostileRecords()
	doc := readWXR(t, destinationOptions(), all)
	ids, keys, slugs := map[int64]bool{}, map[string]bool{}, map[string]bool{}
	for i, e := range doc.Items {
		key := e.Date + " " + strings.ToLower(e.Title)
		if ids[e.ID] || keys[key] || slugs[e.Slug] || e.ID == 0 || e.Slug == "" {
			t.Errorf("%s: id %d, slug %q or title and date %q are another post's", all[i].ID, e.ID, e.Slug, key)
		}
		ids[e.ID], keys[key], slugs[e.Slug] = true, true, true
		if got := meta(e, "blogferry_id"); got != all[i].ID {
			t.Errorf("item %d is %q, want %q", i, got, all[i].ID)
		}
		if want := lf(cleanXML(all[i].Role)); meta(e, "blogferry_role") != want {
			t.Errorf("role = %q, want %q", meta(e, "blogferry_role"), want)
		}
		for _, term := range e.Terms {
			if term.Slug == "" || strings.TrimSpace(term.Name) == "" {
				t.Errorf("%s: term %+v", all[i].ID, term)
			}
		}
		if len(e.Comments) != len(all[i].Comments) {
			t.Errorf("%s: %d comments, want %d", all[i].ID, len(e.Comments), len(all[i].Comments))
		}
	}
}

// FuzzWXR checks that a strict parser reads each file, with all its posts, terms and
// comments, whatever they contain.
func FuzzWXR(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, line, markup, address string) {
		post := blog.Record{
			ID: "p1", URL: &address, Title: line, Author: line, Role: line, Excerpt: line, BodyHTML: markup, BodyText: line,
			PublishedAt: text("2014-07-21T06:00:00+02:00"), Categories: []string{"c" + line}, Tags: []string{"t" + line},
			Comments: []blog.RecordComment{{Author: line, BodyHTML: markup, URL: &address}, {Author: "b", BodyText: line, Parent: &address}},
		}
		twin := post
		twin.ID = "p2"
		doc := readWXR(t, destinationOptions(), []blog.Record{post, twin})
		if len(doc.Items) != 2 || doc.Items[0].ID == doc.Items[1].ID || doc.Items[0].Date == doc.Items[1].Date || doc.Items[0].Slug == doc.Items[1].Slug {
			t.Fatalf("two posts became %+v", doc.Items)
		}
		for _, e := range doc.Items {
			if len(e.Terms) != 2 || len(e.Comments) != 2 || e.Type != "post" || e.Status != "publish" {
				t.Errorf("terms %v, comments %v of %s %s", e.Terms, e.Comments, e.Status, e.Type)
			}
			if got, want := lf(meta(e, "blogferry_role")), lf(wxrMeta(line)); got != want {
				t.Errorf("role = %q, want %q", got, want)
			}
		}
	})
}

// lf converts line ends as an XML parser does.
func lf(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func TestWXRTimes(t *testing.T) {
	at := text("2014-07-21T06:00:00Z")
	records := []blog.Record{
		{ID: "a", Title: "Café", PublishedAt: at},
		{ID: "b", Title: "cafe ", PublishedAt: at},
		{ID: "c", Title: "Tea", PublishedAt: at},
		{ID: "d", PublishedAt: at},
		{ID: "e", Title: "CAFE", PublishedAt: text("2014-07-21T06:00:01Z")},
		{ID: "f", Title: "No date"},
		{ID: "g", Title: "no date"},
	}
	var changes []string
	o := Options{Warn: func(r *blog.Record, err error) {
		if c := err.(*Change); c.Kind == Merged {
			changes = append(changes, r.ID)
		}
	}}
	var got []string
	for _, e := range readWXR(t, o, records).Items {
		got = append(got, e.Date[11:]+" "+e.GMT[11:]+" "+e.Status)
	}
	want := []string{
		"06:00:00 06:00:00 publish", "06:00:02 06:00:02 publish", "06:00:00 06:00:00 publish", "06:00:03 06:00:03 publish", "06:00:01 06:00:01 publish",
		"00:00:00 00:00:00 draft", "00:00:01 00:00:00 draft",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("times (-want +got):\n%s", diff)
	}
	if !slices.Equal(changes, []string{"b", "d", "g"}) {
		t.Errorf("reported as merged: %v", changes)
	}
}

// TestWXRIDs checks that a post keeps its ids when others come and go.
func TestWXRIDs(t *testing.T) {
	var all []blog.Record
	for i := range 3000 {
		at := time.Date(2014, 1, 1, 0, 0, -i, 0, time.UTC).Format(time.RFC3339)
		all = append(all, blog.Record{ID: fmt.Sprint("p", i), Title: fmt.Sprint("T", i), PublishedAt: &at})
	}
	before := map[string]int64{}
	for _, e := range readWXR(t, Options{}, all[2000:]).Items {
		before[e.Title] = e.ID
	}
	ids := map[int64]bool{}
	for _, e := range readWXR(t, Options{}, all).Items {
		if ids[e.ID] || e.ID < 1 || e.ID > maxWXRID || before[e.Title] != 0 && before[e.Title] != e.ID {
			t.Fatalf("%s has id %d, before %d", e.Title, e.ID, before[e.Title])
		}
		ids[e.ID] = true
	}
}

func TestWXRThreads(t *testing.T) {
	c := func(author, at, url, parent string) blog.RecordComment {
		return blog.RecordComment{Author: author, PublishedAt: text("2014-07-21T" + at + "Z"), URL: &url, Parent: &parent}
	}
	r := blog.Record{ID: "p", Comments: []blog.RecordComment{
		c("answer", "09:00:00", "#3", "#2"), c("first", "08:00:00", "#1", ""), c("asked", "10:00:00", "#2", "#1"),
		c("circle a", "07:00:00", "#4", "#5"), c("circle b", "07:30:00", "#5", "#4"), c("lost", "11:00:00", "#6", "#99"), c("self", "12:00:00", "#7", "#7"),
	}}
	names := map[int64]string{0: "-"}
	var got []string
	for _, c := range readWXR(t, Options{}, []blog.Record{r}).Items[0].Comments {
		if _, ok := names[c.Parent]; !ok {
			t.Errorf("%s comes before what it answers", c.Author)
		}
		names[c.ID] = c.Author
		got = append(got, c.Author+" > "+names[c.Parent])
	}
	want := []string{"circle b > -", "circle a > circle b", "first > -", "asked > first", "answer > asked", "lost > -", "self > -"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
}

func TestWXRText(t *testing.T) {
	for in, want := range map[string]string{
		"Tom & Jerry":       "Tom & Jerry",
		"a < b > c":         "a &lt; b &gt; c",
		"&amp; &#8217; & ;": "&#038;amp; &#038;#8217; & ;",
		`C:\new 100%ad 5%`:  "C:&#092;new 100&#037;ad 5%",
	} {
		if got := asHTML(in, wxrMarkup); got != want {
			t.Errorf("asHTML(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"[gallery ids=1] [/caption] [gallery2] [other]": "&#91;gallery ids=1] &#91;/caption] [gallery2] [other]",
		"<!-- wp:more --><!--more--><!-- note -->":      "<!--- wp:more --><!---more--><!-- note -->",
	} {
		if got := quietHTML(in); got != want {
			t.Errorf("quietHTML(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestWXRSections reads back texts that contain the end of a section.
func TestWXRSections(t *testing.T) {
	for _, s := range []string{"", "]]>", "a]]>b]]>", "]]]>>", "\xff\x00\x1b\ufffe\ue000"} {
		var e elements
		e.cdata("", "t", s)
		var got string
		if err := xml.Unmarshal(e, &got); err != nil {
			t.Fatal(err)
		}
		if want := cleanXML(s); got != want {
			t.Errorf("%d bytes came back as %d", len(want), len(got))
		}
	}
}

func TestWXRFiles(t *testing.T) {
	o := destinationOptions()
	o.Media = func(old string) (Media, bool) {
		name, ok := strings.CutPrefix(old, "http://old.example/media/")
		return Media{Name: strings.TrimSuffix(name, "?w=1")}, ok
	}
	r := blog.Record{ID: "p", PublishedAt: text("2014-07-21T06:00:00Z"), BodyHTML: `<img src="http://old.example/media/a.png?w=1"><a href="http://old.example/media/b.pdf#page=2">b</a><img src="http://old.example/x.png">`,
		Images: []blog.Image{{URL: "http://old.example/media/a.png?w=1", Alt: "A lock"}}}
	for mode, want := range map[MediaMode][]string{
		MediaKeep:     {"http://old.example/media/a.png?w=1", "http://old.example/media/b.pdf"},
		MediaAbsolute: {"https://new.example/media/a.png", "https://new.example/media/b.pdf"},
	} {
		o.MediaMode = mode
		items := readWXR(t, o, []blog.Record{r}).Items
		var got []string
		for _, e := range items[1:] {
			got = append(got, e.Attachment)
			if e.Type != "attachment" || e.Parent != items[0].ID || e.Status != "inherit" || !strings.Contains(items[0].Content, e.Attachment) {
				t.Errorf("attachment = %+v", e)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: attachments = %v, want %v", mode, got, want)
		}
		wantMeta := [][]wxrDocMeta{{{"_wp_attached_file", "2014/07/a.png"}, {"_wp_attachment_image_alt", "A lock"}}, {{"_wp_attached_file", "2014/07/b.pdf"}}}
		if diff := cmp.Diff(wantMeta, [][]wxrDocMeta{items[1].Meta, items[2].Meta}); diff != "" {
			t.Errorf("%s: fields of attachments (-want +got):\n%s", mode, diff)
		}
	}
}

// TestWXRLinks checks that posts have different links: some importers make paths of
// them.
func TestWXRLinks(t *testing.T) {
	long := "http://old.example/" + strings.Repeat("x", 300)
	all := []blog.Record{
		{ID: "known", Title: "Known", URL: text("http://old.example/known.aspx")},
		{ID: "none", Title: "None"},
		{ID: "long", Title: "Long", URL: &long},
		{ID: "escaped", Title: "Escaped", URL: text("http://old.example/" + strings.Repeat("%C3%BC", 80))},
	}
	want := []string{*all[0].URL, "https://new.example/none/", "https://new.example/" + strings.Repeat("x", maxSlug) + "/", *all[3].URL}
	var got []string
	for _, e := range readWXR(t, destinationOptions(), all).Items {
		got = append(got, e.Link)
		if long := meta(e, "blogferry_permalink"); e.Title == "Long" && long != *all[2].URL {
			t.Errorf("permalink = %s", long)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

// TestWXRNames has names with line ends; a parser that reads line by line would see
// only the first line.
func TestWXRNames(t *testing.T) {
	r := blog.Record{ID: "p", Author: "Jon\nDoe", Tags: []string{"two\r\nlines"}}
	doc := readWXR(t, Options{}, []blog.Record{r})
	if doc.Authors[0].Name != "Jon Doe" || doc.Tags[0].Name != "two lines" || doc.Items[0].Terms[0].Name != "two lines" {
		t.Errorf("author %q, tag %q", doc.Authors[0].Name, doc.Tags[0].Name)
	}
}

// TestWXRFileNames has files that the importer finds only by their addresses in markup,
// or does not accept.
func TestWXRFileNames(t *testing.T) {
	var reported []string
	o := Options{
		Media: func(old string) (Media, bool) { return Media{Name: old}, true },
		Warn: func(_ *blog.Record, err error) {
			if c := err.(*Change); c.Kind == Dropped {
				reported = append(reported, c.What)
			}
		},
	}
	r := blog.Record{ID: "p", Author: "A", PublishedAt: text("2014-07-21T06:00:00Z"), BodyHTML: `<img src="http://old.example/a.PNG?w=1&amp;h=2"><img src="http://old.example/b.aspx"><img src="http://old.example/b.aspx"><img src="http://old.example/c">`}
	items := readWXR(t, o, []blog.Record{r}).Items
	if e := items[1]; e.GUID != "http://old.example/a.PNG?w=1&amp;h=2" || e.Attachment != "http://old.example/a.PNG?w=1&h=2" || !strings.Contains(items[0].Content, e.GUID) {
		t.Errorf("guid is %s, address %s", e.GUID, e.Attachment)
	}
	if len(reported) != 1 || !strings.HasPrefix(reported[0], "its file http://old.example/b.aspx: ") {
		t.Errorf("reported: %q", reported)
	}
}

// TestWXRParts reads the parts back: together they are the whole file.
func TestWXRParts(t *testing.T) {
	all, o := hostileRecords(), destinationOptions()
	want := readWXR(t, o, all)
	o.Split = 30_000
	parts := memory{}
	if n, err := WriteTree(parts, "wxr", seq(all), o); err != nil || n != len(all) {
		t.Fatalf("wrote %d of %d, %v", n, len(all), err)
	}
	var got wxrDoc
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		var doc wxrDoc
		if err := xml.Unmarshal(parts[name], &doc); err != nil {
			t.Fatal(err)
		}
		if len(parts[name]) > int(o.Split) && len(doc.Items) > 1 {
			t.Errorf("%s has %d bytes", name, len(parts[name]))
		}
		doc.Items = append(got.Items, doc.Items...)
		got = doc
	}
	if diff := cmp.Diff(want, got); diff != "" || len(parts) < 3 {
		t.Errorf("%d parts (-whole +parts):\n%s", len(parts), diff)
	}
	empty := memory{}
	if _, err := WriteTree(empty, "wxr", seq(nil), o); err != nil || len(empty) != 1 {
		t.Errorf("an empty blog has %d parts, %v", len(empty), err)
	}
	if _, err := WriteTree(empty, "json", seq(nil), o); err == nil {
		t.Error("json was split")
	}
	for _, limit := range []int{0, 1000, 50_000} {
		if _, err := WriteTree(&limited{left: limit}, "wxr", seq(all), o); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("after %d bytes: error = %v, want %v", limit, err, syscall.ENOSPC)
		}
	}
	broken := errors.New("broken")
	if _, err := WriteTree(memory{}, "wxr", func(yield func(*blog.Record, error) bool) { yield(nil, broken) }, o); !errors.Is(err, broken) {
		t.Errorf("error = %v, want %v", err, broken)
	}
}

func TestWXRHugeBody(t *testing.T) {
	cuts := 0
	o := Options{Warn: func(_ *blog.Record, err error) {
		if err.(*Change).Kind == Cut {
			cuts++
		}
	}}
	r := blog.Record{ID: "p", Author: "A", PublishedAt: text("2014-07-21T06:00:00Z"), BodyHTML: strings.Repeat("[embed]", maxWXRBody/8), BodyText: strings.Repeat("é\n", maxWXRBody)}
	content := readWXR(t, o, []blog.Record{r}).Items[0].Content
	if len(content) > maxWXRBody || !strings.Contains(content, "<p>é</p>") || cuts != 1 {
		t.Errorf("a body of %d bytes has %d, reported %d times", len(r.BodyHTML), len(content), cuts)
	}
}

// TestWXRMeta has fields that the importer would read as PHP values.
func TestWXRMeta(t *testing.T) {
	for in, want := range map[string]string{
		"Editor":                    "Editor",
		"a: 1":                      "a: 1",
		"as:1:2;":                   "as:1:2;",
		"N;":                        `s:2:"N;";`,
		" i:1;":                     `s:5:" i:1;";`,
		"\x00b:0;":                  `s:4:"b:0;";`,
		"a:1:{i:0;s:2:\"é\";}\r\n}": "s:21:\"a:1:{i:0;s:2:\"é\";}\n}\";",
		`O:3:"Foo":0:{}`:            `s:19:"O:8:"stdClass":0:{}";`,
	} {
		if got := wxrMeta(in); got != want {
			t.Errorf("wxrMeta(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestWXRReserved has slugs that WordPress would change, and links to them.
func TestWXRReserved(t *testing.T) {
	post := func(id, title string) blog.Record {
		return blog.Record{ID: id, Title: title, Author: "A", URL: text("http://old.example/?p=" + id), PublishedAt: text("2014-07-21T06:00:00Z")}
	}
	records := []blog.Record{post("a", "Feed"), post("b", "2014"), post("c", "Embed"), post("d", "Page"), post("e", "Feed 2")}
	records[3].BodyHTML = `<a href="http://old.example/?p=a">feed</a>`
	var renamed []string
	o := Options{Warn: func(r *blog.Record, err error) {
		if c := err.(*Change); c.Kind == Renamed {
			renamed = append(renamed, r.ID)
		}
	}}
	items := readWXR(t, o, records).Items
	var slugs []string
	for _, e := range items {
		slugs = append(slugs, e.Slug)
	}
	if want := []string{"feed-2", "2014-2", "embed-2", "page", "feed-2-2"}; !slices.Equal(slugs, want) {
		t.Errorf("slugs = %v, want %v", slugs, want)
	}
	if want := []string{"a", "b", "c"}; !slices.Equal(renamed, want) {
		t.Errorf("reported as renamed: %v, want %v", renamed, want)
	}
	if !strings.Contains(items[3].Content, `"/2014/07/feed-2/"`) {
		t.Errorf("body = %s", items[3].Content)
	}
}

func TestWXRFuture(t *testing.T) {
	r := blog.Record{ID: "p", Title: "Soon", Author: "A", PublishedAt: text(time.Now().Add(48 * time.Hour).Format(time.RFC3339))}
	var got []string
	o := Options{Warn: func(_ *blog.Record, err error) { got = append(got, err.Error()) }}
	if e := readWXR(t, o, []blog.Record{r}).Items[0]; e.Status != "publish" {
		t.Errorf("status = %q", e.Status)
	}
	if len(got) != 1 || !strings.Contains(got[0], "still to come") {
		t.Errorf("reported: %v", got)
	}
}

// TestNoAuthors checks that a lack of all authors is reported once.
func TestNoAuthors(t *testing.T) {
	records := []blog.Record{
		{ID: "a", Title: "A", PublishedAt: text("2014-07-21T06:00:00Z")},
		{ID: "b", Title: "B", PublishedAt: text("2014-07-20T06:00:00Z")},
		{ID: "c", Title: "C", PublishedAt: text("2014-07-19T06:00:00Z")},
	}
	for _, format := range []string{"wxr", "ghost"} {
		for _, tt := range []struct {
			author string
			want   []string
		}{{"", []string{"a altered: no post"}}, {"Ann", []string{"b altered: it has ", "c altered: it has "}}} {
			records[0].Author = tt.author
			var got []string
			o := Options{
				Names: Names{Authors: map[string]Author{"Ann": {Name: "Ann", Email: "ann@new.example"}}},
				Warn: func(r *blog.Record, err error) {
					got = append(got, (r.ID + " " + err.Error())[:len("a altered: no post")])
				},
			}
			write(t, format, o, records)
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s with author %q: reported %q, want %q", format, tt.author, got, tt.want)
			}
		}
	}
}

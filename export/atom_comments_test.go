package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
)

func TestAtomComments(t *testing.T) {
	all := feedBlog()
	first := "http://old.example/blog/One.aspx#c1"
	all[0].CommentCount = blog.Int(3)
	all[0].Comments = []blog.RecordComment{
		{Author: "Tom", AuthorURL: "http://tom.example/", BodyHTML: `<a href="http://old.example/blog/two">two</a>`, URL: &first, PublishedAt: text("2014-07-22T06:00:00+02:00")},
		{BodyText: "a < b", Parent: &first},
		{BodyText: "a < b", Parent: &first},
	}
	var comments bytes.Buffer
	o := destinationOptions()
	o.Comments, o.CommentsName = &comments, "comments.xml"
	posts := string(write(t, "atom", o, all))
	for _, want := range []string{"<thr:total>3</thr:total>\n", `<link rel="replies" type="application/atom+xml" href="https://new.example/comments.xml" thr:count="3"/>`} {
		if strings.Count(posts, want) != 1 {
			t.Errorf("the feed of the posts lacks %s:\n%s", want, posts)
		}
	}
	post, ids := urn("p1"), commentIDs(&all[0])
	want := `<entry>
<title>Re: &quot;One&quot; &amp; &lt;two&gt;</title>
<id>` + ids[0] + `</id>
<published>2014-07-22T06:00:00+02:00</published>
<updated>2014-07-22T06:00:00+02:00</updated>
<author><name>Tom</name><uri>http://tom.example/</uri></author>
<link rel="via" href="` + first + `"/>
<thr:in-reply-to ref="` + post + `" href="https://new.example/2014/07/one/"/>
<content type="html"><![CDATA[<a href="https://new.example/two/">two</a>]]></content>
</entry>
<entry>
<title>Re: &quot;One&quot; &amp; &lt;two&gt;</title>
<id>` + ids[1] + `</id>
<updated>2014-07-22T06:00:00+02:00</updated>
<author><name>unknown</name></author>
<thr:in-reply-to ref="` + post + `" href="https://new.example/2014/07/one/"/>
<thr:in-reply-to ref="` + ids[0] + `"/>
<content type="text">a &lt; b</content>
</entry>
<entry>
`
	_, entries, _ := strings.Cut(comments.String(), "</generator>\n")
	if diff := cmp.Diff(want, entries[:min(len(want), len(entries))]); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if ids[1] == ids[2] || !strings.HasSuffix(entries, "</entry>\n</feed>\n") {
		t.Errorf("ids %q in\n%s", ids, entries)
	}
}

// atomReplies is the feed of comments, as read by encoding/xml.
type atomReplies struct {
	Entries []struct {
		ID      string `xml:"id"`
		Author  string `xml:"author>name"`
		Content string `xml:"content"`
		Replies []struct {
			Ref string `xml:"ref,attr"`
		} `xml:"http://purl.org/syndication/thread/1.0 in-reply-to"`
	} `xml:"entry"`
}

func TestAtomCommentsHostile(t *testing.T) {
	all := hostileRecords()
	var doc bytes.Buffer
	posts := readAtom(t, write(t, "atom", Options{Comments: &doc}, all))
	var got atomReplies
	if err := xml.Unmarshal(doc.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	known, n := map[string]bool{}, 0
	for i, p := range posts.Entries {
		known[p.ID] = true
		for _, c := range all[i].Comments {
			e := got.Entries[n]
			n++
			if known[e.ID] || len(e.Replies) == 0 || e.Replies[0].Ref != p.ID {
				t.Errorf("comment %s of %s replies to %v", e.ID, p.ID, e.Replies)
			}
			known[e.ID] = true
			if content := sectionText(c.BodyHTML); c.BodyHTML != "" && e.Content != content {
				t.Errorf("comment is %q, want %q", e.Content, content)
			}
		}
	}
	if n != len(got.Entries) {
		t.Errorf("%d comments, want %d", len(got.Entries), n)
	}
}

func TestAtomCommentsError(t *testing.T) {
	var all []blog.Record
	for i := range 100 {
		all = append(all, record(i, strings.Repeat("x", 1000)))
	}
	for _, left := range []int{0, 5000, 100_000} {
		if _, err := Write(io.Discard, "atom", seq(all), Options{Comments: &limited{left: left}}); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("after %d bytes: error = %v", left, err)
		}
	}
}

package export

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/blogferry/blogferry/blog"
)

// Whatever a post and its page contain stays text, or within its frame.
func TestCheckOfHostilePosts(t *testing.T) {
	c := &Check{Standing: "<b>62 of 62</b>", Of: 62, Seed: 7}
	all := hostileRecords()
	for i := range all {
		all[i].BodyHTML = "<p>safe</p>" // as every stored body is
		c.Posts = append(c.Posts, CheckedPost{Record: &all[i], Kind: "detail", Address: "http://old.example/" + all[i].Title, Page: all[i].Title + `"></iframe><script>alert(1)</script>`})
	}
	var b bytes.Buffer
	if err := WriteCheck(&b, c); err != nil {
		t.Fatal(err)
	}
	frames := 0
	for z := html.NewTokenizer(&b); z.Next() != html.ErrorToken; {
		switch token := z.Token(); token.Data {
		case "script":
			if token.Type == html.StartTagToken {
				t.Error("a script got out of its frame")
			}
		case "iframe":
			if token.Type == html.StartTagToken {
				frames++
				if len(token.Attr) != 3 || token.Attr[0].Key != "sandbox" || token.Attr[0].Val != "" {
					t.Errorf("a frame with %v", token.Attr)
				}
			}
		}
	}
	if frames != len(all) {
		t.Errorf("%d frames for %d posts", frames, len(all))
	}
}

func TestCheckOfText(t *testing.T) {
	var b bytes.Buffer
	r := blog.Record{ID: "1", Title: "A", PublishedAt: text("2014-07-21T06:00:00Z"), PublishedRaw: "7/21/2014"}
	if err := WriteCheck(&b, &Check{Of: 1, Posts: []CheckedPost{{Record: &r, Kind: "listing", Page: "Posted: <x> by", Plain: true}, {Record: &r}}}); err != nil {
		t.Fatal(err)
	}
	page := html.UnescapeString(b.String())
	for _, want := range []string{"<pre>Posted: &lt;x&gt; by</pre>", "written as</span> 7/21/2014", "No page is kept", "the page shows none"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
}

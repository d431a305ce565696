package export

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/blogferry/blogferry/blog"
)

// archiveOf returns the archive of records, whose media are copied.
func archiveOf(t *testing.T, all []blog.Record) (files memory, warned []string) {
	t.Helper()
	files = memory{}
	o := destinationOptions()
	o.MediaMode = MediaCopy
	o.Warn = func(r *blog.Record, err error) { warned = append(warned, r.ID+" "+err.Error()) }
	if _, err := WriteTree(files, "html", seq(all), o); err != nil {
		t.Fatal(err)
	}
	return files, warned
}

// The archive contains every link target and file that its pages refer to, and requests
// nothing from other sites.
func TestArchiveIsWhole(t *testing.T) {
	files, _ := archiveOf(t, append(hostileRecords(), manyPosts(120)...))
	pages := 0
	for name, text := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		pages++
		for z := html.NewTokenizer(bytes.NewReader(text)); z.Next() != html.ErrorToken; {
			token := z.Token()
			for _, a := range token.Attr {
				checkReference(t, files, name, token.Data, a)
			}
		}
	}
	if pages < 120 || files["index.3.html"] == nil || files["search/1.js"] == nil {
		t.Errorf("%d pages only", pages)
	}
}

func checkReference(t *testing.T, files memory, page, tag string, a html.Attribute) {
	if a.Key != "href" && a.Key != "src" || strings.HasPrefix(a.Val, "#") {
		return
	}
	if strings.Contains(a.Val, ":") {
		if tag != "a" {
			t.Errorf("%s asks for %s", page, a.Val)
		}
		return
	}
	target, _, _ := strings.Cut(a.Val, "#")
	if tag != "a" || strings.HasSuffix(target, ".html") {
		if files[path.Join(path.Dir(page), target)] == nil {
			t.Errorf("%s leads to %s, which is not there", page, a.Val)
		}
	}
}

func manyPosts(n int) (all []blog.Record) {
	for i := range n {
		all = append(all, blog.Record{ID: "many" + strings.Repeat("x", i), Title: "Twin", Author: "Con", Tags: []string{"con", "Many"}, PublishedAt: text("2012-03-14T07:30:00Z")})
	}
	return all
}

func TestArchivePage(t *testing.T) {
	first := "http://old.example/blog/one#1"
	files, warned := archiveOf(t, []blog.Record{{
		ID: "1", Title: `Tea & <biscuits>`, Author: "Ann Bo", Role: "Editor", PublishedAt: text("2014-07-21T06:00:00+02:00"), URL: text("http://old.example/blog/one"),
		Tags: []string{"Tea"}, CommentCount: blog.Int(3), Comments: []blog.RecordComment{
			{Author: "Cy", BodyHTML: "<p>First</p>", URL: &first}, {BodyHTML: "Answer", Parent: &first},
		},
		BodyHTML: `<p>See <a href="http://old.example/blog/two#x">two</a>. <img src="http://old.example/a.png" alt="A pot"><iframe src="https://maps.example/">no</iframe></p>`,
	}, {ID: "2", Title: "Two", URL: text("http://old.example/blog/two"), ExcerptOnly: true}})
	page := string(files["posts/2014/one.html"])
	for _, want := range []string{
		"<h1>Tea &amp; &lt;biscuits&gt;</h1>", `By <a href="../../authors/ann-bo.html" lang="">Ann Bo</a>, <span lang="">Editor</span>`,
		`<time datetime="2014-07-21T06:00:00+02:00">2014-07-21 06:00 +02:00</time>`, `<a href="../../posts/two.html#x">two</a>`,
		`<a class="outside" href="http://old.example/a.png">[image: A pot]</a><a class="outside" href="https://maps.example/">[embedded: https://maps.example/]</a></p>`,
		`<a href="../../tags/tea.html" lang="">Tea</a>`, "3 comments stated, 2 comments read", "<p>First</p></div><ol>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	if len(warned) != 1 || warned[0] != "1 altered: its images and embeds without a copy are links: http://old.example/a.png https://maps.example/" {
		t.Errorf("warnings: %q", warned)
	}
	if !strings.Contains(string(files["posts/two.html"]), "Only a teaser of this post is known") {
		t.Error("a teaser is not told from a post")
	}
}

func TestSearchWords(t *testing.T) {
	if got, want := searchWords("Café CAFE, tea-time", "Straße 東京タワー № 7 ½"), " cafe tea time straße 東京タワー 7 ½"; got != want {
		t.Errorf("words = %q, want %q", got, want)
	}
}

func TestWithoutRequests(t *testing.T) {
	for in, want := range map[string]string{
		`<a href="http://x/"><img src="http://x/a%20b.png"></a>`:                                    `<a href="http://x/"><span class="outside" title="http://x/a%20b.png">[image: a b.png]</span></a>`,
		`a<img src="http://x/p" width="1" height="1">b`:                                             `ab`,
		`<img src="../media/a.png" srcset="../media/a.png 1x,http://x/a.png 2x">`:                   `<img src="../media/a.png">`,
		`<picture><source srcset="//x/a.webp"><img src="//x/a.png" alt="A"></picture>`:              `<picture><a class="outside" href="//x/a.png">[image: A]</a></picture>`,
		`<video poster="http://x/p"><source src="http://x/v.mp4"><img src="http://x/p">no</video>!`: `<a class="outside" href="http://x/v.mp4">[film: v.mp4]</a>!`,
		`<video src="../media/v.mp4" poster="http://x/p"><track src="http://x/t">no</video>`:        `<video src="../media/v.mp4">no</video>`,
		`<object><param name="movie" value="http://x/f"><embed src="http://x/f"></object>`:          `<object><param name="movie" value="http://x/f"><a class="outside" href="http://x/f">[embedded: http://x/f]</a></object>`,
		`<iframe src="http://x/">no</iframe>yes`:                                                    `<a class="outside" href="http://x/">[embedded: http://x/]</a>yes`,
	} {
		if got, _ := withoutRequests(in); got != want {
			t.Errorf("withoutRequests(%s)\n = %s\nwant %s", in, got, want)
		}
	}
}

// Whatever a body contains, the result requests nothing, and a body without addresses
// is unchanged.
func FuzzWithoutRequests(f *testing.F) {
	for _, s := range append(slices.Clone(hostile), `<img src=http://x/a.png>`, `<IMG SRC=' HTTPS://x/a'>`, `<video poster=//x/p><source src=//x/v>a</video>`, `<iframe src=http://x/>`, `<img src="data:image/png;base64,AA==" srcset="http://x/a 2x">`) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, markup string) {
		local, _ := withoutRequests(markup)
		if again, more := withoutRequests(local); len(more) > 0 || again != local {
			t.Errorf("%q still asks for %q: %q", local, more, again)
		}
		if strings.ContainsAny(markup, "&:") || strings.Contains(markup, "//") {
			return // it may name an address
		}
		plain := strings.NewReplacer("&lt;", "<") // a tag without an end is text
		if plain.Replace(local) != markup {
			t.Errorf("changed without need:\n%q\n%q", markup, local)
		}
	})
}

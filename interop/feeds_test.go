package interop

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/mmcdole/gofeed"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

const newSite = "https://new.example"

// feedPost is a post as feed readers show it. Times are UTC; of the content, there is
// only the text that every reader keeps.
type feedPost struct {
	Title, Link, Author string
	At                  int64
	Tags                []string
	Body                string
}

// feedBlogs are the blogs to write as feeds.
func feedBlogs(t *testing.T) map[string][]blog.Record {
	return map[string][]blog.Record{"demo": demoRecords(t), "hostile": hostileBlog()}
}

// writeFeed writes a blog as a feed for newSite.
func writeFeed(t *testing.T, format string, all []blog.Record) (doc []byte, plan *export.Plan) {
	t.Helper()
	doc, _, plan = writeFeeds(t, format, all)
	return doc, plan
}

// writeFeeds also writes the comments, if the format has a second feed for them.
func writeFeeds(t *testing.T, format string, all []blog.Record) (doc, comments []byte, plan *export.Plan) {
	t.Helper()
	records := seq(all)
	var c bytes.Buffer
	o := export.Options{BaseURL: newSite, Comments: &c, CommentsName: "comments.xml", Sources: []*blog.Source{{Name: "A blog", URL: "http://old.example/blog"}}}
	plan, err := export.NewPlan(records, o)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if n, err := export.Write(&b, format, records, o); err != nil || n != len(all) {
		t.Fatalf("%d posts of %d, %v", n, len(all), err)
	}
	return b.Bytes(), c.Bytes(), plan
}

// wantPosts returns the posts as they must be read from a feed. Readers trim and
// collapse white space.
func wantPosts(all []blog.Record, plan *export.Plan) (posts []feedPost) {
	for n := range all {
		r := &all[n]
		p := feedPost{Title: squeeze(r.Title), Link: newSite + plan.Path(plan.Entry(n)), Author: squeeze(r.Author), Body: squeeze(r.BodyHTML)}
		if r.PublishedAt != nil {
			at, _ := time.Parse(time.RFC3339, *r.PublishedAt)
			p.At = at.Unix()
		}
		tags, categories := plan.Terms(r)
		for _, term := range append(categories, tags...) {
			if !slices.ContainsFunc(p.Tags, func(s string) bool { return strings.EqualFold(s, squeeze(term.Name)) }) {
				p.Tags = append(p.Tags, squeeze(term.Name))
			}
		}
		posts = append(posts, p)
	}
	return posts
}

// squeeze removes control characters and needless white space, including what HTML does
// not count as white space. feedparser reads the line end U+0085 as "…" of
// Windows-1252.
func squeeze(s string) string {
	s = strings.ReplaceAll(s, "…", " ")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && !strings.ContainsRune("\t\n\r", r) || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// comparePosts compares bodies only if their links are the old ones, as in the hostile
// blog: changed links have tests of their own.
func comparePosts(t *testing.T, want, got []feedPost, bodies bool) {
	t.Helper()
	if !bodies {
		for _, list := range [][]feedPost{want, got} {
			for i := range list {
				list[i].Body = ""
			}
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("posts (-stored +read):\n%s", diff)
	}
}

// TestAtomSchema checks feeds with the schema of RFC 4287 and libxml2, and that the
// schema rejects what the RFC forbids.
func TestAtomSchema(t *testing.T) {
	need(t, "xmllint")
	schema, err := filepath.Abs("../testdata/schema/atom.rng")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "feed.xml")
	blogs := feedBlogs(t)
	blogs["empty"] = nil
	for name, all := range blogs {
		posts, comments, _ := writeFeeds(t, "atom", all)
		for _, doc := range [][]byte{posts, comments} {
			if err := os.WriteFile(file, doc, 0o666); err != nil {
				t.Fatal(err)
			}
			if _, said := run(t, shared, "xmllint", "--noout", "--relaxng", schema, file); !strings.HasSuffix(said, " validates\n") {
				t.Errorf("%s: xmllint said %q", name, said)
			}
		}
	}
	good, _ := writeFeed(t, "atom", demoRecords(t)[:1])
	for _, part := range [][2]string{
		{"<id>", "<id>1"}, {"<updated>2", "<updated>x2"}, {"+00:00</published>", "</published>"}, {"Z</published>", "</published>"},
		{"<name>", "<nom>"}, {"<entry>", "<entry><link/>"}, {`rel="via" href="http:`, `rel="via" href="`}, {`type="html"`, `type="markdown"`},
		{"<thr:total>", "<thr:total>x"}, {"blogferry:role>", "thr:role>"}, {`thr:count="`, `thr:count="x`},
	} {
		bad := strings.ReplaceAll(string(good), part[0], part[1])
		if bad == string(good) {
			continue // the offset is written in one of two ways
		}
		if err := os.WriteFile(file, []byte(bad), 0o666); err != nil {
			t.Fatal(err)
		}
		if command(t, shared, nil, "xmllint", "--noout", "--relaxng", schema, file).Run() == nil {
			t.Errorf("the schema accepts %s for %s", part[1], part[0])
		}
	}
}

// TestComments reads the feed of comments and finds the posts that they reply to.
func TestComments(t *testing.T) {
	for name, all := range feedBlogs(t) {
		t.Run(name, func(t *testing.T) {
			doc, comments, _ := writeFeeds(t, "atom", all)
			posts, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
			if err != nil {
				t.Fatal(err)
			}
			replies, err := gofeed.NewParser().Parse(bytes.NewReader(comments))
			if err != nil {
				t.Fatal(err)
			}
			byPost := map[string][]*gofeed.Item{}
			for _, i := range replies.Items {
				post := i.Extensions["thr"]["in-reply-to"][0].Attrs["ref"]
				byPost[post] = append(byPost[post], i)
			}
			for n, p := range posts.Items {
				got := byPost[p.GUID]
				if len(got) != len(all[n].Comments) {
					t.Fatalf("%s: %d comments, want %d", p.GUID, len(got), len(all[n].Comments))
				}
				for i, c := range all[n].Comments {
					if author := squeeze(got[i].Authors[0].Name); c.Author != "" && author != squeeze(c.Author) {
						t.Errorf("%s: a comment by %q, want %q", p.GUID, author, c.Author)
					}
				}
				stated := all[n].CommentCount
				if total := p.Extensions["thr"]["total"]; stated != nil && (len(total) != 1 || total[0].Value != strconv.Itoa(*stated)) {
					t.Errorf("%s: total is %v, want %d", p.GUID, total, *stated)
				}
			}
		})
	}
}

func TestGofeed(t *testing.T) {
	for _, format := range []string{"atom", "jsonfeed"} {
		for name, all := range feedBlogs(t) {
			t.Run(format+" "+name, func(t *testing.T) {
				doc, plan := writeFeed(t, format, all)
				f, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
				if err != nil {
					t.Fatal(err)
				}
				var got []feedPost
				for _, i := range f.Items {
					p := feedPost{Title: squeeze(i.Title), Link: i.Link, Body: squeeze(i.Content)}
					if i.PublishedParsed != nil {
						p.At = i.PublishedParsed.Unix()
					}
					if len(i.Authors) > 0 && i.Authors[0].Name != "A blog" {
						p.Author = squeeze(i.Authors[0].Name)
					}
					for _, c := range i.Categories {
						p.Tags = append(p.Tags, squeeze(c))
					}
					got = append(got, p)
				}
				want := wantPosts(all, plan)
				for i := range min(len(want), len(got)) {
					gofeedOddities(format, want[i], &got[i])
				}
				comparePosts(t, want, got, name == "hostile")
			})
		}
	}
}

// gofeedOddities undoes what gofeed adds or loses: it uses the time of the update for a
// post without a date, and drops names that may be e-mail addresses from a JSON feed's
// authors.
func gofeedOddities(format string, want feedPost, got *feedPost) {
	if format == "atom" && want.At == 0 {
		got.At = 0
	}
	if format == "jsonfeed" && got.Author == "" && strings.ContainsAny(want.Author, "@<*(") {
		got.Author = want.Author
	}
}

// feedparserScript prints what Python's feedparser reads, with its own changes to
// markup turned off.
const feedparserScript = `
import calendar, feedparser, json, sys
f = feedparser.parse(sys.argv[1], sanitize_html=False, resolve_relative_uris=False)
assert not f.bozo, f.bozo_exception
print(json.dumps([{
	"Title": e.title, "Link": e.link, "Author": e.get("author", ""),
	"At": calendar.timegm(e.published_parsed) if "published" in e else 0,
	"Tags": [t.term for t in e.get("tags", [])],
	"Body": e.content[0].value,
} for e in f.entries]))`

func TestFeedparser(t *testing.T) {
	const python = "/usr/bin/python3" // Debian's, which has the package
	need(t, python)
	if err := command(t, shared, nil, python, "-c", "import feedparser").Run(); err != nil {
		if os.Getenv("BLOGFERRY_REAL") == "1" {
			t.Fatal("python3-feedparser is not installed")
		}
		t.Skip("python3-feedparser is not installed")
	}
	for name, all := range feedBlogs(t) {
		t.Run(name, func(t *testing.T) {
			doc, plan := writeFeed(t, "atom", all)
			file := filepath.Join(t.TempDir(), "feed.xml")
			if err := os.WriteFile(file, doc, 0o666); err != nil {
				t.Fatal(err)
			}
			out, _ := run(t, shared, python, "-c", feedparserScript, file)
			var got []feedPost
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatal(err)
			}
			for i := range got {
				p := &got[i]
				p.Title, p.Author, p.Body = squeeze(p.Title), squeeze(p.Author), squeeze(p.Body)
				if p.Author == "A blog" {
					p.Author = ""
				}
				for j := range p.Tags {
					p.Tags[j] = squeeze(p.Tags[j])
				}
			}
			comparePosts(t, wantPosts(all, plan), got, name == "hostile")
		})
	}
}

// TestSfeed reads feeds with sfeed, which prints a post as a line of fields.
func TestSfeed(t *testing.T) {
	need(t, "sfeed")
	all := demoRecords(t)
	doc, plan := writeFeed(t, "atom", all)
	cmd := command(t, shared, nil, "sfeed")
	cmd.Stdin = bytes.NewReader(doc)
	out, _ := mustRun(t, cmd)
	var got []feedPost
	for line := range strings.Lines(out) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		at, err := strconv.ParseInt(f[0], 10, 64)
		if err != nil || len(f) < 9 {
			t.Fatalf("sfeed printed %q", line)
		}
		p := feedPost{Title: f[1], Link: f[2], Author: f[6], At: at}
		if p.Author == "A blog" {
			p.Author = ""
		}
		if f[8] != "" {
			p.Tags = strings.Split(f[8], "|")
		}
		got = append(got, p)
	}
	comparePosts(t, wantPosts(all, plan), got, false)
}

package export

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
)

// ghostData is the part of an import file that the tests read.
type ghostData struct {
	Posts []struct {
		ID            int
		Title, Slug   string
		Lexical       string
		Status        string
		PublishedAt   string `json:"published_at"`
		CustomExcerpt string `json:"custom_excerpt"`
		CommentID     string `json:"comment_id"`
	}
	Tags []struct {
		ID         int
		Name, Slug string
	}
	Users []struct {
		ID                     int
		Name, Slug, Email, Bio string
	}
	PostsTags []struct {
		Post int `json:"post_id"`
		Tag  int `json:"tag_id"`
	} `json:"posts_tags"`
	PostsAuthors []struct {
		Post   int `json:"post_id"`
		Author int `json:"author_id"`
	} `json:"posts_authors"`
}

// readGhost reads a file as Ghost would, and checks that all references have targets
// and that slugs and addresses are unique.
func readGhost(t *testing.T, doc []byte) ghostData {
	t.Helper()
	mustFit(t, schema(t, "ghost.json"), doc)
	var file struct {
		DB []struct{ Data ghostData }
	}
	if err := json.Unmarshal(doc, &file); err != nil {
		t.Fatal(err)
	}
	data := file.DB[0].Data
	unique := map[string]bool{}
	claim := func(kind, value string) {
		if unique[kind+value] {
			t.Errorf("two %s %q", kind, value)
		}
		unique[kind+value] = true
	}
	for _, p := range data.Posts {
		claim("posts", p.Slug)
	}
	for _, tag := range data.Tags {
		claim("tags", tag.Slug)
	}
	for _, u := range data.Users {
		claim("users", u.Slug)
		claim("addresses", u.Email)
	}
	for _, r := range data.PostsTags {
		claim("relations", fmt.Sprint(r))
		if r.Post > len(data.Posts) || r.Tag > len(data.Tags) {
			t.Errorf("%+v leads nowhere", r)
		}
	}
	for _, r := range data.PostsAuthors {
		if r.Post > len(data.Posts) || r.Author > len(data.Users) {
			t.Errorf("%+v leads nowhere", r)
		}
	}
	return data
}

// card returns the markup in a post's only card.
func card(t *testing.T, lexical string) string {
	t.Helper()
	var doc struct {
		Root struct {
			Children []struct{ Type, HTML string }
		}
	}
	if err := json.Unmarshal([]byte(lexical), &doc); err != nil {
		t.Fatal(err)
	}
	if c := doc.Root.Children; len(c) != 1 || c[0].Type != "html" {
		t.Fatalf("the body is %+v", c)
	}
	return doc.Root.Children[0].HTML
}

func TestGhostHostile(t *testing.T) {
	long := strings.Repeat("long, ", 100)
	all := append(hostileRecords(), record(900, long), record(901, "#hidden"), record(902, ",comma"), record(903, "no utf-8 \xff"))
	data := readGhost(t, write(t, "ghost", destinationOptions(), all))
	if len(data.Posts) != len(all) {
		t.Fatalf("%d posts of %d", len(data.Posts), len(all))
	}
	for i, p := range data.Posts {
		r := all[i]
		if want := strings.ToValidUTF8(feedText(r.BodyHTML), "\ufffd"); card(t, p.Lexical) != want {
			t.Errorf("%s: body %q, want %q", r.ID, card(t, p.Lexical), want)
		}
		if want := strings.TrimSpace(feedText(r.Title)); len(r.Title) < maxGhostTitle && p.Title != want && want != "" || p.CommentID != r.ID {
			t.Errorf("%s: title %q, want %q", r.ID, p.Title, want)
		}
	}
}

func TestGhostPost(t *testing.T) {
	all := feedBlog()
	all[0].Title = strings.Repeat("a title ", 40)
	all[0].Tags = append(all[0].Tags, "#internal")
	all = append(all, blog.Record{ID: "p3", Title: "RSS", Author: "Jane Doe", PublishedAt: text("2013-01-01T00:30:00+01:00"), BodyText: "one\ntwo < three"})
	var changes []string
	var comments bytes.Buffer
	o := destinationOptions()
	o.Names.Authors = map[string]Author{"Jane Doe": {Name: "Jane Doe", Email: "jane@new.example"}}
	o.Warn = func(r *blog.Record, err error) { changes = append(changes, r.ID+" "+err.Error()) }
	o.Comments = &comments
	data := readGhost(t, write(t, "ghost", o, all))
	one, two, three := data.Posts[0], data.Posts[1], data.Posts[2]
	if want := strings.Repeat("a title ", 31) + "a titl…"; one.Title != want || one.Slug != "one" || one.PublishedAt != "2014-07-21T04:00:00.000Z" || one.CustomExcerpt != "In short <b>" {
		t.Errorf("post = %+v", one)
	}
	if got := card(t, one.Lexical); !strings.Contains(got, `href="/two/"`) {
		t.Errorf("body = %s", got)
	}
	if two.Status != "draft" || two.Title != ghostUntitled || card(t, two.Lexical) != "<p>plain &lt;text&gt;</p>" {
		t.Errorf("bare post = %+v", two)
	}
	if three.Slug != "rss-2" || three.PublishedAt != "2012-12-31T23:30:00.000Z" || card(t, three.Lexical) != "<p>one</p><p>two &lt; three</p>" {
		t.Errorf("third post = %+v", three)
	}
	got := fmt.Sprint(data.Users, data.Tags, data.PostsTags, data.PostsAuthors)
	want := "[{1 Jane Doe jane-doe jane@new.example Editor}] [{1 News news} {2 sales sales} {3 internal internal} {4 new & old new-old}] " +
		"[{1 1} {1 2} {1 4} {1 3}] [{1 1} {3 1}]"
	if got != want {
		t.Errorf("names are\n%s, want\n%s", got, want)
	}
	if want := `{"id":"p1","slug":"one","url":"http://old.example/blog/One.aspx","comments":[{"author":"Tom"`; !strings.HasPrefix(comments.String(), want) {
		t.Errorf("comments = %s", comments.String())
	}
	slices.Sort(changes)
	wanted := []string{
		`p1 cut: its title has 320 characters, and 255 in Ghost`,
		`p1 renamed: its tag "#internal" becomes "internal"`,
		`p2 altered: it has no author: Ghost shows the site's owner`,
		`p2 altered: it has no date; it becomes a draft`,
		`p2 altered: it has no title; Ghost shows (Untitled)`,
		`p3 renamed: Ghost keeps the slug "rss" for itself: it becomes "rss-2"`,
	}
	if diff := cmp.Diff(wanted, changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestGhostWithoutAddressesAndComments(t *testing.T) {
	var changes []string
	o := Options{Warn: func(r *blog.Record, err error) { changes = append(changes, err.Error()) }}
	data := readGhost(t, write(t, "ghost", o, feedBlog()[:1]))
	if data.Users[0].Email != "jane-doe@example.invalid" {
		t.Errorf("users = %+v", data.Users)
	}
	want := []string{
		`altered: its author "Jane Doe" has no e-mail address and gets jane-doe@example.invalid; authors.yaml can give one`,
		`dropped: its comments (1); --comments FILE keeps them`,
	}
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// The disk may also be full when the comments are written.
func TestGhostCommentsError(t *testing.T) {
	var all []blog.Record
	for i := range 100 {
		all = append(all, record(i, strings.Repeat("x", 1000)))
	}
	for _, left := range []int{0, 5000} {
		if _, err := Write(io.Discard, "ghost", seq(all), Options{Comments: &limited{left: left}}); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("error = %v", err)
		}
	}
}

func TestGhostZip(t *testing.T) {
	var warnings []string
	files := map[string]string{"a.png": "PNG", "film.mp4": "MP4", "notes.pdf": "PDF", "data.json": "{}"}
	all := feedBlog()[:1]
	all[0].BodyHTML = `<img src="http://old.example/a.png"/><a href="http://old.example/notes.pdf#p2">n</a>` +
		`<a href="http://old.example/data.json">d</a><img src="http://old.example/a.png"/><video src="http://old.example/film.mp4"></video><img src="http://old.example/gone.png"/>`
	o := Options{
		Zip: true, MediaMode: MediaCopy, BaseURL: "https://new.example/blog",
		Media: func(old string) (Media, bool) {
			name := strings.TrimPrefix(old, "http://old.example/")
			return Media{Name: name}, files[name] != "" || name == "gone.png"
		},
		OpenMedia: func(m Media) (io.ReadCloser, error) {
			if files[m.Name] == "" {
				return nil, fs.ErrNotExist
			}
			return io.NopCloser(strings.NewReader(files[m.Name])), nil
		},
		Comments: io.Discard,
		Warn:     func(_ *blog.Record, err error) { warnings = append(warnings, err.Error()) },
	}
	packed := write(t, "ghost", o, all)
	if !bytes.Equal(packed, write(t, "ghost", o, all)) {
		t.Error("the second zip differs")
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(content)
	}
	body := card(t, readGhost(t, []byte(got[ghostDocument])).Posts[0].Lexical)
	want := `<img src="/blog/content/images/blogferry/a.png"/><a href="/blog/content/files/blogferry/notes.pdf#p2">n</a>` +
		`<a href="http://old.example/data.json">d</a><img src="/blog/content/images/blogferry/a.png"/>` +
		`<video src="/blog/content/media/blogferry/film.mp4"></video><img src="http://old.example/gone.png"/>`
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	delete(got, ghostDocument)
	wantFiles := map[string]string{"content/images/blogferry/a.png": "PNG", "content/files/blogferry/notes.pdf": "PDF", "content/media/blogferry/film.mp4": "MP4"}
	if diff := cmp.Diff(wantFiles, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	wantWarnings := []string{
		`copy media: data.json: Ghost takes no files of this kind; the old address stays`,
		`copy media: file does not exist; the old address stays`,
	}
	if diff := cmp.Diff(wantWarnings, warnings[:2]); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

package demo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func find(t *testing.T, records []Record, path string) Record {
	t.Helper()
	for _, r := range records {
		if strings.HasSuffix(r.URL, path) {
			return r
		}
	}
	t.Fatalf("no record of %s", path)
	return Record{}
}

const at = "http://old.example"

func TestTruth(t *testing.T) {
	records := New(Options{}).Truth(at, "auto")
	r := find(t, records, "/October-2014/Coal-Coke-Charcoal")
	if r.Author != "Mireille Dubois-Okafor" || r.Role != "VP Sales & Marketing | Europe, Rivers and Estuaries" {
		t.Errorf("author %q, role %q", r.Author, r.Role)
	}
	if strings.Contains(r.BodyText, "Posted by") || !strings.Contains(r.BodyText, "£61.50") {
		t.Errorf("body %q", r.BodyText)
	}
	if r.Published != "2014-10-08T06:00:00" || r.PublishedRaw != "10/8/2014 6:00:00 AM" {
		t.Errorf("date %s, %s", r.Published, r.PublishedRaw)
	}
	if r := find(t, records, "/June-2014/NBSP-Nocturne"); r.Title != "Night shift at Basin 2" {
		t.Errorf("title %q", r.Title)
	}
	if r := find(t, records, "/March-2014/Equal-tags"); strings.Join(r.Tags, "|") != "barges|fleet" {
		t.Errorf("tags %q", r.Tags)
	}
	if r := find(t, records, "/May-2014/Open-byline"); r.Author != "Gwendoline Ash" || r.Role != "" {
		t.Errorf("author %q, role %q", r.Author, r.Role)
	}
	if r := find(t, records, "/July-2014/The-nameless-report"); r.Author != "" || r.Role != "" {
		t.Errorf("author %q, role %q", r.Author, r.Role)
	}
}

func TestTruthOfLinksAndImages(t *testing.T) {
	records := New(Options{}).Truth(at, "auto")
	r := find(t, records, "More-links-than-sense")
	want := at + "/getfile/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/catalogue.aspx " + at + "/getattachment/Blog/July-2014/More-links-than-sense/rules.pdf.aspx " +
		at + "/about/shelves.aspx " + at + "/blog#bottom mailto:library@wherry-lockwood.example"
	if got := strings.Join(r.Links, " "); got != want {
		t.Errorf("links %s\nwant  %s", got, want)
	}
	if len(r.Images) != 3 || r.Images[1].URL != "http://pictures.example/stamp.png" || r.Images[2].URL != at+"/ladder.gif" {
		t.Errorf("images %v", r.Images)
	}
	if r := find(t, records, "/Regatta"); len(r.Images) != 1 || !strings.Contains(r.Images[0].URL, "/getmedia/7d3e9a10") {
		t.Errorf("lazy image %v", r.Images)
	}
	if r := find(t, records, "Script-for-the-play"); len(r.Embeds) != 1 || r.Embeds[0] != "http://video.example/embed/heron?rel=0" {
		t.Errorf("embeds %v", r.Embeds)
	}
}

func TestTruthByTemplate(t *testing.T) {
	for _, c := range []struct {
		template              Template
		details               string
		tags, comments, short bool
	}{
		{Preview, "auto", true, true, false},
		{Preview, "never", true, false, false},
		{Stock, "never", false, false, false},
		{Stock, "auto", true, true, false},
		{Community, "never", false, false, true},
		{Corporate, "auto", true, true, false},
	} {
		r := find(t, New(Options{Template: c.template}).Truth(at, c.details), "/September-2014/Chorus")
		if len(r.Tags) > 0 != c.tags || len(r.Comments) == 25 != c.comments || r.ExcerptOnly != c.short || (r.BodyText == "") != c.short {
			t.Errorf("%s, details %s: %d tags, %d comments, teaser %v", c.template, c.details, len(r.Tags), len(r.Comments), r.ExcerptOnly)
		}
		if (r.Excerpt != "") != c.template.summaries() {
			t.Errorf("%s: excerpt %q", c.template, r.Excerpt)
		}
		if *r.CommentCount != 25 || r.Author != "Dao Phan" {
			t.Errorf("%s: %d comments by %q", c.template, *r.CommentCount, r.Author)
		}
	}
}

func TestExternalComments(t *testing.T) {
	s := New(Options{External: "disqus"})
	r := find(t, s.Truth(at, "always"), "/September-2014/Chorus")
	if *r.CommentCount != 0 || r.Comments != nil || r.CommentService != "disqus" {
		t.Errorf("%d comments, elsewhere %q", *r.CommentCount, r.CommentService)
	}
	if page := string(s.Detail("September-2014/Chorus")); !strings.Contains(page, `id="disqus_thread"`) || strings.Contains(page, "CommentDetail") {
		t.Error("the detail page keeps comments itself")
	}
}

func TestPoisonIsNoText(t *testing.T) {
	s := New(Options{})
	for _, r := range s.Truth(at, "always") {
		if strings.Contains(r.BodyText+r.Excerpt+r.Title+strings.Join(r.Links, "")+strings.Join(r.Embeds, ""), Poison) {
			t.Errorf("%s: poison in what ought to be found", r.URL)
		}
	}
	if !strings.Contains(string(s.Page(3)), Poison) {
		t.Error("page 3 is harmless")
	}
}

func TestTextPages(t *testing.T) {
	s := New(Options{})
	truth := s.TextTruth()
	next := 0
	for n := 1; n <= s.Pages(); n++ {
		text := s.Text(n)
		if !strings.HasPrefix(text, "The Towpath Blog\n\n") || !strings.Contains(text, "Displaying results ") {
			t.Errorf("page %d begins %q", n, text[:40])
		}
		folded := foldLines(text)
		for range 10 {
			if next == len(truth) {
				break
			}
			r := truth[next]
			next++
			for _, part := range append(strings.Split(r.BodyText, "\n"), r.Title, "Posted: "+r.PublishedRaw+" by") {
				if !strings.Contains(folded, part) {
					t.Errorf("page %d lacks %q of %q", n, part, r.Title)
				}
			}
		}
	}
	if next != 62 || truth[0].URL != "" || truth[0].Comments != nil {
		t.Errorf("%d posts of text; the first is %+v", next, truth[0])
	}
	if want := "Posted by:\nRupert Quill-Hanley | "; strings.Count(s.Text(1), want) != 1 {
		t.Error("the threefold byline does not read as copied text does")
	}
}

func foldLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = blog.Fold(lines[i])
	}
	return strings.Join(lines, "\n")
}

func TestSave(t *testing.T) {
	dir := t.TempDir()
	s := New(Options{})
	if err := s.Save(dir, SaveOptions{Base: at, Details: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(filepath.Join(dir, "text"), SaveOptions{Text: true}); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"blog.html":                            "<!-- saved from url=(0023)http://old.example/blog -->",
		"blog-7.html":                          "<!-- saved from url=(0030)http://old.example/blog?page=7 -->",
		"blog/October-2014/Frozen-lock.html":   "<!-- saved from url=(0048)http://old.example/blog/October-2014/Frozen-lock -->",
		"text/blog-7.txt":                      "Welcome to the towpath",
		"blog/March-2014/Very-long-title.html": "See above.",
	} {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		if err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s: %v, lacks %q", file, err, want)
		}
	}
	blocked := filepath.Join(dir, "blog.html")
	if err := s.Save(blocked, SaveOptions{}); err == nil {
		t.Error("saving into a file succeeds")
	}
}

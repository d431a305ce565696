package parser

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// noDraft are the fixtures whose posts begin or end at what looks like any other
// text.
var noDraft = words.Set("bold_titles_in_cells bold_titles_in_flow tables_in_tables name_before_clock comments_below_posts quoted_bylines rows_of_days newest_in_a_larger_box in_the_blog_itself text_behind_the_date")

// differs are the fixtures whose fields are parts of lines; the draft says so.
var differs = words.Set("text_behind_the_date_in_lists date_behind_the_text")

// TestDraft reads pages by the profile that was written down for them: it gives
// the same posts.
func TestDraft(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "parser", "induced", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	p := newParser(t)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".html")
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page := htmlPage(string(data))
		page.URL = "http://old.example/journal"
		draft, err := p.Draft(page, blog.Knowledge{})
		if errors.Is(err, ErrNoDraft) && noDraft[name] || err == nil && len(draft.Differs) > 0 && differs[name] {
			continue
		}
		if err != nil || len(draft.Differs) > 0 {
			t.Errorf("%s: %v, %+v", name, err, draft)
			continue
		}
		mine := filepath.Join(t.TempDir(), "mine.yaml")
		if err := os.WriteFile(mine, []byte(draft.YAML), 0o600); err != nil {
			t.Fatal(err)
		}
		own, err := New(Options{Profile: mine})
		if err != nil {
			t.Errorf("%s: %v in\n%s", name, err, draft.YAML)
			continue
		}
		want, _ := p.Listing(page, blog.Knowledge{})
		got, err := own.Listing(page, blog.Knowledge{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !reflect.DeepEqual(bare(got.Posts), bare(want.Posts)) {
			t.Errorf("%s: by its own profile\n%s\n%+v\nwant\n%+v", name, draft.YAML, got.Posts, want.Posts)
		}
	}
}

// bare gives posts without what they were read from.
func bare(posts []blog.Post) []blog.Post {
	var out []blog.Post
	for _, p := range posts {
		p.Evidence, p.PublishedRaw = nil, ""
		out = append(out, p)
	}
	return out
}

// TestDraftOfBuiltin writes down a built-in profile as it is.
func TestDraftOfBuiltin(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "parser", "drupal", "six.html"))
	if err != nil {
		t.Fatal(err)
	}
	draft, err := newParser(t).Draft(htmlPage(string(data)), blog.Knowledge{})
	if err != nil || !strings.HasPrefix(draft.YAML, "name: drupal\n") {
		t.Fatalf("Draft = %+v, %v", draft, err)
	}
}

func TestConfidence(t *testing.T) {
	post := func(title, day string) string {
		return `<div class="p"><h3>` + title + `</h3><p>` + day + `</p><p>` + strings.Repeat("Tide and rope and paint. ", 6) + title + `</p></div>`
	}
	page := htmlPage("<body>" + post("One", "3 May 2010") + post("Two", "2 May 2010") + post("Two", "1 May 2010") + post("Four", "9 May 2010") + "</body>")
	l, err := newParser(t).Listing(page, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	c := l.Confidence
	if c["title"] != 0.75 || c["date"] >= 0.7 || c["date"] < 0.6 {
		t.Errorf("confidence = %v", c)
	}
	if _, ok := c["tags"]; ok {
		t.Errorf("confidence in tags that no post shows: %v", c)
	}
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
)

// These tests crawl the demo blog in each of its variants with the whole program, and
// compare every field of the export with the truth.

func TestTemplates(t *testing.T) {
	for _, template := range demo.Templates {
		t.Run(string(template), func(t *testing.T) { carryAcross(t, demo.Options{Template: template}, "auto") })
	}
}

func TestPagers(t *testing.T) {
	for _, pager := range demo.Pagers {
		t.Run(string(pager), func(t *testing.T) { carryAcross(t, demo.Options{Pager: pager}, "never") })
	}
}

func TestVariants(t *testing.T) {
	for name, o := range map[string]demo.Options{
		"british":       {Culture: "en-GB", DeclaredCulture: "en-US"},
		"czech":         {Culture: "cs-CZ"},
		"german":        {Culture: "de-DE"},
		"no total":      {HideTotal: true},
		"no sidebar":    {NoSidebar: true},
		"pager on top":  {PagerOnTop: true},
		"extension":     {Extension: ".aspx"},
		"disqus":        {External: "disqus"},
		"windows-1252":  {Charset: "windows-1252", DeclaredCharset: "utf-8"},
		"another key":   {PagerKey: "p"},
		"gzip":          {Gzip: true},
		"shuffled":      {Shuffle: 7},
		"small pages":   {PageSize: 4},
		"one page only": {Posts: demo.Posts()[:7]},
	} {
		t.Run(name, func(t *testing.T) { carryAcross(t, o, "auto") })
	}
}

// carryAcross crawls a site twice and compares the export with the truth.
func carryAcross(t *testing.T, o demo.Options, details string) {
	t.Parallel()
	o.NoSidebar = o.Pager == demo.PagerNone // its archive of months would lead to the older posts
	site := demo.New(o)
	server := httptest.NewServer(site)
	defer server.Close()
	db := filepath.Join(t.TempDir(), "blog.db")
	crawl := []string{"crawl", server.URL + site.Listing(), "--db", db, "--delay", "0s", "--details", details, "--json"}
	var first blog.Report
	blogferryJSON(t, &first, crawl...)
	truth := site.Truth(server.URL, details)
	if o.Pager == demo.PagerNone {
		truth = truth[:min(len(truth), 10)]
	}
	if first.New != len(truth) || !first.Complete {
		t.Errorf("crawl: %d new, complete %v, gaps %v, failed %v; want %d new, complete\n%s", first.New, first.Complete, first.Gaps, first.Failed, len(truth), site.Log.String())
	}
	var records []blog.Record
	blogferryJSON(t, &records, "export", "--db", db)
	compareRecords(t, records, truth)
	var second blog.Report
	blogferryJSON(t, &second, crawl...)
	if second.New+second.Changed+second.Removed > 0 || !second.Complete {
		t.Errorf("second crawl: %d new, %d changed, %d removed, complete %v, gaps %v", second.New, second.Changed, second.Removed, second.Complete, second.Gaps)
	}
}

// blogferryJSON runs the program and parses its standard output as JSON.
func blogferryJSON(t *testing.T, to any, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, args, strings.NewReader(""), &stdout, &stderr)
	if code != int(exitDone) {
		t.Errorf("blogferry %s ended with %d:\n%s", strings.Join(args, " "), code, stderr.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), to); err != nil {
		t.Fatalf("blogferry %s: %v in %q\n%s", strings.Join(args, " "), err, stdout.String(), stderr.String())
	}
}

func compareRecords(t *testing.T, records []blog.Record, truth []demo.Record) {
	t.Helper()
	byURL := map[string]blog.Record{}
	for _, r := range records {
		if r.URL != nil {
			byURL[*r.URL] = r
		}
	}
	for _, want := range truth {
		got, ok := byURL[want.URL]
		if !ok {
			t.Errorf("post %s is missing", want.URL)
			continue
		}
		for _, d := range differences(got, want) {
			t.Errorf("%s: %s", strings.TrimPrefix(want.URL, "http://"), d)
		}
	}
	if len(records) != len(truth) {
		t.Errorf("%d posts exported, want %d", len(records), len(truth))
	}
}

func differences(got blog.Record, want demo.Record) []string {
	var all []string
	field := func(name string, got, want any) {
		if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
			all = append(all, fmt.Sprintf("%s\n   got  %s\n   want %s", name, shorten(g, 300), shorten(w, 300)))
		}
	}
	field("title", got.Title, want.Title)
	field("author", got.Author, want.Author)
	field("role", got.Role, want.Role)
	field("published_at", deref(got.PublishedAt), deref(want.Published.RFC3339(time.UTC)))
	field("tags", strings.Join(got.Tags, "|"), strings.Join(want.Tags, "|"))
	field("comment_count", derefInt(got.CommentCount), derefInt(want.CommentCount))
	field("excerpt", blog.Fold(got.Excerpt), blog.Fold(want.Excerpt))
	field("excerpt_only", got.ExcerptOnly, want.ExcerptOnly)
	field("body_text", blog.Fold(got.BodyText), blog.Fold(want.BodyText))
	field("images", got.Images, slices.Clip(want.Images))
	field("comments", commentsOf(got), commentsWanted(want))
	if strings.Contains(got.BodyHTML, demo.Poison) {
		all = append(all, "body_html: script got through")
	}
	return all
}

func commentsOf(r blog.Record) []string {
	var all []string
	for _, c := range r.Comments {
		all = append(all, fmt.Sprint(c.Author, " ", deref(c.PublishedAt), " ", blog.Fold(c.BodyText)))
	}
	return all
}

func commentsWanted(r demo.Record) []string {
	var all []string
	for _, c := range r.Comments {
		all = append(all, fmt.Sprint(c.Author, " ", deref(c.Published.RFC3339(time.UTC)), " ", blog.Fold(c.BodyText)))
	}
	return all
}

func deref(s *string) string {
	if s == nil {
		return "none"
	}
	return *s
}

func derefInt(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// The same blog gives the same posts read live, from saved pages and from text, in any
// order.
func TestSavedAndLiveAreOne(t *testing.T) {
	site := demo.New(demo.Options{})
	server := httptest.NewServer(site)
	defer server.Close()
	for _, text := range []bool{false, true} {
		dir := t.TempDir()
		if err := site.Save(dir, demo.SaveOptions{Text: text}); err != nil {
			t.Fatal(err)
		}
		live := []string{"crawl", server.URL + site.Listing(), "--delay", "0s"}
		saved := []string{"import", dir, "--url", server.URL + site.Listing()}
		for _, order := range [][2][]string{{live, saved}, {saved, live}} {
			t.Run(fmt.Sprintf("%s first, text %v", order[0][0], text), func(t *testing.T) { sameBlog(t, site, order) })
		}
	}
}

func sameBlog(t *testing.T, site *demo.Site, order [2][]string) {
	db := []string{"--json", "--db", filepath.Join(t.TempDir(), "blog.db")}
	var first, second, again blog.Report
	blogferryJSON(t, &first, append(slices.Clone(order[0]), db...)...)
	blogferryJSON(t, &second, append(slices.Clone(order[1]), db...)...)
	if first.New != site.Live() || second.New+second.Removed+second.Changed > 0 || second.Stored != site.Live() {
		t.Errorf("%d new at first, then %d new, %d changed, %d removed, %d stored; want %d new once", first.New, second.New, second.Changed, second.Removed, second.Stored, site.Live())
	}
	for _, args := range order {
		if args[0] == "crawl" {
			blogferryJSON(t, &again, append(slices.Clone(args), db...)...)
		}
	}
	if again.Complete && again.Stored != site.Live() {
		t.Errorf("complete is claimed with %d of %d posts", again.Stored, site.Live())
	}
}

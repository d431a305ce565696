package export

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/blogferry/blogferry/blog"
)

// siteFormats are the static sites: where their posts and comments are, and the names
// of their keys.
var siteFormats = map[string]struct{ posts, undated, comments, url, old, excerpt string }{
	"hugo":     {"content/posts", "content/posts", "data/comments", "url", "aliases", "summary"},
	"jekyll":   {"_posts", "undated", "_data/comments", "permalink", "redirect_from", "excerpt"},
	"markdown": {"posts", "posts", "comments", "permalink", "aliases", "excerpt"},
}

func writeSite(t *testing.T, format string, all []blog.Record, o Options) (files memory, changes []string) {
	t.Helper()
	o.Warn = func(r *blog.Record, err error) { changes = append(changes, r.ID+": "+err.Error()) }
	files = memory{}
	if n, err := WriteTree(files, format, seq(all), o); err != nil || n != len(all) {
		t.Fatalf("WriteTree(%s) = %d, %v, want %d", format, n, err, len(all))
	}
	return files, changes
}

// readPost splits a file into front matter and body.
func readPost(t *testing.T, files memory, name string) (front map[string]any, body string) {
	t.Helper()
	text, ok := files[name]
	if !ok {
		t.Fatalf("no %s among %q", name, slices.Sorted(maps.Keys(files)))
	}
	head, body, ok := strings.Cut(strings.TrimPrefix(string(text), "---\n"), "\n---\n\n")
	if !ok {
		t.Fatalf("%s has no front matter: %q", name, text)
	}
	if err := yaml.Unmarshal([]byte(head), &front); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, head)
	}
	return front, body
}

// TestSites exports hostile records and reads everything back.
func TestSites(t *testing.T) {
	for format, at := range siteFormats {
		t.Run(format, func(t *testing.T) {
			all := hostileRecords()
			plan, err := NewPlan(seq(all), Options{})
			if err != nil {
				t.Fatal(err)
			}
			files, _ := writeSite(t, format, all, Options{})
			for n := range all {
				r, e := &all[n], plan.Entry(n)
				folder := at.posts
				if e.At.IsZero() {
					folder = at.undated
				}
				front, _ := readPost(t, files, path.Join(folder, datedName(e)))
				checkFront(t, front, r, plan.Path(e), at.url)
				var comments []blog.RecordComment
				if data, ok := files[path.Join(at.comments, e.Slug+".json")]; ok {
					if err := json.Unmarshal(data, &comments); err != nil {
						t.Errorf("%s: %v", r.ID, err)
					}
				}
				if diff := cmp.Diff(r.Comments, comments, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s: comments (-want +got):\n%s", r.ID, diff)
				}
			}
		})
	}
}

func checkFront(t *testing.T, front map[string]any, r *blog.Record, newPath, urlKey string) {
	t.Helper()
	want := map[string]any{"title": r.Title, urlKey: newPath, "author": r.Author, "role": r.Role, "old_url": orEmpty(r.URL)}
	for key, value := range want {
		got, ok := front[key]
		if !ok && value == "" {
			continue
		}
		if strings.TrimSpace(fmt.Sprint(value)) == "" && key != "title" {
			continue // nobody
		}
		if !ok || !strings.EqualFold(fmt.Sprint(got), fmt.Sprint(value)) {
			t.Errorf("%s: %s is %q, want %q", r.ID, key, got, value)
		}
	}
}

func TestHugo(t *testing.T) {
	all := readRecords(t, "../testdata/export/pottery/records.json")
	files, changes := writeSite(t, "hugo", all, Options{})
	want := `---
title: "Glazes that ran, and why"
date: 2013-03-14T07:30:00+01:00
author: "Ines Kolar"
role: "Kiln Master, Studio & School"
slug: "glazes-that-ran"
url: "/2013/03/glazes-that-ran/"
aliases: ["/blog/March-2013/Glazes-that-ran"]
tags: ["Glaze", "wood ash"]
categories: ["Workshop"]
summary: "The ash glaze ran off the shelf again."
comment_count: 2
old_url: "http://old.pottery.example/blog/March-2013/Glazes-that-ran"
---

The ash glaze ran off the shelf again; [cone six](http://old.pottery.example/cones) was **too hot**.

![The shelf](http://old.pottery.example/getmedia/5d0c/shelf.jpg)

| Cone | Result |
|---|---|
| 5 | dry |
| 6 | ran |
`
	if diff := cmp.Diff(want, string(files["content/posts/2013-03-14-glazes-that-ran.md"])); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	names := []string{"content/posts/2013-01-02-opening-hours.md", "content/posts/2013-03-14-glazes-that-ran.md",
		"content/posts/undated-found-in-a-drawer.md", "data/comments/glazes-that-ran.json"}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, names) || len(changes) > 0 {
		t.Errorf("files %q, want %q; changes %q", got, names, changes)
	}
}

// Hugo shows a post that was seen before its date only with publishDate.
func TestHugoShowsEarlyPosts(t *testing.T) {
	r := blog.Record{ID: "p1", Title: "Fair", PublishedAt: text("2030-05-01T10:00:00Z"), FirstSeenAt: text("2026-01-02T03:04:05Z")}
	files, _ := writeSite(t, "hugo", []blog.Record{r}, Options{})
	if front, _ := readPost(t, files, "content/posts/2030-05-01-fair.md"); front["publishDate"] != *r.FirstSeenAt {
		t.Errorf("front matter %v", front)
	}
}

func TestJekyll(t *testing.T) {
	all := []blog.Record{
		{ID: "p1", URL: text("http://old.example/a.aspx"), Title: "A", PublishedAt: text("2014-07-21T06:00:00+02:00"), Excerpt: "<b> & co", BodyHTML: "<pre>{{ a }}\n\n{% endraw %}</pre>"},
		{ID: "p2", URL: text("http://old.example/old/b"), Title: "B"},
	}
	files, changes := writeSite(t, "jekyll", all, Options{})
	front, body := readPost(t, files, "_posts/2014-07-21-a.md")
	if front["excerpt"] != "&lt;b&gt; &amp; co" || fmt.Sprint(front["redirect_from"]) != "[/a.aspx/]" {
		t.Errorf("front matter %v", front)
	}
	if want := "{::nomarkdown}\n<pre>&#123;&#123; a }}&#10;\n&#123;% endraw %}</pre>\n{:/nomarkdown}\n"; body != want {
		t.Errorf("body %q, want %q", body, want)
	}
	front, _ = readPost(t, files, "undated/undated-b.md")
	if fmt.Sprint(front["redirect_from"]) != "[/old/b]" || len(changes) != 1 || !strings.Contains(changes[0], "p2: altered: it has no date") {
		t.Errorf("front matter %v, changes %q", front, changes)
	}
}

// A name that Hugo cannot use as an address is replaced by its slug.
func TestHugoTerms(t *testing.T) {
	all := []blog.Record{
		{ID: "p1", Tags: []string{"C", "C/C++", "a&b", "../x", "!"}},
		{ID: "p2", Tags: []string{"ab", "C/C++", "North & East", strings.Repeat("long", 60), "x.html"}},
	}
	files, changes := writeSite(t, "hugo", all, Options{})
	front, _ := readPost(t, files, "content/posts/undated-p1.md")
	if got := fmt.Sprint(front["tags"]); got != "[C c-c a&b x tag]" {
		t.Errorf("tags of p1: %s", got)
	}
	front, _ = readPost(t, files, "content/posts/undated-p2.md")
	if got, want := fmt.Sprint(front["tags"]), "[ab-2 c-c North & East "+strings.Repeat("long", 60)[:maxSlug]+" x-html]"; got != want {
		t.Errorf("tags of p2: %s, want %s", got, want)
	}
	if term, _ := readPost(t, files, "content/tags/c-c/_index.md"); term["title"] != "C/C++" {
		t.Errorf("the page of c-c: %v", term)
	}
	if len(changes) != 6 || !strings.HasPrefix(changes[0], `p1: renamed: "C/C++" is "c-c"`) {
		t.Errorf("changes: %q", changes)
	}
}

// Copies are in the folder that the generator serves, and shown from there.
func TestSiteMedia(t *testing.T) {
	for format, folder := range map[string]string{"hugo": "static/media", "jekyll": "media", "markdown": "media"} {
		files, _ := writeSite(t, format, linkedRecords(), mediaOptions(MediaCopy))
		if string(files[folder+"/kiln.jpg"]) != "bytes of kiln.jpg" {
			t.Errorf("%s: files %q", format, slices.Sorted(maps.Keys(files)))
		}
		_, body := readPost(t, files, path.Dir(siteFormats[format].posts+"/x")+"/2014-07-02-first.md")
		for _, want := range []string{"](/media/kiln.jpg)", "(/2014/07/other/#c2)", "(http://elsewhere.example/)", "(/media/a%20b.pdf#page=2)"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s in %s", format, want, body)
			}
		}
	}
}

func TestHugoPath(t *testing.T) {
	for name, want := range map[string]string{
		"1.6": "1.6", "C# & C++": "c#-c++", "Müller": "müller", "North & East": "north-east", "don't": "dont", "x-- y": "x--y", "a - b": "a-b", "5 ½": "5", " a ": "a",
	} {
		if got := hugoPath(name); got != want {
			t.Errorf("hugoPath(%q) = %q, want %q", name, got, want)
		}
	}
}

package interop

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// hugoSite is a site that reports what Hugo knows of its posts.
var hugoSite = map[string]string{
	"hugo.toml": `baseURL = "https://new.example/"
title = "Test"
[outputFormats.dump]
mediaType = "application/json"
baseName = "dump"
isPlainText = true
[outputs]
home = ["HTML", "RSS", "dump"]
`,
	"layouts/_default/single.html": `<h1>{{ .Title }}</h1>{{ .Content }}`,
	"layouts/_default/list.html":   `<h1>{{ .Title }}</h1>{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}`,
	"layouts/index.dump.json": `{{- $posts := slice -}}
{{- range .Site.RegularPages -}}
{{- $tags := slice -}}{{- range .GetTerms "tags" -}}{{- $tags = $tags | append .Title -}}{{- end -}}
{{- $categories := slice -}}{{- range .GetTerms "categories" -}}{{- $categories = $categories | append .Title -}}{{- end -}}
{{- $posts = $posts | append (dict "url" .RelPermalink "title" .Title "at" (.Date.Format "2006-01-02T15:04:05Z07:00") "author" .Params.author "role" .Params.role
	"excerpt" (cond (isset .Params "summary") (string .Summary) "") "tags" $tags "categories" $categories "old" .Aliases "body" (string .Content) "comments" (index site.Data.comments .Slug)) -}}
{{- end -}}
{{- $posts | jsonify -}}`,
}

func TestHugo(t *testing.T) {
	need(t, "hugo")
	buildsAll(t, "hugo", buildHugo)
}

// buildHugo builds the site, without any output, and returns the posts by address.
func buildHugo(t *testing.T, dir string) map[string]shown {
	t.Helper()
	writeFiles(t, dir, hugoSite)
	stdout, stderr := run(t, dir, "hugo", "--quiet", "--printPathWarnings", "-d", "public")
	if stdout+stderr != "" {
		t.Errorf("hugo says:\n%s%s", stdout, stderr)
	}
	var posts []struct {
		URL, Title, At, Author, Role, Excerpt, Body string
		Tags, Categories, Old                       []string
		Comments                                    []blog.RecordComment
	}
	readJSON(t, filepath.Join(dir, "public", "dump.json"), &posts)
	got := map[string]shown{}
	for _, p := range posts {
		at, err := time.Parse(time.RFC3339, p.At)
		if err != nil {
			t.Error(err)
		}
		s := shown{URL: p.URL, Title: p.Title, Author: p.Author, Role: p.Role, At: at, Tags: p.Tags, Categories: p.Categories,
			Excerpt: reading(p.Excerpt), Body: reading(p.Body), Comments: p.Comments}
		for _, old := range p.Old {
			s.Old = append(s.Old, strings.TrimPrefix(old, "/"))
			checkStub(t, filepath.Join(dir, "public", filepath.FromSlash(old)), p.URL)
		}
		got[p.URL] = s
	}
	return got
}

// TestHugoTermAddresses checks that old pages of tags lead to those that Hugo makes.
func TestHugoTermAddresses(t *testing.T) {
	need(t, "hugo")
	dir := t.TempDir()
	names := []string{"1.6", "C#", "C++", "Müller", "North & East", "a,  b", "don't", "x-- y", "Q&A", "50%", "foo_bar", "日本 語", "(paren)", "@home", "a~b", "5 ½", "v2.0 beta", "a - b", "C/D", "!", "..", "Straße"}
	all := []blog.Record{{ID: "p", Title: "All", URL: pointer("http://old.example/all"), PublishedAt: pointer("2014-07-02T10:00:00Z"), Tags: names, Categories: names}}
	o := export.Options{Redirects: export.RedirectOptions{
		Paths: export.Sites["hugo"],
		Addresses: func(yield func(blog.Address, error) bool) {
			for i, name := range names {
				if !yield(blog.Address{URL: fmt.Sprintf("http://old.example/tag/%d", i), Kind: blog.AddressLabel, Text: name}, nil) {
					return
				}
			}
		},
	}}
	writeFolder(t, dir, "hugo", all, export.Options{})
	writeFiles(t, dir, hugoSite)
	run(t, dir, "hugo", "--quiet", "-d", "public")
	rules, err := export.Redirects(recordsOf(all), o)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, rule := range rules.All() {
		if rule.Post != "" {
			continue
		}
		asked++
		place, err := url.PathUnescape(rule.New)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "public", place, "index.html")); err != nil || !strings.HasPrefix(place, "/categories/") {
			t.Errorf("%s leads to %s: %v", rule.Old, rule.New, err)
		}
	}
	if asked != len(names) {
		t.Errorf("%d rules, want %d", asked, len(names))
	}
}

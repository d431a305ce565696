package interop

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// hugoSite is a site that tells what Hugo knows of its posts.
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
	t.Run("demo", func(t *testing.T) {
		dir := t.TempDir()
		blogferry(t, "export", "--format", "hugo", "--out", dir)
		compareAll(t, demoRecords(t), buildHugo(t, dir))
	})
	t.Run("hostile", func(t *testing.T) {
		dir, all := t.TempDir(), hostileBlog()
		writeFolder(t, dir, "hugo", all, export.Options{})
		compareAll(t, all, buildHugo(t, dir))
	})
}

// buildHugo builds the site, without a word of warning, and gives the posts by their
// addresses.
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

package interop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// jekyllSite is a site that reports what Jekyll knows of its posts and of the pages
// that posts without a date become.
var jekyllSite = map[string]string{
	"_config.yml": `url: https://new.example
timezone: UTC
plugins: [jekyll-redirect-from, jekyll-feed]
excerpt_separator: "" # makes Jekyll make none of its own
`,
	"dump.json": `---
layout: null
---
{%- assign undated = site.pages | where_exp: "p", "p.path contains 'undated/'" -%}
{%- assign posts = site.posts | concat: undated -%}
[{% for p in posts %}{% unless forloop.first %},{% endunless %}
{"url": {{ p.url | jsonify }}, "title": {{ p.title | jsonify }}, "at": {{ p.date | date_to_xmlschema | jsonify }}, "author": {{ p.author | jsonify }}, "role": {{ p.role | jsonify }},
"tags": {{ p.tags | jsonify }}, "categories": {{ p.categories | jsonify }}, "old": {{ p.redirect_from | jsonify }},
"excerpt": {{ p.excerpt | jsonify }}, "comments": {{ site.data.comments[p.slug] | jsonify }}}
{%- endfor %}]
`,
}

// jekyllEnv keeps Jekyll from looking for a Gemfile, and sets a time zone other than
// the blog's.
var jekyllEnv = []string{"JEKYLL_NO_BUNDLER_REQUIRE=true", "TZ=America/New_York"}

func TestJekyll(t *testing.T) {
	need(t, "jekyll")
	buildsAll(t, "jekyll", buildJekyll)
}

// buildJekyll builds the site, without any output, and returns the posts by address.
func buildJekyll(t *testing.T, dir string) map[string]shown {
	t.Helper()
	writeFiles(t, dir, jekyllSite)
	stdout, stderr := mustRun(t, command(t, dir, jekyllEnv, "jekyll", "build", "--quiet", "--strict_front_matter"))
	if stdout+stderr != "" {
		t.Errorf("jekyll says:\n%s%s", stdout, stderr)
	}
	var posts []struct {
		URL, Title, At, Author, Role, Excerpt string
		Tags, Categories, Old                 []string
		Comments                              []blog.RecordComment
	}
	readJSON(t, filepath.Join(dir, "_site", "dump.json"), &posts)
	got := map[string]shown{}
	for _, p := range posts {
		page, err := os.ReadFile(filepath.Join(dir, "_site", p.URL, "index.html"))
		if err != nil {
			t.Error(err)
		}
		s := shown{URL: p.URL, Title: p.Title, Author: p.Author, Role: p.Role, Tags: p.Tags, Categories: p.Categories,
			Excerpt: reading(p.Excerpt), Body: reading(string(page)), Comments: p.Comments}
		if at, err := time.Parse(time.RFC3339, p.At); err == nil {
			s.At = at
		}
		for _, old := range p.Old {
			s.Old = append(s.Old, strings.Trim(old, "/"))
			checkStub(t, filepath.Join(dir, "_site", filepath.FromSlash(old)), p.URL)
		}
		got[p.URL] = s
	}
	return got
}

package parser

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

var update = flag.Bool("update", false, "rewrite the expected results of the fixtures")

// outcome is what a fixture's JSON file holds.
type outcome struct {
	Listing *blog.Listing       `json:"listing,omitempty"`
	Detail  *blog.Detail        `json:"detail,omitempty"`
	Fields  []map[string]string `json:"evidence,omitempty"`
	Error   string              `json:"error,omitempty"`
	Kind    string              `json:"kind,omitempty"` // which of the known errors it is
}

// TestFixtures parses every page under testdata/parser and compares with the
// JSON beside it. A page with a .shown.json is a post's own page; that file is
// the post as its listing had it.
func TestFixtures(t *testing.T) {
	var pages []string
	for _, pattern := range []string{"*.html", "*.txt"} {
		found, err := filepath.Glob(filepath.Join("..", "testdata", "parser", "*", pattern))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	if len(pages) == 0 {
		t.Fatal("no fixtures under ../testdata/parser")
	}
	p := newParser(t)
	for _, file := range pages {
		name := strings.TrimSuffix(file, filepath.Ext(file))
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(name), func(t *testing.T) {
			golden(t, name+".json", parseFixture(t, p, file, name+".shown.json"))
		})
	}
}

func parseFixture(t *testing.T, p *Parser, file, shownFile string) *outcome {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := &blog.Page{File: file, Body: data}
	if filepath.Ext(file) == ".html" {
		page = htmlPage(string(data))
		page.URL = "http://old.example/journal"
	}
	out := &outcome{}
	if shown, err := os.ReadFile(shownFile); err == nil {
		var post blog.Post
		if err := json.Unmarshal(shown, &post); err != nil {
			t.Fatal(err)
		}
		page.URL = post.URL
		out.Detail, err = p.Detail(page, blog.Knowledge{}, post)
		out.fail(err)
		if err == nil {
			out.Fields = append(out.Fields, out.Detail.Post.Evidence)
		}
		return out
	}
	out.Listing, err = p.Listing(page, blog.Knowledge{})
	out.fail(err)
	if err != nil {
		out.Listing = nil
	} else {
		for i := range out.Listing.Posts {
			out.Fields = append(out.Fields, out.Listing.Posts[i].Evidence)
		}
	}
	return out
}

func (o *outcome) fail(err error) {
	if err == nil {
		return
	}
	o.Error = err.Error()
	switch {
	case errors.Is(err, blog.ErrErrorPage):
		o.Kind = "error page"
	case errors.Is(err, blog.ErrNoPosts):
		o.Kind = "no posts"
	}
}

// golden compares got with a file's JSON, or writes it with -update.
func golden(t *testing.T, file string, got any) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(got); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s differs; got:\n%s", file, b.String())
	}
}

package parser

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// TestHostilePages: whatever the bytes, an answer comes soon.
func TestHostilePages(t *testing.T) {
	p := newParser(t)
	post := shapes["loose siblings"](made[:1])
	for name, page := range map[string]*blog.Page{
		"many bylines":     htmlPage(strings.Repeat("<p>Posted: 1/2/2013 by A | with 1 comments</p>", 1500)),
		"one long line":    textPage(strings.Repeat("Posted: 1/2/2013 by A ", 10000)),
		"many lines":       textPage(strings.Repeat("Posted:\n1/2/2013\nby\n", 3000)),
		"many posts":       htmlPage(strings.Repeat(post, 200)),
		"deep":             htmlPage(strings.Repeat("<div>", 500) + post),
		"open links":       htmlPage(strings.Repeat("<a href=/x>y", 1500) + post),
		"nothing":          htmlPage(""),
		"only a nul":       textPage("\x00"),
		"broken charset":   textPage("Posted: \xff\xfe by \x80 | with 0 comments"),
		"unclosed comment": htmlPage("<!-- " + post),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := p.Listing(page, blog.Knowledge{})
			if err != nil && !errors.Is(err, blog.ErrNoPosts) {
				t.Errorf("error = %v", err)
			}
			if _, err := p.Detail(page, blog.Knowledge{}, blog.Post{Title: made[0].title}); err != nil && !errors.Is(err, blog.ErrNoPosts) {
				t.Errorf("detail: error = %v", err)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestTooDeep: a page that nests deeper than a tree can is read as text.
func TestTooDeep(t *testing.T) {
	page := htmlPage(strings.Repeat("<div>", 600) + frame(shapes["stock preview"](made), len(made)))
	l, err := newParser(t).Listing(page, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Warnings) == 0 || !strings.Contains(l.Warnings[0], "text") {
		t.Errorf("warnings = %q", l.Warnings)
	}
	if len(l.Posts) != len(made) || l.Posts[0].Title != made[0].title || l.Posts[4].Author != made[4].author {
		t.Errorf("posts = %s", titlesOf(l))
	}
}

// Pages are read by several goroutines at once: they must not meet, which is for
// the race detector to see, and each read what it reads alone.
func TestConcurrentUse(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "parser", "*", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures under ../testdata/parser", err)
	}
	pages := make([]*blog.Page, len(files))
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages[i] = htmlPage(string(data))
	}
	read := func(p *Parser, i int) string {
		l, err := p.Listing(pages[i], blog.Knowledge{})
		out, _ := json.Marshal(l)
		return fmt.Sprint(string(out), err)
	}
	want := make([]string, len(pages))
	alone := newParser(t)
	for i := range pages {
		want[i] = read(alone, i)
	}
	together := newParser(t)
	var readers sync.WaitGroup
	for r := range 4 {
		readers.Go(func() {
			for n := range pages {
				i := (n + r*r) % len(pages)
				if got := read(together, i); got != want[i] {
					t.Errorf("%s reads differently beside others", files[i])
				}
			}
		})
	}
	readers.Wait()
}

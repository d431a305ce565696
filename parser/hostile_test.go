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

// TestLargePages reads pages that once took minutes each: what they are full of was
// gone through again for each of it.
func TestLargePages(t *testing.T) {
	const size = 1 << 19
	full := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	each := func(unit func(i int) string) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(unit(i))
		}
		return b.String()
	}
	p := newParser(t)
	for name, body := range map[string]string{
		"comment headings":        "<h1>T</h1><p>May 4, 2010</p>" + full("<h3>3 comments</h3><p>x</p>"),
		"link without end":        "<a href=/x>" + full("some<br>"),
		"roots":                   each(func(i int) string { return fmt.Sprintf("<html a%d=b>", i) }),
		"widgets with posts":      `<meta name=generator content=WordPress><link href=/wp-content/x.css>` + full(`<div class=sidebar><div class=hentry><h2>T</h2>x</div></div>`),
		"one class after another": "<div class='" + full("class ") + "'>" + full("<p>x</p>"),
	} {
		start := time.Now()
		_, _ = p.Listing(htmlPage(body), blog.Knowledge{})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

// TestOpensAgain: pages that were put together into one file are read as a tree,
// and one whose <html> gives other attributes each time as text.
func TestOpensAgain(t *testing.T) {
	page := func(i int) string {
		return fmt.Sprintf(`<html lang=en><body class="x"><p>Page %d</p></body></html>`, i)
	}
	var same, other strings.Builder
	for i := range 3000 {
		same.WriteString(page(i))
		fmt.Fprintf(&other, "<html a%d=b><p>Page %d</p>", i, i)
	}
	if _, err := parseTree(same.String()); err != nil {
		t.Errorf("equal attributes: %v", err)
	}
	if _, err := parseTree(other.String()); err == nil {
		t.Error("other attributes each time: no error")
	}
	if _, err := parseTree(strings.Repeat("<p>", maxTags+1)); err == nil {
		t.Error("a million tags: no error")
	}
	if got := tokenText(other.String()); !strings.Contains(got, "Page 0\n") || !strings.HasSuffix(strings.TrimSpace(got), "Page 2999") {
		t.Errorf("text = %.80q…", got)
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

package parser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// TestEveryProfileHasFixtures wants a listing of three posts and more for every
// profile, read by it, with no word read as an author that is none.
func TestEveryProfileHasFixtures(t *testing.T) {
	for _, name := range newParser(t).Profiles() {
		files, _ := filepath.Glob(filepath.Join("..", "testdata", "parser", name, "*.json"))
		full := 0
		for _, file := range files {
			var o outcome
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &o); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if l := o.Listing; l != nil && l.Profile == name && len(l.Posts) >= 3 && byVariant(l) {
				full++
			}
		}
		if full == 0 {
			t.Errorf("profile %s: none of %d fixtures is a listing with three posts that it reads", name, len(files))
		}
	}
}

func byVariant(l *blog.Listing) bool {
	for _, other := range []string{"words", "induced", "text", "teaser"} {
		if l.Variant == other {
			return false
		}
	}
	return true
}

// TestOneHintIsNoProfile reads pages that keep one trace of another platform.
func TestOneHintIsNoProfile(t *testing.T) {
	for _, trace := range []string{
		`<meta name="generator" content="WordPress 3.1">`,
		`<img src="/wp-content/uploads/a.jpg">`,
		`<link rel="stylesheet" href="/sites/default/files/a.css">`,
		`<h2 class="date-header">July 21, 2014</h2>`,
		`<img src="http://1.media.tumblr.com/a.jpg"><a href="http://www.tumblr.com/follow/x">follow</a>`,
		`<div class="itemBoxStyle">kept by a converter</div>`,
	} {
		l, _ := newParser(t).Listing(htmlPage("<html><head></head><body>"+trace+"<p>Nothing else.</p></body></html>"), blog.Knowledge{})
		if l != nil && l.Profile != "" {
			t.Errorf("profile %s is taken for %s", l.Profile, trace)
		}
	}
}

// TestProfilesOnLongPages: selectors that look into what they select must not
// make long pages slow.
func TestProfilesOnLongPages(t *testing.T) {
	p := newParser(t)
	for _, name := range p.Profiles() {
		files, _ := filepath.Glob(filepath.Join("..", "testdata", "parser", name, "*.html"))
		if len(files) == 0 {
			continue // TestEveryProfileHasFixtures says so
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, err = p.Listing(htmlPage(strings.Repeat(string(data), 15)), blog.Knowledge{Profile: name})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s fifteen times: %v (%v)", files[0], took, err)
		}
	}
}

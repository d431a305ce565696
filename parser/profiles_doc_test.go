package parser

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/profiles"
)

// docBlocks are the code blocks of docs/profiles.md in one language.
func docBlocks(t *testing.T, language string) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "docs", "profiles.md"))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		blocks = append(blocks, m[1])
	}
	return blocks
}

// TestDocExamples reads the page of docs/profiles.md with each of its profiles.
func TestDocExamples(t *testing.T) {
	pages, profiles := docBlocks(t, "html"), docBlocks(t, "yaml")
	if len(pages) != 1 || len(profiles) != 2 {
		t.Fatalf("docs/profiles.md has %d pages and %d profiles", len(pages), len(profiles))
	}
	for _, text := range profiles {
		p, err := New(Options{Profile: text})
		if err != nil {
			t.Fatal(err)
		}
		page := htmlPage(pages[0])
		l, err := p.Listing(page, blog.Knowledge{})
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Posts) != 3 || l.Variant != "log" {
			t.Fatalf("%s: %d posts by %s", l.Profile, len(l.Posts), l.Variant)
		}
		one, two := l.Posts[0], l.Posts[1]
		if one.Title != "The crane is mended" || one.Author != "Kim Aalto" || one.Role != "Crane master" ||
			one.Published != "2011-05-03T14:30:00" || strings.Join(one.Tags, ";") != "crane;steel" ||
			strings.Join(one.Categories, ";") != "Works" || one.CommentCount == nil || *one.CommentCount != 2 ||
			!one.ExcerptOnly || one.BodyText != "It lifts again." {
			t.Errorf("%s: first post = %+v", l.Profile, one)
		}
		if two.Author != "Lou" || two.Published != "2011-05-03T06:05:00" || two.Role != "" || len(two.Tags)+len(two.Categories) > 0 ||
			two.CommentCount == nil || *two.CommentCount != 0 || two.ExcerptOnly {
			t.Errorf("%s: second post = %+v", l.Profile, two)
		}
		if l.Pager.Next == nil || !strings.HasSuffix(l.Pager.Next.URL, "/log?from=10") {
			t.Errorf("%s: pager = %+v", l.Profile, l.Pager)
		}
	}
}

// TestDocHasEveryKey wants each key of a profile in the full example.
func TestDocHasEveryKey(t *testing.T) {
	blocks := docBlocks(t, "yaml")
	full := blocks[len(blocks)-1]
	for _, kind := range []any{profiles.Profile{}, profiles.Hint{}, profiles.Variant{}, profiles.Comments{}} {
		of := reflect.TypeOf(kind)
		for i := range of.NumField() {
			key := of.Field(i).Tag.Get("yaml")
			if key == "" {
				continue
			}
			if !regexp.MustCompile(`(?m)(?:^|[\s{,])` + regexp.QuoteMeta(key) + `:`).MatchString(full) {
				t.Errorf("the full example of docs/profiles.md has no key %s", key)
			}
		}
	}
}

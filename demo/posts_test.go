package demo

import (
	"strings"
	"testing"
	"time"
)

func TestPostsAreVaried(t *testing.T) {
	posts := Posts()
	if len(posts) < 60 {
		t.Fatalf("%d posts, want 60 or more", len(posts))
	}
	paths, used, times := map[string]bool{}, map[Byline]int{}, map[time.Time]int{}
	for i, p := range posts {
		if i > 0 && p.Date.After(posts[i-1].Date) {
			t.Errorf("%s is newer than the post before it", p.Path)
		}
		if paths[key(p.Path)] {
			t.Errorf("path %s occurs twice", p.Path)
		}
		if p.Byline != "" && p.Author == "" {
			t.Errorf("%s has a byline without a name", p.Path)
		}
		if p.Byline.showsRole() && p.Role == "" {
			t.Errorf("%s has a byline without a role", p.Path)
		}
		paths[key(p.Path)] = true
		used[p.Byline]++
		times[p.Date]++
	}
	for form := range bylines {
		if used[form] == 0 {
			t.Errorf("no post has byline %q", form)
		}
	}
	if times[posts[9].Date] != 3 || !posts[9].Date.Equal(posts[10].Date) {
		t.Errorf("the three posts of one time do not lie across the first page's end")
	}
}

func TestPostsBelongToTheCaller(t *testing.T) {
	posts := Posts()
	posts[0].Title = "changed"
	posts[1].Tags[0] = "changed"
	if again := Posts(); again[0].Title == "changed" || again[1].Tags[0] == "changed" {
		t.Error("a change to Posts() shows in the next Posts()")
	}
}

func TestReadPostsErrors(t *testing.T) {
	for data, want := range map[string]string{
		"=== a\ntitle\n---\n":                              `line "title" has no key`,
		"=== a\ncolour: red\n---\n":                        `key "colour" is unknown`,
		"=== a\nbyline: sung\n---\n":                       `byline "sung" is unknown`,
		"=== a\ndate: soon\n---\n":                         "cannot parse",
		"=== a\ntitle: x\n---\n--- comment\nhat: 7\n\nHi.": `comment key "hat" is unknown`,
	} {
		if _, err := readPosts(data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("readPosts(%q) = %v, want %q", data, err, want)
		}
	}
}

func TestBylineForms(t *testing.T) {
	p := &Post{Author: "A & B", Role: "C | D"}
	for form, want := range map[Byline]string{
		"":      "<p>Body</p>",
		"plain": "<p>Body</p>\n<p>Posted by: A &amp; B | C | D</p>",
		"tail":  "<p>Body<br />\nPosted by: A &amp; B | C | D</p>",
	} {
		if got := form.appendTo("<p>Body</p>", p); got != want {
			t.Errorf("byline %q gives %q, want %q", form, got, want)
		}
	}
	if got := Byline("plain").appendTo("", p); strings.HasPrefix(got, "\n") {
		t.Errorf("byline of an empty body = %q", got)
	}
}

func TestFresh(t *testing.T) {
	after := time.Date(2014, 12, 31, 22, 30, 0, 0, time.UTC)
	posts := Fresh(3, after)
	if len(posts) != 3 || !posts[0].Date.After(posts[1].Date) || !posts[2].Date.After(after) {
		t.Errorf("Fresh(3) = %v", posts)
	}
	if posts[0].Path == posts[1].Path || posts[0].Path != Fresh(3, after)[0].Path {
		t.Error("fresh paths are not distinct or not the same every time")
	}
}

package blog

import (
	"testing"
	"time"
)

func TestWallIn(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for wall, want := range map[Wall]string{
		"2014-07-21T06:00:00": "2014-07-21T06:00:00+02:00",
		"2014-01-21T06:00:00": "2014-01-21T06:00:00+01:00",
		"2014-03-30T02:30:00": "2014-03-30T02:30:00+01:00", // gap: winter time's offset
		"2014-03-30T03:00:00": "2014-03-30T03:00:00+02:00",
		"2014-03-30T01:59:59": "2014-03-30T01:59:59+01:00",
		"2014-10-26T02:30:00": "2014-10-26T02:30:00+02:00", // overlap: summer time's
		"2014-10-26T03:00:00": "2014-10-26T03:00:00+01:00",
		"2014-10-26T01:59:59": "2014-10-26T01:59:59+02:00",
	} {
		if got := wall.RFC3339(berlin); got == nil || *got != want {
			t.Errorf("%s in Berlin = %v, want %s", wall, got, want)
		}
	}
	if got := Wall("").RFC3339(berlin); got != nil {
		t.Errorf("empty wall = %v, want nil", *got)
	}
}

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://Old.Example:80/Blog/A-b.aspx?utm_source=x&lang=en-US#comments": "http://old.example/Blog/A-b.aspx?lang=en-US",
		"http://old.example":                    "http://old.example/",
		"https://old.example:443/?saved=1":      "https://old.example/",
		"http://old.example/(S(abc123))/blog/x": "http://old.example/blog/x",
		"http://old.example/x;jsessionid=1F.n2?page=2&sid=0123456789abcdef0123456789abcdef": "http://old.example/x?page=2",
		"http://old.example/story?sid=12":     "http://old.example/story?sid=12",
		"http://old.example:8080/a%2Cb?q=R&D": "http://old.example:8080/a%2Cb?q=R&D",
		"mailto:a@b.example":                  "mailto:a@b.example",
	} {
		if got := Canonical(in); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", in, got, want)
		}
		if again := Canonical(want); again != want {
			t.Errorf("Canonical(%q) = %q, not stable", want, again)
		}
	}
}

func TestPathKey(t *testing.T) {
	same := func(a, b string, fold, want bool) {
		t.Helper()
		if got := PathKey(a, fold) == PathKey(b, fold); got != want {
			t.Errorf("PathKey of %q and %q (fold %v) agree: %v, want %v", a, b, fold, got, want)
		}
	}
	same("http://a.example/x", "https://www.a.example/x", false, true)
	same("http://a.example/X.aspx", "http://a.example/x", false, false)
	same("http://a.example/X.aspx", "http://a.example/x/", true, true)
	same("http://a.example/Vienna,-Austria", "http://a.example/Vienna%2C-Austria", false, true)
	same("http://a.example/?p=1", "http://a.example/?p=2", true, false)
}

func TestNumberedRequest(t *testing.T) {
	q := NumberedRequest{Request: Request{URL: "http://a.example/blog?tagname=x&Page=2"}, Key: "page"}
	if got := q.Page(7).URL; got != "http://a.example/blog?tagname=x&page=7" {
		t.Errorf("query page 7 = %s", got)
	}
	offset := NumberedRequest{Request: Request{URL: "http://a.example/blog"}, Key: "start", Step: 10}
	if got := offset.Page(3).URL; got != "http://a.example/blog?start=20" {
		t.Errorf("offset page 3 = %s", got)
	}
	path := NumberedRequest{Request: Request{URL: "http://a.example/blog/page/{page}/"}}
	if got := path.Page(3).URL; got != "http://a.example/blog/page/3/" {
		t.Errorf("path page 3 = %s", got)
	}
	post := NumberedRequest{Request: Request{Method: "POST", URL: "http://a.example/blog", Form: []Field{{"__EVENTTARGET", "p"}, {"__EVENTARGUMENT", "2"}}}, Key: "__EVENTARGUMENT"}
	if got := post.Page(5); got.Encode() != "__EVENTTARGET=p&__EVENTARGUMENT=5" || post.Request.Form[1].Value != "2" {
		t.Errorf("postback page 5 = %s, template %v", got.Encode(), post.Request.Form)
	}
}

func TestMergeTeaserNeverReplacesBody(t *testing.T) {
	listing := Post{Title: "A", BodyText: "Short…", BodyHTML: "<p>Short…</p>", ExcerptOnly: true, Excerpt: "Short…", CommentCount: Int(2)}
	detail := Post{Title: "A", BodyText: "Short and long", BodyHTML: "<p>Short and long</p>", Tags: []string{"x"}, Comments: []Comment{{Author: "B"}}}
	got := Readings{Listing: &listing, Detail: &detail}.Merge()
	if got.BodyText != "Short and long" || got.ExcerptOnly || got.Excerpt != "Short…" || len(got.Tags) != 1 || len(got.Comments) != 1 || *got.CommentCount != 2 {
		t.Errorf("merge = %+v", got)
	}
	saved := Post{Title: "A", BodyText: "other", BodyHTML: "<p>other</p>", Role: "Editor", FromText: true}
	got = Readings{Listing: &listing, Detail: &detail, Saved: &saved}.Merge()
	if got.Role != "Editor" {
		t.Errorf("role from the saved page is lost: %+v", got)
	}
}

func TestHash(t *testing.T) {
	a := Post{Title: "A", Tags: nil, URL: "http://a.example/1"}
	b := Post{Title: "A", Tags: []string{}, URL: "http://a.example/2"}
	if a.Hash() != b.Hash() {
		t.Error("hash depends on nil lists or the permalink")
	}
	b.Role = "Editor"
	if a.Hash() == b.Hash() {
		t.Error("hash ignores the role")
	}
}

func TestMergeFeedFillsOnlyWhatNoPageShows(t *testing.T) {
	feed := Post{URL: "http://a.example/1", Title: "Other", Author: "admin", Published: "2013-08-29T14:04:39", PublishedRaw: "Thu, 29 Aug 2013", Categories: []string{"x"}, BodyText: "All of it", BodyHTML: "<p>All of it</p>"}
	shown := Post{Title: "A", PublishedRaw: "Aug 29", BodyText: "Body", BodyHTML: "<p>Body</p>"}
	got := Readings{Listing: &shown, Feed: &feed}.Merge()
	if got.URL != feed.URL || got.Published != feed.Published || got.PublishedRaw != "Aug 29" {
		t.Errorf("merge left open what the feed tells: %+v", got)
	}
	if got.Title != "A" || got.Author != "" || got.Categories != nil || got.BodyText != "Body" {
		t.Errorf("the feed overruled the page: %+v", got)
	}
	if alone := (Readings{Feed: &feed}).Merge(); alone.Author != "admin" || alone.BodyText != "All of it" {
		t.Errorf("a post that only the feed shows = %+v", alone)
	}
}

func TestFold(t *testing.T) {
	tests := []struct{ in, want string }{
		{" One\u00a0 two\t", "One two"},
		{"a\u00adb\u200bc\ufeff", "abc"},
		{"می\u200cروم \u200cخانه\u200c", "می\u200cروم خانه"},
		{"\u200cمی\u200c\u200dروم", "می\u200dروم"},
		{"\U0001F469\u200d\U0001F52C \u200e1", "\U0001F469\u200d\U0001F52C 1"},
	}
	for _, tt := range tests {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if got := Fold(tt.want); got != tt.want {
			t.Errorf("Fold(%q) = %q: it folds again", tt.want, got)
		}
	}
}

package export

import (
	"errors"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// counting gives n records and then err, and says how many were asked for and
// whether somebody is still reading.
func counting(n int, err error, asked *int, reading *bool) Records {
	return func(yield func(*blog.Record, error) bool) {
		*reading = true
		defer func() { *reading = false }()
		for i := range n {
			*asked = i + 1
			if !yield(&blog.Record{CommentCount: &i}, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func TestAhead(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		n, stop int // stop after so many, 0 for never
		err     error
	}{{0, 0, nil}, {1, 0, nil}, {aheadRecords, 0, nil}, {1000, 0, nil}, {1000, 1, nil}, {100000, 100, nil}, {0, 0, broken}, {130, 0, broken}, {130, 5, broken}} {
		var asked, got int
		var reading bool
		var failed error
		for r, err := range ahead(counting(c.n, c.err, &asked, &reading)) {
			if err != nil {
				failed = err
				break
			}
			if *r.CommentCount != got {
				t.Fatalf("%v: record %d is %d", c, got, *r.CommentCount)
			}
			if got++; got == c.stop {
				break
			}
		}
		switch {
		case reading:
			t.Errorf("%v: still reading", c)
		case c.stop > 0 && (got != c.stop || asked > c.stop+(aheadParts+3)*aheadRecords):
			t.Errorf("%v: %d records, %d asked for", c, got, asked)
		case c.stop == 0 && (got != c.n || failed != c.err):
			t.Errorf("%v: %d records, %v", c, got, failed)
		}
	}
}

// The plan is the same, whether it reads outlines or all.
func TestOutlines(t *testing.T) {
	all := hostileRecords()
	var bare []blog.Record
	for _, r := range all {
		bare = append(bare, blog.Record{ID: r.ID, URL: r.URL, Title: r.Title, Author: r.Author, Role: r.Role, PublishedAt: r.PublishedAt, Tags: r.Tags, Categories: r.Categories})
	}
	for _, format := range []string{"jsonfeed", "wxr"} {
		o := destinationOptions()
		want := write(t, format, o, all)
		o.Outlines = seq(bare)
		if got := write(t, format, o, all); string(got) != string(want) {
			t.Errorf("%s: with outlines the export differs", format)
		}
	}
}

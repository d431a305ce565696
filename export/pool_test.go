package export

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// counting returns n records and then err, and reports how many were requested and
// whether the iteration is still running.
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

// numbered is a pool that converts the records of counting to numbers. It warns of each
// tenth record when it is read and of each seventh when it is converted.
func numbered(records Records, warn func(*blog.Record, error)) pool[int] {
	return pool[int]{
		warn: warn,
		read: func(warn func(*blog.Record, error)) Records {
			return func(yield func(*blog.Record, error) bool) {
				for r, err := range records {
					if err == nil && *r.CommentCount%10 == 0 {
						warn(r, errRead)
					}
					if !yield(r, err) {
						return
					}
				}
			}
		},
		worker: func(warn func(*blog.Record, error)) func(int, *blog.Record) int {
			return func(n int, r *blog.Record) int {
				if n%7 == 0 {
					warn(r, errMade)
				}
				return *r.CommentCount
			}
		},
	}
}

var errRead, errMade = errors.New("read"), errors.New("made")

func TestPool(t *testing.T) {
	broken := errors.New("broken")
	most := (min(runtime.GOMAXPROCS(0), mostWorkers) + 4) * partRecords
	for _, c := range []struct {
		n, stop int // stop after so many, 0 for never
		err     error
	}{{0, 0, nil}, {1, 0, nil}, {partRecords, 0, nil}, {1000, 0, nil}, {1000, 1, nil}, {100000, 100, nil}, {0, 0, broken}, {130, 0, broken}, {130, 5, broken}} {
		var asked, got int
		var reading bool
		var failed error
		var said, wanted []string
		warn := func(r *blog.Record, err error) { said = append(said, fmt.Sprint(*r.CommentCount, err)) }
		for m, err := range numbered(counting(c.n, c.err, &asked, &reading), warn).all {
			if err != nil {
				failed = err
				break
			}
			if m.result != got || m.n != got || *m.record.CommentCount != got {
				t.Fatalf("%v: record %d is %d", c, got, m.result)
			}
			if got%10 == 0 {
				wanted = append(wanted, fmt.Sprint(got, errRead))
			}
			if got%7 == 0 {
				wanted = append(wanted, fmt.Sprint(got, errMade))
			}
			if got++; got == c.stop {
				break
			}
		}
		if !slices.Equal(said, wanted) {
			t.Errorf("%v: warnings %q, want %q", c, said, wanted)
		}
		switch {
		case reading:
			t.Errorf("%v: still reading", c)
		case c.stop > 0 && (got != c.stop || asked > c.stop+most):
			t.Errorf("%v: %d records, %d asked for", c, got, asked)
		case c.stop == 0 && (got != c.n || failed != c.err):
			t.Errorf("%v: %d records, %v", c, got, failed)
		}
	}
}

// The plan is the same whether it is made from outlines or whole records.
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

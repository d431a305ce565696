package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// readBack parses a document with the standard library and returns rows of what the
// format has of each record.
var readBack = map[string]func(doc []byte) ([]any, error){
	"json": func(doc []byte) ([]any, error) {
		var all []blog.Record
		if err := json.Unmarshal(doc, &all); err != nil {
			return nil, err
		}
		return rows(all), nil
	},
	"ndjson": func(doc []byte) ([]any, error) {
		var all []blog.Record
		for line := range bytes.Lines(doc) {
			var r blog.Record
			if err := json.Unmarshal(line, &r); err != nil {
				return nil, err
			}
			all = append(all, r)
		}
		return rows(all), nil
	},
	"csv": func(doc []byte) ([]any, error) {
		lines, err := csv.NewReader(bytes.NewReader(doc)).ReadAll()
		if err != nil {
			return nil, err
		}
		if got := strings.Join(lines[0], ","); got != strings.TrimSpace(csvHeader) {
			return nil, fmt.Errorf("header is %q", got)
		}
		return rows(lines[1:]), nil
	},
}

func rows[T any](all []T) (list []any) {
	for _, v := range all {
		list = append(list, v)
	}
	return list
}

// wanted returns what readBack must return for a record.
func wanted(format string, r blog.Record) any {
	if format != "csv" {
		return r
	}
	cells := []string{r.ID, r.Source, orEmpty(r.URL), r.Title, r.Author, r.Role, orEmpty(r.PublishedAt),
		strings.Join(r.Categories, "|"), strings.Join(r.Tags, "|"), count(r.CommentCount), r.BodyText, r.BodyHTML, orEmpty(r.RemovedAt)}
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "\r\n", "\n") // encoding/csv reads it so
	}
	return cells
}

// hostile are texts that have broken exports.
var hostile = []string{
	"", " ", "plain", `"quoted"`, `back\slash`, "a,b;c\td", "line\nline", "CRLF\r\nCRLF", "lone\rCR", "\r\n",
	"nul\x00nul", "bell\a esc\x1b del\x7f", "\u0085next \u2028line \u2029paragraph", "</script><script>alert(1)</script>",
	"<![CDATA[ ]]>", "]]>", "&amp; &lt;", "😀👩‍👩‍👧🏳️‍🌈", "שלום \u202eright to left\u202c עולם", "zero\u200bwidth\ufeffbom", "\ufffd\uffff\U0010ffff",
	"=1+1", "+1", "-1", "@sum", "\t=1", "'quote", "＝1", "null", "NaN", "0123", "a|b", "ünïcödé", "日本語", `\u0000`, `\"`, "{{<", "---", " lead and trail ",
}

func text(s string) *string { return &s }

// record has s in every text that comes from a page.
func record(n int, s string) blog.Record {
	return blog.Record{
		ID: fmt.Sprintf("p%03d", n), Source: "http://old.example/blog", URL: text("http://old.example/" + s), Title: s, Author: s, Role: s,
		PublishedAt: text("2013-03-14T07:30:00Z"), PublishedRaw: s, Tags: []string{s, "b"}, Categories: []string{s},
		CommentCount: blog.Int(n), Comments: []blog.RecordComment{
			{Author: s, PublishedAt: text(s), BodyText: s, BodyHTML: s, URL: text(s), Parent: text(s)},
			{Author: "bare"},
		},
		Excerpt: s, BodyHTML: s, BodyText: s, Images: []blog.Image{{URL: s, Alt: s}, {}}, ExcerptOnly: n%2 == 0,
		FirstSeenAt: text("2024-01-01T00:00:00Z"), ChangedAt: text(s), RemovedAt: text(s), ContentHash: s,
	}
}

func hostileRecords() (all []blog.Record) {
	for i, s := range hostile {
		all = append(all, record(i, s))
	}
	return append(all, blog.Record{ID: "bare"})
}

func seq(all []blog.Record) Records {
	return func(yield func(*blog.Record, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}
}

func write(t testing.TB, format string, o Options, all []blog.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := Write(&b, format, seq(all), o)
	if err != nil || n != len(all) {
		t.Fatalf("Write(%s) = %d, %v, want %d", format, n, err, len(all))
	}
	return b.Bytes()
}

// TestRecordFormats is the suite for formats that hold whole records.
func TestRecordFormats(t *testing.T) {
	for _, f := range Formats() {
		if !f.Removed {
			continue // TestDestinations
		}
		t.Run(f.Name, func(t *testing.T) {
			if f.Description == "" || readBack[f.Name] == nil {
				t.Fatal("a format needs a description and a reader in this suite")
			}
			t.Run("round trip", func(t *testing.T) { roundTrip(t, f.Name) })
			t.Run("empty blog", func(t *testing.T) { emptyBlog(t, f.Name) })
			t.Run("deterministic", func(t *testing.T) { deterministic(t, f.Name) })
			t.Run("error in the middle", func(t *testing.T) { brokenOff(t, f.Name) })
			t.Run("closed pipe", func(t *testing.T) { closedPipe(t, f.Name) })
			t.Run("streams", func(t *testing.T) { streams(t, f.Name) })
		})
	}
}

func roundTrip(t *testing.T, format string) {
	all := hostileRecords()
	got, err := readBack[format](write(t, format, Options{}, all))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(all) {
		t.Fatalf("%d records came back of %d", len(got), len(all))
	}
	for i, r := range all {
		if diff := cmp.Diff(wanted(format, r), got[i], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s of %q (-want +got):\n%s", r.ID, r.Title, diff)
		}
	}
}

func emptyBlog(t *testing.T, format string) {
	doc := write(t, format, Options{}, nil)
	got, err := readBack[format](doc)
	if err != nil || len(got) != 0 {
		t.Errorf("an empty blog is %q: %v, %v", doc, got, err)
	}
}

func deterministic(t *testing.T, format string) {
	for _, o := range []Options{{}, {Markdown: true, Excel: true}} {
		if !bytes.Equal(write(t, format, o, hostileRecords()), write(t, format, o, hostileRecords())) {
			t.Errorf("two exports with %+v differ", o)
		}
	}
}

// brokenOff also checks that what was written before the error is there, and that an
// unfinished array cannot be taken for a finished one.
func brokenOff(t *testing.T, format string) {
	broken := errors.New("database disk image is malformed")
	for _, o := range []Options{{}, {Markdown: true}} {
		var b bytes.Buffer
		n, err := Write(&b, format, func(yield func(*blog.Record, error) bool) {
			for _, r := range []blog.Record{record(1, "one"), record(2, "two")} {
				if !yield(&r, nil) {
					return
				}
			}
			if yield(nil, broken) {
				t.Error("records were asked for after an error")
			}
		}, o)
		if n != 2 || !errors.Is(err, broken) {
			t.Errorf("Write = %d, %v, want 2, %v", n, err, broken)
		}
		if !strings.Contains(b.String(), "two") {
			t.Errorf("the records before the error are missing: %q", b.String())
		}
		if format == "json" && json.Valid(b.Bytes()) {
			t.Errorf("a broken export looks whole: %q", b.String())
		}
	}
}

// closingPipe breaks after some writes, as "| head" does.
type closingPipe struct{ left int }

func (p *closingPipe) Write(b []byte) (int, error) {
	if p.left--; p.left < 0 {
		return 0, fmt.Errorf("write |1: %w", syscall.EPIPE)
	}
	return len(b), nil
}

func closedPipe(t *testing.T, format string) {
	long := record(1, strings.Repeat("long ", 10_000))
	for _, o := range []Options{{}, {Markdown: true}} {
		for left := range 3 {
			asked := 0
			n, err := Write(&closingPipe{left}, format, func(yield func(*blog.Record, error) bool) {
				for asked = 1; asked <= 1000; asked++ {
					if !yield(&long, nil) {
						return
					}
				}
			}, o)
			if !errors.Is(err, syscall.EPIPE) {
				t.Errorf("Write to a closed pipe = %d, %v, want %v", n, err, syscall.EPIPE)
			}
			if asked > 200 {
				t.Errorf("%d records were read for a closed pipe", asked)
			}
		}
	}
}

// streams checks that memory does not grow with the blog: in the middle of a long
// export, the live heap is less than a tenth of what was written.
func streams(t *testing.T, format string) {
	r := record(1, strings.Repeat("long ", 1_000))
	var written int
	count := func(b []byte) (int, error) { written += len(b); return len(b), nil }
	var before, middle runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	_, err := Write(writerFunc(count), format, func(yield func(*blog.Record, error) bool) {
		for range 1_000 {
			c := r
			if !yield(&c, nil) {
				return
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&middle)
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if grown := int64(middle.HeapAlloc) - int64(before.HeapAlloc); grown > int64(written)/10 {
		t.Errorf("%d bytes alive after %d were written", grown, written)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

func TestUnknownFormat(t *testing.T) {
	_, err := Write(io.Discard, "docx", seq(nil), Options{})
	if !errors.Is(err, ErrUnknownFormat) || !strings.Contains(err.Error(), `"docx" (known: json, ndjson, csv, `) {
		t.Errorf("Write(docx) = %v", err)
	}
}

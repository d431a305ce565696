package export

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// standard returns r as encoding/json writes it, with empty arrays for nil.
func standard(t testing.TB, r blog.Record) string {
	t.Helper()
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.IsNil() {
			f.Set(reflect.MakeSlice(f.Type(), 0, 0))
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TestSameAsStandard compares the hand-written encoder with the struct: the same keys
// in the same order, with the same values.
func TestSameAsStandard(t *testing.T) {
	full := record(1, "x")
	full.CommentsElsewhere, full.BodyMarkdown, full.LastSeenAt = "disqus", text("*x*"), text("2024-01-02T00:00:00Z")
	v := reflect.ValueOf(full)
	for i := range v.NumField() {
		if v.Field(i).IsZero() && v.Type().Field(i).Name != "ExcerptOnly" {
			t.Errorf("this test leaves %s empty", v.Type().Field(i).Name)
		}
	}
	for _, r := range append(hostileRecords(), full) {
		want := standard(t, r)
		got := string(appendRecord(nil, &r))
		// These two escape some characters differently, with the same meaning.
		got = strings.NewReplacer(`\u0085`, "\u0085", `\u0008`, `\b`, `\u000c`, `\f`).Replace(got)
		if got != want {
			t.Errorf("appendRecord of %q =\n%s\nwant\n%s", r.Title, got, want)
		}
	}
}

func TestJSONDocument(t *testing.T) {
	if got := string(write(t, "json", Options{}, nil)); got != "[]\n" {
		t.Errorf("an empty blog is %q, want %q", got, "[]\n")
	}
	var keys map[string]any
	if err := json.Unmarshal(write(t, "ndjson", Options{}, []blog.Record{{ID: "bare"}}), &keys); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"tags", "categories", "comments", "images"} {
		if list, ok := keys[k].([]any); !ok || len(list) != 0 {
			t.Errorf("%s of a bare post = %v, want []", k, keys[k])
		}
	}
	for _, k := range []string{"url", "published_at", "comment_count", "first_seen_at", "last_seen_at", "changed_at", "removed_at"} {
		if v, ok := keys[k]; !ok || v != nil {
			t.Errorf("%s of a bare post = %v, %v, want null", k, v, ok)
		}
	}
	if _, ok := keys["body_markdown"]; ok || len(keys) != 22 {
		t.Errorf("a bare post has %d keys, want 22 without body_markdown: %v", len(keys), keys)
	}
}

func TestOneLineEach(t *testing.T) {
	doc := string(write(t, "ndjson", Options{}, hostileRecords()))
	if got, want := strings.Count(doc, "\n"), len(hostileRecords()); got != want {
		t.Errorf("%d lines, want %d", got, want)
	}
	if i := strings.IndexFunc(doc, func(r rune) bool {
		return r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029' || 0x1c <= r && r <= 0x1e
	}); i >= 0 {
		t.Errorf("%q at %d ends a line in some readers", doc[i:i+3], i)
	}
}

func FuzzString(f *testing.F) {
	for _, s := range append(hostile, "\xff", "a\xc3", "\xed\xa0\x80", "\xe2\x80") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		enc := appendString([]byte("x"), s)[1:]
		var got string
		if err := json.Unmarshal(enc, &got); err != nil {
			t.Fatalf("appendString(%q) = %s: %v", s, enc, err)
		}
		// For broken UTF-8, the result of the standard encoder is right.
		std, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		if err := json.Unmarshal(std, &want); err != nil {
			t.Fatal(err)
		}
		if got != want || !utf8.Valid(enc) {
			t.Errorf("appendString(%q) = %s, which reads %q, want %q", s, enc, got, want)
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	all := sample(200)
	size := int64(len(write(b, "ndjson", Options{}, all)))
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			if _, err := Write(io.Discard, "ndjson", seq(all), Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding", func(b *testing.B) {
		b.SetBytes(size)
		e := json.NewEncoder(io.Discard)
		e.SetEscapeHTML(false)
		for b.Loop() {
			for i := range all {
				if err := e.Encode(&all[i]); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

func TestMarkdown(t *testing.T) {
	m := newMarkdowner(nil)
	for _, c := range []struct{ why, markup, want string }{
		{"blocks", "<h2>Ash &amp; salt</h2><p>Fired <strong>twice</strong>,<br>once <em>hot</em>.</p>", "## Ash & salt\n\nFired **twice**,  \nonce *hot*."},
		{"links", `<p><a href="http://old.example/a">a</a> <img src="http://old.example/i.png" alt="pot"></p>`,
			"[a](http://old.example/a) ![pot](http://old.example/i.png)"},
		{"table", "<table><tr><th>cone</th><th>°C</th></tr><tr><td>6</td><td>1222</td></tr></table>",
			"| cone | °C |\n|---|---|\n| 6 | 1222 |"},
		{"line break in a cell", "<table><tr><th>a</th></tr><tr><td>one<br>two</td></tr></table>", "| a |\n|---|\n| one  <br />two |"},
		{"embed stays", `<p>See:</p><iframe src="https://video.example/1"></iframe>`, "See:\n\n<iframe src=\"https://video.example/1\"></iframe>"},
		{"struck out", "<p>20 <del>30</del> H<sub>2</sub>O</p>", "20 <del>30</del> H<sub>2</sub>O"},
		{"query", `<p><a href="http://old.example/?f=/c;d(e)&amp;g=h+i%2f">a</a>, <a href="/?a=b=c#d">b</a>, <a href="/?a=|">c</a> <img src="/?w=1;h=2"></p>`,
			"[a](http://old.example/?f=/c;d%28e%29&g=h+i%2f), [b](/?a=b=c#d), [c](/?a=%7C) ![](/?w=1;h=2)"},
		{"query with a reference", `<a href="/?a=/&amp;amp;b=c">a</a>`, "[a](/?a=%2F&amp%3Bb=c)"},
		{"text that looks like Markdown", "<p>1. *no* list # nor [link](x)</p>", `1\. \*no* list # nor \[link](x)`},
		{"tildes", "<p>~~no~~ ~5</p>", `\~\~no\~\~ ~5`},
		{"huge table", "<table><tr><td colspan=\"99999999\">x</td></tr></table>", `<table><tbody><tr><td colspan="99999999">x</td></tr></tbody></table>`},
		{"nothing", "", ""},
	} {
		got, err := m.convert(c.markup, nil)
		if err != nil || got != c.want {
			t.Errorf("%s: convert(%q) = %q, %v, want %q", c.why, c.markup, got, err, c.want)
		}
	}
}

func TestMarkdownKeepsOrder(t *testing.T) {
	var all []blog.Record
	for i := range 3*partRecords + 5 {
		all = append(all, blog.Record{ID: fmt.Sprint(i), BodyHTML: fmt.Sprintf("<p><b>%d</b>%s</p>", i, strings.Repeat(" x", i%17*100))})
	}
	var got []blog.Record
	if err := json.Unmarshal(write(t, "json", Options{Markdown: true}, all), &got); err != nil {
		t.Fatal(err)
	}
	for i, r := range got {
		if r.ID != fmt.Sprint(i) || r.BodyMarkdown == nil || !strings.HasPrefix(*r.BodyMarkdown, fmt.Sprintf("**%d**", i)) {
			t.Fatalf("record %d = %+v", i, r)
		}
	}
}

// TestMarkdownFallsBack: net/html refuses more than 512 open elements.
func TestMarkdownFallsBack(t *testing.T) {
	deep := blog.Record{ID: "deep", BodyHTML: strings.Repeat("<div>", 100_000) + "core", BodyText: "core *of*\n<it>"}
	var warned []string
	o := Options{Markdown: true, Warn: func(r *blog.Record, err error) { warned = append(warned, r.ID+": "+err.Error()) }}
	var b bytes.Buffer
	n, err := Write(&b, "ndjson", seq([]blog.Record{deep, {ID: "next"}}), o)
	if err != nil || n != 2 {
		t.Fatalf("Write = %d, %v", n, err)
	}
	if len(warned) != 1 || !strings.Contains(warned[0], "plain text is exported instead") {
		t.Errorf("warnings: %q", warned)
	}
	if want := `"body_markdown":"core \\*of*\n\n&lt;it&gt;"`; !strings.Contains(b.String(), want) {
		t.Errorf("no %s in %s", want, b.String()[b.Len()-600:])
	}
}

// TestMarkdownInTime: markup of a few bytes must not cost minutes.
func TestMarkdownInTime(t *testing.T) {
	m := newMarkdowner(nil)
	for _, s := range []string{
		strings.Repeat("[", 300_000),
		"<table><tr><td rowspan=65000 colspan=1000>" + strings.Repeat("<tr><td>x", 1000),
		"<table><tr>" + strings.Repeat("<td>", 2000) + strings.Repeat("<tr>", 2000),
	} {
		start := time.Now()
		if _, err := m.convert(s, nil); err != nil {
			t.Errorf("convert(%.30q...) = %v", s, err)
		}
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("convert(%.30q...) took %v", s, d)
		}
	}
}

func TestMarkdownSurvivesWriterErrors(t *testing.T) {
	stop := errors.New("stop")
	_, err := Write(writerFunc(func([]byte) (int, error) { return 0, stop }), "ndjson", seq(sample(300)), Options{Markdown: true})
	if !errors.Is(err, stop) {
		t.Errorf("Write = %v, want %v", err, stop)
	}
}

// FuzzMarkdown checks that no markup makes the converter panic, hang, or write invalid
// UTF-8.
func FuzzMarkdown(f *testing.F) {
	for _, s := range append(hostile, "<table><tr><td colspan=9999999>x", "<table><tr><td rowspan=9999999>x<td rowspan=777777777>", "<ol start=99999999999999999999><li>x", "<pre><code>```\n````", "<a href='x y'>\n\n</a>", "<blockquote><ul><li><table>") {
		f.Add(s)
	}
	m := newMarkdowner(nil)
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4096 {
			return
		}
		start := time.Now()
		md, err := m.convert(s, nil)
		if errors.Is(err, errConverter) {
			t.Fatalf("convert(%q) = %v", s, err)
		}
		if d := time.Since(start); d > 20*time.Second {
			t.Fatalf("convert(%q) took %v", s, d)
		}
		if md != strings.ToValidUTF8(md, "") {
			t.Fatalf("convert(%q) = %q", s, md)
		}
	})
}

// sample returns posts of the size and structure of real ones.
func sample(n int) []blog.Record {
	body := strings.Repeat("<p>The ash glaze ran off the shelf again, <a href=\"http://old.example/glaze?cone=6&amp;wet=1\">as Ines had warned</a>.</p>\n", 40)
	all := make([]blog.Record, n)
	for i := range all {
		r := record(i, "Notes – from “the kiln”")
		r.ID, r.BodyHTML = fmt.Sprintf("p%06d", i), body
		r.BodyText = strings.Repeat("The ash glaze ran off the shelf again, as Ines had warned.\n", 40)
		all[i] = r
	}
	return all
}

// BenchmarkExport writes 10,000 posts, about 80 MB.
func BenchmarkExport(b *testing.B) {
	one := sample(1)
	for _, c := range []struct {
		format string
		o      Options
	}{{"json", Options{}}, {"ndjson", Options{}}, {"csv", Options{}}, {"csv", Options{Excel: true}}, {"json", Options{Markdown: true}}} {
		b.Run(fmt.Sprintf("%s/excel=%v/markdown=%v", c.format, c.o.Excel, c.o.Markdown), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var size int64
				_, err := Write(writerFunc(func(p []byte) (int, error) { size += int64(len(p)); return len(p), nil }), c.format,
					func(yield func(*blog.Record, error) bool) {
						for range 10_000 {
							if !yield(&one[0], nil) {
								return
							}
						}
					}, c.o)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(size)
			}
		})
	}
}

var _ io.Writer = writerFunc(nil)

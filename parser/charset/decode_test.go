package charset

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html/charset"
)

// encoded writes text in a charset.
func encoded(t testing.TB, name, text string) string {
	t.Helper()
	enc, _ := charset.Lookup(name)
	out, err := enc.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecode(t *testing.T) {
	const quotes = "“Café” – it’s naïve…"
	const czech = "Příliš žluťoučký kůň úpěl ďábelské ódy"
	const russian = "Съешь ещё этих мягких французских булок, да выпей же чаю"
	const japanese = "いろはにほへと、ちりぬるを。漢字"
	tests := []struct {
		name, header, body, want, charset string
		warns                             bool
	}{
		{"plain utf-8", "text/html; charset=utf-8", quotes, quotes, "utf-8", false},
		{"nothing said", "", quotes, quotes, "utf-8", false},
		{"bom", "text/html; charset=windows-1252", "\ufeff" + quotes, quotes, "utf-8", true},
		{"ascii declared latin", "text/html; charset=iso-8859-1", "abc", "abc", "utf-8", false},
		{"1252 in utf-8", "text/html; charset=utf-8", encoded(t, "windows-1252", quotes), quotes, "windows-1252", true},
		{"1252 in latin-1", "text/html; charset=ISO-8859-1", encoded(t, "windows-1252", quotes), quotes, "windows-1252", false},
		{"1252, nothing said", "", encoded(t, "windows-1252", quotes), quotes, "windows-1252", true},
		{"utf-8 in latin-1", "text/html; charset=ISO-8859-1", quotes, quotes, "utf-8", true},
		{"utf-8 in latin-1 by meta", "", `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">` + quotes, "", "utf-8", true},
		{"mixed", "text/html; charset=utf-8", quotes + "\x93one stray\x94", quotes + "“one stray”", "utf-8", true},
		{"mixed in latin-1", "text/html; charset=iso-8859-1", quotes + " caf\xe9", quotes + " café", "utf-8", true},
		{"controls", "text/html; charset=utf-8", "it\u0092s \u0093so\u0094 é", "it’s “so” é", "utf-8", true},
		{"1250 by header", "text/html; charset=windows-1250", encoded(t, "windows-1250", czech), czech, "windows-1250", false},
		{"1250 in 8859-2", "text/html; charset=iso-8859-2", encoded(t, "windows-1250", czech), czech, "windows-1250", true},
		{"8859-2", "", `<?xml version="1.0" encoding="iso-8859-2"?>` + encoded(t, "iso-8859-2", czech), "", "iso-8859-2", false},
		{"1251 by meta", "text/html; charset=utf-8", `<meta charset=windows-1251>` + encoded(t, "windows-1251", russian), "", "windows-1251", true},
		{"1251, nothing said", "", encoded(t, "windows-1251", russian), russian, "windows-1251", true},
		{"koi8-r, nothing said", "", encoded(t, "koi8-r", russian), russian, "koi8-r", true},
		{"1250 by culture", "", `<html><form><input type="hidden" name="lng" id="lng" value="cs-CZ" />` + encoded(t, "windows-1250", czech), "", "windows-1250", true},
		{"1250 by language", "", `<html lang="cs">` + encoded(t, "windows-1250", czech), "", "windows-1250", true},
		{"shift_jis", "text/html; charset=Shift_JIS", encoded(t, "shift_jis", japanese), japanese, "shift_jis", false},
		{"euc-jp by language", "", `<html lang=ja>` + encoded(t, "euc-jp", japanese), "", "euc-jp", true},
		{"iso-2022-jp", "text/html; charset=iso-2022-jp", encoded(t, "iso-2022-jp", japanese), japanese, "iso-2022-jp", false},
		{"gbk", "text/html; charset=gb2312", encoded(t, "gbk", "联通"), "联通", "gbk", false},
		{"nul", "", "a\x00b", "ab", "utf-8", true},
		{"cut short", "text/html; charset=utf-8", "café \xe2\x80", "café ", "utf-8", false},
		{"utf-16le with mark", "", "\xff\xfe<\x00p\x00>\x00\xe9\x00", "<p>é", "utf-16le", false},
		{"utf-16be with mark", "", "\xfe\xff\x00<\x00p\x00>\x00\xe9", "<p>é", "utf-16be", false},
		{"utf-16le", "", "<\x00h\x00t\x00m\x00l\x00>\x00<\x00p\x00>\x00\x19\x20", "<html><p>’", "utf-16le", false},
		{"unknown name", "text/html; charset=x-nonsense", quotes, quotes, "utf-8", false},
	}
	for _, tt := range tests {
		p := &blog.Page{Header: http.Header{"Content-Type": {tt.header}}, Body: []byte(tt.body)}
		d := Decode(p)
		want := tt.want
		if want == "" {
			want = map[bool]string{true: czech, false: russian}[strings.Contains(d.Text, "Příliš")]
			if strings.Contains(d.Text, "いろは") {
				want = japanese
			} else if strings.Contains(d.Text, "Café") {
				want = quotes
			}
			d.Text = d.Text[strings.LastIndexByte(d.Text, '>')+1:]
		}
		if d.Text != want || d.Charset != tt.charset || len(d.Warnings) > 0 != tt.warns {
			t.Errorf("%s: decode = %q, %s, %q; want %q, %s, warnings %v", tt.name, d.Text, d.Charset, d.Warnings, want, tt.charset, tt.warns)
		}
	}
}

func TestIsPlainText(t *testing.T) {
	tests := []struct {
		file, contentType, text string
		want                    bool
	}{
		{"a.txt", "", "Miller Blog\n\nA title\n", true},
		{"a.html", "", "Only words, 3 < 4 and 5 > 2", true},
		{"a.txt", "", "<!DOCTYPE html><html><body>x", false},
		{"a.txt", "", "\ufeff\n <div>x</div>", false},
		{"a.txt", "", "A post on markup. The <p> tag begins a paragraph, and that is all there is to know about it today.", true},
		{"a.txt", "", "Heading<br>Text<br><b>bold</b> <a href=\"/x\">link</a><br>", false},
		{"a.html", "", "The <p> tag", false},
		{"", "text/plain; charset=utf-8", "Put it into <head>, they say; there it stays until somebody looks.", true},
		{"", "text/html", "x", true},
		{"a.txt", "", "a <- b, x<y, <notatag>", true},
	}
	for _, tt := range tests {
		p := &blog.Page{File: tt.file, Header: http.Header{"Content-Type": {tt.contentType}}}
		if got := IsPlain(p, tt.text); got != tt.want {
			t.Errorf("isPlainText(%s %s, %q) = %v", tt.file, tt.contentType, tt.text, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00"), "text/html; charset=utf-8")
	f.Add([]byte("caf\xe9 \x93x\x94 é"), "")
	f.Add([]byte("<meta charset=shift_jis>\x82\xa2"), "text/html; charset=")
	f.Add([]byte("\xae"), "lex\x85/html; charset=")
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		p := &blog.Page{Header: http.Header{"Content-Type": {contentType}}, Body: data}
		d := Decode(p)
		if !utf8.ValidString(d.Text) || d.Charset == "" {
			t.Fatalf("decode(%q, %q) = %q, %q", data, contentType, d.Text, d.Charset)
		}
		IsPlain(p, d.Text)
	})
}

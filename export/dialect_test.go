package export

import (
	"regexp"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func TestDialects(t *testing.T) {
	for _, c := range []struct{ why, markup, hugo, jekyll, plain string }{
		{"plain", "<p>a <b>b</b></p>", "a **b**", "a **b**", "a **b**"},
		{"dashes and dots", "<p>--all ... a-b e.g.</p>", `\-\-all \.\.\. a-b e.g.`, `\-\-all \.\.\. a-b e.g.`, `--all ... a-b e.g.`},
		{"tildes", "<p>~~no~~ ~5</p>", `\~\~no\~\~ ~5`, `\~\~no\~\~ ~5`, `\~\~no\~\~ ~5`},
		{"address", "<p>http://a.example/b_c__1 _d_ e_</p>", `http://a.example/b_c__1 \_d_ e_`, "", `http://a.example/b_c__1 \_d_ e_`},
		{"address with an escape", "<p>http://a.example/_b</p>", "", "", ""},
		{"quotes", `<p>"it's"</p>`, `"it's"`, `"it's"`, `"it's"`},
		{"table sign", "<p>a | b</p>", "a | b", `a \| b`, "a | b"},
		{"shortcode", "<p>{{&lt; x &gt;}}</p>", "{{&lt; x &gt;}}", `\{\{&lt; x &gt;}}`, "{{&lt; x &gt;}}"},
		{"shortcode in code", "<pre>{{&lt; x &gt;}}</pre>", "", "", "```\n{{< x >}}\n```"},
		{"Liquid", "<p>{{ x }}</p>", "{{ x }}", `\{\{ x }}`, "{{ x }}"},
		{"Liquid tag", "<p>{% x %}</p>", "{% x %}", "", "{% x %}"},
		{"markup", "<p>H<sub>2</sub>O</p>", "", "H<sub>2</sub>O", "H<sub>2</sub>O"},
		{"text that is a reference", "<p>&amp;copy;</p>", "", "", ""},
		{"list of definitions", "<dl><dt>a</dt><dd>b</dd></dl>", "", "", ""},
		{"list within a word", "so far:<b><ul><li>b</li><li>c</li></ul></b>", "", "", ""},
		{"strong picture", `<p><b>a <a href="c"><img src="b" alt="a"></a></b></p>`, "", "**a [![a](b)](c)**", "**a [![a](b)](c)**"},
		{"film in a line", `<p>a <iframe src="b"></iframe></p>`, "", "", `a<iframe src="b"></iframe>`},
		{"film", `<iframe src="b"></iframe>`, "", `<iframe src="b"></iframe>`, `<iframe src="b"></iframe>`},
		{"name", `<p><a name="top"></a>up</p>`, "up", "up", "up"},
	} {
		for name, d := range map[string]*dialect{c.hugo + "\x00hugo": hugoDialect(), c.jekyll + "\x00jekyll": jekyllDialect(), c.plain + "\x00plain": plainDialect()} {
			want, name, _ := strings.Cut(name, "\x00")
			r := blog.Record{BodyHTML: c.markup}
			if err := d.fill(newMarkdowner(d), &r); err != nil || orEmpty(r.BodyMarkdown) != want {
				t.Errorf("%s for %s: %q, %v, want %q", c.why, name, orEmpty(r.BodyMarkdown), err, want)
			}
		}
	}
}

// cutsAddress gives the same result in a fraction of the time.
var cutAddress = regexp.MustCompile(`(?:https?://|www\.)[^\s<>()\[\]\\]*\\[^\s]`)

func FuzzCutsAddress(f *testing.F) {
	for _, s := range []string{`see http://a.example/b\_c`, `www.a\ b`, `https://www.a b\_c`, `www.www.\`, "http://a\\\nb", `(http://a)\_ www.é\é`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, md string) {
		if got, want := cutsAddress(md), cutAddress.MatchString(md); got != want {
			t.Errorf("cutsAddress(%q) = %v", md, got)
		}
	})
}

// Markup keeps its meaning, has nothing executable left and no empty line.
func FuzzMarkupDialect(f *testing.F) {
	for _, s := range append(hostile, "{{{ {{% {%- {:/ {{{{", "<pre>a\n\n\n\nb</pre>", `<a title="a`+"\n\n"+`b">`) {
		f.Add(s)
	}
	dialects := []*dialect{hugoDialect(), jekyllDialect(), plainDialect()}
	f.Fuzz(func(t *testing.T, markup string) {
		for _, d := range dialects {
			got := oneBlock(d.markup(markup))
			for _, s := range d.misread {
				if strings.HasPrefix(s, "{") && strings.Contains(got, s) {
					t.Errorf("%q is in %q", s, got)
				}
			}
			if strings.Contains(got, "\n\n") {
				t.Errorf("an empty line is in %q", got)
			}
		}
	})
}

func TestReading(t *testing.T) {
	for a, b := range map[string]string{
		`<p>a <b>b</b>c</p>`:                     `<p>a <strong>b</strong>c</p>`,
		"<p>a\nb&nbsp;c</p>":                     `<p>a b c</p>`,
		"<div>a<ul><li>b</ul>c</div>":            "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n<p>c</p>",
		`a<a href="x"> b </a>c`:                  `a <a href="x">b</a> c`,
		`<a href="http://x/a%20b">x</a>`:         `<A HREF='http://x/a b'>x</A>`,
		`<img src="http://x/i.png?a=1&amp;b=2">`: `<img src="http://x/i.png?a=1&b=2" />`,
	} {
		if x, y := newReading([]byte(a)), newReading([]byte(b)); !x.equal(y) {
			t.Errorf("%s reads %+v, %s reads %+v", a, x, b, y)
		}
	}
	for a, b := range map[string]string{
		`<p>a</p>`: `<p>b</p>`, `<a href="x">a</a>`: `<a href="y">a</a>`, `<p>a</p><iframe src="x">`: `<p>a</p>`, `<img src="x">`: `<p></p>`, `H<sub>2</sub>`: `H2`,
		"<b>a<ul><li>b</li></ul></b>": "<b>ab</b>", "a<br>b": "ab", "a b": "ab",
	} {
		if newReading([]byte(a)).equal(newReading([]byte(b))) {
			t.Errorf("%s and %s read the same", a, b)
		}
	}
}

// Words are separated by one space whatever the markup, and marks count letters.
func FuzzReading(f *testing.F) {
	for _, s := range append(hostile, "<p> a\u00a0 b</p>\xff", "<b><a><img src=\" x\t\"></b></a>", "</a></strong><em><a>") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, markup string) {
		r := newReading([]byte(markup))
		words := string(r.words)
		if strings.Contains(words, "  ") || strings.Trim(words, " ") != words || r.letters != len(strings.ReplaceAll(words, " ", "")) {
			t.Errorf("%q reads %q, %d letters", markup, words, r.letters)
		}
		if again := newReading([]byte(markup)); !r.equal(again) || r.strongPicture != again.strongPicture {
			t.Errorf("%q reads another way again", markup)
		}
	})
}

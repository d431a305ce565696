package export

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestShorten(t *testing.T) {
	for _, c := range []struct{ why, markup, want string }{
		{"blocks", "<h2>Ash, salt</h2>\n<div><p>Fired  <b>twice</b>,<br/>once <em>hot</em>.</p>\n<p></p></div>and <br><br> cold", "Ash, salt|Fired **twice**,  \nonce *hot*.|and|cold"},
		{"lists", "<ul><li>a &lt; b &amp; c</li> <li> <b>Clay</b></li></ul><p>or</p><ol><li>one<ul><li>two</li></ul></li></ol>", "a &lt; b & c|**Clay**|or|one|two"},
		{"links", `<a href="http://old.example/a?b=1&amp;c">see a</a> <a href="/i/"><img src="/i.png" alt="a pot"/></a> on`, "[see a](http://old.example/a?b=1&c) [![a pot](/i.png)](/i/) on"},
		{"dialect", "<p>so... -- e.g. a-b</p>", `so\.\.\. \-\- e.g. a-b`},
		{"spaces", `<p>a&nbsp;b <b>c </b>d&nbsp;</p><span>e</span> <a href="/x" title="y">x y </a>`, "a\u00a0b **c** d\u00a0|e [x y](/x \"y\")"},
		{"quotations", "<blockquote>a<p>b</p></blockquote>", "a|b"},
		{"others", "a<table><tr><td>b</td></tr></table>c<hr/>d<pre>e</pre>f", "a|c|d|f"},
		{"not all", "a<p><code>b</code></p><p>c <sub>d</sub></p>e<br/><br/><br/>f<br/>", "a|e|f"},
		{"breaks", "<p><br/>a<br/><br/><i>b</i><br/>c<br/></p>", "a|*b*  \nc"},
		{"nothing", " <p> </p>", ""},
	} {
		var got []string
		for _, p := range shorten(c.markup, escapeCommon).paragraphs {
			got = append(got, p.markdown)
		}
		if got := strings.Join(got, "|"); got != c.want {
			t.Errorf("%s: shorten(%q) = %q, want %q", c.why, c.markup, got, c.want)
		}
	}
	for _, markup := range []string{
		"*a*", "a_b", "1. a", "1986.", "- a", ": a", "\u00a0a", "<ul><li>\u00a0a</li></ul>", "<h3>a\u00a0</h3>", "<b>\u00a0a</b>", "<b>a </b><i>b</i>", "a &amp;lt; b", "[a]", "# a", "a | b", "$$ {", "<!-- a -->", "see http://a.example", "www.a.example",
		"<b>a</b>b", "a<b>b</b>", "(<b> a</b>", "x<a href=\"/y\"> ab</a>", "a* b", "<b>*a</b>", "<h2>a #</h2>", "#a", "<b>a</b><span>b</span>", "<b><span>a</b></span>", "<span><p>a</p></span>", "<b>a<i>b</i></b>", "<b>a</b><i>b</i>", "<b>a<p>b</p></b>", "<b>a", "<i>a</b>", "a</div>b",
		"<h2><b>a</b></h2>", "<h2>a<p>b</h2>", "<ul>a</ul>", "<ul><p>a</p></ul>", "<p>a<div>b</div></p>", "<ul><li>a<br/>b</li></ul>", "a<br/>\u00a0<br/>b</a>", "<ul><li>*a*</li></ul><img src='/a.png'/><ul><li>*a*</li></ul>",
		`<li>a</li>`, `<a href="/x">x</a>`, `<a name="a">ab</a>`, `!<a href="/x">ab</a>`, `<a href="/x" title='"'>ab</a>`,
		`<img src="a b.png"/>`, `<img src="/a.png" alt="a [b]"/>`, `<a href="//a.example">ab</a>`, `<a href="http://a.example/?b=c=d">ab</a>`, `<a href="/a%20b">ab</a>`,
		"<sub>a</sub>", "<table><tr><td>a</td></tr></table>", "<p>a<section>b</section></p>", "<p>a<p>b", "<div/>a", "a\xff", "a paragraphputaside0z",
	} {
		if got := shorten(markup, escapeCommon); got.markup != markup || got.paragraphs != nil {
			t.Errorf("shorten(%q) = %q, want none", markup, got.markup)
		}
	}
}

func TestRestore(t *testing.T) {
	s := shortened{paragraphs: []paragraph{{markdown: "a"}, {markdown: "b", within: true}}}
	if got, ok := s.restore("paragraphputaside0z\n\n- paragraphputaside1z\n- c"); !ok || got != "a\n\n- b\n- c" {
		t.Errorf("restore = %q, %v", got, ok)
	}
	for _, md := range []string{
		"paragraphputaside0z", "paragraphputaside1z\n\nparagraphputaside0z", "paragraphputaside0z\nparagraphputaside1z", "c paragraphputaside0z\n\nparagraphputaside1z",
		"paragraphputaside0z\n\nparagraphputaside1z\n\nparagraphputaside1z",
	} {
		if got, ok := s.restore(md); ok {
			t.Errorf("restore(%q) = %q, want none", md, got)
		}
	}
}

// These are pieces of nearly plain markup.
var pieces = strings.Split("<p>|</p>|<div>|</div>|<br>|<br/>|<b>|</b>|<strong>|</strong>|<em>|</em>|<i>|</i>|<h1>|</h1>|<h3>|</h3>|<ul>|</ul>|<ol>|</ol>|<li>|</li>|<span>|</span>|"+
	"</p>\n<p>|</li><li>|<ul><li>|</li></ul>|<p><b>|</b></p>|<ol><li>|</li></ol>|<a href='/a'>|<a href='http://a.b/c?d=e&amp;f#g'>|</a>|<img src='/i.png' alt='a b'>|<a href='/a'><img src='/i.png'/></a>|<a href=\"/a_b~c\">x</a>|<img src='/_i_'>|<img src='/a' title='t'>|</span><span>|<font>|</font>|<u>|</u>|<ul><li>a</li></ul>|<ol><li>a</li></ol>|<h3>b c</h3>|<a href='/a'> |<hr/>|<table><tr><td>|</td></tr></table>|<pre>|</pre>|<blockquote>|</blockquote>|<code>|</code>|<section>|</section>|<!-- -->|<li><p>|</p></li>|<h2>a</h2>|<ul><li>a<ul>|</ul></li></ul>|<p>|</p>|<p>|</p>|<b> |<a href='#n1'>|#1|*a|<p><img src='/a'></p>|<p>a</p>|<div><p>b</p></div>|<br><br>|<b>b.</b>|<b>b </b>|<i>(a)</i>|"+
	" |  |\n|\t|a|b c|word|Word.|, and|1|12|1.|2) |.|..|...|-|--|- |+|+ |:|: |;|!|?|(|)|\"|'|“|”|…|–|é|日本|😀|\u00a0|$|$$|%|/|http:/|/a.b|www|.a|ww|&amp;|&amp; |&lt;|&gt;|&amp;lt;|*|_|#|[|]|(a)|x|X|{|}|`|~|=|\u0085|\u2028|\\|&#13;|&#12;|@", "|")

// nearlyPlain joins the pieces that the bytes select.
func nearlyPlain(names []byte) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString(pieces[int(n)%len(pieces)])
	}
	return b.String()
}

// nested joins the pieces so that each closing tag closes the innermost open one.
func nested(names []byte) string {
	var b strings.Builder
	var open []string
	for _, n := range names {
		piece := pieces[int(n)%len(pieces)]
		if tag := oneTag.FindStringSubmatch(piece); tag != nil && !voidTags[tag[1]] {
			open = append(open, "</"+tag[1]+">")
		} else if k := len(open) - 1; strings.HasPrefix(piece, "</") && k >= 0 {
			piece, open = open[k], open[:k]
		}
		b.WriteString(piece)
	}
	slices.Reverse(open)
	return b.String() + strings.Join(open, "")
}

var oneTag = regexp.MustCompile(`^<(\w+)[^/>]*>$`)

// shortenChecker checks that shortened markup gives the Markdown that the whole gives, or at
// least one that every dialect reads like the markup.
func shortenChecker() func(t *testing.T, markup string) (plain bool) {
	dialects := []*dialect{plainDialect(), hugoDialect(), jekyllDialect()}
	var makers []*markdowner
	for _, d := range dialects {
		makers = append(makers, newMarkdowner(d))
	}
	return func(t *testing.T, markup string) (plain bool) {
		t.Helper()
		for i, d := range dialects {
			s := shorten(markup, d.escape)
			if s.paragraphs == nil {
				continue
			}
			plain = true
			got, err := makers[i].convert(markup, d)
			want, wantErr := makers[i].convertAny(markup)
			if wantErr == nil && !d.reads(want, markup) {
				wantErr = errMisread
			}
			// The converter may join emphasis of two paragraphs if it gets both.
			if err == nil && got != want && !d.reads(got, markup) || err != nil && wantErr == nil {
				t.Errorf("%q in dialect %d is %q, %v, to the converter %q, %v", markup, i, got, err, want, wantErr)
			}
		}
		return plain
	}
}

func FuzzShorten(f *testing.F) {
	for _, s := range append(hostile, "<p>a <b>b</b>, <a href='/c'>cd</a></p>") {
		f.Add([]byte(s))
	}
	check := shortenChecker()
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) <= 1024 {
			check(t, string(data))
			check(t, nearlyPlain(data))
			check(t, nested(data))
		}
	})
}

// TestShortenAtRandom tries more plain markup than a short fuzz run does.
func TestShortenAtRandom(t *testing.T) {
	random, check, plain := rand.New(rand.NewPCG(1, 2)), shortenChecker(), 0
	for i := range 30_000 {
		names := make([]byte, random.IntN(7+i%10))
		for k := range names {
			names[k] = byte(random.Uint32())
		}
		if check(t, nested(names)) {
			plain++
		}
	}
	if plain < 2500 {
		t.Errorf("%d were plain", plain)
	}
}

package export

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestPlainMarkup(t *testing.T) {
	for _, c := range []struct{ why, markup, want string }{
		{"blocks", "<h2>Ash, salt</h2>\n<div><p>Fired  <b>twice</b>,<br/>once <em>hot</em>.</p>\n<p></p></div>and <br><br> cold", "## Ash, salt\n\nFired **twice**,  \nonce *hot*.\n\nand\n\ncold"},
		{"lists", "<ul><li>a &lt; b &amp; c</li> <li> <b>Clay</b></li></ul><p>or</p><ol><li>one</li><li>two</li></ol>", "- a &lt; b & c\n- **Clay**\n\nor\n\n1. one\n2. two"},
		{"links", `<a href="http://old.example/a?b=1&amp;c">see a</a> <a href="/i/"><img src="/i.png" alt="a pot"/></a> on`, "[see a](http://old.example/a?b=1&c) [![a pot](/i.png)](/i/) on"},
		{"dialect", "<p>so... -- e.g. a-b</p>", `so\.\.\. \-\- e.g. a-b`},
		{"spaces", `<p>a&nbsp;b <b>c </b>d&nbsp;</p><span>e</span> <a href="/x" title="y">x y </a>`, "a\u00a0b **c** d\u00a0\n\ne [x y](/x \"y\")"},
		{"nothing", " <p> </p>", ""},
	} {
		if got, ok := plainMarkdown(c.markup, escapeCommon); !ok || got != c.want {
			t.Errorf("%s: plainMarkdown(%q) = %q, %v, want %q", c.why, c.markup, got, ok, c.want)
		}
	}
	for _, markup := range []string{
		"*a*", "a_b", "1. a", "1986.", "- a", ": a", "\u00a0a", "<ul><li>\u00a0a</li></ul>", "<h3>a\u00a0</h3>", "<b>\u00a0a</b>", "<b>a </b><i>b</i>", "a &amp;lt; b", "[a]", "# a", "a | b", "$$ {", "<!-- a -->", "see http://a.example", "www.a.example",
		"<b>a</b>b", "a<b>b</b>", "<b> a</b>", "<b>a</b><span>b</span>", "<b><span>a</b></span>", "<span><p>a</p></span>", "<b>a<i>b</i></b>", "<b>a</b><i>b</i>", "<b>a<p>b</p></b>", "<b>a", "<i>a</b>", "a</div>b",
		"<h2><b>a</b></h2>", "<h2>a<p>b</h2>", "<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul>a<li>b</li></ul>", "<ul></ul>", "<ol start=3><li>a</li></ol>",
		"<ul><li>a</li></ul><ol><li>a</li></ol>", `<li>a</li>`, `<a href="/x">x</a>`, `<a name="a">ab</a>`, `!<a href="/x">ab</a>`, `<a href="/x" title='"'>ab</a>`,
		`<img src="a b.png"/>`, `<img src="/a.png" alt="a [b]"/>`, `<a href="//a.example">ab</a>`, `<a href="http://a.example/?b=c=d">ab</a>`, `<a href="/a%20b">ab</a>`,
		"<ol>" + strings.Repeat("<li>a</li>", 10) + "</ol>", "<sub>a</sub>", "<p>a</p><hr/>", "a\xff",
	} {
		if got, ok := plainMarkdown(markup, escapeCommon); ok {
			t.Errorf("plainMarkdown(%q) = %q, want none", markup, got)
		}
	}
}

// These are pieces of nearly plain markup.
var pieces = strings.Split("<p>|</p>|<div>|</div>|<br>|<br/>|<b>|</b>|<strong>|</strong>|<em>|</em>|<i>|</i>|<h1>|</h1>|<h3>|</h3>|<ul>|</ul>|<ol>|</ol>|<li>|</li>|<span>|</span>|"+
	"</p>\n<p>|</li><li>|<ul><li>|</li></ul>|<p><b>|</b></p>|<ol><li>|</li></ol>|<a href='/a'>|<a href='http://a.b/c?d=e&amp;f#g'>|</a>|<img src='/i.png' alt='a b'>|<a href='/a'><img src='/i.png'/></a>|<a href=\"/a_b~c\">x</a>|<img src='/_i_'>|<img src='/a' title='t'>|</span><span>|<font>|</font>|<u>|</u>|<ul><li>a</li></ul>|<ol><li>a</li></ol>|<h3>b c</h3>|<p><img src='/a'></p>|<p>a</p>|<div><p>b</p></div>|<br><br>|<b>b.</b>|<b>b </b>|<i>(a)</i>|"+
	" |  |\n|\t|a|b c|word|Word.|, and|1|12|1.|2) |.|..|...|-|--|- |+|+ |:|: |;|!|?|(|)|\"|'|“|”|…|–|é|日本|😀|\u00a0|$|$$|%|/|http:/|/a.b|www|.a|ww|&amp;|&amp; |&lt;|&gt;|&amp;lt;|*|_|#|[|]|(a)|x|X|{|}|`|~|=|\u0085|\u2028|\\|&#13;|&#12;|@", "|")

// nearlyPlain joins the pieces that the bytes select.
func nearlyPlain(names []byte) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString(pieces[int(n)%len(pieces)])
	}
	return b.String()
}

// plainChecker checks that plain markup gives the same result as the converter, and
// that every dialect reads it alike.
func plainChecker() func(t *testing.T, markup string) (plain bool) {
	dialects := []*dialect{plainDialect(), hugoDialect(), jekyllDialect()}
	var makers []*markdowner
	for _, d := range dialects {
		makers = append(makers, newMarkdowner(d))
	}
	return func(t *testing.T, markup string) (plain bool) {
		t.Helper()
		for i, d := range dialects {
			got, ok := plainMarkdown(markup, d.escape)
			if !ok {
				continue
			}
			plain = true
			if want, err := makers[i].convertAny(markup); err != nil || got != want {
				t.Errorf("%q is %q, to the converter %q, %v", markup, got, want, err)
			}
			if d.misreads(got) || !d.same(got, markup) {
				t.Errorf("%q is %q, which dialect %d reads another way", markup, got, i)
			}
		}
		return plain
	}
}

func FuzzPlainMarkup(f *testing.F) {
	for _, s := range append(hostile, "<p>a <b>b</b>, <a href='/c'>cd</a></p>") {
		f.Add([]byte(s))
	}
	check := plainChecker()
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) <= 1024 {
			check(t, string(data))
			check(t, nearlyPlain(data))
		}
	})
}

// TestPlainMarkupAtRandom tries more plain markup than a short fuzz run does.
func TestPlainMarkupAtRandom(t *testing.T) {
	random, check, plain := rand.New(rand.NewPCG(1, 2)), plainChecker(), 0
	for i := range 30_000 {
		names := make([]byte, random.IntN(7+i%10))
		for k := range names {
			names[k] = byte(random.Uint32())
		}
		if check(t, nearlyPlain(names)) {
			plain++
		}
	}
	if plain < 3000 {
		t.Errorf("%d were plain", plain)
	}
}

package cleanhtml

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

var testBase, _ = url.Parse("http://old.example/blog/list.aspx?page=2")

// bodyOf reads markup as a post's body stands in a page.
func bodyOf(t testing.TB, markup string) Body {
	t.Helper()
	doc, err := html.Parse(strings.NewReader("<!DOCTYPE html><html><body><div id=post>" + markup + "</div></body></html>"))
	if err != nil {
		t.Skipf("parse: %v", err)
	}
	return Read(childrenOf(postNode(doc)), testBase, nil)
}

func postNode(doc *html.Node) *html.Node {
	for n := range doc.Descendants() {
		if dom.Attr(n, "id") == "post" {
			return n
		}
	}
	return doc
}

func childrenOf(n *html.Node) []*html.Node { return slices.Collect(n.ChildNodes()) }

func TestBodyHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"as written", `<p class="x" style="color:red" id="a">One &amp; <b>two</b>&nbsp;"q"</p>`, "<p class=\"x\" style=\"color:red\" id=\"a\">One &amp; <b>two</b>\u00a0\"q\"</p>"},
		{"script", `<p>a</p><script>x()</script><p>b</p>`, `<p>a</p><p>b</p>`},
		{"comment", `a<!-- b -->c`, `ac`},
		{"handlers", `<a href="/x" onclick="y()" OnMouseOver=z>l</a>`, `<a href="http://old.example/x">l</a>`},
		{"javascript", "<a href=\"java\tscript:x()\">a</a><a href=' &#1;JaVaScRiPt:x'>b</a><a href='&#x6A;avascript&colon;x'>c</a><a href=vbscript:x>d</a>", `<a>a</a><a>b</a><a>c</a><a>d</a>`},
		{"data", `<a href="data:text/html,x">a</a><img src="data:image/png;base64,AA=="><img src="data:text/html,x">`, `<a>a</a><img src="data:image/png;base64,AA=="/><img/>`},
		{"links", `<a href="~/getfile/a.aspx">1</a><a href="b?c=d&amp;e=f">2</a><a href="//cdn.example/x">3</a><a href="mailto:a@b.example">4</a><a href="#n">5</a>`,
			`<a href="http://old.example/getfile/a.aspx">1</a><a href="http://old.example/blog/b?c=d&amp;e=f">2</a><a href="http://cdn.example/x">3</a><a href="mailto:a@b.example">4</a><a href="http://old.example/blog/list.aspx?page=2#n">5</a>`},
		{"lazy", `<img class="lazy" src="/blank.gif" data-src="/real.jpg" alt="x"><img data-lazy-src="b.png" data-srcset="b.png 1x, /c.png 2x">`,
			`<img src="http://old.example/real.jpg" class="lazy" alt="x"/><img src="http://old.example/blog/b.png" srcset="http://old.example/blog/b.png 1x, http://old.example/c.png 2x"/>`},
		{"noscript", `<img src="data:image/gif;base64,R0=" class="lazy"><noscript><img src="/real.jpg"></noscript><noscript>Switch on scripts</noscript><noscript><img height="1" width="1" src="/px"></noscript>`,
			`<img src="http://old.example/real.jpg"/>`},
		{"srcset", `<img src="a.jpg" srcset="a.jpg, /b.jpg 2x,javascript:x 3x">`, `<img src="http://old.example/blog/a.jpg" srcset="http://old.example/blog/a.jpg, http://old.example/b.jpg 2x"/>`},
		{"style", `<p style="background:url( '/a.png' ) no-repeat; width:expression(alert(1)); color:red">x</p><p style="behavior:url(x.htc)">y</p><p style="background:u\72l(java/**/script:x)">z</p>`,
			`<p style="background:url('http://old.example/a.png') no-repeat; color:red">x</p><p>y</p><p>z</p>`},
		{"embeds", `<iframe src="//www.video.example/e/1" width="5" srcdoc="<b>" onload="x"></iframe><iframe src="javascript:x"></iframe><embed src="http://f.example/a.swf"><object data="data:text/html,x"><p>old</p></object>`,
			`<iframe src="http://www.video.example/e/1" width="5"></iframe><embed src="http://f.example/a.swf"/><p>old</p>`},
		{"flash", `<object classid="clsid:D27C" width="4"><param name="movie" value="http://f.example/a.swf"><embed src="http://f.example/a.swf"></embed></object>`,
			`<object classid="clsid:D27C" width="4"><param name="movie" value="http://f.example/a.swf"/><embed src="http://f.example/a.swf"/></object>`},
		{"video", `<video controls src="a.mp4" poster="~/p.jpg" autoplay><source src="a.ogv">no video</video>`, `<video controls="" src="http://old.example/blog/a.mp4" poster="http://old.example/p.jpg" autoplay=""><source src="http://old.example/blog/a.ogv"/>no video</video>`},
		{"form", `<form action="/x"><p>Ask <b>us</b></p><label>Name</label><input name=a><select><option>1</select><textarea>t</textarea><button>go</button></form>`, `<p>Ask <b>us</b></p>Name`},
		{"meta", `<meta http-equiv=refresh content="0;url=x"><base href="http://evil.example"><link rel=stylesheet href=x><style>p{}</style>a`, `a`},
		{"drawing", `<svg viewBox="0 0 1 1" onload="x"><script>y</script><path d="M0"/><a xlink:href="javascript:x"><text>t</text></a><foreignObject><p>f</p></foreignObject></svg>`, `<svg viewBox="0 0 1 1"><path d="M0"></path></svg>`},
		{"mathml", `<math><mi>x</mi><mtext><style><!--</style></mtext></math>`, `<math><mi>x</mi><mtext></mtext></math>`},
		{"pre", "<pre>\n\na\n b</pre>", "<pre>\n\na\n b</pre>"},
		{"xmp", `<xmp><b>x</b></xmp>`, `<pre>&lt;b&gt;x&lt;/b&gt;</pre>`},
		{"unclosed", `<p>a<p><b>b<p>c</b>`, `<p>a</p><p><b>b</b></p><p><b>c</b></p>`},
		{"word", `<o:p>a</o:p><p class="MsoNormal" mso:x="1">b</p>`, `<o:p>a</o:p><p class="MsoNormal" mso:x="1">b</p>`},
		{"odd names", `<p a"b=1 class=c>x</p><x"y>z</x"y>`, `<p class="c">x</p>z`},
		{"link in link", `<a href="/a">x<table><a href="/b">y</a></table></a>`, `<a href="http://old.example/a">x</a><a href="http://old.example/b">y</a><table></table>`},
	}
	for _, tt := range tests {
		if got := bodyOf(t, tt.in).HTML; got != tt.want {
			t.Errorf("%s: body of %s\n got %s\nwant %s", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestBodyText(t *testing.T) {
	tests := []struct{ in, want string }{
		{"<p>One\n  two&nbsp;three</p><p>four</p>", "One two three\nfour"},
		{"a<br>b<br><br><br>c", "a\nb\nc"},
		{"<ul>\n<li>one</li>\n<li><p>two</p></li></ul>x", "one\ntwo\nx"},
		{"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"},
		{"<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\nd"},
		{"a<script>no</script><style>no</style>\u200bb\u00adc", "abc"},
		{"<p>می\u200cروم <b>خانه</b>\u200cها \u200c را\u200c</p>", "می\u200cروم خانه\u200cها را"},
		{"<p>\U0001F469\u200d\U0001F52C</p>\u200d<p>\u200cx</p>", "\U0001F469\u200d\U0001F52C\nx"},
		{`<p>a<span style="display: none">hidden</span></p><div hidden>x</div>b`, "a\nb"},
		{"<b>a</b> <i>b</i>c", "a bc"},
		{"<div><div></div><div>a</div></div>", "a"},
		{"<video src=a.mp4>no video</video>a", "a"},
	}
	for _, tt := range tests {
		if got := bodyOf(t, tt.in).Text; got != tt.want {
			t.Errorf("text of %s = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestBodyImages(t *testing.T) {
	b := bodyOf(t, `<img src="a.jpg" alt=" one&nbsp; "><img src="/blog/a.jpg" alt="again"><img data-src="~/b.jpg"><img srcset="/c.jpg 2x">`)
	want := []string{"http://old.example/blog/a.jpg|one", "http://old.example/b.jpg|", "http://old.example/c.jpg|"}
	var got []string
	for _, img := range b.Images {
		got = append(got, img.URL+"|"+img.Alt)
	}
	if !slices.Equal(got, want) {
		t.Errorf("images = %q, want %q", got, want)
	}
}

func TestBodyDropped(t *testing.T) {
	b := bodyOf(t, `<script>a</script><script>b</script><a href="javascript:y" onclick="x">c</a>`)
	want := []string{"<script> ×2", "address with javascript: in href", "event handler onclick"}
	if !slices.Equal(b.Dropped, want) {
		t.Errorf("dropped = %q, want %q", b.Dropped, want)
	}
}

func TestBodySkip(t *testing.T) {
	doc, err := html.Parse(strings.NewReader(`<div id=post>a<p class=by>by Ann</p>b</div>`))
	if err != nil {
		t.Fatal(err)
	}
	b := Read(childrenOf(postNode(doc)), nil, func(n *html.Node) bool { return dom.Attr(n, "class") == "by" })
	if b.HTML != "ab" {
		t.Errorf("body = %q", b.HTML)
	}
}

func TestTextBody(t *testing.T) {
	b := FromText([]string{"One <two>\nthree", "  • first", "  • second & last", "four"})
	if want := "<p>One &lt;two&gt;<br/>three</p><ul><li>first</li><li>second &amp; last</li></ul><p>four</p>"; b.HTML != want {
		t.Errorf("html = %s, want %s", b.HTML, want)
	}
	if want := "One <two>\nthree\nfirst\nsecond & last\nfour"; b.Text != want {
		t.Errorf("text = %q, want %q", b.Text, want)
	}
}

// forbidden looks for what promise 8 rules out, after a fresh parse.
func forbidden(t *testing.T, markup string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(markup), Context())
	if err != nil {
		t.Fatalf("parse of the output: %v\n%s", err, markup)
	}
	for _, top := range nodes {
		checkNode(t, top, markup)
		for n := range top.Descendants() {
			checkNode(t, n, markup)
		}
	}
}

func checkNode(t *testing.T, n *html.Node, markup string) {
	t.Helper()
	if n.Type == html.CommentNode {
		t.Fatalf("comment in %q", markup)
	}
	if n.Type != html.ElementNode {
		return
	}
	if n.Namespace == "" && dom.Kinds()[n.Data]&(dom.IsGone|dom.IsUnwrapped) != 0 || n.Namespace != "" && !drawings[strings.ToLower(n.Data)] {
		t.Fatalf("<%s> in %q", n.Data, markup)
	}
	for _, a := range n.Attr {
		name, value := strings.ToLower(a.Key), strings.ToLower(weburl.Clean(a.Val))
		if strings.HasPrefix(name, "on") || attrKinds()[name] == neverAttr {
			t.Fatalf("attribute %s in %q", name, markup)
		}
		if attrKinds()[name] == wordAttr || name == "style" && !risky(plainCSS(a.Val)) {
			continue
		}
		for _, scheme := range []string{"javascript:", "vbscript:", "data:"} {
			if strings.HasPrefix(value, scheme) && !strings.HasPrefix(value, "data:image/") {
				t.Fatalf("%s=%q in %q", name, a.Val, markup)
			}
		}
	}
}

// Markup that parsers and cleaners are known to disagree on.
var hostile = []string{
	`<svg><style><img src=x onerror=a></style></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=a&gt;">`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=a>`,
	`<noscript><p title="</noscript><img src=x onerror=a>"></noscript>`,
	`<select><template><b>x</template><style></select><img onerror=a>`,
	`<p><table><p><a><table><a><td><a>x`,
	`<b><b><b><b><p>x</b>y<b></p>z`,
	`<li><div><li><p><li><dl><dd><dl><dt><p><dd>`,
	`<h1><h2><h1>x</h2></h1>`, `<table><tr><td><table><td>x<tr>y</table>z<b>`, `<nobr>a<nobr>b`, `<ruby>a<rt>b<p>c<rp>d`,
	`<a href=1><div><a href=2><p>x</a>y</div>z</a>`, `<object><p><param><p></object><p>`, `<image src=x>`, `<xmp><script>a</xmp>`, `<plaintext>a<b>`,
	`<iframe><img onerror=x></iframe>`, `<svg><desc><p>x</desc><title><b>`, `<math><annotation-xml encoding="text/html"><p onclick=x>`,
	`<table><colgroup>x<col><caption><table><caption>`, `<p><button><p><marquee><p><table><p>`, `<font><p><font><table><font><tr><font>`,
	"<pre>\n\n</pre><listing>\n\nx</listing>", `<body onload=x><frameset><html a=b>`, `<details><summary><p><summary>`,
}

func TestHostileMarkup(t *testing.T) {
	for _, in := range hostile {
		checkStable(t, in)
	}
}

func checkStable(t *testing.T, in string) {
	t.Helper()
	b := bodyOf(t, in)
	forbidden(t, b.HTML)
	again, ok := rewrite(b.HTML, testBase)
	if !ok {
		t.Fatalf("the output cannot be parsed: %q", b.HTML)
	}
	if again.HTML != b.HTML {
		t.Fatalf("output of %q changes when it is read again\n was %q\n  is %q", in, b.HTML, again.HTML)
	}
	if again.Text != b.Text {
		t.Fatalf("text of %q changes when it is read again\n was %q\n  is %q", in, b.Text, again.Text)
	}
}

func FuzzReadBody(f *testing.F) {
	for _, in := range hostile {
		f.Add(in)
	}
	f.Add("<p>می\u200c<script></script>روم\u200d \u200cx</p>")
	f.Add(`<p style="background:url(/a)" onclick=x>a<a href="java script:x">b</a><img data-src="~/b" srcset="a 1x, b 2x"></p>`)
	f.Add("<\xd8<script></script>\x80") // halves of a letter, which meet
	f.Fuzz(func(t *testing.T, in string) {
		checkStable(t, strings.ToValidUTF8(in, "\uFFFD")) // as package charset hands it over
	})
}

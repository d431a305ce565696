package comments

import (
	"net/url"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/cleanhtml"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/profiles"
	"golang.org/x/net/html"
)

var commentBase, _ = url.Parse("http://old.example/blog/list.aspx?page=2")

func commentsOf(t testing.TB, h profiles.Comments, markup string) []blog.Comment {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Skipf("parse: %v", err)
	}
	return Read(doc, h, dates.Reader{Culture: "en-US"}, commentBase)
}

const commentForm = `<div class="comment"><form><label class="CommentUserName">Name</label><input name=a><textarea></textarea></form></div>`

func TestReadComments(t *testing.T) {
	tests := []struct {
		name, markup string
		hints        profiles.Comments
		want         []string // author|author url|date|text|url|parent
	}{
		{"kentico", `<a id="comments"></a><span class="BlogCommentsTitle">Comments</span>
			<div class="CommentDetail"><table width="100%"><tr><td rowspan="4"><div class="CommentUserPicture"><img src="u.png"></div></td><td><a class="CommentUserName" target="_blank" href="http://ann.example/">Ann Ray</a></td></tr>
			<tr><td><span class="CommentText">First line<br />second &amp; last</span></td></tr><tr><td><span class="CommentDate">7/22/2014 9:15:00 AM</span></td></tr>
			<tr><td><div class="buttonpedding"><a class="CommentAction" href="#">Report abuse</a></div></td></tr></table></div>
			<div class="CommentDetail"><table><tr><td><span class="CommentUserName">Bo</span></td></tr><tr><td><span class="CommentText">Pingback from Elsewhere.<br />text</span></td></tr><tr><td><span class="CommentDate">7/23/2014 10:00:00 PM</span></td></tr></table></div>` + commentForm, profiles.Comments{},
			[]string{"Ann Ray|http://ann.example/|2014-07-22T09:15:00|First line\nsecond & last||", "Bo||2014-07-23T22:00:00|Pingback from Elsewhere.\ntext||"}},
		{"divs for tables", `<div class="CommentDetail"><div><div class="CommentUserName">Ann</div></div><div><div class="CommentText">Hi</div></div><div class="CommentDate">7/22/2014 9:15:00 AM</div></div>`, profiles.Comments{},
			[]string{"Ann||2014-07-22T09:15:00|Hi||"}},
		{"message board", `<div class="CommentDetail"><div class="comment-header"><span class="comment-user-name">Ann</span></div><div class="comment-details">21 July 2014 (06:00)</div><div class="comment-body"><p>Hi</p><p>there</p></div></div>`, profiles.Comments{},
			[]string{"Ann||2014-07-21T06:00:00|Hi\nthere||"}},
		{"nested", `<ol class="commentlist"><li class="comment" id="comment-7"><div id="div-comment-7" class="comment-wrapper"><div class="comment-author vcard"><img class="avatar" src=a><cite class="fn"><a href="http://ann.example">Ann</a></cite> says:</div>
			<div class="comment-meta"><a href="/post#comment-7">July 22, 2014 at 9:15 am</a></div><p>Hello</p><div class="reply"><a href="?replytocom=7#respond">Reply</a></div></div>
			<ul class="children"><li class="comment" id="comment-8"><cite class="fn">Bo</cite><div class="comment-meta">July 23, 2014</div><p>Answer</p></li></ul></li></ol>`, profiles.Comments{},
			[]string{"Ann|http://ann.example|2014-07-22T09:15:00|Hello|http://old.example/post#comment-7|", "Bo||2014-07-23T00:00:00|Answer|http://old.example/blog/list.aspx?page=2#comment-8|http://old.example/post#comment-7"}},
		{"hints", `<table><tr class=x><td class=who>Ann<td class=when>3/4/2014<td class=what>Hi<script>x</script></tr><tr class=x><td class=who>Bo<td class=when>3/5/2014<td class=what>Ho</tr></table>`,
			profiles.Comments{Item: []string{".none", "tr.x"}, Author: []string{".who"}, Date: []string{".when"}, Body: []string{".what"}},
			[]string{"Ann||2014-03-04T00:00:00|Hi||", "Bo||2014-03-05T00:00:00|Ho||"}},
		{"none", `<span class="InfoLabel">Blog post currently doesn't have any comments.</span>` + commentForm, profiles.Comments{}, nil},
		{"not every name", `<div class="comment-count">12 comments</div><a class="comment" href="#comments">2</a>`, profiles.Comments{}, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, c := range commentsOf(t, tt.hints, tt.markup) {
			got = append(got, strings.Join([]string{c.Author, c.AuthorURL, string(c.Published), c.BodyText, c.URL, c.Parent}, "|"))
		}
		if strings.Join(got, "\n--\n") != strings.Join(tt.want, "\n--\n") {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestCommentsElsewhere(t *testing.T) {
	for markup, want := range map[string]string{
		`<div id="disqus_thread"></div>`: "disqus",
		`<script>(function(){var d=document.createElement('script');d.src='//x.disqus.com/embed.js'})()</script>`: "disqus",
		`<div class="fb-comments" data-href="x"></div>`:                                                           "facebook",
		`<fb:comments href="x"></fb:comments>`:                                                                    "facebook",
		`<script src="https://giscus.app/client.js"></script>`:                                                    "giscus",
		`<script src="https://utteranc.es/client.js"></script>`:                                                   "utterances",
		`<script src="http://www.intensedebate.com/js/x"></script>`:                                               "intensedebate",
		`<p>We talk about disqus.com/ here.</p><div class="x"></div>`:                                             "",
	} {
		doc, err := html.Parse(strings.NewReader(markup))
		if err != nil {
			t.Fatal(err)
		}
		if got := Elsewhere(document.New(doc, 0)); got != want {
			t.Errorf("commentsElsewhere(%s) = %q, want %q", markup, got, want)
		}
	}
}

func FuzzReadComments(f *testing.F) {
	f.Add(`<div class="CommentDetail"><span class=CommentUserName>A</span><span class=CommentText>b</span></div>`)
	f.Add(`<ul><li id=comment-1><cite>a</cite><ul><li id=comment-2><cite>b</cite>c</ul></ul>` + commentForm)
	f.Fuzz(func(t *testing.T, markup string) {
		for _, c := range commentsOf(t, profiles.Comments{}, strings.ToValidUTF8(markup, "\uFFFD")) {
			nodes, err := html.ParseFragment(strings.NewReader(c.BodyHTML), cleanhtml.Context())
			if err != nil {
				t.Fatal(err)
			}
			if again := cleanhtml.Read(nodes, commentBase, nil); again.HTML != c.BodyHTML {
				t.Fatalf("%q is not clean: %q", c.BodyHTML, again.HTML)
			}
		}
	})
}

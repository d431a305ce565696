package comments

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

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
		{"indented", `<div id="comments"><a id="comment-4"></a><div class="comment"><h3><a href="#comment-4">Oars</a></h3><div class="submitted">Submitted by <a href="/user/3">Ann</a> on Tue, 22 July 2014 - 09:15.</div><div class="content"><p>Which oars?</p></div></div>
			<div class="indented"><a id="comment-5"></a><div class="comment"><div class="submitted">Submitted by Bo on Wed, 23 July 2014 - 08:00.</div><div class="content"><p>Mine.</p></div></div>
			<div class="indented"><div class="comment" id="comment-6"><div class="submitted">Submitted by Cy on Wed, 23 July 2014 - 08:30.</div><div class="content"><p>No.</p></div></div></div></div></div>`,
			profiles.Comments{Item: []string{"#comments .comment"}, Author: []string{".submitted .username"}, Date: []string{".submitted"}, Body: []string{".content"}},
			[]string{"Ann|http://old.example/user/3|2014-07-22T09:15:00|Which oars?|http://old.example/blog/list.aspx?page=2#comment-4|", "Bo||2014-07-23T08:00:00|Mine.||http://old.example/blog/list.aspx?page=2#comment-4", "Cy||2014-07-23T08:30:00|No.|http://old.example/blog/list.aspx?page=2#comment-6|"}},
		{"every other one, and a trackback", `<ol class="commentlist"><li class="comment" id="comment-1"><p class="commentmeta">Ann says:</p><div class="text"><p>I read <cite>Three Men</cite>.</p></div><p class="commentmeta2">22 July 2014 at 3:50 pm (<a href="#comment-1">Permalink</a>)</p></li>
			<li class="altcomment" id="comment-2"><p class="commentmeta"><a href="http://bo.example" rel="external nofollow">Bo</a> says:</p><div class="text"><p>In a boat?</p></div></li>
			<li class="post pingback"><p>Trackback: <a class="url" href="http://cy.example/boats">Boats</a></p></li></ol>`, profiles.Comments{Item: []string{"li.comment"}, Author: []string{"cite"}},
			[]string{"Ann||2014-07-22T15:50:00|I read Three Men.|http://old.example/blog/list.aspx?page=2#comment-1|", "Bo|http://bo.example||In a boat?|http://old.example/blog/list.aspx?page=2#comment-2|", "Boats|http://cy.example/boats||||"}},
		{"text within the date", `<ol class="commentlist"><li id="comment-3"><span class="auth-name">Ann -</span><br><span class="auth-time">July 22nd, 2014 @ 4:58 pm<div class="commenttext"><p>Hi</p></div></span></li></ol>`, profiles.Comments{},
			[]string{"Ann||2014-07-22T16:58:00|Hi|http://old.example/blog/list.aspx?page=2#comment-3|"}},
		{"all of the comment is one body", `<li class="comment" id="comment-9"><div class="comment-body"><div class="comment-author vcard"><cite class="fn"><a href="http://ann.example">Ann</a></cite> <span class="says">scrive:</span></div><div class="comment-meta"><a href="/post#comment-9">22 July 2014</a></div><p>One.</p><p>Two.</p></div></li>`,
			profiles.Comments{Item: []string{"li.comment"}, Author: []string{".comment-author .fn"}, Date: []string{".comment-meta a"}, Body: []string{".comment-body"}},
			[]string{"Ann|http://ann.example|2014-07-22T00:00:00|One.\nTwo.|http://old.example/post#comment-9|"}},
		{"small heading", `<ol class="commentlist"><li class="comment" id="comment-9"><h6>Ann</h6><span class="comment_date">22 July 2014</span><div class="comment_body"><p>Hi</p></div></li></ol>`, profiles.Comments{},
			[]string{"Ann||2014-07-22T00:00:00|Hi|http://old.example/blog/list.aspx?page=2#comment-9|"}},
		{"disqus without scripts", `<ul id="dsq-comments"><li id="dsq-comment-7"><div class="dsq-comment-header"><cite>http://ann.example <span>Ann</span></cite></div><div class="dsq-comment-message"><p>Hi</p></div><ul class="children"><li id="dsq-comment-8"><cite><span>Bo</span></cite><div class="dsq-comment-message"><p>Ho</p></div></li></ul></li></ul>`, profiles.Comments{},
			[]string{"Ann|http://ann.example||Hi|http://old.example/blog/list.aspx?page=2#dsq-comment-7|", "Bo|||Ho|http://old.example/blog/list.aspx?page=2#dsq-comment-8|http://old.example/blog/list.aspx?page=2#dsq-comment-7"}},
		{"terms and descriptions", `<dl id="comments-block"><dt class="comment-author" id="c4711"><a name="c4711"></a><a href="http://ann.example" rel="nofollow">Ann</a> said...</dt><dd class="comment-body"><p>Hi</p></dd><dd class="comment-footer"><span class="comment-timestamp"><a href="/post.html#c4711">July 22, 2014 10:52 AM</a></span></dd>
			<dt class="comment-author" id="c4712">Bo said...</dt><dd class="comment-body"><p>Ho</p></dd></dl>`, profiles.Comments{},
			[]string{"Ann|http://ann.example|2014-07-22T10:52:00|Hi|http://old.example/post.html#c4711|", "Bo|||Ho|http://old.example/blog/list.aspx?page=2#c4712|"}},
		{"closed by lines", `<p class="posted">Posted by Hild at July 21, 2014 6:00 AM</p><h2 id="comments">Comments</h2><div id="c31"><p>Hi</p><p>there</p></div><p class="posted">Posted by: <a href="http://ann.example">Ann</a> at July 22, 2014 9:15 AM</p>
			<hr><a id="c32"></a><p>Ho</p><p class="posted">Posted by: <span class="author"></span> | 8:00am 23 July 2014</p><form><p>Name</p></form>`, profiles.Comments{},
			[]string{"Ann|http://ann.example|2014-07-22T09:15:00|Hi\nthere|http://old.example/blog/list.aspx?page=2#c31|", "||2014-07-23T08:00:00|Ho|http://old.example/blog/list.aspx?page=2#c32|"}},
		{"opened by lines", `<a name="comments"></a><h3>2 comments</h3><div class="head">Posted by Ann on July 22, 2014</div><p>Hi</p><div class="head">Posted by Bo on July 23, 2014</div>Ho`, profiles.Comments{},
			[]string{"Ann||2014-07-22T00:00:00|Hi||", "Bo||2014-07-23T00:00:00|Ho||"}},
		{"no comments yet", `<p>One.</p><p class="posted">Posted by Hild at July 21, 2014 6:00 AM</p><h2 id="comments">Comments</h2><p>Be the first.</p>` + commentForm, profiles.Comments{}, nil},
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

func TestCommentTypes(t *testing.T) {
	got := commentsOf(t, profiles.Comments{}, `<ol class="commentlist"><li class="comment even" id="comment-1"><cite class="fn">Ann</cite><p>Hi</p></li>
		<li class="pingback even" id="comment-2"><p>Pingback: <a class="url" href="http://bo.example/">Bo</a></p></li>
		<li class="comment comment-trackback" id="comment-3"><cite class="fn">Cy</cite><p>Boats</p></li>
		<li class="pingback" id="comment-4"><div class="comment-author"><cite class="fn">Dee</cite></div><div class="comment-body"><p>Pingback:</p></div></li></ol>`)
	var types []string
	for _, c := range got {
		types = append(types, c.Author+" "+c.Type+" "+c.BodyText)
	}
	if want := []string{"Ann  Hi", "Bo pingback ", "Cy trackback Boats", "Dee pingback "}; !slices.Equal(types, want) {
		t.Errorf("comments are %q, want %q", types, want)
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

// TestLongList reads as many comments as no post has, which once took 18 seconds.
func TestLongList(t *testing.T) {
	const n = 40_000
	list := `<ol class="commentlist">` + strings.Repeat(`<li class="comment"><cite>Ann</cite><p>Hi</p></li>`, n) + `</ol>`
	start := time.Now()
	if got := commentsOf(t, profiles.Comments{Item: []string{"li.comment"}}, list); len(got) != n {
		t.Errorf("%d comments, want %d", len(got), n)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("%d comments took %v", n, took)
	}
}

// TestManyAnswers reads a comment that has as many answers as no comment has.
func TestManyAnswers(t *testing.T) {
	const n = 10_000
	list := `<ol><li class="comment" id="comment-1"><cite>Bob</cite><p>Hi</p><ul class="children">` +
		strings.Repeat(`<li class="comment"><cite>Ann</cite><p>Hi</p></li>`, n) + `</ul></li></ol>`
	start := time.Now()
	got := commentsOf(t, profiles.Comments{Item: []string{"li.comment"}}, list)
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("%d answers took %v", n, took)
	}
	if len(got) != n+1 || got[1].Parent == "" || got[n].Parent != got[1].Parent {
		t.Errorf("%d comments, want %d, all answers to the first", len(got), n+1)
	}
}

// TestNestedComments reads comments within each other around a long page.
func TestNestedComments(t *testing.T) {
	const depth = 120
	page := strings.Repeat(`<div class="comment"><ul><li>`, depth) + `<cite>Ann</cite> <time>May 4, 2010</time>` + strings.Repeat("<p>x</p>", 10_000)
	start := time.Now()
	if got := commentsOf(t, profiles.Comments{}, page); len(got) == 0 {
		t.Error("no comments")
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
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

package parser

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// TestGuards sees that what is tried before a pattern never hides a match.
func TestGuards(t *testing.T) {
	tests := []struct {
		g     guarded
		texts string
	}{
		{countBefore, "3 comments|no comments|keine Kommentare|1 réponse|aucune réaction|5 comentarios|nessun commento|2 reacties|brak komentarzy|12 komentářů|7 комментариев|コメントはなし 4 コメント|4 hozzászólás|three comments|(7) Comments|3 条评论|2件のコメント"},
		{countAfter, "Comments (3)|Kommentare: 2|Feedback (0)|コメント (2)|コメント：4|Комментарии (9)"},
		{countLast, "댓글 3|Comments 12|комментариев 5"},
		{oneComment, "un commentaire|ein Kommentar|одна отзывов"},
		{commentWord, "leave a comment|Antworten|σχόλια|评论"},
		{tagLabel, "Tags: a|Schlagwörter: b|étiquettes: c|Метки: d|タグ: e|mots-clés: f|trefwoorden: g|štítky: h"},
		{catLabel, "Filed under: x|Kategorie: y|Rubrique: z|categorías: a|Рубрика: b|カテゴリー: c|zařazeno v d"},
		{byLabel, "by Ann|von Bo|par Cy|por Di|da Ed|door Flo|przez Gil|od Hal|av Ida|Autor: Jo|автор: Ким|投稿者: 岬"},
		{moreLink, "Read more|weiterlesen|lire la suite|La suite|leer más|Leggi tutto|leia mais|lees verder|czytaj dalej|číst dál|läs mer|читать далее|続きを読む"},
		{permaWords, "Permalink|lien permanent|enlace permanente|постоянная ссылка|trvalý odkaz"},
		{postedWord, "Posted on|Publié le|Veröffentlicht am|geschrieben|pubblicato il|opublikowano|опубликовано"},
		{laterDate, "last updated|zuletzt geändert|mis à jour|aktualizováno|обновлено"},
		{age, "3 days ago|yesterday|vor 2 Tagen|gestern|il y a 3 heures|hace 5 días|2 giorni fa|há 3 dias|3 dias atrás|2 dagen geleden|gisteren|3 dni temu|před 2 dny|för 3 dagar sedan|igår|5 дней назад|вчера|3時間前|2天前"},
	}
	for _, tt := range tests {
		for _, text := range strings.Split(tt.texts, "|") {
			if tt.g.re.MatchString(text) && !tt.g.MatchString(text) {
				t.Errorf("%q matches the pattern, but not its guard", text)
			}
			if !tt.g.re.MatchString(text) {
				t.Errorf("%q does not match the pattern", text)
			}
		}
	}
}

// TestClocks sees that what is tried before the pattern of a time hides none.
func TestClocks(t *testing.T) {
	for _, text := range []string{"9:05", "at 21.40 Uhr", "14h30", "8 pm", "8 p.m.", "11:59:02", "7AM", "um 9: 05"} {
		if clockShape.MatchString(text) != (clockIn(text) != "") || clockIn(text) == "" {
			t.Errorf("clockIn(%q) = %q", text, clockIn(text))
		}
	}
}

// TestAddressWords reads what addresses say of what they lead to.
func TestAddressWords(t *testing.T) {
	for href, want := range map[string]string{
		"/tag/rope": "tag", "/?tag=rope": "tag", "/blog/category/Rope.aspx": "category", "/category.aspx?id=3": "category", "/category/rope/": "category", "/rubrik:seile/": "category",
		"/author/ann": "author", "author/ann": "author", "/?user=7": "author", "http://x.example/users/ann": "author", "/my-author/1": "", "/2009/authors.html": "",
	} {
		_, term := termPart(href)
		got := ""
		switch {
		case leadsToTag(href) && term:
			got = "tag"
		case leadsToCategory(href):
			got = "category"
		case leadsToAuthor(href):
			got = "author"
		}
		if got != want {
			t.Errorf("%s leads to %q, want %q", href, got, want)
		}
	}
}

// TestCounts reads how many comments a post has.
func TestCounts(t *testing.T) {
	tests := []struct {
		text string
		want int
	}{
		{"three comments", 3}, {"zwölf Kommentare", 12}, {"six commentaires", 6}, {"once comentarios", 11}, {"(7) Comments", 7},
		{"트랙백 0 , 댓글 3", 3}, {"1,024 comments", 1024}, {"3 条评论", 3}, {"コメント：12", 12}, {"No comments", 0},
	}
	for _, tt := range tests {
		if got := countIn(tt.text); got == nil || *got != tt.want {
			t.Errorf("countIn(%q) = %v, want %d", tt.text, got, tt.want)
		}
	}
}

// TestRulesAgain reads pages by the rules that they taught themselves. Those
// that words explain have a test of their own, with made-up pages.
func TestRulesAgain(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "parser", "*", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	p := newParser(t)
	for _, file := range files {
		if filepath.Base(filepath.Dir(file)) == "unknown" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page := htmlPage(string(data))
		first, err := p.Listing(page, blog.Knowledge{})
		if errors.Is(err, blog.ErrNoPosts) || errors.Is(err, blog.ErrErrorPage) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		again, err := p.Listing(page, blog.Knowledge{Profile: first.Profile, Rules: first.Rules})
		if err != nil {
			t.Fatalf("%s, by its rules: %v", file, err)
		}
		for _, l := range []*blog.Listing{first, again} {
			for i := range l.Posts {
				l.Posts[i].Evidence = nil
			}
		}
		if !reflect.DeepEqual(first.Posts, again.Posts) {
			t.Errorf("%s: by the rules %s:\n%+v\nwant\n%+v", file, first.Rules, again.Posts, first.Posts)
		}
	}
}

// TestInducedRules reads a later page with one post by what a page with several
// taught.
func TestInducedRules(t *testing.T) {
	post := func(n, title, day string) string {
		return `<div class="slip"><h4><a href="/s/` + n + `">` + title + `</a></h4><div class="txt"><p>` + strings.Repeat("Oak, then elm, then what was left. ", 4) +
			`</p><h4>Inside</h4><p>A heading of the author's own.</p></div><div class="ft">` + day + ` <a href="/s/` + n + `#comments">2 comments</a></div></div>`
	}
	page := func(posts ...string) *blog.Page {
		return htmlPage(`<html><head><title>Slips</title></head><body><h1>Slips</h1><div id="all">` + strings.Join(posts, "") + `</div></body></html>`)
	}
	p := newParser(t)
	first, err := p.Listing(page(post("9", "Keel", "May 4, 2010"), post("8", "Ribs", "April 2, 2010")), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	last, err := p.Listing(page(post("1", "Bark", "January 3, 2009")), blog.Knowledge{Rules: first.Rules})
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Posts) != 2 || len(last.Posts) != 1 || last.Posts[0].Title != "Bark" || last.Posts[0].Published != "2009-01-03T00:00:00" {
		t.Errorf("first page %d posts, last page %+v", len(first.Posts), last.Posts)
	}
}

// TestUnlabelledOnLastPage reads a name and a category that no word announces on a
// last page with too few posts to tell.
func TestUnlabelledOnLastPage(t *testing.T) {
	post := func(n, title, name, topic string) string {
		return `<div class="p"><h3><a href="/p/` + n + `">` + title + `</a></h3><p>` + strings.Repeat("Tide, rope, and "+title+". ", 6) + `</p><div class="foot">` + name + ` | 2009-01-0` + n + ` | <a href="/t/` + topic + `">` + topic + `</a></div></div>`
	}
	page := func(posts ...string) *blog.Page {
		return htmlPage("<body><h1>Log</h1>" + strings.Join(posts, "") + "</body>")
	}
	p := newParser(t)
	first, err := p.Listing(page(post("7", "Ebb", "Ann Birch", "quay"), post("6", "Flood", "Ann Birch", "town"), post("5", "Slack", "Tom Wren", "quay"), post("4", "Spring", "Ann Birch", "town")), blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	last, err := p.Listing(page(post("3", "Neap", "Eve Stone", "fair")), blog.Knowledge{Rules: first.Rules})
	if err != nil {
		t.Fatal(err)
	}
	if len(last.Posts) != 1 || last.Posts[0].Author != "Eve Stone" || !slices.Equal(last.Posts[0].Categories, []string{"fair"}) {
		t.Errorf("last page = %+v", last.Posts)
	}
}

// TestInduceInBoundedTime reads large pages that hold nothing but candidates.
func TestInduceInBoundedTime(t *testing.T) {
	for name, unit := range map[string]string{
		"items":    `<div class="a b c"><h3><a href="/x">T</a></h3>May 4, 2010 <a href="/tag/x" rel="tag">x</a></div>`,
		"nested":   `<div class="p"><h3>T</h3><span>3 comments`,
		"tables":   `<table><tr><td>Posted by A on May 4, 2010<td><a href="#comments">2`,
		"headings": `<h2>May 4, 2010</h2><h3>T</h3>text`,
	} {
		body := "<html><body>" + strings.Repeat(unit, (1<<20)/len(unit))
		start := time.Now()
		_, _ = newParser(t).Listing(htmlPage(body), blog.Knowledge{})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: 1 MB took %v", name, took)
		}
	}
}

// TestAges keeps ages as they stand, and makes no day of them.
func TestAges(t *testing.T) {
	for text, want := range map[string]string{
		"Posted 3 days ago by Ann": "3 days ago", "about an hour ago": "about an hour ago", "vor 2 Wochen": "vor 2 Wochen",
		"il y a 5 jours": "il y a 5 jours", "Hace un mes": "Hace un mes", "4 giorni fa": "4 giorni fa", "há 2 anos": "há 2 anos",
		"3 weken geleden": "3 weken geleden", "5 dni temu": "5 dni temu", "před 3 dny": "před 3 dny", "för 2 dagar sedan": "för 2 dagar sedan",
		"2 недели назад": "2 недели назад", "3日前": "3日前", "5天前": "5天前", "Years ago we had boats": "", "3 days": "",
	} {
		if got := ageIn(text); got != want {
			t.Errorf("ageIn(%q) = %q, want %q", text, got, want)
		}
	}
	post := func(n, title, age string) string {
		return `<div class="p"><h3><a href="/p/` + n + `">` + title + `</a></h3><span class="by">` + age + `</span><p>` + strings.Repeat("Tide, rope, and "+title+". ", 6) + `</p></div>`
	}
	page := htmlPage("<body>" + post("3", "Ebb", "2 days ago") + post("2", "Flood", "3 days ago") + post("1", "Slack", "2 weeks ago") + "</body>")
	l, err := newParser(t).Listing(page, blog.Knowledge{})
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Posts) != 3 || l.Posts[2].Published != "" || l.Posts[2].PublishedRaw != "2 weeks ago" || strings.Contains(l.Posts[2].BodyText, "ago") {
		t.Errorf("posts = %+v", l.Posts)
	}
}

func TestBetterRules(t *testing.T) {
	lone := (&rules{Induced: &spotRule{Tag: "div", Lone: true, Score: 9}}).String()
	weak := (&rules{Induced: &spotRule{Tag: "li", Score: 6}}).String()
	good := (&rules{Induced: &spotRule{Tag: "article", Score: 8}}).String()
	same := (&rules{Induced: &spotRule{Tag: "article", Score: 9.5}}).String()
	lost := (&rules{Rival: &rival{Winner: "entry", Spots: &spotRule{Tag: "article", Score: 9}}}).String()
	tests := []struct {
		a, b           string
		better, reread bool
	}{
		{lone, "", true, false}, {"", lone, false, false}, {weak, lone, true, true}, {lone, weak, false, false},
		{good, weak, true, true}, {weak, good, false, false}, {same, good, false, false},
		{lost, "", true, false}, {weak, lost, true, false}, {lost, weak, false, false}, {lost, lost, false, false},
	}
	p := newParser(t)
	for _, tt := range tests {
		if better, reread := p.BetterRules(tt.a, tt.b); better != tt.better || reread != tt.reread {
			t.Errorf("BetterRules(%s, %s) = %v, %v", tt.a, tt.b, better, reread)
		}
	}
}

// A theme puts its sign before every tag, or the number of posts behind it; a tag
// may have one of its own, too.
func TestUnmarked(t *testing.T) {
	for _, c := range []struct{ tags, want []string }{
		{[]string{"#ropes", "#tides"}, []string{"ropes", "tides"}},
		{[]string{"#hash", "C#"}, []string{"#hash", "C#"}},
		{[]string{"#"}, []string{"#"}},
		{[]string{"ropes (3)", "tides(12)"}, []string{"ropes", "tides"}},
		{[]string{"ropes (3)", "f(x)"}, []string{"ropes (3)", "f(x)"}},
		{nil, []string{}},
	} {
		if got := unmarked(c.tags); !slices.Equal(got, c.want) {
			t.Errorf("unmarked(%q) = %q, want %q", c.tags, got, c.want)
		}
	}
}

// What stands among posts in their markup, with text but without title, address and
// date, may be one: it is named, unless the page says that there are no more.
func TestLeftAmongPosts(t *testing.T) {
	text := strings.Repeat("Rope and tar and a tide that waits for the harbour master. ", 5)
	note := func(n int) string {
		return fmt.Sprintf(`<article><h2><a href="/n/%d">Note %d</a></h2><p class="when">Posted on March %d, 2012 by Ann Lee</p><div><p>Entry %d. %s</p></div></article>`, n, n, n, n, text)
	}
	bare := func(text string) string { return `<article><div><p>Anchors. ` + text + `</p></div></article>` }
	above, below := note(9)+note(8), note(6)+note(5)+note(4)+note(3)
	for _, tt := range []struct {
		name, page string
		doubts     int
	}{
		{"text without a title", above + bare(text) + below, 1},
		{"few words", above + bare("Closed on Monday.") + below, 0},
		{"as many as stated", above + bare(text) + below + `<p>Displaying results 1-6 (of 6)</p>`, 0},
	} {
		page := &blog.Page{URL: "http://old.example/", Status: 200, Body: []byte("<html><body><div>" + tt.page + "</div></body></html>")}
		l, err := newParser(t).Listing(page, blog.Knowledge{})
		if err != nil || len(l.Posts) != 6 {
			t.Fatalf("%s: %d posts, %v", tt.name, len(l.Posts), err)
		}
		named := slices.ContainsFunc(l.Dropped, func(text string) bool { return strings.Contains(text, "Anchors. Rope") })
		if len(l.Warnings) != tt.doubts || named != (tt.doubts > 0) {
			t.Errorf("%s: warnings %q, dropped %q; want %d", tt.name, l.Warnings, l.Dropped, tt.doubts)
		}
	}
}

// TestTagLeftOpen reads a page on which a teaser was cut before it closed its
// <em>: the browser puts another around each of the later posts.
func TestTagLeftOpen(t *testing.T) {
	const text = "The keeper of the third lock has painted his window frames again, and again they are not quite the blue of the year before."
	page := func(n int, first string) *blog.Page {
		var b strings.Builder
		b.WriteString(`<html><body><div class="all"><div class="wrap">`)
		for i := range 3 {
			fmt.Fprintf(&b, `<article class="slip"><h2><a href="/notes/%d-%d/">Note %d of page %d</a></h2><p>1%d. July 2%03d</p><section>%s</section></article>
`, n, i, i, n, 9-i, 20-n, first)
			first = "<p>" + text + "</p>"
		}
		b.WriteString(`</div></div></body></html>`)
		return savedPage(fmt.Sprintf("page/%d/", n), []byte(b.String()))
	}
	p := newParser(t)
	known := learnt(t, p, page(1, "<p>"+text+"</p>"))
	l := readPage(t, p, page(2, "<p><em>"+text+`<p class="more"><a href="/notes/2-0/">more</a></p>`), known)
	if l == nil || len(l.Posts) != 3 {
		t.Fatalf("read %+v, want 3 posts", l)
	}
}

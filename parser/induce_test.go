package parser

import (
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
		{countBefore, "3 comments|no comments|keine Kommentare|1 réponse|aucune réaction|5 comentarios|nessun commento|2 reacties|brak komentarzy|12 komentářů|7 комментариев|コメントはなし 4 コメント|4 hozzászólás"},
		{countAfter, "Comments (3)|Kommentare: 2|Feedback (0)|コメント (2)|Комментарии (9)"},
		{oneComment, "un commentaire|ein Kommentar|одна отзывов"},
		{commentWord, "leave a comment|Antworten|σχόλια|评论"},
		{tagLabel, "Tags: a|Schlagwörter: b|étiquettes: c|Метки: d|タグ: e|mots-clés: f|trefwoorden: g|štítky: h"},
		{catLabel, "Filed under: x|Kategorie: y|Rubrique: z|categorías: a|Рубрика: b|カテゴリー: c|zařazeno v d"},
		{byLabel, "by Ann|von Bo|par Cy|por Di|da Ed|door Flo|przez Gil|od Hal|av Ida|Autor: Jo|автор: Ким|投稿者: 岬"},
		{moreLink, "Read more|weiterlesen|lire la suite|La suite|leer más|Leggi tutto|leia mais|lees verder|czytaj dalej|číst dál|läs mer|читать далее|続きを読む"},
		{permaWords, "Permalink|lien permanent|enlace permanente|постоянная ссылка|trvalý odkaz"},
		{postedWord, "Posted on|Publié le|Veröffentlicht am|geschrieben|pubblicato il|opublikowano|опубликовано"},
		{laterDate, "last updated|zuletzt geändert|mis à jour|aktualizováno|обновлено"},
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

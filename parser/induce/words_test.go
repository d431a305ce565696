package induce

import (
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/parser/pattern"
)

// TestWords sees that patterns find the words of many languages.
func TestWords(t *testing.T) {
	tests := []struct {
		words *pattern.Regexp
		texts string
	}{
		{countBefore, "3 comments|no comments|keine Kommentare|1 réponse|aucune réaction|5 comentarios|nessun commento|2 reacties|brak komentarzy|12 komentářů|7 комментариев|コメントはなし 4 コメント|4 hozzászólás|three comments|(7) Comments|3 条评论|2件のコメント|3 tanggapan|belum ada komentar|sense comentaris|žiadne komentáre|5 відгуків|3 ความเห็น"},
		{countAfter, "Comments (3)|Kommentare: 2|Feedback (0)|コメント (2)|コメント：4|Комментарии (9)"},
		{countLast, "댓글 3|Comments 12|комментариев 5"},
		{oneComment, "un commentaire|ein Kommentar|одна отзывов"},
		{commentWord, "leave a comment|Antworten|σχόλια|评论"},
		{tagLabel, "Tags: a|Schlagwörter: b|étiquettes: c|Метки: d|タグ: e|mots-clés: f|trefwoorden: g|štítky: h|oznake: a|позначки: b|тагове: c|ป้ายกำกับ: d|etiket: e"},
		{catLabel, "Filed under: x|Kategorie: y|Rubrique: z|categorías: a|Рубрика: b|カテゴリー: c|zařazeno v d|ditulis di x|objavljeno u y|опубліковано в z|публикувано в a|หมวดหมู่ b|opublikowano w c"},
		{byLabel, "by Ann|von Bo|par Cy|por Di|da Ed|door Flo|przez Gil|od Hal|av Ida|Autor: Jo|автор: Ким|投稿者: 岬|oleh Ani|від Олег|от Иван|од Јован|από Νίκος|โดย สมชาย|escrit per Laia|napísala Eva|ע\"י דנה"},
		{moreLink, "Read more|weiterlesen|lire la suite|La suite|leer más|Leggi tutto|leia mais|lees verder|czytaj dalej|číst dál|läs mer|читать далее|続きを読む|ادامه مطلب|متابعة القراءة|קרא עוד|læs videre|opširnije|더 읽기|baca selengkapnya|อ่านต่อ|llegeix més|les videre|nastavi čitanje|докладніше|прочети още|čítať viac|okumaya devam et"},
		{permaWords, "Permalink|lien permanent|enlace permanente|постоянная ссылка|trvalý odkaz"},
		{postedWord, "Posted on|Publié le|Veröffentlicht am|geschrieben|pubblicato il|opublikowano|опубликовано|publisert|diposting|опубліковано|публикувано|objavljeno|δημοσιεύτηκε|פורסם|เผยแพร่|yayınlandı|közzétéve"},
		{laterDate, "last updated|zuletzt geändert|mis à jour|aktualizováno|обновлено|sist oppdatert|diperbarui|оновлено|ažurirano|actualitzat|güncellendi"},
		{age, "3 days ago|yesterday|vor 2 Tagen|gestern|il y a 3 heures|hace 5 días|2 giorni fa|há 3 dias|3 dias atrás|2 dagen geleden|gisteren|3 dni temu|před 2 dny|för 3 dagar sedan|igår|5 дней назад|вчера|3時間前|2天前"},
	}
	for _, tt := range tests {
		for _, text := range strings.Split(tt.texts, "|") {
			if !tt.words.MatchString(text) {
				t.Errorf("%q does not match the pattern", text)
			}
		}
	}
}

// TestClocks sees that what is tried before the pattern of a time hides none.
func TestClocks(t *testing.T) {
	for _, text := range []string{"9:05", "at 21.40 Uhr", "14h30", "8 pm", "8 p.m.", "11:59:02", "7AM", "um 9: 05"} {
		if clockShape.MatchString(text) != (ClockIn(text) != "") || ClockIn(text) == "" {
			t.Errorf("clockIn(%q) = %q", text, ClockIn(text))
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
		if got := CountIn(tt.text); got == nil || *got != tt.want {
			t.Errorf("countIn(%q) = %v, want %d", tt.text, got, tt.want)
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

// TestAges reads ages as they stand.
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
}

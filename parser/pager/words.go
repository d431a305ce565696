package pager

import (
	"iter"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/words"
)

// role is the purpose of a link in a pager.
type role int

const (
	noRole role = iota
	numberRole
	firstRole
	PrevRole
	NextRole
	lastRole
	OlderRole
	NewerRole
	jumpRole // to another block of numbers
)

// roleNames are the words used by pagers, by language. "Older" and "newer" define the
// direction; "next" and "previous" only suggest it.
var roleNames = map[role]string{
	OlderRole: `older earlier tidigare wcześniejsze dřívější eerdere ältere älteren älter anciens anciennes ancien antiguas antiguos antigua antiguo antigas antigos antiga vecchi vecchie ouder
		oudere starší starsze starsza äldre ældre eldre vanhemmat vanhempi régebbi régebbiek korábbi старее старые ранние раньше ранее
		古い 過去 较旧 更早 이전글 eski eskiler anteriores vechi παλαιότερες παλιότερες الأقدم أقدم старі старіші по-стари стари starije starejše ישנות קודמות lama cũ
		antigues antics ældste staršie старији старије давніші постари παλαιότερα παλιότερα ישנים القديمة เก่ากว่า เรื่องที่เก่ากว่า บทความที่เก่ากว่า`,
	NewerRole: `newer later senare późniejsze pozdější latere posteriores neuere neueren neuer récents récentes récent recientes reciente nuevas nuevos recentes novos novas recenti nieuwer nieuwere
		novější novšie nowsze nowsza nyare nyere uudemmat uudempi újabb újabbak новее новые позже 新しい 较新 yeni yeniler noi νεότερες الأحدث أحدث нові новіші нови novije novejše חדשות baru mới
		noves recents новији новије понови νεότερα חדשים الجديدة ใหม่กว่า เรื่องที่ใหม่กว่า บทความที่ใหม่กว่า`,
	NextRole: `next seguinte seguintes 次ページ 次のページへ 次の 后一页 weiter vorwärts nächste nächster nächsten suivant suivante suivants suivantes siguiente siguientes próxima próximo próximas
		próximos prossima prossimo successiva successivo successive successivi avanti volgende verder další ďalšia ďalší ďalšie następna następne następny
		nästa næste neste seuraava seuraavat következő tovább следующая следующие следующий дальше далее вперед 次 次へ 次のページ 下一页 下一頁
		下页 다음 sonraki forward următoarea următorul următoarele επόμενη επόμενο επόμενες التالي التالية наступна наступні следваща sljedeća naslednja הבא הבאה seterusnya berikutnya selanjutnya sau järgmine nākamā kitas próx succ вперёд بعدی următor
		següent següents sledeća sledeće sledeći naredna следећа следеће следећи наступний следващи следващ напред следна επόμενα הבאים ileri dalej nasledujúca nasledujúce následující 後一頁 ถัดไป หน้าถัดไป`,
	PrevRole: `previous prev 前ページ 前のページへ 前の zurück vorherige vorheriger vorherigen vorige précédent précédente précédents précédentes anterior precedente precedenti
		indietro předchozí predchádzajúca predchádzajúce poprzednia poprzednie poprzedni föregående forrige edellinen edelliset előző vissza предыдущая предыдущие
		назад 前 前へ 前のページ 上一页 上一頁 上页 이전 önceki back anterioara precedenta προηγούμενη προηγούμενο السابق السابقة попередня попередні предишна prethodna prejšnja הקודם sebelumnya trước eelmine ant prec föreg قبلی
		prethodni prethodne претходна претходни попередній предишни предишен προηγούμενα προηγούμενες הקודמת geri wstecz predošlá předešlá 前一页 前一頁 ก่อนหน้า หน้าก่อนหน้า`,
	firstRole: `first start anfang inicio início début debut inizio začátek alku erste ersten première premier primera primero primeira primeiro prima primo eerste první prvá pierwsza första første ensimmäinen első
		первая начало 首页 首頁 最初 첫 ilk prima primul πρώτη الأولى перша
		início początek alkuun első έναρξη başlangıç început початок اولین البداية התחלה 처음
		primera prva прва първа`,
	lastRole: `last letzte letzten dernière dernier última último ultima ultimo laatste poslední posledná ostatnia sista sidste siste viimeinen
		utolsó последняя конец 末页 尾页 尾頁 最後 마지막 son end ultima ultimul τελευταία الأخيرة остання
		fim final fin fine ende einde slut koniec konec loppuun τέλος sfârșit кінець آخرین النهاية סוף 끝
		darrera darrer poslednja последња последна สุดท้าย หน้าสุดท้าย`,
}

// fillers may appear beside such a word without changing its meaning.
const fillers = `view see show browse click here for our page pages posts post entries entry articles article items results records stories stuff messages news notes photos pictures links the to go of a blog list more most all
	seite seiten beiträge beitrag einträge eintrag artikel zur zum à la le les des plus moins billets billet publications messages
	entradas entrada artículos artículo página páginas más mas menos mais post postagens postagem publicaciones articoli articolo pagina pagine più meno
	naar de het berichten bericht stránka stránky strana příspěvky příspěvek zápisky zápisy články článek príspevky strona strony wpisy wpis starsze
	sida sidan inlägg side indlæg innlegg sivu kirjoitukset oldal bejegyzések cikkek страница записи запись посты сообщения na il lo i gli e et
	ページ 記事 の 投稿 日分 件 件の 页 文章 페이지 글 sayfa yazılar articole mai pagina αναρτήσεις δημοσιεύσεις άρθρα σελίδα التدوينات المواضيع المقالات الصفحة تدوينات مقالات публікації сторінка публикации postovi objave strana הודעות רשומות דף bài viết postingan days tage dagen jours días giorni dias
	merkinnät merkintöjä artikkelit uutiset uutisia bejegyzést hírek nyheter artiklar nyheder notícias noticias notizie zprávy aktuality wiadomości aktualności haberler kayıtlar yazılar новости новини مطالب نوشته ها
	entrades més pàgina pàgines yang pos tulisan halaman berita lebih objave članci vesti чланци вести дописи по יותר פוסטים רשימות עמוד σελίδες страна daha stránky príspevok หน้า`

var vocabulary = sync.OnceValues(func() (map[string]role, map[string]bool) {
	roles := map[string]role{}
	for r, names := range roleNames {
		for _, name := range strings.Fields(names) {
			roles[name] = r
		}
	}
	return roles, words.Set(fillers)
})

// WordRole returns the role of a label such as "Older posts" or "Next 10": a word for a
// direction, and nothing else that matters. Other labels (a title, a sentence) have no
// role.
func WordRole(label string) role {
	return directionIn(label, true)
}

// directionIn returns the direction that a label names; if all is true, the label must
// not say anything else.
func directionIn(label string, all bool) (found role) {
	roles, fillers := vocabulary()
	words := 0
	for rest := label; ; {
		word, after := nextWord(rest)
		if word == "" {
			break
		}
		rest = after
		if words++; words > 6 {
			return noRole
		}
		word = strings.ToLower(word)
		switch r := roles[word]; {
		case r == OlderRole || r == NewerRole || r != noRole && found == noRole:
			found = r
		case all && r == noRole && !fillers[word] && utf8.RuneCountInString(word) > 1:
			return noRole
		}
	}
	// "plus récents", "más antiguas", "menos recientes": less reverses the direction.
	if found == NewerRole && (strings.Contains(label, "meno ") || strings.Contains(label, "menos ") || strings.Contains(label, "moins ")) {
		found = OlderRole
	}
	return found
}

// nextWord returns the first run of letters in s and what follows it.
func nextWord(s string) (word, rest string) {
	begin := strings.IndexFunc(s, inWord)
	if begin < 0 {
		return "", ""
	}
	s = s[begin:]
	end := strings.IndexFunc(s, func(r rune) bool { return !inWord(r) })
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// inWord treats combining vowels, as in Thai, as letters.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

// Arrows by direction. Double arrows are weaker: beside a single one they mean the end.
var (
	firstArrows = []string{"|<", "<|", "|«", "«|", "|‹", "⏮", "⇤", "<<<", "«««"}
	lastArrows  = []string{">|", "|>", "»|", "|»", "›|", "⏭", "⇥", ">>>", "»»»"}
	PrevArrows  = "<‹«←◄◀⟨❮⇐⬅〈"
	NextArrows  = ">›»→►▶⟩❯⇒➡〉"
)

// arrowRole returns the role of a label without letters; double means that it is one of
// the weaker arrows.
func arrowRole(label string) (r role, double bool) {
	s := strings.Join(strings.Fields(label), "")
	for _, a := range firstArrows {
		if s == a {
			return firstRole, false
		}
	}
	for _, a := range lastArrows {
		if s == a {
			return lastRole, false
		}
	}
	s = strings.Trim(s, "-=[]()|")
	if s == "" {
		return noRole, false
	}
	double = len([]rune(s)) > 1 || s == "»" || s == "«"
	switch {
	case strings.Trim(s, PrevArrows) == "":
		return PrevRole, double
	case strings.Trim(s, NextArrows) == "":
		return NextRole, double
	case strings.Trim(s, ".…") == "" && (strings.Contains(s, "…") || len(s) > 1):
		return jumpRole, false
	}
	return noRole, false
}

// hintRole returns the role named by class names, titles and the like: "UnselectedNext",
// "Go to next page", "blog-pager-older-link".
func hintRole(hint string) role {
	tokens := map[string]bool{}
	for t := range hintTokens(hint) {
		tokens[t] = true
	}
	switch {
	case tokens["older"] || tokens["previous"] && tokens["posts"]:
		return OlderRole
	case tokens["newer"]:
		return NewerRole
	case tokens["last"] && !tokens["first"]:
		return lastRole
	case tokens["first"] && !tokens["last"]:
		return firstRole
	case tokens["next"] && !tokens["previous"] && !tokens["prev"]:
		return NextRole
	case (tokens["prev"] || tokens["previous"]) && !tokens["next"]:
		return PrevRole
	case tokens["right"] && !tokens["left"] && namesArrow(tokens):
		return NextRole
	case tokens["left"] && !tokens["right"] && namesArrow(tokens):
		return PrevRole
	}
	return noRole
}

// namesArrow reports whether a hint is the name of an arrow in an icon font.
func namesArrow(tokens map[string]bool) bool {
	return tokens["arrow"] || tokens["chevron"] || tokens["angle"] || tokens["caret"]
}

// hintTokens splits at everything but letters, and where lower case is followed by upper
// case.
func hintTokens(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from, before := -1, rune(0)
		for i, r := range s {
			cut := !unicode.IsLetter(r) || unicode.IsUpper(r) && unicode.IsLower(before)
			if cut && from >= 0 {
				if !yield(strings.ToLower(s[from:i])) {
					return
				}
				from = -1
			}
			if unicode.IsLetter(r) && from < 0 {
				from = i
			}
			before = r
		}
		if from >= 0 {
			yield(strings.ToLower(s[from:]))
		}
	}
}

package induce

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
)

// The words that themes put around the fields of a post, by language. They are searched
// for only in short lines outside of bodies.
const (
	commentNouns = `comments?(?:\(s\))?|responses?|repl(?:y|ies)|feedbacks?|kommentare?n?|antworten?|commentaires?|r[ée]actions?\b|r[ée]ponses?|comentarios?|comentariu|comentarii|comentaris?|respuestas?|comment[io]|comentários?|reacties?|opmerkingen|komentarz(?:e|y)?|komentar(?:i|a|ja|jev|ai|ų)?|komentār[aiu]|kommentaari?|komentář(?:e|ů|i|em)?|koment[aá]r(?:e|ov)?|kommentar(?:er)?|kommentt(?:i|ia|eja)|komment(?:er|it|ek)?|hozzászól(?:ás(?:ok)?)?|megjegyzés(?:ek)?|коммент(?:ари(?:й|я|ев|и))?|коментар(?:и|і|ів|а)?|отзыв(?:ов|а|ы)?|コメント|评论|評論|留言|回應|迴響|댓글|덧글|yorum(?:lar)?|σχόλι[αο]|تعليقات|تعليق(?:ان|ا)?|التعليقات|نظر(?:ات)?|دیدگاه|תגובות|תגובה|bình luận|nhận xét|ความคิดเห็น|tanggapan|ulasan|komen|відгук(?:и|ів)?|ความเห็น|ummæli|athugasemd(?:ir)?`
	// numberWords are two to twelve in the languages that write them out in counts.
	numberWords = `two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce`
	noneWords   = `no hay|no|none|keine?|aucune?|pas de|sin|ning[uú]n|nessun|non ci sono|nenhum|não há|sem|niciun|nici un|cap|geen|brak|žádn[éý]|bez|inga|ingen|ei(?: vielä)?|нет|без|немає|няма|nema|ni|nincs(?:enek)?|hiç|δεν υπάρχουν|κανένα|καμία|لا توجد|ليست هناك|لا|אין|tidak ada|chưa có|không có|没有|沒有|暂无|ไม่มี|sense|žiadn[eya]|belum ada|tanpa|tiada|engin|χωρίς|ยังไม่มี`

	tagLabels = `tags?|tagged(?: as| with)?|labels?|keywords?|etichett[ae]|schlagw(?:ö|oe)rter|schlagwort|stichw(?:ö|oe)rter|mots[- ]cl[ée]s|[ée]tiquettes?|libell[ée]s|etiquetas?|palabras clave|palavras-chave|marcadores|trefwoorden|tagi|tagy|štítky|etiketter|taggar|nyckelord|emneord|stikord|stikkord|метки|теги|ярлыки|ключевые слова|タグ|ラベル|标签|標籤|태그|etiketler|etichete|etiquetes|címk(?:e|ék)|avainsanat|asiasanat|tunnisteet|ετικέτες|мітки|етикети|الوسوم|وسوم|الكلمات الدلالية|תגיות|תוויות|nhãn|merkelapper|emneknagger|ditandai|oznake|značky|tagovi|ознаке|тагови|позначки|ключові слова|тагове|ключови думи|ознаки|paraules clau|תגים|מילות מפתח|แท็ก|ป้ายกำกับ|etiket|etykiety|kľúčové slová|klíčová slova`
	catLabels = `categor(?:y|ies)|filed (?:under|in)|posted (?:in|under)|filed|archived (?:in|under)|listed (?:in|under)|topics?|sections?|kategorien?|rubrik(?:en)?|abgelegt (?:unter|in)|veröffentlicht (?:in|unter)|einsortiert (?:in|unter)|thema|themen|cat[ée]gories?|rubriques?|class[ée] (?:dans|sous)|publi[ée] dans|categor[ií]as?|archivado en|publicado en|clasificado en|categorie|archiviato (?:in|sotto)|pubblicato in|categorias?|arquivado em|categorie[ëe]n|geplaatst in|kategoria|kategorie|rubryka|rubriky|zařazeno(?: v)?|kategorier|postat i|lagt i|рубрик[аи]|категори[ияй]|カテゴリー?|分类于|分类|分類|kategori(?:ler)?|kategóri(?:a|ák)|rovat|categorii|publicat în|aiheet|luokat|udgivet i|arkiveret under|publisert i|postet i|κατηγορί(?:α|ες)|категорії|카테고리|نشرت? في|التصنيفات|التصنيف|تصنيف|קטגוריות|קטגוריה|chuyên mục|diposkan (?:di|dalam)|diposting (?:di|dalam)|ditulis (?:di|dalam)|kategorij[ae]|objavljeno (?:u|v|pod)|категориј[ае]|објављено у|категорія|опубліковано (?:в|у)|публикувано в|arxivat (?:a|en|sota)|publicat a|στην κατηγορία|หมวดหมู่|opublikowano w|kategóri[ae]|zaradené (?:do|v)|skrevet i|skrivet i`

	byPrepositions = `by|von|par|por|da|di|door|przez|od|av|af|oleh|від|от|од|από`
	byNouns        = `author|autor(?:in|e|ka|a)?|auteur|auteure|автор|投稿者|作者|posted by|написала?|опубликовала?|добавила?|разместила?|dodał|napsal|vložil|scritto da|(?:scris|publicat|postat|adăugat)ă? de|írta|szerző|beküldte|közzétette|kirjoittanut|kirjoittaja|julkaissut|lähettänyt|tekijä|gönderen|yazan|yazar|(?:αναρτήθηκε|γράφτηκε|δημοσιεύτηκε) από(?: (?:τον/την|τον|την))?|συντάκτης|كتبها|كتبه|بقلم|بواسطة|الكاتب|작성자|글쓴이|発行者|作成者|发布者|發佈者|מאת|(?:פורסם|נכתב) על ידי|(?:نوشته شده )?توسط|نویسنده|(?:publicat|escrit|enviat) per|penulis|napisał|(?:написа|опублікува|дода|розмісти)(?:в|ла)|(?:napisa|objavi|postavi)o|(?:написа|објави)о|аутор|napísala?|pridala?|forfatter|författare|συγγραφέας|(?:פורסם |נכתב )?ע"י|(?:เขียน)?โดย|ผู้เขียน`
	byWords        = `(?:(?:posted|written|published|submitted|contributed|added|entered|created|authored|scritto|pubblicato|postato|inserito|geschrieben|veröffentlicht|verfasst|erstellt|eingestellt|eingetragen|gepostet|publi[ée]|post[ée]|[ée]crit|r[ée]dig[ée]|publicado|escrito|enviado|postado|geplaatst|geschreven|gepost|napisan[ey]|opublikowan[ey]|dodan[ey]|publikoval|napsal|vložil|skrivet|publicerat|inlagt|upplagt|skrevet|indsendt|publisert|postet|опубликован[оа]?|написано)\s+)?(?:` + byPrepositions + `)|` + byNouns

	moreWords = `read more|more|continue(?: reading)?|keep reading|read the rest|full (?:story|post|article)|read on|weiterlesen|weiter lesen|mehr|lesen sie mehr|den ganzen|lire la suite|la suite|en savoir plus|lire plus|leer m[áa]s|seguir leyendo|continuar leyendo|leggi tutto|continua(?: a leggere)?|leggi|leia mais|continue lendo|ler mais|lees meer|lees verder|verder lezen|czytaj (?:dalej|więcej)|więcej|číst (?:dál|více)|celý článek|läs mer|fortsätt läsa|les mer|læs mere|читать (?:далее|дальше|полностью)|далее|подробнее|続きを読む|続き|阅读全文|閱讀全文|더 보기|계속 읽기|citește (?:mai departe|mai mult)|mai mult|tovább(?:i részletek)?|lue lisää|jatka lukemista|devamı(?:nı oku)?|διαβάστε περισσότερα|συνέχεια|[اإ]قرأ المزيد|قراءة المزيد|(?:متابعة|تابع) القراءة|المزيد|ادامه (?:خواندن|مطلب)|читати далі|детальніше|прочети повече|קראו? עוד|להמשך קריאה|המשך לקרוא|עוד|đọc tiếp|đọc thêm|pokračovat ve čtení|čítať ďalej|celý článok|pročitaj više|opširnije|preberi več|læs videre|fortsett å lese|lue koko (?:juttu|artikkeli)|continuar a ler|saiba mais|llegir més|continua llegint|자세히 보기|더 읽기|もっと読む|続きを見る|全文を読む|继续阅读|繼續閱讀|查看全文|citeste mai (?:departe|mult)|baca (?:selengkapnya|selanjutnya|lebih lanjut|lagi)|selengkapnya|(?:lanjutkan|teruskan) membaca|อ่านต่อ|อ่านเพิ่มเติม|llegeix(?:-ne)? més|segueix llegint|les videre|pročitajte više|pročitaj još|nastavi čita(?:nje|ti)|čitaj dalje|прочитај(?:те)? више|опширније|читати повністю|докладніше|продовжити читання|прочетете повече|прочети още|виж(?:те)? още|прочитај повеќе|διαβάστε (?:τη συνέχεια|ολόκληρο)|המשך קריאה|čítať viac|pokračovať v čítaní|celá zpráva|czytaj (?:całość|resztę)|przeczytaj (?:więcej|całość)|dowiedz się więcej|okumaya devam(?: et)?|(?:devamını|tamamını) oku|fortsæt (?:med at )?læse|bővebben|더보기`

	switchedOff = `(?:off|closed|disabled|geschlossen|deaktiviert|fermés|désactivés|cerrados|desactivados|chiusi|disabilitati|fechados|desativados|gesloten|uitgeschakeld|wyłączone|zamknięte|отключены|закрыты)(?:$|[^\p{L}])`

	permaLabels = `perma(?:nent)?[- ]?link|perma(?:nent)?[- ]?lien|lien permanent|enlace permanente|link permanente|permanente? link|постоянная ссылка|permalien|permanent link|dauerhafter link|permalänk|trvalý odkaz`

	postedWords = `posted|published|written|submitted|created|added|publi[ée]|post[ée]|[ée]crit|mis en ligne|veröffentlicht|geschrieben|verfasst|erstellt|eingestellt|publicado|escrito|enviado|postado|pubblicato|scritto|inserito|postato|geplaatst|geschreven|gepost|opublikowan|napisan|dodan|publikováno|vloženo|napsáno|publicerat|publicerad|skrivet|inlagt|опубликован|написан|добавлен|投稿日|公開日|掲載日|作成日|发布于|发表于|发布时间|发表时间|發佈於|發表於|發佈時間|發表時間|publisert|skrevet|udgivet|diposting|diposkan|diterbitkan|dipublikasikan|ditulis|опубліковано|написано|публикуван|objavljen|postavljeno|објављен|publicat|escrit|δημοσιεύ(?:τη|θη)κε|αναρτήθηκε|פורסם|נכתב|เผยแพร่|โพสต์|yayınlan|yayımlan|publikované|pridané|uverejnené|zverejnené|közzétéve|julkaistu|نشر|작성일|등록일`
	laterWords  = `updated?|modified|last edit(?:ed)?|edited|aktualisiert|zuletzt|geändert|bearbeitet|mis à jour|modifi[ée]|actualizado|modificado|aggiornato|modificato|atualizado|bijgewerkt|gewijzigd|zaktualizowano|aktualizováno|upraveno|uppdaterad|ändrad|обновлено|изменено|更新|oppdatert|opdateret|diperbarui|оновлено|обновено|ažurirano|ажурирано|actualitzat|ενημερώθηκε|τελευταία ενημέρωση|עודכן|แก้ไข|güncellen|upravené|aktualizované|frissítve|päivitetty|آخر تحديث|cập nhật`
)

var (
	countBefore = pattern.Late(`(?i)(?:^|[^\p{L}\p{N}])(` + words.NumberPattern + `|` + noneWords + `|` + numberWords + `)\s*\)?\s*(?:new\s+|neue\s+|条|條|个|則|件の)?(?:` + commentNouns + `)(?:$|[^\p{L}])`)
	labelsNext  = pattern.Late(`(?i)\p{Nd}\s+(?:` + commentNouns + `)\s*[:：]\s*\p{Nd}`) // "Views: 2710 Comments: 3"
	offAfter    = pattern.Late(`(?i)(?:` + commentNouns + `)\s+(?:are\s+|is\s+)?` + switchedOff)
	// offOn matches "Comments: Comments Off on TITLE".
	offOn       = pattern.Late(`(?i)^(?:(?:` + commentNouns + `)\s*:\s*)?(?:` + commentNouns + `)\s+` + switchedOff + `(?:on|für|sur|en|su|em|voor)\s`)
	countAfter  = pattern.Late(`(?i)(?:^|[^\p{L}])(?:` + commentNouns + `)\s*(?::|：|\(|\[|\{|（)\s*(\p{Nd}+)`)
	countLast   = pattern.Late(`(?i)(?:^|[^\p{L}])(?:` + commentNouns + `)\s+(\p{Nd}+)\W*$`)
	noneBehind  = pattern.Late(`(?i)(?:^|[^\p{L}])(?:` + commentNouns + `)\s*:?\s*(?:yok|нет|няма|немає|없음|なし|はありません)\W*$`)
	postedWord  = pattern.Late(`(?i)^\W*(?:` + postedWords + `)`)
	oneComment  = pattern.Late(`(?i)^\W*(?:one|un|une|eine?|una|uno|um|uma|een|[ée]én|jeden|jedna|ett?|один|одна|yksi|egy|bir|ένα|en)\s+(?:` + commentNouns + `)\W*$|^\W*(?:تعليق واحد|תגובה אחת)\W*$`)
	twoComments = pattern.Late(`^\W*(?:تعليقان|تعليقين|שתי תגובות)\W*$`)
	commentNoun = pattern.Late(`(?i)` + commentNouns) // in every count
	commentWord = pattern.Late(`(?i)(?:^|[^\p{L}])(?:` + commentNouns + `)(?:$|[^\p{L}])`)

	tagLabel, tagOpening = labels(`[\s|·•,;.(–—-]`, `(?:and\s+)?(`+tagLabels+`)\s*(?:[:：]|$|\s(?:as|with)?)\s*`)
	catLabel, catOpening = labels(`[\s|·•,;.(–—-]`, `(`+catLabels+`)\s*(?:[:：]|$|\s)\s*`)
	byLabel, byOpening   = labels(`[\s|·•,;.(–—/-]`, `(?:`+byWords+`)\s*(?:[:：]\s*|\s|$)`)
	moreLink             = pattern.Late(`(?i)^[\s\[(«»<>.…→-]*(?:` + moreWords + `)(?:$|[^\p{L}])`)

	permaWords = pattern.Late(`(?i)` + permaLabels)
)

// labels returns the expressions of a label after some signs, anywhere and at the start of
// a text.
func labels(after, label string) (anywhere, opening *pattern.Regexp) {
	label = `(?:^|` + after + `)` + label
	return pattern.Late(`(?i)` + label), pattern.Late(`^(?i:` + label + `)`)
}

// isCommentLine reports whether a line links to the comments of a post.
func (in *Inducer) isCommentLine(i int) bool {
	return in.facts[i].comments.ask(func() bool { return slices.ContainsFunc(in.Doc.Lines[i].Links, commentLink) })
}

// commentLink reports whether a link leads to comments: by its fragment, or by words for
// comments in a short text.
func commentLink(a document.Link) bool {
	_, fragment, _ := strings.Cut(a.Href, "#")
	switch f := strings.ToLower(fragment); {
	case f == "disqus_thread", f == "respond", f == "feedback", strings.HasPrefix(f, "comment"), strings.HasPrefix(f, "komment"), strings.HasPrefix(f, "coment"):
		return true
	}
	return !words.Longer(a.Text, 60) && commentWord.MatchString(a.Text)
}

// isTermLine reports whether a line has links to tags or categories.
func (in *Inducer) isTermLine(i int) bool {
	return in.facts[i].terms.ask(func() bool { return slices.ContainsFunc(in.Doc.Lines[i].Links, in.termLink) })
}

// termLink reports whether a link leads to the posts with a tag or category.
func (in *Inducer) termLink(a document.Link) bool {
	rel := strings.ToLower(dom.Attr(a.Node, "rel"))
	return dom.HasToken(rel, "tag") || dom.HasToken(rel, "category") || LeadsToTerm(a.Href) && !in.discussed(a.Href)
}

// discussed reports whether an address is that of a post, since there are links to
// comments on it.
func (in *Inducer) discussed(href string) bool {
	if in.posts == nil {
		in.posts = map[string]bool{}
		for i := range in.Doc.Lines {
			for _, a := range in.Doc.Lines[i].Links {
				if strings.Contains(a.Href, "#") && !strings.HasPrefix(a.Href, "#") && commentLink(a) {
					in.posts[in.Key(a.Href)] = true
				}
			}
		}
	}
	return in.posts[in.Key(href)]
}

// ownHost reports whether an address is on the blog's host: that of the page, its base,
// or the address it declares.
func (in *Inducer) ownHost(u string) bool {
	host := weburl.Host(u)
	if host == "" {
		return false
	}
	if in.hosts == nil {
		in.hosts = map[string]bool{}
		for _, own := range []string{in.Address, in.Named, in.Base("")} {
			in.hosts[weburl.Host(blog.Canonical(own))] = true
		}
		if in.BaseURL != nil {
			in.hosts[weburl.Host(blog.Canonical(in.BaseURL.String()))] = true
		}
		delete(in.hosts, "")
	}
	return len(in.hosts) == 0 || in.hosts[host]
}

package pager

import (
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// The shapes of a line of page 1 that states the number of posts beside a number that can
// be checked: that of the pages, or that of the posts on the page.
const (
	someWords = `((?:\pL+:?\s){0,3})`
	upTo      = `\b1\s?(?:[-–—]|to|bis|až|à|al?|até|do|tot|til?|till|по)\s?` + figure
)

var totalShapes = [...]struct {
	re                       *pattern.Regexp
	lead, noun, total, check int    // groups
	pages                    int    // group of the word for pages, 0 if check is the number of posts on the page
	needs                    string // every match contains it
}{
	// "Page 1 of 5 (23 items)"
	{re: pattern.Late(`^[^\pL\d]*(\pL+)\.?:?\s1\s?(?:/|\pL{1,4}\s)\s?` + figure + `(?:\s\pL+)?[^\pL\d]{1,3}` + someWords + figure + `\s((?:\pL+\s?){1,3})`),
		pages: 1, check: 2, lead: 3, total: 4, noun: 5, needs: "1"},
	// "23 items in 5 pages"
	{re: pattern.Late(`^[^\pL\d]*` + someWords + figure + `\s((?:\pL+[^\pL\d]{1,3}){1,3})` + figure + `\s(\pL+)`),
		lead: 1, total: 2, noun: 3, check: 4, pages: 5},
	// "Showing 1-10, 21 articles found"
	{re: pattern.Late(`^[^\pL\d]*` + someWords + upTo + `[^\pL\d]{1,3}(?:\pL+:?\s){0,3}` + figure + `\s((?:\pL+\s?){1,3})`),
		lead: 1, check: 2, total: 3, noun: 4, needs: "1"},
	// "21 articles found, showing 1-10"
	{re: pattern.Late(`^[^\pL\d]*` + someWords + figure + `\s((?:\pL+[^\pL\d]{1,3}){1,5})` + upTo),
		lead: 1, total: 2, noun: 3, check: 4, needs: "1"},
}

// postNouns are words for posts after their number. Comments are not among them.
var postNouns = words.Set(`post posts item items entry entries article articles result results story stories record records
	eintrag einträge einträgen beitrag beiträge beiträgen artikel artikeln ergebnis ergebnisse ergebnissen billet billets résultat résultats publication publications
	entrada entradas artículo artículos resultado resultados publicación publicaciones artigo artigos postagem postagens
	articolo articoli risultato risultati berichten bericht artikelen resultaten příspěvků příspěvky článků články výsledků záznamů
	príspevkov článkov výsledkov wpisów wpisy artykułów wyników inlägg artiklar indlæg artikler innlegg resultater resultat
	kirjoitusta artikkelia tulosta bejegyzés cikk találat записей записи статей статьи постов результатов yazı kayıt sonuç`)

// pageNouns are words for pages after their number.
var pageNouns = words.Set(`page pages seite seiten página páginas pagina pagine pagina's stránek stránkách stránky stranách strán
	stron stronach strony sidor sider sivua sivulla oldal oldalon страниц страницах страницы sayfa sayfada`)

// FirstRange returns the range of page 1 with a number of posts, if the line states how
// many posts there are on how many pages, or beside "1-10", and the numbers agree; nil if
// not. numbered reports whether the line itself says that this is page 1.
func FirstRange(line string, posts int) (r *blog.Range, numbered bool) {
	line = strings.TrimSpace(line)
	if posts == 0 || len(line) > LongestRange || digitRuns(line) < 2 {
		return nil, false
	}
	low := strings.ToLower(line)
	if len(low) != len(line) {
		return nil, false
	}
	for i := range totalShapes {
		s := &totalShapes[i]
		if !strings.Contains(low, s.needs) {
			continue
		}
		m := s.re.FindStringSubmatch(low)
		if m == nil {
			continue
		}
		total, check := count(m[s.total]), count(m[s.check])
		fits := check == posts
		if s.pages > 0 {
			fits = check == (total-1)/posts+1 && (sheetWords[m[s.pages]] || pageNouns[m[s.pages]])
		}
		rest := strings.TrimLeft(low[len(m[0]):], " ).,;:|")
		if fits && total >= posts && namesPosts(m[s.noun]) && leadsToTotal(m[s.lead]) && endsTotal(rest) {
			return &blog.Range{From: 1, To: posts, Total: total, Raw: strings.TrimSpace(line[:len(m[0])])}, s.needs != ""
		}
	}
	return nil, false
}

// endsTotal reports whether what follows a total may be on its line.
func endsTotal(s string) bool {
	_, ok := IsLine(s)
	return ok || endsRange(s)
}

// namesPosts reports whether words after a number start with one for posts.
func namesPosts(s string) bool {
	first, rest := nextWord(s)
	if first == "blog" || first == "total" {
		first, _ = nextWord(rest)
	}
	return postNouns[first]
}

// leadsToTotal reports whether the words before a number may introduce posts: "pages 1-10"
// and "part 1-10" do not.
func leadsToTotal(s string) bool {
	for word, rest := nextWord(s); word != ""; word, rest = nextWord(rest) {
		if sheetWords[word] || pageNouns[word] || partWords[word] {
			return false
		}
	}
	return true
}

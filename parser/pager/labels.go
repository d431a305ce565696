package pager

import (
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// LinkLabel returns the text of a link, or the alternative text of its image.
func LinkLabel(n *html.Node) string {
	if text := blog.Fold(dom.Text(n)); text != "" {
		return text
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "img" {
			return blog.Fold(dom.Attr(d, "alt"))
		}
	}
	return ""
}

func childHints(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			src := dom.Attr(d, "src")
			b.WriteString(dom.Attr(d, "class") + " " + dom.Attr(d, "title") + " " + dom.Attr(d, "alt") + " " + dom.Attr(d, "aria-label") + " " + src[strings.LastIndexByte(src, '/')+1:] + " ")
		}
	}
	return b.String()
}

var (
	apartSlash   = strings.NewReplacer("，共", " / ", "/", " / ", "⁄", " / ", "／", " / ", ",", " ", ")", " ", "第", " ", "共", " ", "页", " ", "頁", " ")
	oneDash      = strings.NewReplacer("–", "-", "—", "-", " ", "")
	noSeparators = strings.NewReplacer(",", "", ".", "")
)

// pageLabel parses "2", "[2]", "Page 2" and "[11-20]".
func pageLabel(label string) (n, size int, ok bool) {
	if len(label) > 40 || !strings.ContainsAny(label, "0123456789") {
		return 0, 0, false
	}
	s := strings.Trim(label, "[](){}|.,:·•-–— \u00a0")
	word, after, worded := strings.Cut(s, " ")
	if worded = worded && WordRole(word) == noRole && pageWord(word); worded {
		s = strings.TrimSpace(after)
	}
	if n, ok := PageNumber(s); ok {
		return n, 0, !worded || !isYear(n) // "Mai 2016": some words for "page" are months in other languages
	}
	if !strings.ContainsAny(label, "-–—") {
		return 0, 0, false
	}
	a, b, _ := strings.Cut(oneDash.Replace(s), "-")
	from, okFrom := PageNumber(a)
	to, okTo := PageNumber(b)
	if !okFrom || !okTo || to < from {
		return 0, 0, false
	}
	return from, to - from + 1, true
}

// PageNumber parses a label that is only a number.
func PageNumber(s string) (int, bool) {
	if strings.ContainsAny(s, ",.") {
		if !thousands(s) {
			return 0, false // "12.03.07" is a date
		}
		s = noSeparators.Replace(s)
	}
	if s == "" || len(s) > 6 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0
}

// thousands reports whether the separators in a number are at its thousands.
func thousands(s string) bool {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '.' })
	for _, g := range groups[min(1, len(groups)):] {
		if len(g) != 3 {
			return false
		}
	}
	return true
}

func pageWord(s string) bool {
	_, fillers := vocabulary()
	return fillers[strings.ToLower(strings.Trim(s, ":."))]
}

// sheetWords are words for "page": "Page 3 of 13" counts pages, "Article 3 of 13" does
// not.
var sheetWords = words.Set("page pg seite página pagina blz stránka strana strona sida side sivu oldal страница стр ページ 页 第 페이지 sayfa σελίδα сторінка stranica pàgina صفحة الصفحة صفحه עמוד דף trang halaman หน้า strona страна страница")

// PageOf parses "Page 3 of 13", "Seite 3/13" and "(Page 3 of 13, totaling 127 entries)".
func PageOf(text string) (shown, last int, ok bool) {
	if len(text) > 100 || digitRuns(text) < 2 || FindRange(text) != nil {
		return 0, 0, false
	}
	text = strings.TrimLeft(text, "(«‹<- ")
	fields := strings.Fields(apartSlash.Replace(text))
	if len(fields) < 3 || len(fields) > 12 {
		return 0, 0, false
	}
	i := 0
	if sheetWords[strings.ToLower(strings.Trim(fields[0], ":."))] {
		i = 1
	} else if _, isNumber := PageNumber(fields[0]); !isNumber {
		return 0, 0, false
	}
	if i+2 >= len(fields) || i == 0 && len(fields) != 3 {
		return 0, 0, false
	}
	shown, okShown := PageNumber(fields[i])
	end := fields[i+2]
	for _, more := range fields[i+3:] { // "1 498" at the end
		if len(more) != 3 || strings.Trim(more, "0123456789") != "" {
			end = fields[i+2]
			break
		}
		end += more
	}
	last, okLast := PageNumber(end)
	between := fields[i+1]
	if !okShown || !okLast || shown > last || between != "/" && len([]rune(between)) > 4 || strings.Trim(between, "0123456789-–—|·.") == "" {
		return 0, 0, false
	}
	return shown, last, true
}

package parser

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// saying is what families of words a text holds, of those that themes put
// around the fields of posts.
type saying uint16

const (
	saysComment saying = 1 << iota
	saysTag
	saysCategory
	saysBy
	saysMore
	saysPermalink
	saysPosted
	saysLater
	saysAll = 1<<iota - 1
)

// guarded is a pattern of words that is tried only on texts in which a word
// begins as one of its words do: patterns with hundreds of words are slow, and
// most texts hold none of them.
type guarded struct {
	re    lateRegexp
	front lateRegexp // the same at the front of a text
	any   saying
}

func guard(any saying, pattern string) guarded {
	return guarded{late(pattern), late("^(?:" + pattern + ")"), any}
}

func (g guarded) may(s string) bool { return sayings(s)&g.any != 0 }

func (g guarded) MatchString(s string) bool { return g.may(s) && g.re.MatchString(s) }

func (g guarded) FindStringIndex(s string) []int {
	if !g.may(s) {
		return nil
	}
	return g.re.FindStringIndex(s)
}

// opening is what a match at the front of a text takes of it, "" without one.
// says are the sayings of the text.
func (g guarded) opening(s string, says saying) string {
	if says&g.any == 0 {
		return ""
	}
	return g.front.FindString(s)
}

func (g guarded) FindStringSubmatch(s string) []string {
	if !g.may(s) {
		return nil
	}
	return g.re.FindStringSubmatch(s)
}

func (g guarded) FindAllStringIndex(s string, n int) [][]int {
	if !g.may(s) {
		return nil
	}
	return g.re.FindAllStringIndex(s, n)
}

func (g guarded) ReplaceAllString(s, with string) string {
	if !g.may(s) {
		return s
	}
	return g.re.ReplaceAllString(s, with)
}

// beginnings are how the words of a family begin: three letters, or the whole
// of a shorter word.
var beginnings = []struct {
	family saying
	heads  string
}{
	{saysComment, "com kom res rep fee ant réa rea rép opm hoz ком отз yor σχό"},
	{saysTag, "tag lab key eti éti sch sti mot lib pal mar tre ští nyc emn мет тег ярл клю"},
	{saysCategory, "ein cat fil pos arc lis top sec kat rub abg ver the cla pub arq gep zař lag руб кат"},
	{saysBy, "доб раз by von par por da di doo prz od av af aut авт опу нап dod nap vlo scr"},
	{saysMore, "mor rea con kee ful wei meh les den lir la suit en lee seg leg lei ler ver czy wię čís cel läs for læs чит дал под sui"},
	{saysPermalink, "per lie enl lin пос dau trv"},
	{saysPosted, "pos pub wri sub cre add écr ecr mis ver ges ers ein esc env scr ins gep opu nap dod vlo ski inl опу нап доб"},
	{saysLater, "upd mod las edi akt zul geä bea mis act agg atu bij gew zak upr upp änd обн изм"},
}

var heads = sync.OnceValue(func() map[string]saying {
	m := map[string]saying{}
	for _, b := range beginnings {
		for _, h := range strings.Fields(b.heads) {
			m[h] |= b.family
		}
	}
	return m
})

// sayings finds the families of which a text may hold a word. Scripts that do
// not part their words may hold any.
func sayings(s string) saying {
	var all saying
	table := heads()
	var word [3 * utf8.UTFMax]byte
	n, letters := 0, 0
	for _, r := range s {
		if r < utf8.RuneSelf && (r|0x20 < 'a' || r|0x20 > 'z') || r >= utf8.RuneSelf && !unicode.IsLetter(r) {
			if letters > 0 && letters <= 3 {
				all |= table[string(word[:n])]
			}
			n, letters = 0, 0
			continue
		}
		if r >= 0x3040 && r < 0xfb00 {
			return saysAll
		}
		if letters++; letters <= 3 {
			n += utf8.EncodeRune(word[n:], unicode.ToLower(r))
			if letters == 3 {
				all |= table[string(word[:n])]
			}
		}
	}
	if letters > 0 && letters < 3 {
		all |= table[string(word[:n])]
	}
	return all
}

// termWords are the parts of addresses that lead to tags and, where true, to
// categories.
var termWords = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("tag tags tagged label labels topic topics thema themen schlagwort etiqueta etiquetas etiquette etiquet etiquetes mot-cle keyword keywords tagid tagname tag_id trefwoorden trefwoord stichwort") {
		m[w] = false
	}
	for _, w := range strings.Fields("category categories categorie cat catid cat_id categoria categorias kategorie kategorien kategoria kategorier kategori rubrik rubrique rubriques rubrica rubriky rubrika rubryka rubryki rubriken categoryview temat temas tema") {
		m[w] = true
	}
	return m
})

// termPart finds the part of an address that says it leads to a tag or a
// category.
func termPart(href string) (category, ok bool) {
	if strings.Contains(href, "taxonomy/term") {
		return false, true
	}
	from := 0
	for i := 0; i < len(href); i++ {
		switch c := href[i]; c {
		case '/', '?', '&', '@', '.', ',', '=', ':':
			if i > from && i-from <= 14 && (strings.IndexByte("/=:,", c) >= 0 || c == '.' && strings.HasPrefix(strings.ToLower(href[i:]), ".aspx")) {
				if category, ok := termWords()[strings.ToLower(href[from:i])]; ok {
					return category, true
				}
			}
			from = i + 1
		}
	}
	return false, false
}

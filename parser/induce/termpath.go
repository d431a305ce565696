package induce

import (
	"iter"
	"strings"
	"sync"

	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

var ownID = pattern.Late(`(?i)[?&](?:id|p|post|postid|article|articleid|entry|entryid|itemid|nid|story)=`)

// LeadsToTerm reports whether an address looks like that of a tag or category, and not
// like that of a post whose path contains its category.
func LeadsToTerm(href string) bool {
	_, ok := termPart(href)
	return ok && !(strings.Contains(href, "?") && ownID.MatchString(href))
}

// termWords are the path segments before the names of tags and, if true, of categories.
var termWords = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("tag tags tagged label labels topic topics thema themen schlagwort etiqueta etiquetas etiquette etiquet etiquetes mot-cle keyword keywords tagid tagname tag_id trefwoorden trefwoord stichwort stichworte schlagworte schlagwoerter schlagworter taggar emneord emner avainsana avainsanat aihe aiheet etiquetas etiquettes etichetta etichette etikett etiketter etiket etiketler eticheta etichete marcador marcadores assunto assuntos argomento argomenti sujet sujets mots-cles tagi etykieta etykiety stitek stitky stitok oznaka oznake cimke cimkek metka metki mitka mitky") {
		m[w] = false
	}
	for _, w := range strings.Fields("category categories categorie cat catid cat_id categoria categorias kategorie kategorien kategoria kategorier kategori rubrik rubrique rubriques rubrica rubriky rubrika rubryka rubryki rubriken categoryview temat temas tema teema teemat kategorija kategorije kategoriat kategorii categorii kategoriya rubriki rubryky") {
		m[w] = true
	}
	return m
})

// termPart finds the segment of an address that precedes the name of a tag or category.
func termPart(href string) (category, ok bool) {
	if strings.Contains(href, "taxonomy/term") {
		return false, true
	}
	for p := range addressParts(href) {
		if len(p.text) <= 14 && (strings.IndexByte("/=:,", p.after) >= 0 || p.aspx) {
			if category, ok := termWords()[strings.ToLower(p.text)]; ok {
				return category, true
			}
		}
	}
	return false, false
}

func leadsToCategory(href string) bool {
	category, ok := termPart(href)
	return ok && category
}

var tagWords = words.Set("tag tags tagname tagid")

// leadsToTag reports whether an address has a segment for tags.
func leadsToTag(href string) bool {
	for p := range addressParts(href) {
		if strings.IndexByte("/?&", p.before) >= 0 && (p.after == '/' || p.after == '=') && len(p.text) <= 7 && tagWords[strings.ToLower(p.text)] {
			return true
		}
	}
	return false
}

var authorWords = words.Set("author authors auteur auteurs autor autore autoren autores user users u profile profiles people member members contributor contributors blogger bloggers writer writers")

// leadsToAuthor reports whether an address has a segment for authors.
func leadsToAuthor(href string) bool {
	for p := range addressParts(href) {
		if strings.IndexByte("\x00/?&@.", p.before) >= 0 && (p.after == '/' || p.after == '=') && len(p.text) <= 12 && authorWords[strings.ToLower(p.text)] {
			return true
		}
	}
	return false
}

// addressPart is a part of an address between two delimiters.
type addressPart struct {
	text   string
	before byte // 0 at the start
	after  byte
	aspx   bool // it is followed by the extension of a server script
}

// addressParts yields the parts that are followed by a delimiter.
func addressParts(href string) iter.Seq[addressPart] {
	return func(yield func(addressPart) bool) {
		from, before := 0, byte(0)
		for i := 0; i < len(href); i++ {
			switch c := href[i]; c {
			case '/', '?', '&', '@', '.', ',', '=', ':':
				aspx := c == '.' && len(href) >= i+5 && strings.EqualFold(href[i:i+5], ".aspx")
				if i > from && !yield(addressPart{href[from:i], before, c, aspx}) {
					return
				}
				from, before = i+1, c
			}
		}
	}
}

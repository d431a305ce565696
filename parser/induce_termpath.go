package parser

import (
	"strings"
	"sync"
)

var ownID = late(`(?i)[?&](?:id|p|post|postid|article|articleid|entry|entryid|itemid|nid|story)=`)

// termHref says whether an address looks like that of a tag or category, and
// not like that of a post which names its category, too.
func termHref(href string) bool {
	_, ok := termPart(href)
	return ok && !(strings.Contains(href, "?") && ownID.MatchString(href))
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

package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// culture is how a .NET culture formats a date without an explicit format ("G", the
// general long pattern), and its resource strings for the pager.
type culture struct {
	layout  string    // layout of package time; H is the hour in 24-hour format without a leading zero
	markers [2]string // instead of AM and PM, if set
	many    string    // result line with from, to, total
	one     string    // result line of a single post with from, total
}

// The result lines have two spaces in the vendor's resource file. English, Czech, Slovak
// and Vietnamese are from there; the others are made up in the same form, since no
// translation was found.
const (
	englishMany = "Displaying results  %d-%d (of %d)"
	englishOne  = "Displaying result %d (of %d)"
	germanMany  = "Ergebnisse  %d-%d (von %d)"
	germanOne   = "Ergebnis %d (von %d)"
)

var cultures = map[string]culture{
	"en-US": {layout: "1/2/2006 3:04:05 PM"},
	"en-GB": {layout: "02/01/2006 15:04:05"},
	"en-AU": {layout: "02/01/2006 3:04:05 PM"},
	"en-CA": {layout: "2006-01-02 3:04:05 PM"},
	"de-DE": {layout: "02.01.2006 15:04:05", many: germanMany, one: germanOne},
	"de-AT": {layout: "02.01.2006 15:04:05", many: germanMany, one: germanOne},
	"fr-FR": {layout: "02/01/2006 15:04:05", many: "Résultats  %d-%d (sur %d)", one: "Résultat %d (sur %d)"},
	"es-ES": {layout: "02/01/2006 H:04:05", many: "Resultados  %d-%d (de %d)", one: "Resultado %d (de %d)"},
	"it-IT": {layout: "02/01/2006 15:04:05", many: "Risultati  %d-%d (di %d)", one: "Risultato %d (di %d)"},
	"cs-CZ": {layout: "2.1.2006 H:04:05", many: "Zobrazeny výsledky  %d-%d (z %d)", one: "Zobrazení %d výsledků (z %d)"},
	"sk-SK": {layout: "2. 1. 2006 H:04:05", many: "Zobrazené výsledky  %d-%d (z %d)", one: "Zobrazený výsledok %d (of %d)"},
	"nl-NL": {layout: "2-1-2006 15:04:05", many: "Resultaten  %d-%d (van %d)", one: "Resultaat %d (van %d)"},
	"da-DK": {layout: "02-01-2006 15:04:05"},
	"sv-SE": {layout: "2006-01-02 15:04:05", many: "Visar resultat  %d-%d (av %d)", one: "Visar resultat %d (av %d)"},
	"pl-PL": {layout: "2006-01-02 15:04:05"},
	"fi-FI": {layout: "2.1.2006 H.04.05"},
	"hu-HU": {layout: "2006.01.02. H:04:05"},
	"ru-RU": {layout: "02.01.2006 H:04:05"},
	"ja-JP": {layout: "2006/01/02 H:04:05", many: "結果  %d-%d (全 %d 件)", one: "結果 %d (全 %d 件)"},
	"ko-KR": {layout: "2006-01-02 PM 3:04:05", markers: [2]string{"오전", "오후"}},
	"vi-VN": {
		layout: "02/01/2006 3:04:05 PM", markers: [2]string{"SA", "CH"},
		many: "Kết quả hiển thị từ  %d-%d (trên %d mục)", one: "Kết quả hiển thị từ  %d (trên %d mục)",
	},
}

// Cultures returns the names of the cultures that Options.Culture knows.
func Cultures() []string { return sortedKeys(cultures) }

// date writes t as the site does.
func (o *Options) date(t time.Time) string {
	if o.DateLayout != "" {
		return t.Format(o.DateLayout)
	}
	c, known := cultures[o.Culture]
	if !known {
		c = cultures["en-US"]
	}
	text := strings.Replace(t.Format(c.layout), "H", strconv.Itoa(t.Hour()), 1)
	if c.markers[0] != "" {
		text = strings.NewReplacer("AM", c.markers[0], "PM", c.markers[1]).Replace(text)
	}
	return text
}

// results returns the pager's line "Displaying results 1-10 (of 127)".
func (o *Options) results(from, to, total int) string {
	c := cultures[o.Culture]
	if from == to {
		return fmt.Sprintf(or(c.one, englishOne), from, total)
	}
	return fmt.Sprintf(or(c.many, englishMany), from, to, total)
}

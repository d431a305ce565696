package induce

import (
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// age matches how long ago something was, in the words of pages: "3 days ago". It does
// not give a day: 2 days and 20 hours are "2 days ago" on most platforms, and the page
// may have been saved years ago. So the age is kept as written, and the date is left to
// the feed, the post's own page or an attribute.
var age = pattern.Late(`(?i)(?:^|[^\pL\pN])(` +
	`(?:(?:about|over|almost) )?(?:\d+|an?|one) (?:second|minute|min|hour|day|week|month|year)s? ago|yesterday` +
	`|vor (?:etwa |über )?(?:\d+|einem|einer) (?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)|gestern` +
	`|il y a (?:environ )?(?:\d+|une?) (?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?)` +
	`|hace (?:\d+|una?) (?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)` +
	`|(?:\d+|una?|un') ?(?:second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]) fa` +
	`|há (?:cerca de )?(?:\d+|uma?) (?:segundos?|minutos?|horas?|dias?|semanas?|mês|meses|anos?)|(?:\d+|uma?) (?:minutos?|horas?|dias?|semanas?|mês|meses|anos?) atrás` +
	`|(?:\d+|een) (?:seconden?|minuut|minuten|uur|dag(?:en)?|we(?:ek|ken)|maand(?:en)?|jaar) geleden|gisteren` +
	`|(?:\d+ )?(?:sekund\pL*|minut\pL*|godzin\pL*|dzień|dni|tydzień|tygodni\pL*|miesi\pL+|rok|lata?) temu` +
	`|před (?:\d+ )?(?:minut\pL*|hodin\pL*|dn[ye]\pL*|týdn\pL*|měsíc\pL*|rok\pL*|lety)` +
	`|för (?:\d+|en|ett) (?:minut(?:er)?|timm(?:e|ar)|dag(?:ar)?|veck(?:a|or)|månad(?:er)?|år) sedan|igår` +
	`|(?:\d+ )?(?:минут\pL*|час\pL*|дн\pL+|день|недел\pL+|месяц\pL*|год\pL*|лет) назад|вчера` +
	`|\d+ ?(?:分|時間|日|週間|[かヶカ]月|年)前|\d+ ?(?:分钟|小时|天|周|个月|年)前` +
	`)(?:$|[^\pL\pN])`)

// ageIn returns the age in a short text, "" if there is none.
func ageIn(s string) string {
	if words.Longer(s, 120) {
		return ""
	}
	if m := age.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// pickAge records the age of a post without a date.
func (in *Inducer) pickAge(d *draft) {
	f := &d.found.Date
	if !f.Empty() || f.partial.month > 0 {
		return
	}
	for _, i := range in.outside(d) {
		if i == d.title {
			continue
		}
		if f.Age = ageIn(in.Doc.Lines[i].Text); f.Age != "" {
			d.found.Notes["date"] = "an age, which tells no day: " + f.Age
			return
		}
	}
}

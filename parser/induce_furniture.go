package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// isFurniture says whether a line reads as a field of the post rather than as
// its text: a date, a byline, tags, a link to comments or to the rest.
func (in *inducer) isFurniture(i int) bool {
	return in.facts[i].furniture.ask(func() bool { return in.looksFurniture(i) })
}

func (in *inducer) looksFurniture(i int) bool {
	l := &in.doc.lines[i]
	if l.trim {
		return true
	}
	if l.text == "" || longer(l.text, shortLine) {
		return l.text != "" && !longer(l.text, 1500) && in.mostlyTerms(l)
	}
	if f := in.fact(i); f.dateOnly || f.dated && width(l.text)-width(f.date.Raw) < 70 && dateHint(l) || f.clock != "" && (!longer(l.text, 40) || postedWord.MatchString(l.text) && !longer(l.text, 120)) || readingTime.MatchString(l.text) || !longer(l.text, 40) && words.HasDigit(l.text) && ageIn(l.text) != "" {
		return true
	}
	if f := in.fact(i); f.dated && width(l.text)-width(f.date.Raw) < 70 && (laterDate.MatchString(l.text) || postedWord.MatchString(l.text) || byLabel.MatchString(l.text)) {
		return true
	}
	lower := headOf(strings.TrimLeft(l.text, " |·•–—-»«("))
	says := sayingsOf(lower, 2) // "posted by", "and tags"
	if byLabel.opening(lower, says) != "" && (!longer(l.text, 120) || in.fact(i).dated && len(l.links) > 1) {
		return true
	}
	for _, label := range []guarded{tagLabel, catLabel} {
		if said := label.opening(lower, says); said != "" && (strings.ContainsAny(said, ":：") || len(l.links) > 0) {
			return true
		}
	}
	if !longer(l.text, 90) && (in.isCommentLine(i) || countBefore.MatchString(l.text) && !longer(l.text, 60) || countAfter.MatchString(l.text) && !longer(l.text, 60)) && !in.mostlyText(l) {
		return true
	}
	if in.fact(i).dated && !longer(l.text, 160) && in.isCommentLine(i) && !in.mostlyText(l) {
		return true // "Monday, 5 May 2008 14:48:00 (GMT Standard Time, UTC+00:00) | Comments [2]"
	}
	return in.linksOnly(l) || in.mostlyTerms(l) || in.namesTerms(l)
}

// readingTime is what platforms guess a post takes to read.
var readingTime = pattern.Late(`(?i)^\d{1,3} ?(?:mins?|minutes?|minuten|minutos|minuti|мин|分钟|分鐘|分)\.?(?: \pL{2,8}){0,3}$`)

// headOf is the beginning of a text, as far as a label can reach.
func headOf(s string) string {
	const most = 56
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// mostlyText says whether a line with a link to comments is text that ends in
// one.
func (in *inducer) mostlyText(l *line) bool {
	linked := 0
	for _, a := range l.links {
		linked += len(a.text)
	}
	return 3*linked < len(l.text) && l.block != nil && l.block.Data != "li" && endsSentence(l.text)
}

// linksOnly says whether a line is nothing but links that belong to the frame
// of a post: more, permalink, author, share.
func (in *inducer) linksOnly(l *line) bool {
	if len(l.links) == 0 {
		return false
	}
	for _, a := range l.links {
		switch {
		case moreLink.MatchString(a.text), permaWords.MatchString(a.text), a.text == "#":
		case hasToken(dom.Attr(a.node, "rel"), "author"), shareLink(a):
		default:
			return false
		}
	}
	first := l.links[0]
	return l.whole(first) || len(l.links) > 1 || len(first.text)*2 > len(l.text)
}

func (in *inducer) mostlyTerms(l *line) bool {
	terms, n := 0, 0
	for _, a := range l.links {
		if in.termLink(a) {
			terms += len(a.text)
			n++
		}
	}
	return n > 0 && terms*2 >= len(l.text)-20 && 2*n >= len(l.links)
}

var shareMarks = []string{
	"twitter.com/share", "twitter.com/intent", "twitter.com/home?status", "facebook.com/shar", "facebook.com/dialog", "plus.google.com/share",
	"linkedin.com/sharearticle", "pinterest.com/pin/create", "reddit.com/submit", "digg.com/submit", "del.icio.us/post", "delicious.com/save",
	"stumbleupon.com/submit", "tumblr.com/share", "addtoany.com", "addthis.com", "sharethis.com", "technorati.com/faves", "google.com/bookmarks",
	"mailto:?", "whatsapp.com/send", "whatsapp://", "t.me/share", "vk.com/share", "xing.com/spi", "flattr.com/submit", "pocket", "instapaper.com",
	"email-post.g", "post-edit.g", "share=", "share-post.g", "newsvine.com", "furl.net", "yigg.de", "mister-wong", "wykop.pl/dodaj", "menea", "hatena.ne.jp/append", "b.hatena.ne.jp",
}

func shareLink(a link) bool {
	href := strings.ToLower(a.href)
	for _, m := range shareMarks {
		if strings.Contains(href, m) {
			return true
		}
	}
	return false
}

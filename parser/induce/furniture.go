package induce

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
)

// IsFurniture reports whether a line looks like a field of the post rather than its text:
// a date, a byline, tags, a link to comments or to the rest.
func (in *Inducer) IsFurniture(i int) bool {
	return in.facts[i].furniture.ask(func() bool { return in.looksFurniture(i) })
}

func (in *Inducer) looksFurniture(i int) bool {
	l := &in.Doc.Lines[i]
	if l.Trim {
		return true
	}
	if ofBookmark(l) {
		return false
	}
	if l.Text == "" || words.Longer(l.Text, document.ShortLine) {
		return l.Text != "" && !words.Longer(l.Text, 1500) && in.mostlyTerms(l)
	}
	if f := in.fact(i); f.dateOnly || f.dated && words.Width(l.Text)-words.Width(f.date.Raw) < 70 && dateHint(l) || f.clock != "" && (!words.Longer(l.Text, 40) || postedWord.MatchString(l.Text) && in.wordsIn(document.Span{From: i, To: i + 1}) < 80) || readingTime.MatchString(l.Text) || !words.Longer(l.Text, 40) && words.HasDigit(l.Text) && ageIn(l.Text) != "" {
		return true
	}
	if f := in.fact(i); f.dated && words.Width(l.Text)-words.Width(f.date.Raw) < 70 && (laterDate.MatchString(l.Text) || postedWord.MatchString(l.Text) || byLabel.MatchString(l.Text)) {
		return true
	}
	if commentWord.May(l.Text) && (!words.Longer(l.Text, 40) && offAfter.MatchString(l.Text) || offOn.MatchString(l.Text)) {
		return true // "Comments are closed", "Comments Off on TITLE"
	}
	lower := headOf(strings.TrimLeft(l.Text, " |·•–—-»«("))
	if byOpening.MatchString(lower) && (!words.Longer(l.Text, 120) || in.fact(i).dated && len(l.Links) > 1) {
		return true
	}
	for _, label := range []*pattern.Regexp{tagOpening, catOpening} {
		if said := label.FindString(lower); said != "" && (strings.ContainsAny(said, ":：") || len(l.Links) > 0) {
			return true
		}
	}
	if !words.Longer(l.Text, 90) && (in.isCommentLine(i) || countBefore.MatchString(l.Text) && !words.Longer(l.Text, 60) || countAfter.MatchString(l.Text) && !words.Longer(l.Text, 60)) && !in.mostlyText(l) {
		return true
	}
	if in.fact(i).dated && !words.Longer(l.Text, 160) && in.isCommentLine(i) && !in.mostlyText(l) {
		return true // "Monday, 5 May 2008 14:48:00 (GMT Standard Time, UTC+00:00) | Comments [2]"
	}
	return in.linksOnly(l) || in.mostlyTerms(l) || in.namesTerms(l)
}

// readingTime matches the estimated time to read a post.
var readingTime = pattern.Late(`(?i)^\d{1,3} ?(?:mins?|minutes?|minuten|minutos|minuti|мин|分钟|分鐘|分)\.?(?: \pL{2,8}){0,3}$`)

// headOf returns the start of a text, as long as a label may be.
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

// mostlyText reports whether a line with a link to comments is text that ends with it.
func (in *Inducer) mostlyText(l *document.Line) bool {
	linked := 0
	for _, a := range l.Links {
		linked += len(a.Text)
	}
	return 3*linked < len(l.Text) && l.Block != nil && l.Block.Data != "li" && words.EndsSentence(l.Text)
}

// linksOnly reports whether a line consists of links outside of the text: more,
// permalink, author, share.
func (in *Inducer) linksOnly(l *document.Line) bool {
	if len(l.Links) == 0 {
		return false
	}
	for _, a := range l.Links {
		switch {
		case moreLink.MatchString(a.Text), permaWords.MatchString(a.Text), a.Text == "#":
		case dom.HasToken(dom.Attr(a.Node, "rel"), "author"), shareLink(a):
		default:
			return false
		}
	}
	first := l.Links[0]
	return l.Whole(first) || len(l.Links) > 1 || len(first.Text)*2 > len(l.Text)
}

func (in *Inducer) mostlyTerms(l *document.Line) bool {
	terms, n := 0, 0
	for _, a := range l.Links {
		if in.termLink(a) {
			terms += len(a.Text)
			n++
		}
	}
	return n > 0 && terms*2 >= len(l.Text)-20 && 2*n >= len(l.Links)
}

// shareAddress matches addresses that share, save or edit a post.
var shareAddress = pattern.Late(`(?i)twitter\.com/(?:share|intent|home\?status)|facebook\.com/(?:shar|dialog)|plus\.google\.com/share|` +
	`linkedin\.com/sharearticle|pinterest\.com/pin/create|reddit\.com/submit|digg\.com/submit|del\.icio\.us/post|delicious\.com/save|` +
	`stumbleupon\.com/submit|tumblr\.com/share|addtoany\.com|addthis\.com|sharethis\.com|technorati\.com/faves|google\.com/bookmarks|` +
	`mailto:\?|whatsapp\.com/send|whatsapp://|t\.me/share|vk\.com/share|xing\.com/spi|flattr\.com/submit|\bgetpocket\.com/(?:save|edit)|` +
	`\binstapaper\.com/(?:hello|edit|text|j/)|email-post\.g|post-edit\.g|share=|share-post\.g|newsvine\.com/_|\bfurl\.net/|\byigg\.de/neu|` +
	`\bmister-wong\.[a-z]+/(?:index|add)|wykop\.pl/dodaj|\bmeneame\.net/submit|\bb\.hatena\.ne\.jp/(?:append|add|entry)`)

func shareLink(a document.Link) bool { return shareAddress.MatchString(a.Href) }

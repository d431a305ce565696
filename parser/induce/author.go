package induce

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// authorPlace is a name that a spot shows, and how it shows it.
type authorPlace struct {
	name, role, how string
	weight          float64
}

// pickAuthors takes the kind of place where most posts name somebody. One that
// names the blog itself names nobody.
func (in *Inducer) pickAuthors(drafts []*draft) {
	counts := map[string]int{}
	each := make([][]authorPlace, len(drafts))
	for i, d := range drafts {
		each[i] = in.authorPlaces(d)
		seen := map[string]bool{}
		for _, p := range each[i] {
			if !seen[p.how] {
				seen[p.how] = true
				counts[p.how]++
			}
		}
	}
	for i, d := range drafts {
		best, top := -1, 0.0
		for k, p := range each[i] {
			score := p.weight + 2*float64(counts[p.how])/float64(len(drafts))
			if score > top {
				best, top = k, score
			}
		}
		if best < 0 || top < 2.4 {
			continue
		}
		p := each[i][best]
		d.found.Author, d.found.Role = p.name, p.role
		d.found.Notes["author"] = p.how + ", " + share(counts[p.how], len(drafts))
	}
	in.taggedAuthors(drafts)
}

var authorTag = pattern.Late(`(?i)^(?:author|autor|auteur|autore|автор)\s*:\s*(.{2,60})$`)

// taggedAuthors takes the name from a tag "Author: NAME" where no post says it
// otherwise.
func (in *Inducer) taggedAuthors(drafts []*draft) {
	for _, d := range drafts {
		for _, t := range d.found.Tags {
			if m := authorTag.FindStringSubmatch(t); m != nil && d.found.Author == "" {
				d.found.Author = strings.TrimSpace(m[1])
				d.found.Notes["author"] = "tag " + t
			}
		}
	}
}

const behindWord = "behind a word for by"

// authorPlaces are the names in the frame of a post.
func (in *Inducer) authorPlaces(d *draft) []authorPlace {
	var out []authorPlace
	add := func(name, how string, weight float64) {
		name, role := words.NameAndRole(name)
		name, _, _ = strings.Cut(trimName(name), " · ") // further fields in the author's element
		// Behind "by" the blog's own name is a name: that of who calls both the same.
		if in.isName(name) && (how == behindWord || !strings.EqualFold(name, in.Title)) {
			out = append(out, authorPlace{name, role, how, weight})
		}
	}
	for _, i := range in.outside(d) {
		if i == d.title && in.strongHead(i) == "" {
			add(in.bracketed(i), "in brackets with the date", 0.9)
			continue
		}
		l := &in.Doc.Lines[i]
		if words.Longer(l.Text, document.ShortLine*2) || in.ofAnother(d, i) {
			continue
		}
		for _, leaf := range l.Leaves {
			if leaf.Type == html.TextNode {
				if n, how, weight := authorElement(leaf, l.Block); n != nil {
					add(NameAlone(in.Dates, behindLabel(blog.Fold(dom.Text(n)))), how, weight)
				}
			}
		}
		for _, a := range l.Links {
			if leadsToAuthor(a.Href) && !shareLink(a) && !commentLink(a) {
				add(a.Text, "link to the author's posts", 1.2)
			}
		}
		if !words.Longer(l.Text, document.ShortLine) {
			name, role := in.behindBy(i)
			if role != "" {
				name += " | " + role
			}
			add(name, behindWord, 1.6)
			add(in.besideDate(i), "beside the date", 0.9)
		}
		add(in.beforeClock(i), "before the time", 0.9)
	}
	return out
}

// ofAnother says whether a line of the frame speaks of somebody who is not the
// author: of a commenter, or of one who wrote on another day.
func (in *Inducer) ofAnother(d *draft, i int) bool {
	l := &in.Doc.Lines[i]
	if commentWord.may(l.Text) && in.ofCommenter(i) {
		return true
	}
	own := d.found.Date.Match().Wall
	f := in.fact(i)
	return i != d.date && own != "" && f.dated && f.date.Wall[:10] > own[:10] && !laterDate.MatchString(l.Text)
}

// ofCommenter says whether a line reads as "Last comment by Ann".
func (in *Inducer) ofCommenter(i int) bool {
	at := in.byAt(i)
	if at == nil {
		return false
	}
	before := in.Doc.Lines[i].Text[:at[0]]
	before = before[strings.LastIndexAny(before, ";|")+1:]
	return commentWord.MatchString(before) && CountIn(before) == nil && !offAfter.MatchString(before)
}

// behindLabel is a name without the words up to "by" before it: "Post author By
// ann" is what readers of screens are told.
func behindLabel(name string) string {
	if at := byLabel.FindStringIndex(name); at != nil {
		return name[at[1]:]
	}
	return name
}

// authorElement is the element around a leaf that says it is an author.
func authorElement(leaf, block *html.Node) (*html.Node, string, float64) {
	for n, level := leaf.Parent, 0; n != nil && level < 6; n, level = n.Parent, level+1 {
		switch {
		case n.Data == "a" && dom.HasToken(dom.Attr(n, "rel"), "author"):
			return n, "rel=author", 2.4
		case dom.HasToken(dom.Attr(n, "class"), "fn") || dom.HasToken(dom.Attr(n, "class"), "p-author"):
			return n, "hCard", 2.4
		case dom.HasToken(dom.Attr(n, "itemprop"), "author") || dom.HasToken(dom.Attr(n, "itemprop"), "creator"):
			return n, "itemprop=author", 2.2
		case strings.Contains(dom.Attr(n, "property"), "foaf:name") || strings.Contains(dom.Attr(n, "property"), "dc:creator"):
			return n, "RDFa name", 2.2
		}
		for c := range strings.FieldsSeq(strings.ToLower(dom.Attr(n, "class"))) {
			switch c {
			case "author", "post-author", "postauthor", "entry-author", "article-author", "username", "byline-author", "author-name", "poster", "by-author", "blogger-name":
				return n, "class " + c, 1.4
			}
			if (strings.HasSuffix(c, "-author") || strings.HasSuffix(c, "_author")) && !strings.Contains(c, "comment") && !strings.Contains(c, "about") {
				return n, "class " + c, 1.2
			}
		}
		if n == block {
			break
		}
	}
	return nil, "", 0
}

var (
	nameEnd = pattern.Late(`(?i)\s(?:on|at|in|under|with|am|um|in|unter|mit|le|à|dans|avec|el|en|a las|a la|il|alle|em|às|op|om|w|v|dne|dnia|o|den|kl|klo|i|în|pe|в|у|на|στις|στο|في|بتاريخ|tarihinde|saat|into|to|@)(?:\s|$)|[|·•—–(\[,;<>/@]|\s-\s|:`)
	byStart = guard(saysBy, `(?i)^[\s|·•–—-]*(?:`+byWords+`)[\s:：]+`)
)

// byAt is where the first word for "by" stands in a line, nil if none does.
func (in *Inducer) byAt(i int) []int {
	f := &in.facts[i]
	if !f.byAsked {
		f.byAsked, f.byAt = true, byLabel.FindStringIndex(in.Doc.Lines[i].Text)
	}
	return f.byAt
}

// behindBy is the name behind a word for "by" in a line: a link that begins
// there, or the words up to where another field begins.
func (in *Inducer) behindBy(i int) (name, role string) {
	l, at := &in.Doc.Lines[i], in.byAt(i)
	if at == nil {
		return gluedToBy(l), ""
	}
	if name, role := in.nameWithRole(l.Text); role != "" {
		return name, role
	}
	rest := strings.TrimSpace(l.Text[at[1]:])
	for _, a := range l.Links {
		if a.Text != "" && strings.HasPrefix(rest, a.Text) && !commentLink(a) && !in.termLink(a) {
			after := strings.TrimSpace(rest[len(a.Text):])
			if strings.HasPrefix(after, "|") && !words.HasDigit(after) {
				return a.Text, strings.Trim(after, "| ")
			}
			return a.Text, ""
		}
	}
	inner, said := behindByIn(l)
	if inner != "" && strings.HasPrefix(rest, inner) {
		rest = inner
	}
	rest = in.upToNext(rest)
	if at[0] > 0 && !words.IsPersonName(rest) && !(isNick(rest) && (said || in.endsField(l.Text[:at[0]]))) {
		return "", ""
	}
	return rest, ""
}

// nameWithRole reads a line that is nothing but "Posted by: NAME | ROLE".
func (in *Inducer) nameWithRole(text string) (name, role string) {
	if words.HasDigit(text) || commentWord.MatchString(text) {
		return "", ""
	}
	name, role, ok := in.Byline(text)
	if !ok || !words.IsPersonName(name) {
		return "", ""
	}
	return name, role
}

// upToNext is the beginning of a text, up to where another field begins.
func (in *Inducer) upToNext(text string) string {
	if m, ok := in.Dates.Find(text); ok {
		text = text[:m.Start]
	}
	return beginning(text)
}

// beginning is a text up to where the first sentence or field in it ends.
func beginning(text string) string {
	if end := nameEnd.FindStringIndex(text); end != nil {
		text = text[:end[0]]
	}
	for i := range len(text) {
		if text[i] == '.' && (i+1 == len(text) || text[i+1] == ' ') && !words.Abbreviates(text[:i]) {
			return text[:i]
		}
	}
	return text
}

// behindByIn is what stands behind a word for "by" up to the end of the element
// that holds both: what follows is another field. said is whether it is a whole
// "posted by".
func behindByIn(l *document.Line) (text string, said bool) {
	for _, leaf := range l.Leaves {
		if leaf.Type != html.TextNode {
			continue
		}
		text := blog.Fold(leaf.Data)
		if at := byLabel.FindStringIndex(text); at != nil {
			return strings.TrimSpace(text[at[1]:]), postedWord.MatchString(text[at[0]:at[1]])
		}
	}
	return "", false
}

// gluedToBy is a name in an element of its own right behind a word for "by", where
// no space parts them: "by<b>Ann</b>".
func gluedToBy(l *document.Line) string {
	for i, leaf := range l.Leaves[:max(0, len(l.Leaves)-1)] {
		next := l.Leaves[i+1]
		if leaf.Type != html.TextNode || next.Type != html.TextNode {
			continue
		}
		text, name := blog.Fold(leaf.Data), blog.Fold(next.Data)
		if at := byLabel.FindStringIndex(text); at != nil && at[1] == len(text) && (words.IsPersonName(name) || isNick(name)) {
			return name
		}
	}
	return ""
}

// isNick says whether a text can be a name in small letters.
func isNick(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && !words.Longer(s, 20) && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.", r)
	}) < 0
}

// endsField says whether a text ends in a date, a time or a separator, so that a
// field of its own follows: "8:05 PM, by ann".
func (in *Inducer) endsField(before string) bool {
	before = strings.TrimSpace(before)
	bare := strings.TrimRight(before, " ,|·•–—-/:;")
	clock := ClockIn(bare)
	if clock != "" && strings.HasSuffix(bare, clock) {
		return true
	}
	m, ok := in.Dates.Find(bare)
	return ok && m.End == len(bare)
}

// besideDate is the name that stands with nothing but a date in a line, or in that
// part of it which bars part from other fields: "12. August 2010 - 9:05 — NAME",
// "NAME 12.08.2010 9:05 | Comments (3)".
func (in *Inducer) besideDate(i int) string {
	f, l := in.fact(i), &in.Doc.Lines[i]
	if !f.dated || f.dateOnly || words.Longer(l.Text, 100) {
		return ""
	}
	if name := nameBeside(l, l.Text, f.date.Raw); name != "" {
		if slices.ContainsFunc(l.Links, in.termLink) {
			return ""
		}
		return name
	}
	for field := range strings.SplitSeq(l.Text, "|") {
		if field != l.Text && strings.Contains(field, f.date.Raw) {
			if name := nameBeside(l, strings.TrimSpace(field), f.date.Raw); name != "" && inOneLeaf(l, name) && !slices.ContainsFunc(l.Links, func(a document.Link) bool { return a.Text == name }) {
				return name
			}
		}
	}
	return ""
}

// nameBeside is what a text says besides a date, if that is a name.
func nameBeside(l *document.Line, text, date string) string {
	rest := strings.TrimSpace(strings.Replace(text, date, "", 1))
	rest = postedAlone.ReplaceAllString(rest, "")
	name := strings.Trim(rest, " |·•–—-/,")
	if name == rest && (isLeaf(l, name) || text != l.Text) { // an element of its own parts them, or a bar the others
		rest = text
	}
	if wrote := wroteAfter.FindStringIndex(name); wrote != nil {
		name, rest = name[:wrote[0]], text
	}
	if name == rest || strings.Contains(text, "/"+name) || strings.ContainsAny(name, "|·•–—/:") || !words.IsPersonName(name) || postedWord.MatchString(name) {
		return ""
	}
	return name
}

// bracketed is the name that stands with nothing but the date in brackets behind a
// title, as in an index: "(1 March 2005, NAME)".
func (in *Inducer) bracketed(i int) string {
	f := in.fact(i)
	if !f.dated {
		return ""
	}
	for _, leaf := range in.Doc.Lines[i].Leaves {
		text := blog.Fold(leaf.Data)
		if leaf.Type != html.TextNode || !strings.HasPrefix(text, "(") || !strings.Contains(text, f.date.Raw) {
			continue
		}
		name := strings.Trim(strings.Replace(text, f.date.Raw, "", 1), " ,;–—-()")
		if !strings.ContainsAny(name, "(,;:") && words.IsPersonName(name) && !postedWord.MatchString(name) {
			return name
		}
	}
	return ""
}

// postedAlone is a word for publishing before a date, with what parts the date from
// the next field: "Added 21.07.04 | Ann Birch".
var postedAlone = guard(saysPosted, `(?i)^\W*(?:`+postedWords+`)\pL*(?:\s+(?:on|am|le|el|il|op))?:?\s+(?:[|·•–—-])`)

// inOneLeaf says whether a text stands in one element of a line: what is a name
// does not begin before the element that holds the rest of it.
func inOneLeaf(l *document.Line, text string) bool {
	return slices.ContainsFunc(l.Leaves, func(leaf *html.Node) bool {
		return leaf.Type == html.TextNode && strings.Contains(blog.Fold(leaf.Data), text)
	})
}

// isLeaf says whether a text is all of a line's text nodes.
func isLeaf(l *document.Line, text string) bool {
	for _, leaf := range l.Leaves {
		if leaf.Type == html.TextNode && blog.Fold(leaf.Data) == text {
			return true
		}
	}
	return false
}

// wroteAfter is a word for writing behind a name: "Ann Birch posted on".
var wroteAfter = pattern.Late(`(?i)\s+(?:has\s+)?(?:posted|wrote|published|writes|schrieb|écrivait|escribió|ha scritto|schreef|skrev|napisał|napsal|написал|написала)(?:\s+this)?(?:\s+(?:on|at|am|le|el|il|op|den|dne))?$`)

// beforeClock is the name before a time of day, with which a line begins or
// which a dash parts from other fields: "Ann @ 8:05 PM [link] [2 comments]",
// "Filed under: Boats — Ann @ 8:05 PM".
func (in *Inducer) beforeClock(i int) string {
	f, l := in.fact(i), &in.Doc.Lines[i]
	if f.clock == "" {
		return ""
	}
	before, _, ok := strings.Cut(l.Text, f.clock)
	before, sign := strings.CutSuffix(strings.TrimSpace(before), "@")
	fields := strings.FieldsFunc(before, func(r rune) bool { return r == '|' || r == '—' || r == '–' || r == '(' })
	if !ok || !sign || len(fields) == 0 {
		return ""
	}
	name := strings.TrimSpace(fields[len(fields)-1])
	if !words.IsPersonName(name) && (len(fields) == 1 || !isNick(name)) {
		return ""
	}
	return name
}

// trimName takes words off a name that belong to its frame.
func trimName(s string) string {
	s = strings.TrimSpace(byStart.ReplaceAllString(s, ""))
	return strings.Trim(s, " ,;:|·•-–—@()")
}

// isName says whether a text can name somebody: short, no sentence, no date.
func (in *Inducer) isName(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 60 || len(strings.Fields(s)) > 6 || !words.Any(s) {
		return false
	}
	if _, ok := in.Dates.Find(s); ok {
		return false
	}
	if ClockIn(s) != "" || commentWord.MatchString(s) || moreLink.MatchString(s) {
		return false
	}
	return true
}

// NameAlone is a name without the date that stands in the same element: "3rd of
// May 2012 by ann", "Ann, published on 3 May 2012".
func NameAlone(r dates.Reader, text string) string {
	date, ok := r.Find(text)
	if !ok {
		return text
	}
	name := text[:date.Start]
	if by := byLabel.FindStringIndex(text[date.End:]); by != nil {
		name = text[date.End+by[1]:]
	}
	name = beginning(name)
	if postedWord.MatchString(name) {
		return ""
	}
	return trimName(name)
}

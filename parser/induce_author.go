package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// authorPlace is a name that a spot shows, and how it shows it.
type authorPlace struct {
	name, role, how string
	weight          float64
}

// pickAuthors takes the kind of place where most posts name somebody. One that
// names the blog itself names nobody.
func (in *inducer) pickAuthors(drafts []*draft) {
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
		d.found.author, d.found.role = p.name, p.role
		d.found.notes["author"] = p.how + ", " + share(counts[p.how], len(drafts))
	}
	in.taggedAuthors(drafts)
}

var authorTag = late(`(?i)^(?:author|autor|auteur|autore|автор)\s*:\s*(.{2,60})$`)

// taggedAuthors takes the name from a tag "Author: NAME" where no post says it
// otherwise.
func (in *inducer) taggedAuthors(drafts []*draft) {
	for _, d := range drafts {
		for _, t := range d.found.tags {
			if m := authorTag.FindStringSubmatch(t); m != nil && d.found.author == "" {
				d.found.author = strings.TrimSpace(m[1])
				d.found.notes["author"] = "tag " + t
			}
		}
	}
}

// authorPlaces are the names in the frame of a post.
func (in *inducer) authorPlaces(d *draft) []authorPlace {
	var out []authorPlace
	add := func(name, how string, weight float64) {
		name, role := splitRole(name)
		name = trimName(name)
		if in.isName(name) {
			out = append(out, authorPlace{name, role, how, weight})
		}
	}
	for _, i := range in.outside(d) {
		if i == d.title && in.strongHead(i) == "" {
			continue
		}
		l := &in.doc.lines[i]
		if longer(l.text, shortLine*2) {
			continue
		}
		for _, leaf := range l.leaves {
			if leaf.Type == html.TextNode {
				if n, how, weight := authorElement(leaf, l.block); n != nil {
					add(blog.Fold(nodeText(n)), how, weight)
				}
			}
		}
		for _, a := range l.links {
			if leadsToAuthor(a.href) && !shareLink(a) && !commentLink(a) {
				add(a.text, "link to the author's posts", 1.2)
			}
		}
		if !longer(l.text, shortLine) {
			name, role := in.behindBy(l)
			if role != "" {
				name += " | " + role
			}
			add(name, "behind a word for by", 1.6)
			add(in.besideDate(i), "beside the date", 0.9)
		}
	}
	return out
}

// authorElement is the element around a leaf that says it is an author.
func authorElement(leaf, block *html.Node) (*html.Node, string, float64) {
	for n, level := leaf.Parent, 0; n != nil && level < 6; n, level = n.Parent, level+1 {
		switch {
		case n.Data == "a" && hasToken(attr(n, "rel"), "author"):
			return n, "rel=author", 2.4
		case hasToken(attr(n, "class"), "fn") || hasToken(attr(n, "class"), "p-author"):
			return n, "hCard", 2.4
		case hasToken(attr(n, "itemprop"), "author") || hasToken(attr(n, "itemprop"), "creator"):
			return n, "itemprop=author", 2.2
		case strings.Contains(attr(n, "property"), "foaf:name") || strings.Contains(attr(n, "property"), "dc:creator"):
			return n, "RDFa name", 2.2
		}
		if n == block {
			return nil, "", 0
		}
		for c := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
			switch c {
			case "author", "post-author", "postauthor", "entry-author", "username", "byline-author", "author-name", "poster", "by-author", "blogger-name":
				return n, "class " + c, 1.4
			}
		}
	}
	return nil, "", 0
}

var (
	nameEnd = late(`(?i)\s(?:on|at|in|under|with|am|um|in|unter|mit|le|à|dans|avec|el|en|a las|a la|il|alle|em|às|op|om|w|v|dne|o|den|kl|i|в|into|to|@)(?:\s|$)|[|·•—–(\[,;<>/@]|\s-\s|\.\s|\.$|:`)
	byStart = guard(saysBy, `(?i)^[\s|·•–—-]*(?:`+byWords+`)[\s:：]+`)
)

// behindBy is the name behind a word for "by" in a line: a link that begins
// there, or the words up to where another field begins.
func (in *inducer) behindBy(l *line) (name, role string) {
	at := byLabel.FindStringIndex(l.text)
	if at == nil {
		return "", ""
	}
	rest := strings.TrimSpace(l.text[at[1]:])
	for _, a := range l.links {
		if a.text != "" && strings.HasPrefix(rest, a.text) && !commentLink(a) && !in.termLink(a) {
			after := strings.TrimSpace(rest[len(a.text):])
			if strings.HasPrefix(after, "|") && !holdsDigit(after) {
				return a.text, strings.Trim(after, "| ")
			}
			return a.text, ""
		}
	}
	if m, ok := in.dates.find(rest); ok {
		rest = rest[:m.Start]
	}
	if end := nameEnd.FindStringIndex(rest); end != nil {
		rest = rest[:end[0]]
	}
	if !startsName(rest) && at[0] > 0 {
		return "", ""
	}
	return rest, ""
}

// besideDate is the name that stands with nothing but a date in a line:
// "12. August 2010 - 9:05 — NAME".
func (in *inducer) besideDate(i int) string {
	f, l := in.fact(i), &in.doc.lines[i]
	if !f.dated || f.dateOnly || longer(l.text, 100) {
		return ""
	}
	rest := strings.TrimSpace(strings.Replace(l.text, f.date.Raw, "", 1))
	name := strings.Trim(rest, " |·•–—-/,")
	if name == rest || strings.ContainsAny(name, "|·•–—/:") || !isPersonName(name) {
		return ""
	}
	for _, a := range l.links {
		if in.termLink(a) {
			return ""
		}
	}
	return name
}

func startsName(s string) bool {
	return isPersonName(s)
}

// trimName takes words off a name that belong to its frame.
func trimName(s string) string {
	s = strings.TrimSpace(byStart.ReplaceAllString(s, ""))
	return strings.Trim(s, " ,;:|·•-–—@()")
}

// isName says whether a text can name an author: short, no sentence, no date,
// and not the blog.
func (in *inducer) isName(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 60 || len(strings.Fields(s)) > 6 || !hasWord(s) {
		return false
	}
	if _, ok := in.dates.find(s); ok || strings.EqualFold(s, in.title) {
		return false
	}
	if clockIn(s) != "" || commentWord.MatchString(s) || moreLink.MatchString(s) {
		return false
	}
	return true
}

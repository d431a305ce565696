package induce

import (
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dates"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// authorPlace is a name in a spot, and how it is marked.
type authorPlace struct {
	name, role, how string
	weight          float64
}

// pickAuthors uses the kind of place at which most posts have a name. Places that have
// the name of the blog do not count.
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

// taggedAuthors takes the name from a tag "Author: NAME" if no post has one elsewhere.
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

// authorPlaces returns the names in the lines of a post outside of its text.
func (in *Inducer) authorPlaces(d *draft) []authorPlace {
	var out []authorPlace
	add := func(name, how string, weight float64) {
		name, role := words.NameAndRole(name)
		name, _, _ = strings.Cut(trimName(name), " · ") // further fields in the author's element
		// After "by", even the blog's own name is a name: some call both the same.
		if (in.isName(name) || words.AreSeveralNames(name)) && (how == behindWord || !strings.EqualFold(name, in.Title)) {
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
					add(in.withOthers(l, NameAlone(in.Dates, behindLabel(blog.Fold(dom.Text(n))))), how, weight)
				}
			}
		}
		for _, a := range l.Links {
			if leadsToAuthor(a.Href) && !shareLink(a) && !commentLink(a) {
				add(in.withOthers(l, a.Text), "link to the author's posts", 1.2)
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

// ofAnother reports whether a line names somebody other than the author: a commenter, or
// someone who wrote on another day.
func (in *Inducer) ofAnother(d *draft, i int) bool {
	l := &in.Doc.Lines[i]
	if commentWord.MatchString(l.Text) && in.ofCommenter(i) {
		return true
	}
	own := d.found.Date.Match().Wall
	f := in.fact(i)
	return i != d.date && own != "" && f.dated && f.date.Wall[:10] > own[:10] && !laterDate.MatchString(l.Text)
}

// ofCommenter reports whether a line is like "Last comment by Ann".
func (in *Inducer) ofCommenter(i int) bool {
	at := in.byAt(i)
	if at == nil {
		return false
	}
	before := in.Doc.Lines[i].Text[:at[0]]
	before = before[strings.LastIndexAny(before, ";|")+1:]
	return commentWord.MatchString(before) && CountIn(before) == nil && !offAfter.MatchString(before)
}

// behindLabel removes the words up to "by" before a name, such as "Post author By ann"
// for screen readers.
func behindLabel(name string) string {
	if at := byLabel.FindStringIndex(name); at != nil {
		return name[at[1]:]
	}
	return name
}

// authorElement returns the element around a leaf that is marked as an author.
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

// trimName removes words that are not part of a name. A closing bracket whose
// opening one is in the name is part of it: "Ann Birch (birchy)".
func trimName(s string) string {
	s = strings.TrimSpace(byStart.ReplaceAllString(s, ""))
	s = strings.TrimLeft(s, nameFrame)
	name := strings.TrimRight(s, nameFrame)
	if strings.Contains(name, "(") && strings.HasPrefix(s[len(name):], ")") {
		name += ")"
	}
	return name
}

const nameFrame = " ,;:|·•-–—@()"

// isName reports whether a text may be a name: short, not a sentence, not a date.
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

// NameAlone removes the date from a name in the same element: "3rd of May 2012 by ann",
// "Ann, published on 3 May 2012".
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

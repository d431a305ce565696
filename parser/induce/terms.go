package induce

import (
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/pattern"
	"github.com/blogferry/blogferry/parser/weburl"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

type termKind int

const (
	unsaid termKind = iota
	isTag
	isCategory
)

// terms are the tags and categories of a post.
type terms struct{ tags, categories []string }

func (t *terms) add(kind termKind, name string) {
	if kind == isCategory {
		t.categories = append(t.categories, name)
	} else {
		t.tags = append(t.tags, name)
	}
}

// pickTerms reads tags and categories: links marked by rel, by path or by the label
// before them, or words after a label.
func (in *Inducer) pickTerms(d *draft) {
	var all terms
	label := unsaid
	labelled := -2 // line of a label without terms
	for _, i := range in.outside(d) {
		if in.few && in.behindText(d, i) {
			break
		}
		if labelled != i-1 {
			label = unsaid
		}
		kind, bare := in.termsOf(d, i, label, &all)
		if bare || kind != unsaid && labelled == i-1 {
			label, labelled = kind, i
		} else {
			label = unsaid
		}
	}
	if d.title >= 0 {
		in.headingTerms(d, &all)
	}
	f := d.found
	f.Tags, f.Categories = words.Distinct(unmarked(all.tags)), words.Distinct(unmarked(all.categories))
	if len(f.Tags) > 0 {
		f.Notes["tags"] = "links of the frame"
	}
	if len(f.Categories) > 0 {
		f.Notes["categories"] = "links of the frame"
	}
}

// headingTerms reads the terms in the line of the title.
func (in *Inducer) headingTerms(d *draft, all *terms) {
	l := &in.Doc.Lines[d.title]
	title, linked := in.linkedHeading(l)
	if title != d.found.Title {
		_, named := bareHeading(l)
		all.categories = append(all.categories, named...)
		return
	}
	for _, a := range linked {
		if kind, ok := in.kindOf(d, a, isCategory); ok {
			all.add(kind, a.Text)
		}
	}
}

// behindText reports whether a line below a single post is another part of the page:
// after a heading or after the comments.
func (in *Inducer) behindText(d *draft, i int) bool {
	if d.body.Empty() || i < d.body.To {
		return false
	}
	if in.Doc.Lines[i].Heading > 0 {
		return true
	}
	for k := d.body.From; k < i; k++ {
		if in.Doc.Lines[k].Aside {
			return true
		}
	}
	return false
}

// termsOf reads the terms of one line. label is the kind that the previous line
// announced; bare means that this line is only a label.
func (in *Inducer) termsOf(d *draft, i int, label termKind, all *terms) (kind termKind, bare bool) {
	l := &in.Doc.Lines[i]
	if i == d.title || ofBookmark(l) || isCloud(l) {
		return unsaid, false
	}
	kind = label
	linked := false
	text := "" // since the last link
	var anchor *html.Node
	for _, leaf := range l.Leaves {
		a := anchorOf(leaf, l.Block)
		switch {
		case a == nil:
			anchor = nil
			if leaf.Type == html.TextNode {
				if k := termElement(leaf, l.Block); k != unsaid && in.isTerm(leaf.Data) {
					all.add(k, blog.Fold(leaf.Data))
					linked = true
					continue
				}
				text += " " + blog.Fold(leaf.Data)
				kind = kindBefore(text, leaf.Data, kind)
			}
		case a != anchor:
			anchor, text = a, ""
			t := document.Link{Node: a, Text: blog.Fold(dom.Text(a)), Href: strings.TrimSpace(dom.Attr(a, "href"))}
			if k, ok := in.kindOf(d, t, kind); ok {
				linked = true
				all.add(k, t.Text)
			} else if k := labelIn(t.Text + ":"); k != unsaid {
				kind = k
			}
		}
	}
	if linked {
		return kind, false
	}
	return plainTerms(l, kind, label, all)
}

// ofBookmark reports whether a line has the tags of a link in the text, as the daily lists
// of bookmarking services do: "(tags: boats rope)" in an item of a list.
func ofBookmark(l *document.Line) bool {
	if !strings.HasPrefix(l.Text, "(") || !tagOpening.MatchString(l.Text[1:]) {
		return false
	}
	for n := l.Block; n != nil && n.Data != "ul" && n.Data != "dl"; n = n.Parent {
		if n.Data == "li" || n.Data == "dd" {
			return true
		}
	}
	return false
}

// termElement returns the kind of term named by the class of an element around a leaf, if
// it is not a link: <span class="category">.
func termElement(leaf, block *html.Node) termKind {
	n := leaf.Parent
	if n == nil || n == block || n.FirstChild != n.LastChild || block.Data == "pre" {
		return unsaid // syntax highlighting uses such classes
	}
	return termClass(n)
}

// termClass returns the kind of term named by the class of an element.
func termClass(n *html.Node) termKind {
	for c := range strings.FieldsSeq(strings.ToLower(dom.Attr(n, "class"))) {
		switch {
		case categoryClasses[c] || strings.HasSuffix(c, "-category"):
			return isCategory
		case c == "tag" || strings.HasSuffix(c, "-tag"):
			return isTag
		}
	}
	return unsaid
}

var categoryClasses = words.Set("category kategorie categorie catégorie categoria rubrik rubriek rubrique rubrica rubryka kategoria kategori")

// isTerm reports whether a text without a link may be a term.
func (in *Inducer) isTerm(text string) bool {
	text = blog.Fold(text)
	return words.Any(text) && !words.Longer(text, 40) && !strings.ContainsAny(text, "<>=:") && !in.isDateText(text) && in.countIn(text) == nil && ClockIn(text) == "" && labelIn(text) == unsaid
}

// namesTerms reports whether a line consists of terms in elements with such classes.
func (in *Inducer) namesTerms(l *document.Line) bool {
	named := false
	for _, leaf := range l.Leaves {
		if leaf.Type != html.TextNode || !words.Any(leaf.Data) {
			continue
		}
		if termElement(leaf, l.Block) == unsaid || !in.isTerm(leaf.Data) {
			return false
		}
		named = true
	}
	return named
}

// kindBefore returns the kind of terms after a text: as announced by the text, or
// unchanged, unless its end starts another field.
func kindBefore(text, end string, kind termKind) termKind {
	if k := labelIn(text); k != unsaid {
		return k
	}
	if endsTerms(end) {
		return unsaid
	}
	return kind
}

// unmarked removes the sign before each tag and the number of posts after it.
func unmarked(tags []string) []string {
	return allWithout(withoutCount, allWithout(withoutSign, tags))
}

func allWithout(mark func(string) (string, bool), tags []string) []string {
	out := make([]string, len(tags))
	for i, tag := range tags {
		rest, marked := mark(tag)
		if !marked || !words.Any(rest) {
			return tags
		}
		out[i] = strings.TrimSpace(rest)
	}
	return out
}

func withoutSign(tag string) (string, bool) { return strings.CutPrefix(tag, "#") }

func withoutCount(tag string) (string, bool) {
	open := strings.LastIndexByte(tag, '(')
	if open < 0 || !strings.HasSuffix(tag, ")") {
		return tag, false
	}
	_, err := strconv.Atoi(tag[open+1 : len(tag)-1])
	return tag[:open], err == nil
}

// plainTerms reads words without links after a label.
func plainTerms(l *document.Line, kind, before termKind, all *terms) (termKind, bool) {
	if words.Longer(l.Text, document.ShortLine) || len(l.Links) > 0 {
		return unsaid, false
	}
	rest, found := "", unsaid
	if at := tagLabel.FindStringIndex(l.Text); at != nil && strings.ContainsAny(l.Text[at[0]:at[1]], ":：") {
		rest, found = l.Text[at[1]:], isTag
	} else if at := catLabel.FindStringIndex(l.Text); at != nil && strings.ContainsAny(l.Text[at[0]:at[1]], ":：") {
		rest, found = l.Text[at[1]:], isCategory
	} else if before == unsaid && kind != unsaid && !words.Longer(l.Text, 40) {
		return kind, true
	}
	if found == unsaid {
		return unsaid, false
	}
	rest, _, _ = strings.Cut(rest, "|")
	if strings.TrimSpace(rest) == "" {
		return found, true
	}
	for part := range strings.SplitSeq(rest, ",") {
		if part = strings.TrimSpace(part); part != "" && len(part) <= 60 && !noTerm.MatchString(part) {
			all.add(found, part)
		}
	}
	return unsaid, false
}

// noTerm matches what follows a label if there are no terms.
var noTerm = pattern.Late(`(?i)^(?:` + noneWords + `|[-–—]+)$`)

// labelIn returns the kind of terms that the end of a text announces.
func labelIn(text string) termKind {
	text = strings.TrimRight(text, " ")
	tail := text
	if len(tail) > 60 {
		tail = tail[len(tail)-60:]
	}
	last := func(at [][]int) int {
		if len(at) == 0 {
			return -1
		}
		m := at[len(at)-1]
		if strings.Trim(tail[m[1]:], " :：") != "" {
			return -1
		}
		return m[0]
	}
	tag, cat := last(tagLabel.FindAllStringIndex(tail, -1)), last(catLabel.FindAllStringIndex(tail, -1))
	switch {
	case tag < 0 && cat < 0:
		if word, _ := words.Last(strings.TrimRight(tail, " :")); filedIn[word] {
			return isCategory
		}
		return unsaid
	case tag > cat:
		return isTag
	}
	return isCategory
}

// endsTerms reports whether a text between links starts another field.
func endsTerms(text string) bool {
	text = strings.TrimSpace(text)
	return strings.ContainsAny(text, "|·•") || words.Any(text) && !joiners[strings.ToLower(strings.Trim(text, " ,;.&"))]
}

// filedIn are words that precede the link to a category: "at 9:20 in LINK".
var filedIn = words.Set("in under unter dans en em w v i в")

var joiners = words.Set("and und et y e en i a och og и and, & or")

// kindOf reports whether a link is a term, and its kind.
func (in *Inducer) kindOf(d *draft, a document.Link, label termKind) (termKind, bool) {
	if in.countIn(a.Text) != nil || ClockIn(a.Text) != "" {
		return unsaid, false
	}
	if _, dated := in.Dates.Whole(a.Text); dated {
		return unsaid, false
	}
	if a.Text == "" || words.Longer(a.Text, 100) || !words.Any(a.Text) || commentLink(a) && label == unsaid || shareLink(a) || moreLink.MatchString(a.Text) && in.ownLink(a.Href) == d.found.URL {
		return unsaid, false
	}
	if u := in.ownLink(a.Href); u != "" && u == d.found.URL {
		return unsaid, false
	}
	rel := strings.ToLower(dom.Attr(a.Node, "rel"))
	title := strings.ToLower(dom.Attr(a.Node, "title"))
	if dom.HasToken(rel, "author") || dom.HasToken(rel, "bookmark") {
		return unsaid, false
	}
	// Links to shops have tag=, too: that of an affiliate.
	named := dom.HasToken(rel, "tag") || dom.HasToken(rel, "category") || LeadsToTerm(a.Href) && in.ownLink(a.Href) != "" || isHashTag(a.Text)
	if kind := termClass(a.Node); !named && kind != unsaid && !weburl.Followable(a.Href) && in.isTerm(a.Text) {
		return kind, true // a script shows the posts of the term
	}
	if !named && label == unsaid {
		return unsaid, false
	}
	if !named && (leadsToAuthor(a.Href) || in.ownLink(a.Href) == in.Base(in.Address)) { // "in Our Blog"
		return unsaid, false
	}
	switch {
	case dom.HasToken(rel, "category"):
		return isCategory, true
	case leadsToCategory(a.Href):
		return isCategory, true
	case dom.HasToken(rel, "tag") && LeadsToTerm(a.Href), leadsToTag(a.Href): // whatever the label says
		return isTag, true
	case strings.Contains(title, "categor") || strings.Contains(title, "kategor"):
		return isCategory, true
	case label != unsaid:
		return label, true
	}
	return isTag, true
}

// isHashTag reports whether a text is like "#ferry": a sign and one word that is not a
// number.
func isHashTag(s string) bool {
	word, ok := strings.CutPrefix(s, "#")
	return ok && len(word) > 1 && !strings.ContainsAny(word, " #") && words.Any(word) && strings.Trim(word, "0123456789") != ""
}

// anchorOf returns the link that contains a leaf.
func anchorOf(n, block *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "a" && dom.Attr(p, "href") != "" {
			return p
		}
		if p == block {
			// A link may contain whole blocks.
			for q := p.Parent; q != nil && q.Data != "body"; q = q.Parent {
				if q.Data == "a" && dom.Attr(q, "href") != "" {
					return q
				}
			}
			return nil
		}
	}
	return nil
}

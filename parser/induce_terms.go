package parser

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"golang.org/x/net/html"
)

// pickComments reads how many comments a post has: the digits or words at the
// link to them, or in a short line of the frame. WordPress leads to #respond
// only where there are none.
func (in *inducer) pickComments(d *draft) {
	lines := in.outside(d)
	for _, strict := range []bool{true, false} {
		for _, i := range lines {
			l := &in.doc.lines[i]
			if i == d.title && strict {
				continue
			}
			if n := in.commentCount(l, strict); n != nil {
				d.found.comments = n
				d.found.notes["comment_count"] = clip(l.text, 80)
				return
			}
		}
	}
	in.trailingCount(d)
}

// trailingCount reads a count that stands at the end of the text, in its last
// line, and takes it out of there.
func (in *inducer) trailingCount(d *draft) {
	if d.body.empty() || d.found.url == "" {
		return
	}
	l := &in.doc.lines[d.body.to-1]
	for _, a := range l.links {
		if n := countIn(a.text); n != nil && in.ownLink(a.href) == d.found.url && strings.HasSuffix(l.text, a.text) {
			d.found.comments = n
			d.found.notes["comment_count"] = clip(a.text, 80)
			d.found.cut = append(d.found.cut, a.node)
		}
	}
}

func (in *inducer) commentCount(l *line, strict bool) *int {
	for _, a := range l.links {
		if !commentLink(a) {
			continue
		}
		text := a.text
		if n := countIn(text); n != nil {
			return n
		}
		if digits := strings.Trim(text, " ()[]"); digits != "" && strings.Trim(digits, "0123456789") == "" {
			return parseCount(digits)
		}
		if n := countIn(attr(a.node, "title")); n != nil && len(attr(a.node, "title")) < 60 {
			return n
		}
		_, fragment, _ := strings.Cut(a.href, "#")
		if strings.EqualFold(fragment, "respond") && !holdsDigit(text) {
			return blog.Int(0)
		}
	}
	if !strict && !longer(l.text, 120) {
		return countIn(l.text)
	}
	return nil
}

// countIn reads "3 comments", "Comments (3)" and "no comments".
func countIn(text string) *int {
	if m := countBefore.FindStringSubmatch(text); m != nil {
		if holdsDigit(m[1]) {
			return parseCount(m[1])
		}
		return blog.Int(numberNamed(m[1]))
	}
	for _, after := range []guarded{countAfter, countLast} {
		if m := after.FindStringSubmatch(text); m != nil {
			return parseCount(m[1])
		}
	}
	if oneComment.MatchString(text) {
		return blog.Int(1)
	}
	return nil
}

// numberNamed is a number of numberWords, 0 for the other words of a count.
func numberNamed(word string) int {
	const perLanguage = 11 // two to twelve
	if at := slices.Index(strings.Split(numberWords, "|"), strings.ToLower(word)); at >= 0 {
		return 2 + at%perLanguage
	}
	return 0
}

type termKind int

const (
	unsaid termKind = iota
	isTag
	isCategory
)

// pickTerms reads tags and categories: links that say so by relation, path or
// the label before them, or words behind a label.
func (in *inducer) pickTerms(d *draft) {
	var tags, categories []string
	label := unsaid
	labelled := -2 // line of a label that stands alone
	for _, i := range in.outside(d) {
		if in.few && in.behindText(d, i) {
			break
		}
		if labelled != i-1 {
			label = unsaid
		}
		kind, bare := in.termsOf(d, i, label, &tags, &categories)
		if bare || kind != unsaid && labelled == i-1 {
			label, labelled = kind, i
		} else {
			label = unsaid
		}
	}
	f := d.found
	f.tags, f.categories = distinct(tags), distinct(categories)
	if len(f.tags) > 0 {
		f.notes["tags"] = "links of the frame"
	}
	if len(f.categories) > 0 {
		f.notes["categories"] = "links of the frame"
	}
}

// behindText says whether a line below a lone post is another part of the page:
// one that a heading opens, or what follows the comments.
func (in *inducer) behindText(d *draft, i int) bool {
	if d.body.empty() || i < d.body.to {
		return false
	}
	if in.doc.lines[i].heading > 0 {
		return true
	}
	for k := d.body.from; k < i; k++ {
		if in.doc.lines[k].aside {
			return true
		}
	}
	return false
}

// termsOf reads the terms of one line. label is what a line before announced;
// bare says that this one is nothing but a label.
func (in *inducer) termsOf(d *draft, i int, label termKind, tags, categories *[]string) (kind termKind, bare bool) {
	l := &in.doc.lines[i]
	if i == d.title {
		return unsaid, false
	}
	kind = label
	linked := false
	text := ""
	var anchor *html.Node
	for _, leaf := range l.leaves {
		a := anchorOf(leaf, l.block)
		if a == nil {
			if leaf.Type == html.TextNode {
				text += " " + blog.Fold(leaf.Data)
				if k := labelIn(text); k != unsaid {
					kind = k
				} else if endsTerms(leaf.Data) {
					kind = unsaid
				}
			}
			anchor = nil
			continue
		}
		if a == anchor {
			continue
		}
		anchor, text = a, ""
		t := link{node: a, text: blog.Fold(nodeText(a)), href: strings.TrimSpace(attr(a, "href"))}
		k, ok := in.kindOf(d, t, kind)
		if !ok {
			if labelIn(t.text+":") == unsaid {
				continue
			}
			kind = labelIn(t.text + ":")
			continue
		}
		linked = true
		if k == isCategory {
			*categories = append(*categories, t.text)
		} else {
			*tags = append(*tags, unmarked(t.text))
		}
	}
	if linked {
		return kind, false
	}
	return in.plainTerms(l, kind, label, tags, categories)
}

// unmarked is a tag without the sign that themes put before it.
func unmarked(tag string) string {
	if rest := strings.TrimPrefix(tag, "#"); hasWord(rest) {
		return strings.TrimSpace(rest)
	}
	return tag
}

// plainTerms reads words behind a label where there are no links.
func (in *inducer) plainTerms(l *line, kind, before termKind, tags, categories *[]string) (termKind, bool) {
	if longer(l.text, shortLine) || len(l.links) > 0 {
		return unsaid, false
	}
	rest, found := "", unsaid
	if at := tagLabel.FindStringIndex(l.text); at != nil && strings.ContainsAny(l.text[at[0]:at[1]], ":：") {
		rest, found = l.text[at[1]:], isTag
	} else if at := catLabel.FindStringIndex(l.text); at != nil && strings.ContainsAny(l.text[at[0]:at[1]], ":：") {
		rest, found = l.text[at[1]:], isCategory
	} else if before == unsaid && kind != unsaid && !longer(l.text, 40) {
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
		if part = strings.TrimSpace(part); part == "" || len(part) > 60 {
			continue
		}
		if found == isTag {
			*tags = append(*tags, part)
		} else {
			*categories = append(*categories, part)
		}
	}
	return unsaid, false
}

// labelIn is the kind of terms that the end of a text announces.
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
		if word, _ := lastWord(strings.TrimRight(tail, " :")); filedIn[word] {
			return isCategory
		}
		return unsaid
	case tag > cat:
		return isTag
	}
	return isCategory
}

// endsTerms says whether a text between links begins another field.
func endsTerms(text string) bool {
	text = strings.TrimSpace(text)
	return strings.ContainsAny(text, "|·•") || hasWord(text) && !joiners[strings.ToLower(strings.Trim(text, " ,;.&"))]
}

// filedIn are words that lead to a category where a link follows: "at 9:20 in
// LINK".
var filedIn = set("in under unter dans en em w v i в")

var joiners = set("and und et y e en i a och og и and, & or")

// kindOf says whether a link is a term, and of which kind.
func (in *inducer) kindOf(d *draft, a link, label termKind) (termKind, bool) {
	if countIn(a.text) != nil || clockIn(a.text) != "" {
		return unsaid, false
	}
	if _, dated := in.dates.whole(a.text); dated {
		return unsaid, false
	}
	if a.text == "" || longer(a.text, 100) || !hasWord(a.text) || commentLink(a) && label == unsaid || shareLink(a) || moreLink.MatchString(a.text) && in.ownLink(a.href) == d.found.url {
		return unsaid, false
	}
	if u := in.ownLink(a.href); u != "" && u == d.found.url {
		return unsaid, false
	}
	rel := strings.ToLower(attr(a.node, "rel"))
	title := strings.ToLower(attr(a.node, "title"))
	if hasToken(rel, "author") || hasToken(rel, "bookmark") {
		return unsaid, false
	}
	named := hasToken(rel, "tag") || hasToken(rel, "category") || termHref(a.href)
	if !named && label == unsaid {
		return unsaid, false
	}
	if !named && leadsToAuthor(a.href) {
		return unsaid, false
	}
	switch {
	case hasToken(rel, "category"):
		return isCategory, true
	case leadsToCategory(a.href):
		return isCategory, true
	case hasToken(rel, "tag") && termHref(a.href), leadsToTag(a.href): // whatever the label calls them
		return isTag, true
	case strings.Contains(title, "categor") || strings.Contains(title, "kategor"):
		return isCategory, true
	case label != unsaid:
		return label, true
	}
	return isTag, true
}

// anchorOf is the link that a leaf stands in.
func anchorOf(n, block *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "a" && attr(p, "href") != "" {
			return p
		}
		if p == block {
			// A link may hold whole blocks.
			for q := p.Parent; q != nil && q.Data != "body"; q = q.Parent {
				if q.Data == "a" && attr(q, "href") != "" {
					return q
				}
			}
			return nil
		}
	}
	return nil
}

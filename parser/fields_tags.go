package parser

import (
	"strings"
	"unicode"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/profiles"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// tags reads the tags after "Filed under:" and those that the variant selects.
func (f *fields) tags() {
	if f.v != nil {
		f.p.Tags = f.selectedTexts(f.v.Tags, "tags")
		f.p.Categories = f.selectedTexts(f.v.Categories, "categories")
	}
	if len(f.p.Tags) > 0 {
		return
	}
	for _, at := range f.tagSpans() {
		if tags := f.tagsIn(at); len(tags) > 0 {
			f.p.Tags = tags
			f.lineNote("tags", at)
			break
		}
	}
	if f.v == nil {
		f.relatedTerms()
	}
}

// relatedTerms uses links with rel="tag" on lines with little else. Such a line is not
// part of the body.
func (f *fields) relatedTerms() {
	allTags, allCategories := f.p.Tags, f.p.Categories
	for i := max(f.r.title.To, f.r.extent.From); i < f.r.extent.To; i++ {
		l := &f.s.doc.Lines[i]
		var tags, categories []string
		linked := 0
		for _, a := range l.Links {
			switch rel := strings.ToLower(dom.Attr(a.Node, "rel")); {
			case dom.HasToken(rel, "category"):
				categories = append(categories, a.Text)
			case dom.HasToken(rel, "tag"):
				tags = append(tags, a.Text)
			default:
				continue
			}
			linked += len(a.Text)
		}
		const label = 24 // bytes of "Category: " and separators
		if linked == 0 || len(l.Text)-linked > max(label, linked) {
			continue
		}
		allTags, allCategories = append(allTags, tags...), append(allCategories, categories...)
		f.drop = append(f.drop, document.Span{From: i, To: i + 1})
		if len(tags) > 0 {
			f.lineNote("tags", document.Span{From: i, To: i + 1})
		}
		if len(categories) > 0 {
			f.lineNote("categories", document.Span{From: i, To: i + 1})
		}
	}
	f.p.Tags, f.p.Categories = words.Distinct(allTags), words.Distinct(allCategories)
}

func (f *fields) selectedTexts(sel profiles.Selector, field string) []string {
	var out []string
	for _, n := range f.s.partsOf(f.v, f.r, sel.Selector) {
		if !f.leadsHome(n) {
			out = append(out, blog.Fold(dom.Text(n)))
		}
	}
	if out = words.Distinct(out); len(out) > 0 {
		f.note(field, "selector "+sel.String())
	}
	return out
}

// leadsHome reports whether a link selected as a tag leads to the post itself, like a
// "Read more" link with rel="tag".
func (f *fields) leadsHome(n *html.Node) bool {
	href, own := dom.Attr(n, "href"), f.s.titleLink(f.r)
	return href != "" && own != "" && f.s.key(href) == f.s.key(own)
}

// tagSpans returns the places where tags may be, the most likely first.
func (f *fields) tagSpans() []document.Span {
	var spans []document.Span
	for _, n := range f.r.tagNodes {
		spans = append(spans, f.s.doc.LinesIn(n))
	}
	return append(spans, f.r.tags, f.r.meta.at)
}

// maxTagLinks is the number of links above which tags are separated by commas alone:
// each link is searched for in the text of all tags.
const maxTagLinks = 1000

// tagsIn reads the tags of lines that start with the label. Link texts are used if they
// are all of it, since a tag may contain a comma; addresses are not, since old sites
// encode them wrongly.
func (f *fields) tagsIn(at document.Span) []string {
	if !f.s.p.Filed.Given() {
		return nil
	}
	text := f.s.doc.Text(at)
	loc := f.s.p.Filed.Re.FindStringIndex(text)
	if loc == nil {
		return nil
	}
	rest := strings.Trim(text[loc[1]:], " |,")
	var links []string
	left := maxTagLinks
	for i := at.From; i < at.To; i++ {
		for _, a := range f.s.doc.Lines[i].Links {
			if left--; left < 0 {
				return words.Distinct(strings.Split(rest, ","))
			}
			if a.Text != "" && strings.Contains(rest, a.Text) {
				links = append(links, a.Text)
			}
		}
	}
	if letters(strings.Join(links, "")) == letters(rest) {
		return words.Distinct(links)
	}
	return words.Distinct(strings.Split(rest, ","))
}

// letters removes spaces and separators of tags from a text.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(",;|>·•", r) {
			return -1
		}
		return r
	}, s)
}

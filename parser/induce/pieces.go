package induce

import (
	"strconv"
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

// piece is a text between two separators of a line outside of the body that is not a
// field with a label of its own: "Travel" in "21 July 2004 | Ann Birch | Travel | 3
// comments".
type piece struct {
	key  string // its place
	text string
	href string // canonical, "" without a link
	term bool   // the link is marked as that of a tag or category
}

// pickUnlabelled finds names and categories without labels. They are recognized because
// they repeat: a few names and a few addresses, at one place of most posts. If a page has
// too few posts, the places learned on earlier pages are used.
func (in *Inducer) pickUnlabelled(drafts []*draft, rule *Rule) {
	if len(drafts) < 3 && rule.Author == "" && rule.Category == "" {
		return
	}
	noAuthors, noTerms := true, true
	for _, d := range drafts {
		noAuthors = noAuthors && d.found.Author == ""
		noTerms = noTerms && len(d.found.Tags)+len(d.found.Categories) == 0
	}
	if !noAuthors && !noTerms {
		return
	}
	places := newPiecePlaces(in, drafts)
	if noAuthors {
		places.authors(rule)
		places.signatures(rule)
	}
	if noTerms {
		places.categories(rule)
	}
}

// piecePlaces are the pieces of all spots by place.
type piecePlaces struct {
	in     *Inducer
	drafts []*draft
	keys   []string           // in page order
	at     map[string][]piece // by key: one for each draft, empty if it has none
}

func newPiecePlaces(in *Inducer, drafts []*draft) *piecePlaces {
	p := &piecePlaces{in: in, drafts: drafts, at: map[string][]piece{}}
	for i, d := range drafts {
		for _, found := range in.piecesOf(d) {
			if p.at[found.key] == nil {
				p.at[found.key] = make([]piece, len(drafts))
				p.keys = append(p.keys, found.key)
			}
			if p.at[found.key][i].key == "" {
				p.at[found.key][i] = found
			}
		}
	}
	return p
}

// authors uses the first place at which most posts have one of a few names, or the place
// learned on earlier pages.
func (p *piecePlaces) authors(rule *Rule) {
	for _, key := range p.keys {
		names, n := map[string]bool{}, 0
		for _, found := range p.at[key] {
			if found.key == "" {
				continue
			}
			if n++; found.term || !p.in.fullName(found.text) {
				n = -len(p.drafts)
			}
			names[found.text] = true
		}
		if (!p.most(n) || 2*len(names) > n) && (n <= 0 || key != rule.Author) {
			continue
		}
		rule.Author = key
		for i, d := range p.drafts {
			if found := p.at[key][i]; found.key != "" {
				d.found.Author = found.text
				d.found.Notes["author"] = "a name that comes back at its place, " + share(n, len(p.drafts))
			}
		}
		delete(p.at, key)
		return
	}
}

// bySignature is the place of a name in the last line of a text.
const bySignature = "signature"

// signatures uses the names with which most texts end, on a line of their own: "— Ann
// Birch", "(Ann Birch)".
func (p *piecePlaces) signatures(rule *Rule) {
	if rule.Author != "" && rule.Author != bySignature {
		return
	}
	signed, at := make([]string, len(p.drafts)), make([]int, len(p.drafts))
	names, n := map[string]bool{}, 0
	for i, d := range p.drafts {
		signed[i], at[i] = p.in.signatureOf(d)
		if signed[i] != "" {
			names[signed[i]] = true
			n++
		}
	}
	if (!p.most(n) || 2*len(names) > n) && (n == 0 || rule.Author != bySignature) {
		return
	}
	rule.Author = bySignature
	for i, d := range p.drafts {
		if signed[i] != "" {
			d.body.To = min(d.body.To, at[i])
			d.found.Author = signed[i]
			d.found.Notes["author"] = "the name below the text, " + share(n, len(p.drafts))
		}
	}
}

// signatureOf returns the name in the last line of a text or in the line after it, and
// that line.
func (in *Inducer) signatureOf(d *draft) (name string, at int) {
	for at := d.body.To; at >= max(d.body.To-1, d.body.From+1) && at > 0; at-- {
		if text, _ := in.textAt(at); at < d.lines.To {
			if name := strings.Trim(text, " —–-()"); name != text && in.fullName(name) {
				return name, at
			}
		}
	}
	return "", 0
}

// categories uses the first place at which most posts link to one of a few addresses, or
// the place learned on earlier pages.
func (p *piecePlaces) categories(rule *Rule) {
	for _, key := range p.keys {
		where, n := map[string]bool{}, 0
		for _, found := range p.at[key] {
			if found.href != "" && found.href != p.in.Base("") {
				n++
				where[found.href] = true
			}
		}
		if (!p.most(n) || len(where) < 2 || 3*len(where) > 2*n) && (n == 0 || key != rule.Category) {
			continue
		}
		rule.Category = key
		more, times := p.beside(key)
		for i, d := range p.drafts {
			if found := p.at[key][i]; found.href != "" {
				d.found.Categories = []string{found.text}
				d.found.Notes["categories"] = "a link that comes back at its place, " + share(n, len(p.drafts))
			}
			for _, k := range more {
				if found := p.at[k][i]; times[found.href] > 1 && times[found.href] < len(p.drafts) && !leadsHome(found.href) {
					d.found.Categories = append(d.found.Categories, found.text)
				}
			}
		}
		return
	}
}

// beside returns the places of further links of the same kind in the same line, and how
// many times each address occurs at these places: "Travel, Boats".
func (p *piecePlaces) beside(key string) (more []string, times map[string]int) {
	place := key[:strings.LastIndexByte(key, ' ')+1]
	times = map[string]int{}
	for _, k := range p.keys {
		if k[:strings.LastIndexByte(k, ' ')+1] != place {
			continue
		}
		for _, found := range p.at[k] {
			if found.href != "" {
				times[found.href]++
			}
		}
		if k != key {
			more = append(more, k)
		}
	}
	return more, times
}

// leadsHome reports whether an address is a site's front page.
func leadsHome(address string) bool {
	_, rest, _ := strings.Cut(address, "://")
	_, path, _ := strings.Cut(rest, "/")
	return path == "" || strings.HasPrefix(path, "index.") && !strings.Contains(path, "/")
}

func (p *piecePlaces) most(n int) bool { return n >= 3 && 5*n >= 4*len(p.drafts) }

// fullName reports whether a text may be a first and last name.
func (in *Inducer) fullName(s string) bool {
	parts := strings.Fields(s)
	if len(parts) < 2 || len(parts) > 4 || !in.isName(s) || strings.EqualFold(s, in.Title) || !words.IsPersonName(s) || strings.ContainsAny(s, "0123456789!?&:/") {
		return false
	}
	for _, w := range parts {
		if utf8.RuneCountInString(w) > 16 {
			return false
		}
	}
	return !in.isDateText(s) && !TurnsPage(s) && !permaWords.MatchString(s) && !postedWord.MatchString(s) && !weekdayOrMonth(parts[0])
}

func weekdayOrMonth(word string) bool {
	word = strings.ToLower(strings.Trim(word, ".,"))
	return dates.Words().Weekdays[word] || dates.Words().Months[word] > 0
}

// piecesOf returns the pieces of a spot outside of its body: of lines with a date, a time
// or a link to comments, and of short lines beside these and the title.
func (in *Inducer) piecesOf(d *draft) []piece {
	near := map[int]bool{}
	for _, i := range in.outside(d) {
		if i == d.title || i == d.header {
			continue
		}
		if i == d.date || in.fact(i).dated || in.fact(i).clock != "" || in.isCommentLine(i) {
			near[i-1], near[i], near[i+1] = true, true, true
		}
	}
	if d.title >= 0 {
		near[d.title-1], near[d.title+1] = true, true
	}
	var out []piece
	for _, i := range in.outside(d) {
		if near[i] && i != d.title && !words.Longer(in.Doc.Lines[i].Text, 160) {
			out = append(out, in.piecesIn(d, i)...)
		}
	}
	return out
}

const pieceMarks = "|·•–—/,;│¦"

// piecesIn splits a line at separators and at the boundaries of elements.
func (in *Inducer) piecesIn(d *draft, i int) []piece {
	l := &in.Doc.Lines[i]
	var out []piece
	seen := map[string]int{}
	for _, leaf := range l.Leaves {
		if leaf.Type != html.TextNode {
			continue
		}
		a := anchorOf(leaf, l.Block)
		for text := range strings.FieldsFuncSeq(cutDashes.Replace(leaf.Data), func(r rune) bool { return strings.ContainsRune(pieceMarks, r) }) {
			p, ok := in.pieceOf(d, blog.Fold(text), a)
			if !ok {
				continue
			}
			place := in.sign(i, &d.spot) + " " + leaf.Parent.Data + "." + firstClass(leaf.Parent)
			seen[place]++
			p.key = place + " " + strconv.Itoa(seen[place])
			out = append(out, p)
		}
	}
	return out
}

var cutDashes = strings.NewReplacer(" - ", "|", "\n- ", "|")

// pieceOf returns a piece, false if it is another field.
func (in *Inducer) pieceOf(d *draft, text string, a *html.Node) (piece, bool) {
	if text == "" || words.Longer(text, 60) || !words.Any(text) || in.isDateText(text) || in.countIn(text) != nil || commentWord.MatchString(text) {
		return piece{}, false
	}
	if a == nil {
		text = NameBeforeTime(text)
		return piece{text: text}, words.Any(text)
	}
	t := document.Link{Node: a, Text: text, Href: strings.TrimSpace(dom.Attr(a, "href"))}
	u := in.ownLink(t.Href)
	if u == "" || u == d.found.URL || datedArchive.MatchString(u) || d.found.namedIn(text) || strings.Contains(t.Href, "#") || commentLink(t) || shareLink(t) || moreLink.MatchString(text) || permaWords.MatchString(text) || ClockIn(text) != "" {
		return piece{}, false
	}
	return piece{text: text, href: u, term: in.termLink(t)}, true
}

// datedArchive matches the end of the address of all posts of a year, a month or a day.
var datedArchive = pattern.Late(`/(?:19|20)\d\d(?:/\d\d?){0,2}/?$`)

// namedIn reports whether a text names the author: "Ann's blog".
func (f *Post) namedIn(text string) bool {
	return f.Author != "" && strings.Contains(text, f.Author)
}

// NameBeforeTime removes the time and the small words after a name: "Ann Birch at 20:14".
func NameBeforeTime(text string) string {
	if clock := ClockIn(text); clock != "" {
		text, _, _ = strings.Cut(text, clock)
		text += " "
	}
	return trimName(beginning(text))
}

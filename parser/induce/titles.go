package induce

import (
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// titleKind is a kind of line that may be the titles.
type titleKind struct {
	spots, rank, heading, linked, strong, many, hinted int
	texts                                              map[string]bool
}

// pickTitles finds the titles: the lines that start the spots, or else the kind of line
// that is the title in most of them.
func (in *Inducer) pickTitles(drafts []*draft, rule *Rule) {
	if rule.Loose && !rule.Mark.dated() {
		for _, d := range drafts {
			d.title, d.found.Title = d.first, in.titleText(d.first)
			d.found.Notes["title"] = "the line with which the post begins"
		}
	} else {
		in.titlesByPlace(drafts)
	}
	in.undateTitles(drafts)
}

func (in *Inducer) titlesByPlace(drafts []*draft) {
	kinds := map[string]*titleKind{}
	for _, d := range drafts {
		in.countTitles(d, kinds)
	}
	best, top := "", 0.0
	for sig, k := range kinds {
		if score := k.score(len(drafts)); score > top || score == top && sig < best {
			best, top = sig, score
		}
	}
	if top < enoughTitle {
		best = ""
	}
	for _, d := range drafts {
		in.takeTitle(d, best)
		if k := kinds[best]; k != nil && d.title >= 0 {
			d.found.Notes["title"] = fmt.Sprintf("%s, %s", best, share(k.spots, len(drafts)))
		}
	}
}

// enoughTitle is the minimum score of a kind of line.
const enoughTitle = 1.4

// countTitles records the lines near the top of a spot that may be its title.
func (in *Inducer) countTitles(d *draft, kinds map[string]*titleKind) {
	const most = 16
	seen := map[string]bool{}
	rank := 0
	for i := d.lines.From; i < d.lines.To && rank < most; i++ {
		if !in.mayTitle(i) {
			continue
		}
		rank++
		sig := in.sign(i, &d.spot)
		k := kinds[sig]
		if k == nil {
			k = &titleKind{texts: map[string]bool{}}
			kinds[sig] = k
		}
		if seen[sig] {
			k.many++
			continue
		}
		seen[sig] = true
		k.spots++
		k.rank += rank
		k.look(in, i)
	}
}

// look records the properties of a line that titles have.
func (k *titleKind) look(in *Inducer, i int) {
	l := &in.Doc.Lines[i]
	k.texts[l.Text] = true
	if l.Heading > 0 {
		k.heading++
	} else if in.strong(i) || in.strongHead(i) != "" {
		k.strong++
	}
	if in.mostlyLink(l) {
		k.linked++
	}
	if titleHint(l.Block) {
		k.hinted++
	}
}

// mostlyLink reports whether at least half of a line is a link to the blog's host.
func (in *Inducer) mostlyLink(l *document.Line) bool {
	for _, a := range l.Links {
		if 2*words.Width(a.Text) >= words.Width(l.Text) && in.ownLink(a.Href) != "" {
			return true
		}
	}
	return false
}

func (k *titleKind) score(posts int) float64 {
	n := float64(k.spots)
	score := 2*n/float64(posts) + 1.2*float64(k.heading)/n + float64(k.linked)/n + 0.8*float64(k.hinted)/n + 0.7*float64(k.strong)/n -
		0.12*float64(k.rank)/n - 0.3*float64(k.many)/n - 2*(1-float64(len(k.texts))/n)
	if k.heading+k.linked+k.hinted+k.strong == 0 {
		score--
	}
	return score
}

// mayTitle reports whether a line may be a title: short, and not just a date or another
// field.
func (in *Inducer) mayTitle(i int) bool {
	l := &in.Doc.Lines[i]
	if l.Text == "" || l.Aside || l.Hidden || l.Quoted || l.Trim || l.RunsOn || words.Longer(l.Text, 400) {
		return false
	}
	for _, a := range l.Links {
		if u := in.ownLink(a.Href); l.Whole(a) && u != "" && in.isHome(u) {
			return false // the name of the blog
		}
	}
	return !in.fact(i).dateOnly && !(l.Heading == 0 && in.IsFurniture(i) && !in.linkTitle(i) && in.strongHead(i) == "")
}

func titleHint(n *html.Node) bool {
	for level := 0; n != nil && level < 2; n, level = n.Parent, level+1 {
		if hasHint(n, "subtitle") {
			return false
		}
		if namesTitle(n) {
			return true
		}
	}
	return false
}

// namesTitle reports whether an element's own names suggest a title.
func namesTitle(n *html.Node) bool {
	return hasHint(n, "title", "headline", "heading", "subject", "p-name", "titel", "titre", "titol", "titulo", "tytul", "nadpis", "zagolov")
}

// hasHint reports whether a class, id or property of an element contains one of the
// words.
func hasHint(n *html.Node, hints ...string) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "itemprop", "property":
			v := strings.ToLower(a.Val)
			for _, h := range hints {
				if strings.Contains(v, h) {
					return true
				}
			}
		}
	}
	return false
}

func (in *Inducer) takeTitle(d *draft, sig string) {
	if sig != "" {
		for i := d.lines.From; i < d.lines.To; i++ {
			if in.mayTitle(i) && in.sign(i, &d.spot) == sig {
				d.title = i
				break
			}
		}
	}
	if d.title < 0 && sig != "" && d.node == nil && in.mayTitle(d.first) && in.besidesDate(d.first) != "" {
		d.title = d.first // in another element than those of the others
	}
	if d.title < 0 { // a heading with a link at the top, in another template
		for i, seen := d.lines.From, 0; i < d.lines.To && seen < 4; i++ {
			l := &in.Doc.Lines[i]
			if l.Text != "" {
				seen++
			}
			if l.Heading > 0 && in.mayTitle(i) && in.siteLink(l) != "" {
				d.title = i
				break
			}
		}
	}
	if d.title < 0 {
		return
	}
	d.found.Title = in.titleText(d.title)
}

// titleText returns the text of the title's line, or of the link in it if the rest is
// another field: "21/07: A title (3)".
func (in *Inducer) titleText(i int) string {
	l := &in.Doc.Lines[i]
	if head := in.strongHead(i); head != "" && l.Heading == 0 {
		return head
	}
	if first, _ := in.linkedHeading(l); first != "" {
		return first
	}
	if bare, _ := bareHeading(l); bare != "" {
		return bare
	}
	var own []document.Link
	for _, a := range l.Links {
		if _, dated := in.Dates.Whole(a.Text); dated {
			continue
		}
		if strings.Contains(l.Text, a.Text) && in.ownLink(a.Href) != "" && a.Text != "" && !commentLink(a) && !in.termLink(a) {
			own = append(own, a)
		}
	}
	if len(own) == 1 && own[0].Text != l.Text {
		rest := strings.TrimSpace(strings.Replace(l.Text, own[0].Text, "", 1))
		if f := in.fact(i); f.dated || words.HasDigit(rest) || permaWords.MatchString(rest) || len(l.Links) > 1 || !words.Any(rest) {
			if len(rest) < 60 {
				return own[0].Text
			}
		}
	}
	if len(own) == 2 && !words.Any(own[1].Text) { // a sign for the permalink
		return own[0].Text
	}
	return l.Text
}

// strong reports whether all of a line is emphasized: bold, large, or the term of a
// definition list.
func (in *Inducer) strong(i int) bool {
	l := &in.Doc.Lines[i]
	if l.Text == "" || l.RunsOn || words.Longer(l.Text, 120) {
		return false
	}
	for _, leaf := range l.Leaves {
		if leaf.Type == html.TextNode && words.Any(leaf.Data) && !setOff(leaf, l.Block) {
			return false
		}
	}
	return true
}

func setOff(leaf, block *html.Node) bool {
	for n := leaf.Parent; n != nil; n = n.Parent {
		switch n.Data {
		case "b", "strong", "big", "dt", "th", "caption", "legend":
			return true
		case "font":
			if size := dom.Attr(n, "size"); size == "4" || size == "5" || size == "6" || strings.HasPrefix(size, "+") {
				return true
			}
		case "span":
			if namesTitle(n) {
				return true
			}
		}
		if n == block {
			return false
		}
	}
	return false
}

// strongHead returns the emphasized part of a line if the rest is a byline after it or a
// date before it: "A title by Ann Birch, 21 July 2004", "21 July 2004 - A title".
func (in *Inducer) strongHead(i int) string {
	l := &in.Doc.Lines[i]
	if words.Longer(l.Text, 160) {
		return ""
	}
	head, before, behind := "", "", ""
	for _, leaf := range l.Leaves {
		switch {
		case leaf.Type != html.TextNode || strings.TrimSpace(leaf.Data) == "":
		case !setOff(leaf, l.Block) && head == "":
			before += leaf.Data
		case !setOff(leaf, l.Block):
			behind += leaf.Data
		case behind != "":
			return "" // emphasis within the rest
		default:
			head += leaf.Data
		}
	}
	head = blog.Fold(head)
	switch {
	case !words.Any(head), in.isDateText(head):
		return ""
	case before != "":
		if behind != "" || words.Any(before) && !in.isDateText(strings.Trim(before, besideMarks)) {
			return ""
		}
		return head
	case behind == "" || !in.fact(i).dated && in.fact(i).clock == "" && !byLabel.MatchString(l.Text):
		return ""
	}
	return head
}

// undateTitles removes the date from titles if most of them start or end with one: "21
// July 2004 - A title". What remains must differ between posts.
func (in *Inducer) undateTitles(drafts []*draft) {
	bare := make([]string, len(drafts))
	titled, dated, texts := 0, 0, map[string]bool{}
	for i, d := range drafts {
		if d.found.Title != "" {
			titled++
		}
		if d.title < 0 || d.found.Title != in.Doc.Lines[d.title].Text {
			continue
		}
		if bare[i] = in.besidesDate(d.title); bare[i] != "" {
			dated++
			texts[bare[i]] = true
		}
	}
	if dated < 2 || 4*dated < 3*titled || 5*len(texts) < 4*dated {
		return
	}
	for i, d := range drafts {
		if bare[i] != "" {
			d.found.Title = bare[i]
		}
	}
}

// besideMarks separate a title from the date in its line.
const besideMarks = " \u00a0\n\t-–—:|·•/,."

// besidesDate returns the text before or after the date in a line, "" if they are not
// separated.
func (in *Inducer) besidesDate(i int) string {
	f, l := in.fact(i), &in.Doc.Lines[i]
	if !f.dated {
		return ""
	}
	before, after, ok := strings.Cut(l.Text, f.date.Raw)
	if !ok {
		return ""
	}
	if open := strings.TrimRight(before, " "); strings.HasSuffix(open, "[") || strings.HasSuffix(open, "(") {
		before, after = open[:len(open)-1], strings.TrimLeft(after, " )]")
	}
	rest, text := "", ""
	switch {
	case strings.Trim(before, besideMarks) == "":
		rest, text = after, behindMarks(after)
	case strings.Trim(after, besideMarks) == "":
		rest, text = before, beforeMarks(before)
	}
	if !words.Any(text) || strings.TrimSpace(rest) == text && !in.strong(i) && len(f.date.Raw) == len(l.Text)-len(rest) {
		return ""
	}
	return text
}

// behindMarks removes the marks between a date and the title after it. A dot before a
// word is the title's: ".NET".
func behindMarks(s string) string {
	s = strings.TrimSpace(s)
	for at, r := range s {
		if !strings.ContainsRune(besideMarks, r) || r == '.' && !strings.HasPrefix(s[at:], ". ") {
			return s[at:]
		}
	}
	return ""
}

// beforeMarks removes the marks between a title and the date after it. Several dots are
// the title's.
func beforeMarks(s string) string {
	s = strings.TrimRight(s, strings.Trim(besideMarks, "."))
	if !strings.HasSuffix(s, "..") {
		s = strings.TrimRight(s, besideMarks)
	}
	return strings.TrimSpace(s)
}

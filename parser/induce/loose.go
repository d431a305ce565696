package induce

import (
	"slices"

	"golang.org/x/net/html"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/words"
)

// lineMark is what marks a line as the first one of a post.
type lineMark string

const (
	markTitle  lineMark = ""       // a heading, or a link that is the whole line
	markLinked lineMark = "linked" // such a line that is a link to the blog's host
	markStrong lineMark = "strong" // all of it is bold
	markNamed  lineMark = "named"  // its class names a title
	markDate   lineMark = "date"   // it is a date, or starts or ends with one
	markClass  lineMark = "class"  // it is all of an element with a class
	// markOpening means that a date opens the text in its line, see BreakDatelines.
	markOpening lineMark = "opening"
)

func (m lineMark) dated() bool { return m == markDate || m == markOpening }

// looseKey is what the first lines of posts have in common.
type looseKey struct {
	groupKey
	mark lineMark
}

// markOf returns what marks a line as the start of a post.
func (in *Inducer) markOf(i int) (lineMark, bool) {
	l := &in.Doc.Lines[i]
	if l.Aside || l.Hidden || l.Quoted || l.Text == "" || l.Block == nil {
		return "", false
	}
	f := in.fact(i)
	switch {
	case in.opensLine(i) && (f.dated || in.fact(i+1).dateOnly):
		return markOpening, true
	case l.RunsOn:
		return "", false
	case !f.dateOnly && (l.Heading > 0 || in.linkTitle(i)):
		return markTitle, true
	case in.strongHead(i) != "":
		return markStrong, true
	case f.dateOnly, f.dated && in.besidesDate(i) != "" && !words.Longer(l.Text, 120):
		return markDate, true
	case in.strong(i):
		return markStrong, true
	case titleHint(l.Block) && !words.Longer(l.Text, 120):
		return markNamed, true
	case firstClass(l.Block) != "" && !words.Longer(l.Text, 120) && len(l.Links) == 0 && !f.dated && f.clock == "" && !in.IsFurniture(i) && in.alone(i):
		return markClass, true
	}
	return "", false
}

// opensLine reports whether a line is the date that opens the text in the next one, or a
// text before its date.
func (in *Inducer) opensLine(i int) bool {
	return i+1 < len(in.Doc.Lines) && in.Doc.Lines[i+1].RunsOn
}

// alone reports whether a line is all of its element.
func (in *Inducer) alone(i int) bool {
	at := in.Doc.LinesIn(in.Doc.Lines[i].Block)
	return at.To-at.From == 1
}

// looseSets returns the guesses in which posts are identified only by their first lines:
// what is between two lines of one kind is a post, with or without its own element.
func (in *Inducer) looseSets() []spotSet {
	kinds := map[looseKey][]int{}
	var order []looseKey
	for i := range in.Doc.Lines {
		mark, ok := in.markOf(i)
		if !ok {
			continue
		}
		k := looseKey{mark: mark}
		if block := in.Doc.Lines[i].Block; mark != markOpening {
			k.groupKey = groupKey{path: in.paths[in.Doc.Order(block)], tag: block.Data, class: firstClass(block)}
		}
		if kinds[k] == nil {
			order = append(order, k)
		}
		kinds[k] = append(kinds[k], i)
	}
	var out []spotSet
	for _, k := range order {
		if len(kinds[k]) < 2 || !k.mark.dated() && in.alwaysTheSame(kinds[k]) || len(kinds[k]) > maxRecords || len(out) > in.groupLimit() {
			continue
		}
		linked := in.linked(k.mark, kinds[k])
		if len(linked) > 1 {
			out = append(out, in.looseSet(looseKey{k.groupKey, markLinked}, linked))
		}
		if len(linked) < len(kinds[k]) {
			out = append(out, in.looseSet(k, kinds[k]))
		}
	}
	return out
}

func (in *Inducer) looseSet(k looseKey, firsts []int) spotSet {
	rule := Rule{Tag: k.tag, Class: k.class, Loose: true, Mark: k.mark}
	if k.mark != markOpening {
		rule.Path = tagPath(in.Doc.Lines[firsts[0]].Block)
	}
	return spotSet{spots: in.between(in.withOuter(k.mark, firsts)), rule: rule, note: "what stands between " + k.describe()}
}

// withOuter adds the dated line of the same kind before the first one, if that is in a
// paragraph and the other one around it: many old pages write <p> between texts.
func (in *Inducer) withOuter(mark lineMark, firsts []int) []int {
	p := in.Doc.Lines[firsts[0]].Block
	if mark == markOpening || p.Data != "p" || !in.fact(firsts[0]).dated {
		return firsts
	}
	around := in.Doc.LinesIn(p.Parent)
	for i := firsts[0] - 1; i >= around.From; i-- {
		if in.Doc.Lines[i].Block != p.Parent || !in.fact(i).dated {
			continue
		}
		if own, ok := in.markOf(i); ok && own == mark {
			return slices.Insert(slices.Clone(firsts), 0, i)
		}
	}
	return firsts
}

// linked returns the titles that lead to the blog's host: the others may be headings
// within the text.
func (in *Inducer) linked(mark lineMark, titles []int) []int {
	var out []int
	for _, i := range titles {
		if mark == markTitle && in.isLinked(i) {
			out = append(out, i)
		}
	}
	return out
}

func (in *Inducer) isLinked(i int) bool {
	l := &in.Doc.Lines[i]
	for _, a := range l.Links {
		if l.Whole(a) && in.ownLink(a.Href) != "" {
			return true
		}
	}
	title, _ := in.linkedHeading(l)
	return title != ""
}

// alwaysTheSame reports whether most of some lines have the same text: "link", "Reply".
func (in *Inducer) alwaysTheSame(lines []int) bool {
	texts := map[string]bool{}
	for _, i := range lines {
		texts[in.Doc.Lines[i].Text] = true
	}
	return 2*len(texts) <= len(lines)
}

func (k looseKey) describe() string {
	switch k.mark {
	case markOpening:
		return "dates that open lines"
	case markDate:
		return "dates in " + describe(k.groupKey)
	case markStrong:
		return "bold lines in " + describe(k.groupKey)
	}
	return "titles in " + describe(k.groupKey)
}

// looseByRule finds the first lines that a rule describes.
func (in *Inducer) looseByRule(rule Rule) spotSet {
	var firsts []int
	for i := range in.Doc.Lines {
		l := &in.Doc.Lines[i]
		if l.Block == nil || rule.Mark != markOpening && (l.Block.Data != rule.Tag || firstClass(l.Block) != rule.Class || !onPath(l.Block, rule.Path)) {
			continue
		}
		if mark, ok := in.markOf(i); ok && (mark == rule.Mark || rule.Mark == markLinked && mark == markTitle && in.isLinked(i)) {
			firsts = append(firsts, i)
		}
	}
	if len(firsts) == 0 {
		return spotSet{}
	}
	k := looseKey{groupKey{tag: rule.Tag, class: rule.Class}, rule.Mark}
	return spotSet{spots: in.between(in.withOuter(k.mark, firsts)), rule: rule, note: "what stands between " + k.describe() + ", as on earlier pages"}
}

// between makes spots of what is between titles.
func (in *Inducer) between(titles []int) []spot {
	d := in.Doc
	cells := make([]*html.Node, len(titles))
	for i, at := range titles {
		cells[i] = in.cell(titles, i, d.Lines[at].Block)
	}
	holder := in.holder(titles)
	end := len(d.Lines)
	if holder != nil {
		end = d.LinesIn(holder).To
	}
	spots := make([]spot, len(titles))
	for i := range titles {
		s := in.spotOf(cells[i])
		if s.lines.From > titles[i] || s.lines.Empty() || in.opensLine(titles[i]) || i > 0 && s.lines.From <= titles[i-1] || i+1 < len(titles) && s.lines.To > titles[i+1] {
			s.lines.From, s.from = titles[i], d.Lines[titles[i]].From // the title has no element of its own in its block
		}
		s.node, s.holder, s.first = nil, holder, titles[i]
		spots[i] = s
	}
	lead := in.lead(spots)
	header := in.headerSign(spots[0].lines.From - lead)
	for i := range spots {
		spots[i].lines.From -= lead
		if lead > 0 {
			spots[i].from = min(spots[i].from, d.Lines[spots[i].lines.From].From)
		}
	}
	for i := range spots {
		next := 0
		if i+1 < len(spots) {
			next = spots[i+1].lines.From
		} else {
			next = in.closing(spots, in.End(min(titles[i]+1, end), end))
		}
		next = in.beforeHeader(document.Span{From: titles[i] + 1, To: next}, header)
		spots[i].lines.To = max(next, titles[i]+1)
		spots[i].to = d.Orders()
		if next < len(d.Lines) {
			spots[i].to = d.Lines[next].From
		}
	}
	return spots
}

// cell returns the largest element around a title that contains no other; nothing limits
// that of a single title.
func (in *Inducer) cell(titles []int, i int, n *html.Node) *html.Node {
	d := in.Doc
	if len(titles) == 1 {
		return n
	}
	for n.Parent != nil && n.Parent.Type == html.ElementNode && n.Parent.Data != "body" {
		p := n.Parent
		from, to := d.Order(p), d.End(p)
		if i > 0 && d.Lines[titles[i-1]].From >= from || i+1 < len(titles) && d.Lines[titles[i+1]].From <= to {
			break
		}
		n = p
	}
	return n
}

// holder returns the innermost element around all titles and, for a single title, what is
// below it.
func (in *Inducer) holder(titles []int) *html.Node {
	d := in.Doc
	n := d.Lines[titles[0]].Block
	last := d.Lines[titles[len(titles)-1]].From
	for n != nil && (d.End(n) < last || len(titles) == 1 && d.LinesIn(n).To == titles[0]+1 && n.Parent != nil) {
		n = n.Parent
	}
	return n
}

// lead returns the number of lines above each title that belong to it: those that look
// the same above every title, including the first, so that they are not the end of the
// previous post.
func (in *Inducer) lead(spots []spot) int {
	const most = 3
	if len(spots) == 1 {
		return 0 // nothing to compare with
	}
	for k := 1; k <= most; k++ {
		sig, sentences := "", 0
		for i := range spots {
			at := spots[i].lines.From - k
			if at < 0 || in.Doc.Lines[at].Aside || in.Doc.Lines[at].RunsOn || words.Longer(in.Doc.Lines[at].Text, document.ShortLine) {
				return k - 1
			}
			if l := &in.Doc.Lines[at]; l.Heading == 0 && words.Longer(l.Text, fewWords) && sentenceEnd.MatchString(l.Text) {
				sentences++
			}
			own := in.sign(at, &spot{from: -1, to: -1})
			if i > 0 && own != sig {
				return k - 1
			}
			sig = own
		}
		if 2*sentences > len(spots) {
			return k - 1
		}
	}
	return most
}

// headerSign returns the place of a date above the first post, "" if there is none: such
// dates are headings for the posts below them.
func (in *Inducer) headerSign(first int) string {
	const most = 3
	for i := first - 1; i >= max(0, first-most); i-- {
		if !in.Doc.Lines[i].Aside && in.fact(i).dateOnly {
			return in.sign(i, &spot{from: -1, to: -1})
		}
	}
	return ""
}

// beforeHeader returns the end of a post without the date at its end that is the heading
// of the next one.
func (in *Inducer) beforeHeader(at document.Span, header string) int {
	for i := at.To - 1; i >= max(at.From, at.To-2); i-- {
		l := &in.Doc.Lines[i]
		if l.Text == "" || !in.fact(i).dateOnly {
			continue
		}
		if l.Heading > 0 || hasHint(l.Block, "date", "day") || header != "" && in.sign(i, &spot{from: -1, to: -1}) == header {
			return i
		}
	}
	return at.To
}

// turnsOn reports whether a line's links are those of a pager.
func turnsOn(l *document.Line) bool {
	for _, a := range l.Links {
		if !TurnsPage(a.Text) {
			return false
		}
	}
	return len(l.Links) > 0 && !words.Longer(l.Text, 80)
}

// closing returns the end of the last post: after the last line that has a counterpart in
// the other posts, or after the line that ends all of them, unless something is between
// that the others do not have.
func (in *Inducer) closing(spots []spot, limit int) int {
	if len(spots) < 3 {
		return limit
	}
	last := &spot{from: -1, to: -1, holder: spots[0].holder, lines: spots[len(spots)-1].lines}
	known, ends := map[string]bool{}, map[string]int{}
	for i := 0; i+1 < len(spots); i++ {
		end := spots[i].lines.To
		for k := spots[i].lines.From; k < end; k++ {
			known[in.sign(k, last)] = true
		}
		if end > spots[i].lines.From {
			ends[in.sign(end-1, last)]++
		}
	}
	for limit > last.lines.From+1 && (!known[in.sign(limit-1, last)] || turnsOn(&in.Doc.Lines[limit-1])) {
		limit--
	}
	sig, n := words.MostFrequent(ends)
	if 4*n < 3*(len(spots)-1) {
		return limit
	}
	end := limit
	for i := last.lines.From + 1; i < limit; i++ {
		own := in.sign(i, last)
		if end < limit && !known[own] {
			break
		}
		if own == sig && (i+1 >= limit || in.sign(i+1, last) != sig) {
			end = i + 1
		}
	}
	return end
}

// lone returns the guesses for a page with a single post: a heading with a date beside it
// and text below.
func (in *Inducer) lone() []spotSet {
	if sets := in.loneWithin("body"); len(sets) > 0 {
		return sets
	}
	return in.loneWithin("html") // the whole page is the post
}

func (in *Inducer) loneWithin(outer string) []spotSet {
	var out []spotSet
	headings := 0
	for i := range in.Doc.Lines {
		l := &in.Doc.Lines[i]
		if l.Aside || l.Hidden || l.Quoted || l.Block == nil || in.fact(i).dateOnly || l.Heading == 0 && !in.leadsBelow(l) {
			continue
		}
		if headings++; headings > maxLone {
			break
		}
		level := 0
		for n := l.Block.Parent; n != nil && n.Type == html.ElementNode && n.Data != outer && level < 4; n = n.Parent {
			s := in.spotOf(n)
			if in.wordsIn(s.lines) < 60 && !in.pictured(s.lines) {
				continue
			}
			level++
			if in.titleIn(&s) != i {
				break
			}
			rule := Rule{Tag: n.Data, Class: firstClass(n), Lone: true}
			if rule.Class == "" {
				rule.Path = tagPath(n)
			}
			out = append(out, spotSet{spots: []spot{s}, rule: rule, note: "the one " + describe(groupKey{tag: n.Data, class: rule.Class}) + " with title, date and text"})
		}
	}
	return out
}

// leadsBelow reports whether a line is a link to an address below the listing's.
func (in *Inducer) leadsBelow(l *document.Line) bool {
	return in.below != "" && len(l.Links) == 1 && l.Whole(l.Links[0]) && in.isBelow(in.ownLink(l.Links[0].Href))
}

// maxLone is the number of headings tried as the title of a page that seems to have one
// post.
const maxLone = 24

package parser

import (
	"strings"

	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// pickBodies finds the text of each post.
func (in *inducer) pickBodies(drafts []*draft) {
	in.agree(drafts)
	kinds := map[string]int{}
	for _, d := range drafts {
		d.holder = in.textHolder(d)
		if d.holder != nil {
			kinds[holderKind(d.holder)]++
		}
	}
	kind, n := mostFrequent(kinds)
	if 2*n < len(drafts) || strings.HasSuffix(kind, ".") {
		kind = ""
	}
	repeated := in.repeatedLines(drafts)
	for _, d := range drafts {
		in.takeBody(d, kind, repeated)
	}
}

func holderKind(n *html.Node) string { return n.Data + "." + firstClass(n) }

// agree notes the places where most posts have lines that read as fields.
func (in *inducer) agree(drafts []*draft) {
	in.places = map[string]bool{}
	in.few = len(drafts) < 3
	counts := map[string]int{}
	for _, d := range drafts {
		seen := map[string]bool{}
		for i := d.lines.from; i < d.lines.to; i++ {
			if in.doc.lines[i].text == "" || !in.isFurniture(i) {
				continue
			}
			if sig := in.sign(i, &d.spot); !seen[sig] {
				seen[sig] = true
				counts[sig]++
			}
		}
	}
	for sig, n := range counts {
		if 2*n >= len(drafts) {
			in.places[sig] = true
		}
	}
}

// agreed says whether a line that reads as a field stands where other posts
// have fields, too. A date or a name alone may be part of a text; links to tags,
// comments and the rest of the post are not.
func (in *inducer) agreed(d *draft, i int) bool {
	l := &in.doc.lines[i]
	return in.few || l.trim || in.isCommentLine(i) || in.isTermLine(i) || in.linksOnly(l) || in.places[in.sign(i, &d.spot)]
}

// textHolder is the largest element around the longest line of a spot in which
// there is no field of the post.
func (in *inducer) textHolder(d *draft) *html.Node {
	core, top := -1, 0
	for i := d.lines.from; i < d.lines.to; i++ {
		if w := in.wordsIn(span{i, i + 1}); w > top && i != d.title && i != d.date && !in.isFurniture(i) {
			core, top = i, w
		}
	}
	if core < 0 {
		return nil
	}
	var best *html.Node
	for n := in.doc.lines[core].block; n != nil && n != d.node; n = n.Parent {
		at := in.doc.linesIn(n)
		if at.from < d.lines.from || at.to > d.lines.to || at.empty() || in.holdsField(d, at) {
			break
		}
		best = n
	}
	return best
}

func (in *inducer) holdsField(d *draft, at span) bool {
	for i := at.from; i < at.to; i++ {
		if i == d.title || i == d.date || in.isFurniture(i) && in.agreed(d, i) && !in.doc.lines[i].trim && !in.inFrame(i) {
			return true
		}
	}
	return false
}

// takeBody bounds the text of one post.
func (in *inducer) takeBody(d *draft, kind string, repeated map[string]bool) {
	at, inner := in.bodyIn(d, kind)
	isEdge := func(i int) bool { return in.isEdge(d, i, repeated) }
	for !inner && !at.empty() && isEdge(at.from) {
		at.from++
	}
	if !inner {
		at.from = in.behindHead(d, at)
	}
	for !at.empty() && (d.title == at.from || d.date == at.from) {
		at.from++
	}
	for !at.empty() && isEdge(at.to-1) {
		at.to--
	}
	if !inner {
		at.to = in.beforeTail(d, at)
	}
	d.body = span{at.from, max(at.from, at.to)}
	for i := d.lines.from; i < d.lines.to; i++ {
		if !d.body.has(i) && in.surelyFrame(d, i, repeated) {
			d.found.edges = append(d.found.edges, span{i, i + 1})
		}
	}
	in.dropFrames(d, repeated)
	in.findMore(d)
}

// bodyIn gives the lines in which the text of a post is: those of the element
// that holds the texts of most posts, where it is inner, or else all of the post
// behind its title.
func (in *inducer) bodyIn(d *draft, kind string) (at span, inner bool) {
	at = d.lines
	if d.title >= 0 && in.wordsIn(span{d.title + 1, at.to}) >= in.wordsIn(span{at.from, d.title}) {
		at.from = d.title + 1
	}
	if kind == "" {
		return at, false
	}
	n := in.firstOf(d, kind)
	if n == nil {
		return at, false
	}
	holder := in.doc.linesIn(n)
	if 3*in.wordsIn(holder) < in.wordsIn(at) && (!holder.empty() || in.hasText(at)) {
		return at, false
	}
	at = span{max(holder.from, d.lines.from), min(holder.to, d.lines.to)}
	if d.title >= at.from && d.title < at.to {
		at.from = d.title + 1
	}
	return at, true
}

// hasText says whether a line is surely text: long, and no field.
func (in *inducer) hasText(at span) bool {
	for i := at.from; i < at.to; i++ {
		if in.wordsIn(span{i, i + 1}) >= fewWords && !in.isFurniture(i) && !in.inFrame(i) {
			return true
		}
	}
	return false
}

// isEdge says whether a line at the edge of a text does not belong to it.
func (in *inducer) isEdge(d *draft, i int, repeated map[string]bool) bool {
	l := &in.doc.lines[i]
	if i == d.title || i == d.date || l.trim || l.aside || repeated[l.text] && !longer(l.text, shortLine) {
		return true
	}
	if l.text == "" {
		return l.isIcon()
	}
	return in.inFrame(i) || in.isFurniture(i) && in.agreed(d, i)
}

// surelyFrame says whether a line beside the text is no text even where a
// profile says that the element around it is the body.
func (in *inducer) surelyFrame(d *draft, i int, repeated map[string]bool) bool {
	l := &in.doc.lines[i]
	switch {
	case i == d.title, repeated[l.text] && !longer(l.text, shortLine), in.inFrame(i):
		return true
	}
	return len(l.links) == 1 && l.whole(l.links[0]) && commentLink(l.links[0])
}

const (
	frameLines = 9  // how many lines a block of fields may have
	frameLine  = 70 // and how many bytes each of them
)

// behindHead skips a block of fields between title and text in which words
// stand that nobody knows: "Details", "Hits: 812".
func (in *inducer) behindHead(d *draft, at span) int {
	fields, from := 0, at.from
	for i := at.from; i < min(at.to, at.from+frameLines); i++ {
		l := &in.doc.lines[i]
		if longer(l.text, frameLine) || l.block != nil && l.block.Data == "p" {
			break
		}
		if l.text == "" {
			continue
		}
		if i == d.date || in.isFurniture(i) && in.agreed(d, i) {
			fields++
			from = i + 1
		} else if in.isFurniture(i) {
			continue
		} else if longer(l.text, 40) || endsSentence(l.text) {
			break
		}
	}
	if fields < 2 && !(fields == 1 && from <= at.from+2) {
		return at.from
	}
	for from < at.to && in.doc.lines[from].text != "" && in.isFrameLike(from) {
		from++
	}
	return from
}

// isFrameLike says whether a line "WORD: VALUE" may be one more field.
func (in *inducer) isFrameLike(i int) bool {
	l := &in.doc.lines[i]
	before, after, ok := strings.Cut(l.text, ":")
	return ok && !longer(l.text, 40) && len(before) < 16 && !strings.Contains(before, " ") && words.HasDigit(after)
}

// beforeTail leaves out a block of fields behind the text in the same way. Only
// what is surely a field ends the text there.
func (in *inducer) beforeTail(d *draft, at span) int {
	to := at.to
	for i := at.to - 1; i >= max(at.from+1, at.to-frameLines); i-- {
		l := &in.doc.lines[i]
		if longer(l.text, frameLine) && !in.isFurniture(i) || l.block != nil && l.block.Data == "p" && !in.isFurniture(i) {
			break
		}
		if f := in.fact(i); i == d.date || l.text != "" && in.isFurniture(i) && in.agreed(d, i) && (f.dated || in.isCommentLine(i) || in.isTermLine(i)) {
			to = i
		}
	}
	return to
}

// firstOf is the first element of a kind within a spot.
func (in *inducer) firstOf(d *draft, kind string) *html.Node {
	for at := d.from; at < d.to && at < in.doc.orders(); at++ {
		if n := in.doc.node(at); n != nil && n.Type == html.ElementNode && n != d.node && holderKind(n) == kind {
			return n
		}
	}
	return nil
}

// findMore notices a link to the rest of the post.
func (in *inducer) findMore(d *draft) {
	if d.found.url == "" {
		return
	}
	for i := d.lines.from; i < d.lines.to; i++ {
		l := &in.doc.lines[i]
		if i == d.title {
			continue
		}
		for _, a := range l.links {
			if in.ownLink(a.href) != d.found.url || longer(l.text, shortLine) {
				continue
			}
			says := moreLink.MatchString(a.text) || moreLink.MatchString(l.text)
			if says || strings.Contains(a.href, "#more") {
				d.found.more = true
				if d.body.has(i) && (l.whole(a) || moreLink.MatchString(l.text)) {
					d.found.drop = append(d.found.drop, span{i, i + 1})
				}
			}
		}
	}
}

// outside are the lines of a spot that do not belong to its text.
func (in *inducer) outside(d *draft) []int {
	var out []int
	for i := d.lines.from; i < d.lines.to; i++ {
		l := &in.doc.lines[i]
		if d.body.has(i) || l.aside || l.hidden || l.text == "" {
			continue
		}
		out = append(out, i)
	}
	return out
}

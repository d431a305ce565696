package induce

import (
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// pickBodies finds the text of each post.
func (in *Inducer) pickBodies(drafts []*draft) {
	in.agree(drafts)
	kinds := map[string]int{}
	for _, d := range drafts {
		d.holder = in.textHolder(d)
		if d.holder != nil {
			kinds[holderKind(d.holder)]++
		}
	}
	kind, n := words.MostFrequent(kinds)
	if 2*n < len(drafts) || strings.HasSuffix(kind, ".") {
		kind = ""
	}
	repeated := in.repeatedLines(drafts)
	for _, d := range drafts {
		in.takeBody(d, kind, repeated)
	}
}

func holderKind(n *html.Node) string { return n.Data + "." + firstClass(n) }

// agree records the places where most posts have lines that look like fields.
func (in *Inducer) agree(drafts []*draft) {
	in.places = map[string]bool{}
	in.few = len(drafts) < 3
	counts := map[string]int{}
	for _, d := range drafts {
		seen := map[string]bool{}
		for i := d.lines.From; i < d.lines.To; i++ {
			if in.Doc.Lines[i].Text == "" || !in.IsFurniture(i) {
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

// agreed reports whether a line that looks like a field is where other posts have fields,
// too. A date or a name may also be part of a text; links to tags, comments and the rest
// of the post may not.
func (in *Inducer) agreed(d *draft, i int) bool {
	l := &in.Doc.Lines[i]
	return in.few || l.Trim || in.isCommentLine(i) || in.isTermLine(i) || in.linksOnly(l) || in.places[in.sign(i, &d.spot)]
}

// textHolder returns the largest element around the longest line of a spot that contains
// no field of the post.
func (in *Inducer) textHolder(d *draft) *html.Node {
	core, top := -1, 0
	for i := d.lines.From; i < d.lines.To; i++ {
		if w := in.wordsIn(document.Span{From: i, To: i + 1}); w > top && i != d.title && i != d.date && !in.IsFurniture(i) {
			core, top = i, w
		}
	}
	if core < 0 {
		return nil
	}
	d.core = in.Doc.Lines[core].Block
	var best *html.Node
	for n := d.core; n != nil && n != d.node; n = n.Parent {
		at := in.Doc.LinesIn(n)
		if at.From < d.lines.From || at.To > d.lines.To || at.Empty() || in.holdsField(d, at) {
			break
		}
		best = n
	}
	return best
}

func (in *Inducer) holdsField(d *draft, at document.Span) bool {
	for i := at.From; i < at.To; i++ {
		if i == d.title || i == d.date || in.IsFurniture(i) && in.agreed(d, i) && !in.Doc.Lines[i].Trim && !in.Frames.inFrame(i) {
			return true
		}
	}
	return false
}

// takeBody finds the start and end of a post's text.
func (in *Inducer) takeBody(d *draft, kind string, repeated map[string]bool) {
	at, inner := in.bodyIn(d, kind)
	if !inner {
		at.To = in.beforeMargins(d, at)
	}
	isEdge := func(i int) bool { return in.isEdge(d, i, repeated) }
	for !inner && !at.Empty() && isEdge(at.From) {
		at.From++
	}
	if !inner {
		at.From = in.behindHead(d, at)
	}
	for !at.Empty() && (d.title == at.From || d.date == at.From) {
		at.From++
	}
	for !at.Empty() && isEdge(at.To-1) {
		at.To--
	}
	if !inner {
		at.To = in.beforeTail(d, at)
	}
	d.body = document.Span{From: at.From, To: max(at.From, at.To)}
	for i := d.lines.From; i < d.lines.To; i++ {
		if !d.body.Has(i) && in.surelyFrame(d, i, repeated) {
			d.found.Edges = append(d.found.Edges, document.Span{From: i, To: i + 1})
		}
	}
	in.dropFrames(d, repeated)
	in.findMore(d)
}

// bodyIn returns the lines that contain the text of a post: those of the element that has
// the text in most posts (inner is true), or else all lines after the title.
func (in *Inducer) bodyIn(d *draft, kind string) (at document.Span, inner bool) {
	at = d.lines
	if d.title >= 0 && in.wordsIn(document.Span{From: d.title + 1, To: at.To}) >= in.wordsIn(document.Span{From: at.From, To: d.title}) {
		at.From = d.title + 1
	}
	if kind == "" {
		return at, false
	}
	n := in.firstOf(d, kind)
	if n == nil {
		return at, false
	}
	holder := in.Doc.LinesIn(n)
	if 3*in.wordsIn(holder) < in.wordsIn(at) && (!holder.Empty() || in.hasText(at)) {
		return at, false
	}
	at = document.Span{From: max(holder.From, d.lines.From), To: min(holder.To, d.lines.To)}
	if d.title >= at.From && d.title < at.To {
		at.From = d.title + 1
	}
	return at, true
}

// hasText reports whether a line is certainly text: long, and not a field.
func (in *Inducer) hasText(at document.Span) bool {
	for i := at.From; i < at.To; i++ {
		if in.wordsIn(document.Span{From: i, To: i + 1}) >= fewWords && !in.IsFurniture(i) && !in.Frames.inFrame(i) {
			return true
		}
	}
	return false
}

// isEdge reports whether a line at the edge of a text is not part of it.
func (in *Inducer) isEdge(d *draft, i int, repeated map[string]bool) bool {
	l := &in.Doc.Lines[i]
	if i == d.title || i == d.date || l.Trim || l.Aside || repeated[l.Text] && !words.Longer(l.Text, document.ShortLine) {
		return true
	}
	if l.Text == "" {
		return isIcon(l)
	}
	return in.Frames.inFrame(i) || in.IsFurniture(i) && in.agreed(d, i)
}

// surelyFrame reports whether a line beside the text is not text even if a profile says
// that its element is the body.
func (in *Inducer) surelyFrame(d *draft, i int, repeated map[string]bool) bool {
	l := &in.Doc.Lines[i]
	switch {
	case i == d.title, repeated[l.Text] && !words.Longer(l.Text, document.ShortLine), in.Frames.inFrame(i):
		return true
	}
	return len(l.Links) == 1 && l.Whole(l.Links[0]) && commentLink(l.Links[0])
}

const (
	frameLines = 9  // maximum number of lines in a block of fields
	frameLine  = 70 // their maximum length in bytes
)

// behindHead skips a block of fields between title and text with unknown words:
// "Details", "Hits: 812".
func (in *Inducer) behindHead(d *draft, at document.Span) int {
	fields, from := 0, at.From
	for i := at.From; i < min(at.To, at.From+frameLines); i++ {
		l := &in.Doc.Lines[i]
		if words.Longer(l.Text, frameLine) || l.Block != nil && l.Block.Data == "p" {
			break
		}
		if l.Text == "" {
			continue
		}
		if i == d.date || in.IsFurniture(i) && in.agreed(d, i) {
			fields++
			from = i + 1
		} else if in.IsFurniture(i) {
			continue
		} else if words.Longer(l.Text, 40) || words.EndsSentence(l.Text) {
			break
		}
	}
	if fields < 2 && !(fields == 1 && from <= at.From+2) {
		return at.From
	}
	for from < at.To && in.Doc.Lines[from].Text != "" && in.isFrameLike(from) {
		from++
	}
	return from
}

// isFrameLike reports whether a line "WORD: VALUE" may be another field.
func (in *Inducer) isFrameLike(i int) bool {
	l := &in.Doc.Lines[i]
	before, after, ok := strings.Cut(l.Text, ":")
	return ok && !words.Longer(l.Text, 40) && len(before) < 16 && !strings.Contains(before, " ") && words.HasDigit(after)
}

// beforeTail skips a block of fields after the text likewise. Only what is certainly a
// field ends the text there.
func (in *Inducer) beforeTail(d *draft, at document.Span) int {
	to := at.To
	for i := at.To - 1; i >= max(at.From+1, at.To-frameLines); i-- {
		l := &in.Doc.Lines[i]
		if words.Longer(l.Text, frameLine) && !in.IsFurniture(i) || l.Block != nil && l.Block.Data == "p" && !in.IsFurniture(i) {
			break
		}
		if f := in.fact(i); i == d.date || l.Text != "" && in.IsFurniture(i) && in.agreed(d, i) && (f.dated || in.isCommentLine(i) || in.isTermLine(i)) {
			to = i
		}
	}
	return to
}

// beforeMargins excludes the comments and sidebars after the text, and the short lines
// after those, the page's footer.
func (in *Inducer) beforeMargins(d *draft, at document.Span) int {
	if !in.few || d.core == nil {
		return at.To
	}
	to := at.To
	for i := at.To - 1; i >= at.From; i-- {
		l := &in.Doc.Lines[i]
		if l.Aside {
			to = i
		} else if l.Text != "" && (words.Longer(l.Text, document.ShortLine) || dom.Within(l.Block, d.core.Parent)) {
			break
		}
	}
	return to
}

// firstOf returns the first element of a kind in a spot.
func (in *Inducer) firstOf(d *draft, kind string) *html.Node {
	for at := d.from; at < d.to && at < in.Doc.Orders(); at++ {
		if n := in.Doc.Node(at); n != nil && n.Type == html.ElementNode && n != d.node && holderKind(n) == kind {
			return n
		}
	}
	return nil
}

// findMore looks for a link to the rest of the post.
func (in *Inducer) findMore(d *draft) {
	if d.found.URL == "" {
		return
	}
	for i := d.lines.From; i < d.lines.To; i++ {
		l := &in.Doc.Lines[i]
		if i == d.title {
			continue
		}
		for _, a := range l.Links {
			if in.ownLink(a.Href) != d.found.URL || words.Longer(l.Text, document.ShortLine) {
				continue
			}
			says := moreLink.MatchString(a.Text) || moreLink.MatchString(l.Text)
			if says || strings.Contains(a.Href, "#more") {
				d.found.More = true
				if d.body.Has(i) && (l.Whole(a) || moreLink.MatchString(l.Text)) {
					d.found.Drop = append(d.found.Drop, document.Span{From: i, To: i + 1})
				}
			}
		}
	}
}

// outside returns the lines of a spot that are not part of its text.
func (in *Inducer) outside(d *draft) []int {
	var out []int
	for i := d.lines.From; i < d.lines.To; i++ {
		l := &in.Doc.Lines[i]
		if d.body.Has(i) || l.Aside || l.Hidden || l.Text == "" {
			continue
		}
		out = append(out, i)
	}
	return out
}

package induce

import (
	"slices"
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/words"
	"golang.org/x/net/html"
)

// frameHints are words in the names of elements that themes and plugins put into the
// element with a post's text.
var frameHints = []string{"sharedaddy", "share", "sharing", "social", "addthis", "addtoany", "a2a_", "sociable", "jp-post-flair", "related", "yarpp", "wp-about-author", "author-box", "authorbox", "pin-it", "tweetmeme", "tweet-button", "fb-like", "wp-polls", "post-ratings", "star-rating", "rating", "feedback-prompt", "navigation", "page-links", "page-link", "printfriendly", "wpa2a", "screen-reader-text", "element-invisible", "visually-hidden", "sr-only", "digg", "reaction", "post-views", "outbrain", "taboola", "zergnet", "adsense", "adsbygoogle"}

var frameNames = words.Set(strings.Join(frameHints, " "))

// isIcon reports whether a line without text has an icon that shares the post.
func isIcon(l *document.Line) bool { return l.Text == "" && slices.ContainsFunc(l.Links, shareLink) }

// sharesOnly reports whether all links of a line share the post, and the line is not a
// long text with such a link in it.
func sharesOnly(l *document.Line) bool {
	linked := 0
	for _, a := range l.Links {
		if !shareLink(a) {
			return false
		}
		linked += len(a.Text)
	}
	return len(l.Links) > 0 && (3*linked >= len(l.Text) || !words.Longer(l.Text, document.ShortLine/2))
}

// Frames finds the lines of a page that are never part of a post's text.
type Frames struct {
	doc   *document.Document
	known map[*html.Node]bool // elements, whether themes put them into posts
}

// NewFrames returns the frames of a page.
func NewFrames(d *document.Document) *Frames {
	return &Frames{doc: d, known: map[*html.Node]bool{}}
}

// Has reports whether a line is never part of a post's text.
func (f *Frames) Has(i int) bool {
	l := &f.doc.Lines[i]
	return f.inFrame(i) || isIcon(l) || sharesOnly(l)
}

// inFrame reports whether a line is in an element that themes or plugins put into posts.
func (f *Frames) inFrame(i int) bool {
	l := &f.doc.Lines[i]
	if len(l.Leaves) == 0 {
		return false
	}
	n := l.Leaves[0].Parent
	for level := 0; n != nil && n.Data != "body" && level < 9; n, level = n.Parent, level+1 {
		hint, known := f.known[n]
		if !known {
			hint = len(n.Attr) > 0 && hasFrameHint(n)
			f.known[n] = hint
		}
		if hint {
			return true
		}
	}
	return false
}

func hasFrameHint(n *html.Node) bool {
	class := strings.ToLower(dom.Attr(n, "class") + " " + dom.Attr(n, "id"))
	if class == " " {
		return false
	}
	for token := range strings.FieldsSeq(class) {
		if slices.ContainsFunc(frameHints, func(h string) bool { return strings.HasPrefix(token, h) }) {
			return true
		}
		for i := range len(token) {
			if (token[i] == '-' || token[i] == '_') && frameNames[token[i+1:]] {
				return true
			}
		}
	}
	return false
}

// repeatedLines returns the short lines that most posts share, word for word.
func (in *Inducer) repeatedLines(drafts []*draft) map[string]bool {
	out := map[string]bool{}
	if len(drafts) < 3 {
		return out
	}
	type tally struct{ drafts, last int }
	lines := map[string]tally{}
	for at, d := range drafts {
		for i := d.lines.From; i < d.lines.To; i++ {
			t := in.Doc.Lines[i].Text
			if had := lines[t]; t != "" && len(t) < document.ShortLine && (had.drafts == 0 || had.last != at) {
				lines[t] = tally{had.drafts + 1, at}
			}
		}
	}
	for t, had := range lines {
		if 5*had.drafts >= 3*len(drafts) {
			out[t] = true
		}
	}
	return out
}

// dropFrames removes share buttons and the like from the body, wherever they are.
func (in *Inducer) dropFrames(d *draft, repeated map[string]bool) {
	for i := d.body.From; i < d.body.To; i++ {
		l := &in.Doc.Lines[i]
		if in.Frames.Has(i) || repeated[l.Text] && words.Longer(l.Text, 12) {
			d.found.Drop = append(d.found.Drop, document.Span{From: i, To: i + 1})
		}
	}
}

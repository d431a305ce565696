package parser

import (
	"strings"

	"golang.org/x/net/html"
)

// frameHints are words by which themes and plugins call what is no text within
// the element with a post's text.
var frameHints = []string{"sharedaddy", "share", "sharing", "social", "addthis", "addtoany", "a2a_", "sociable", "jp-post-flair", "related", "yarpp", "wp-about-author", "author-box", "authorbox", "pin-it", "tweetmeme", "tweet-button", "fb-like", "wp-polls", "post-ratings", "star-rating", "rating", "feedback-prompt", "navigation", "page-links", "page-link", "printfriendly", "wpa2a", "screen-reader-text", "element-invisible", "visually-hidden", "sr-only", "digg", "reaction", "post-views", "outbrain", "taboola", "zergnet", "adsense", "adsbygoogle"}

// isIcon says whether a line without text is a picture of the frame: a link
// that leads to no picture.
func (in *inducer) isIcon(l *line) bool {
	for _, a := range l.links {
		if shareLink(a) {
			return true
		}
	}
	return false
}

// inFrame says whether a line stands in an element that themes and plugins put
// into posts.
func (in *inducer) inFrame(i int) bool {
	l := &in.doc.lines[i]
	if len(l.leaves) == 0 {
		return false
	}
	n := l.leaves[0].Parent
	for level := 0; n != nil && n.Data != "body" && level < 9; n, level = n.Parent, level+1 {
		hint, known := in.frames[n]
		if !known {
			hint = len(n.Attr) > 0 && hasFrameHint(n)
			in.frames[n] = hint
		}
		if hint {
			return true
		}
	}
	return false
}

func hasFrameHint(n *html.Node) bool {
	class := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	if class == " " {
		return false
	}
	for token := range strings.FieldsSeq(class) {
		for _, h := range frameHints {
			if token == h || strings.HasPrefix(token, h) || strings.HasSuffix(token, "-"+h) || strings.HasSuffix(token, "_"+h) {
				return true
			}
		}
	}
	return false
}

// repeatedLines are short lines that most posts have, word for word.
func (in *inducer) repeatedLines(drafts []*draft) map[string]bool {
	out := map[string]bool{}
	if len(drafts) < 3 {
		return out
	}
	counts := map[string]int{}
	for _, d := range drafts {
		seen := map[string]bool{}
		for i := d.lines.from; i < d.lines.to; i++ {
			if t := in.doc.lines[i].text; t != "" && len(t) < shortLine && !seen[t] {
				seen[t] = true
				counts[t]++
			}
		}
	}
	for t, n := range counts {
		if 5*n >= 3*len(drafts) {
			out[t] = true
		}
	}
	return out
}

// dropFrames takes share boxes and the like out of the body, wherever they are.
func (in *inducer) dropFrames(d *draft, repeated map[string]bool) {
	for i := d.body.from; i < d.body.to; i++ {
		l := &in.doc.lines[i]
		if in.inFrame(i) || repeated[l.text] && longer(l.text, 12) || l.text == "" && in.isIcon(l) || len(l.links) > 0 && in.shareOnly(l) {
			d.found.drop = append(d.found.drop, span{i, i + 1})
		}
	}
}

func (in *inducer) shareOnly(l *line) bool {
	for _, a := range l.links {
		if !shareLink(a) {
			return false
		}
	}
	return true
}

package export

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// plainMarkup converts a plain paragraph to Markdown in a single pass. It takes a fraction
// of the time of the converter, which builds a tree, and its result need not be read back.
// Most paragraphs of most blogs are plain: links, pictures, emphasis, and text without
// characters that Markdown would interpret at their place (plaintext.go).
//
// The result is byte for byte that of the converter, and reads as the markup does
// (FuzzShorten). Any other markup is rejected and left to the converter.
type plainMarkup struct {
	// escape is that of the dialect.
	escape func(text []byte, i int) int

	within  bool // other Markdown is before it on its line
	heading bool // that of a heading

	out   []byte
	fresh bool // the line is empty so far

	inline  string // open tag that Markdown has signs for: emphasis, a
	target  string // of the open a
	opened  int    // where in out the content of inline begins
	closed  int    // where in out the last emphasis ends, if on this line
	picture int    // where in out the picture ends that is all of a link
}

// begin begins another paragraph.
func (p *plainMarkup) begin() {
	*p = plainMarkup{escape: p.escape, out: p.out[:0]}
	p.endLine()
}

// end ends the paragraph and reports whether there is one. Within other Markdown it has no
// space at its end that does not break.
func (p *plainMarkup) end() bool {
	p.endLine()
	return len(p.out) > 0 && !(p.within && bytes.HasSuffix(p.out, []byte(unbreakable)))
}

func (p *plainMarkup) endLine() {
	p.out = bytes.TrimSuffix(p.out, []byte(" "))
	p.fresh, p.closed = true, -1
}

// beginLine makes sure that there is a line to write on.
func (p *plainMarkup) beginLine() {
	if p.fresh && len(p.out) > 0 {
		p.out = append(p.out, "  \n"...)
	}
	p.fresh = false
}

// last returns the byte before what is written next, a space at the start of a line.
func (p *plainMarkup) last() byte {
	if p.fresh {
		return ' '
	}
	return p.out[len(p.out)-1]
}

func (p *plainMarkup) startTag(z *html.Tokenizer, tag string, more bool) bool {
	switch tag {
	case "strong", "b", "em", "i":
		return p.startEmphasis(tag)
	case "a":
		target, _, plain := plainAttributes(z, more, "href")
		return plain && p.startLink(target)
	case "img":
		target, alt, plain := plainAttributes(z, more, "src")
		return plain && p.image(target, alt)
	case "span", "font", "u", "small", "big", "cite": // Markdown has nothing for them
		return true
	}
	return false
}

// startEmphasis knows emphasis that begins a word.
func (p *plainMarkup) startEmphasis(tag string) bool {
	if p.inline != "" || p.closed == len(p.out) || strings.IndexByte(` ("'`, p.last()) < 0 {
		return false
	}
	return p.startInline(tag)
}

var delimiters = map[string]string{"strong": "**", "b": "**", "em": "*", "i": "*", "a": "["}

func (p *plainMarkup) startLink(target string) bool {
	p.target = target
	return p.inline == "" && !p.joins() && p.startInline("a")
}

// startInline knows headings of nothing but words.
func (p *plainMarkup) startInline(tag string) bool {
	p.beginLine()
	p.out = append(p.out, delimiters[tag]...)
	p.inline, p.opened = tag, len(p.out)
	return !p.heading
}

// joins reports whether a link or picture would be read together with what is before.
func (p *plainMarkup) joins() bool { return p.last() == '!' || p.last() == '*' }

// image knows pictures between words, and those that are all of a link.
func (p *plainMarkup) image(target, alt string) bool {
	if p.inline != "" && (p.inline != "a" || len(p.out) != p.opened) || p.joins() {
		return false
	}
	p.beginLine()
	p.out = append(p.out, "!["+alt+"]("+target+")"...)
	if p.inline == "a" {
		p.picture = len(p.out)
	}
	return !p.heading
}

func (p *plainMarkup) endTag(tag string) bool { return tag != p.inline || p.endInline() }

// endInline wants content that ends with a word, and more of it in links than
// in "[x]", a task that is done. A space at its end goes behind it.
func (p *plainMarkup) endInline() bool {
	tag, content := p.inline, bytes.TrimSuffix(p.out[p.opened:], []byte(" "))
	if len(content) == 0 || bytes.HasSuffix(content, []byte(unbreakable)) || tag == "a" && len(content) == 1 {
		return false
	}
	spaced := p.last() == ' '
	p.out, p.inline = p.out[:p.opened+len(content)], ""
	if tag == "a" {
		p.out = append(p.out, "]("+p.target+")"...)
	} else {
		p.out = append(p.out, delimiters[tag]...)
	}
	if spaced {
		p.out = append(p.out, ' ')
	}
	if tag != "a" {
		p.closed = len(p.out)
	}
	return true
}

package export

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// plainMarkup writes the Markdown of plain markup while it reads it, in a small
// part of the time of the converter, which makes a tree, and without the way back
// through a reader of Markdown. Most posts of most blogs are plain: paragraphs,
// headings, lists of one level, links, pictures, emphasis, and text in which no
// character means anything to Markdown where it stands (plaintext.go).
//
// What it gives are the bytes that the converter gives, and they read as the
// markup does (FuzzPlainMarkup). It says no to whatever it does not know: that is
// what the converter and the comparison of readings are for.
type plainMarkup struct {
	// escape is that of the dialect.
	escape func(text []byte, i int) int

	out   []byte
	lead  string // goes before what is written next, at the start of a line
	fresh bool   // the line is empty so far

	divs   int    // open ones
	block  string // open tag, but for p and div: a heading, ul, ol, li
	list   string // ul or ol
	items  int    // of it
	listed bool   // a list has ended, and there was no text since

	open    []string // tags within a line
	inline  string   // the one of them that Markdown has signs for: emphasis, a
	target  string   // of the open a
	opened  int      // where in out the content of inline begins
	closed  int      // where in out the last emphasis ends, if on this line
	picture int      // where in out the picture ends that is all of a link
}

// plainMarkdown returns the Markdown of markup, unless that is not plain.
func plainMarkdown(markup string, escape func(text []byte, i int) int) (md string, ok bool) {
	p := plainMarkup{escape: escape, out: make([]byte, 0, len(markup))}
	p.endLine(paragraphLead)
	z := html.NewTokenizer(strings.NewReader(markup))
	for ok = true; ok; {
		switch z.Next() {
		case html.TextToken:
			ok = p.text(z.Text())
		case html.StartTagToken:
			ok = p.startTag(z, false)
		case html.SelfClosingTagToken:
			ok = p.startTag(z, true)
		case html.EndTagToken:
			name, _ := z.TagName()
			ok = p.endTag(string(name))
		case html.ErrorToken:
			return string(bytes.TrimSpace(p.out)), z.Err() == io.EOF && p.divs == 0 && p.block == "" && len(p.open) == 0
		default:
			ok = false
		}
	}
	return "", false
}

// What goes before a paragraph, and between the lines of one.
const (
	paragraphLead = "\n\n"
	lineLead      = "  \n"
)

// endLine ends a line, if one was begun, and says what goes before the next.
func (p *plainMarkup) endLine(lead string) {
	p.out = bytes.TrimSuffix(p.out, []byte(" "))
	p.fresh, p.lead, p.closed = true, lead, -1
}

// beginLine makes sure that there is a line to write on.
func (p *plainMarkup) beginLine() {
	if !p.fresh {
		return
	}
	if len(p.out) == 0 {
		p.lead = strings.TrimLeft(p.lead, "\n ")
	}
	p.out = append(p.out, p.lead...)
	p.fresh = false
}

// last returns the byte before what is written next, a space at the start of a line.
func (p *plainMarkup) last() byte {
	if p.fresh {
		return ' '
	}
	return p.out[len(p.out)-1]
}

// deepest is how many tags of a kind may be open; the converter has a limit, too.
const deepest = 100

func (p *plainMarkup) startTag(z *html.Tokenizer, selfClosing bool) bool {
	name, more := z.TagName()
	tag := string(name)
	if selfClosing && tag != "br" && tag != "img" {
		return false
	}
	switch tag {
	case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol":
		return p.block == "" && len(p.open) == 0 && p.startBlock(tag, more)
	case "li":
		return len(p.open) == 0 && p.startItem()
	case "br":
		return p.block == "" && len(p.open) == 0 && p.lineBreak()
	case "strong", "b", "em", "i":
		return p.startEmphasis(tag)
	case "a":
		target, _, plain := plainAttributes(z, more, "href")
		return plain && p.startLink(target)
	case "img":
		target, alt, plain := plainAttributes(z, more, "src")
		return plain && p.image(target, alt)
	case "span", "font", "u", "small", "big", "cite": // Markdown has nothing for them
		p.open = append(p.open, tag)
		return p.block != "ul" && p.block != "ol" && len(p.open) <= deepest
	}
	return false
}

func (p *plainMarkup) startBlock(tag string, attributes bool) bool {
	p.endLine(paragraphLead)
	switch tag {
	case "p":
		return true
	case "div":
		p.divs++
		return p.divs <= deepest
	case "ul", "ol": // the converter puts a comment between two lists
		p.block, p.list, p.items = tag, tag, 0
		return !p.listed && (tag == "ul" || !attributes)
	}
	p.block = tag
	p.lead += strings.Repeat("#", int(tag[1]-'0')) + " "
	return true
}

// startItem knows nine items of a numbered list: with more of them, numbers have
// as many digits as the last one.
func (p *plainMarkup) startItem() bool {
	if p.block != "ul" && p.block != "ol" || p.block == "ol" && p.items == 9 {
		return false
	}
	p.items++
	lead := "\n"
	if p.items == 1 {
		lead = paragraphLead
	}
	if p.list == "ul" {
		lead += "- "
	} else {
		lead += string(rune('0'+p.items)) + ". "
	}
	p.endLine(lead)
	p.block = "li"
	return true
}

// lineBreak takes two for the end of a paragraph, and those at its ends for
// nothing.
func (p *plainMarkup) lineBreak() bool {
	if p.fresh {
		p.lead = paragraphLead
	} else {
		p.endLine(lineLead)
	}
	return true
}

// startEmphasis knows emphasis that begins a word.
func (p *plainMarkup) startEmphasis(tag string) bool {
	if p.inline != "" || p.closed == len(p.out) || strings.IndexByte(` ("'`, p.last()) < 0 {
		return false
	}
	return p.startInline(tag, delimiters[tag])
}

var delimiters = map[string]string{"strong": "**", "b": "**", "em": "*", "i": "*"}

func (p *plainMarkup) startLink(target string) bool {
	p.target = target
	return p.inline == "" && !p.joins() && p.startInline("a", "[")
}

// startInline knows headings of nothing but words.
func (p *plainMarkup) startInline(tag, sign string) bool {
	p.beginLine()
	p.out = append(p.out, sign...)
	p.inline, p.open, p.opened = tag, append(p.open, tag), len(p.out)
	return p.block == "" || p.block == "li"
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
	return p.block == "" || p.block == "li"
}

func (p *plainMarkup) endTag(tag string) bool {
	if n := len(p.open); n > 0 {
		if p.open[n-1] != tag {
			return false
		}
		p.open = p.open[:n-1]
		return tag != p.inline || p.endInline()
	}
	switch tag {
	case "div":
		p.divs--
		fallthrough
	case "p":
		p.endLine(paragraphLead)
		return p.block == "" && p.divs >= 0
	}
	return p.block == tag && p.endBlock()
}

// endBlock knows no empty headings, items and lists, nor such with a space at
// their ends that does not break.
func (p *plainMarkup) endBlock() bool {
	empty := p.fresh || bytes.HasSuffix(bytes.TrimSuffix(p.out, []byte(" ")), []byte(unbreakable))
	switch p.block {
	case "li":
		p.block = p.list
	case "ul", "ol":
		p.block, p.listed, empty = "", true, p.items == 0
	default:
		p.block = ""
	}
	p.endLine(paragraphLead)
	return !empty
}

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

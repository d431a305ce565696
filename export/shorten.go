package export

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// shortened is markup with a word in place of each plain paragraph, and the Markdown of
// these. Converting it and reading it back takes a part of the time for the whole markup
// and proves as much: programs read each paragraph of Markdown by itself, and where one
// ends does not depend on which words it has.
type shortened struct {
	markup     string
	paragraphs []paragraph

	// simple is set if there is nothing but plain paragraphs, headings and lists of one
	// level.
	simple bool
}

type paragraph struct {
	lead, markdown string // what is before it in simple markup

	// within is set in lists, quotations and headings, where Markdown puts something
	// before a paragraph. Others have empty lines around them.
	within bool
}

// placeholders is what the words in place of paragraphs begin with.
const placeholders = "paragraphputaside"

func placeholder(i int) string { return placeholders + strconv.Itoa(i) + "z" }

// restore returns the Markdown of the whole for that of the shortened markup, unless the
// words in place of paragraphs are not where they should be: in order, and apart from
// other text.
func (s shortened) restore(md string) (whole string, ok bool) {
	if strings.Count(md, placeholders) != len(s.paragraphs) {
		return "", false
	}
	var b strings.Builder
	for i, p := range s.paragraphs {
		before, after, found := strings.Cut(md, placeholder(i))
		apart := (b.Len() == 0 && before == "" || strings.HasSuffix(before, "\n\n")) && (after == "" || strings.HasPrefix(after, "\n\n"))
		if !found || !p.within && !apart {
			return "", false
		}
		b.WriteString(before)
		b.WriteString(p.markdown)
		md = after
	}
	b.WriteString(md)
	return strings.TrimSpace(b.String()), true
}

// join returns the Markdown of simple markup.
func (s shortened) join() string {
	var b strings.Builder
	for _, p := range s.paragraphs {
		b.WriteString(p.lead)
		b.WriteString(p.markdown)
	}
	return strings.TrimSpace(b.String())
}

// shortener finds the paragraphs of markup, which are between the tags of blocks or two
// line breaks.
type shortener struct {
	shortened
	source string
	z      *html.Tokenizer
	out    []byte
	copied int // source up to here is in out

	open   []string // tags
	blocks int      // how many of them, from the outermost, are of blocks with paragraphs

	items    int  // of the current list, so far
	filled   bool // the current item has a paragraph
	listed   bool // a list has ended, and there have been no words since
	pictured bool // but a word in place of pictures

	next  int    // where the next token begins
	start int    // where the current paragraph begins
	last  int    // where its last line ends
	empty bool   // its current line is empty so far
	words bool   // it has text, not only pictures
	lead  string // what is before it in simple markup
	plain bool   // it is plain so far, and p its Markdown
	p     plainMarkup
}

// shorten puts words in place of plain paragraphs, unless the tags are not nested well.
func shorten(markup string, escape func(text []byte, i int) int) shortened {
	s := shortener{source: markup, z: html.NewTokenizer(strings.NewReader(markup)), p: plainMarkup{escape: escape}}
	s.simple = true
	if strings.Contains(markup, placeholders) || !s.read() || len(s.paragraphs) == 0 {
		return shortened{markup: markup}
	}
	s.markup = string(append(s.out, markup[s.copied:]...))
	return s.shortened
}

func (s *shortener) read() bool {
	s.begin()
	for ok := true; ok; {
		token, at := s.z.Next(), s.next
		s.next += len(s.z.Raw())
		switch token {
		case html.ErrorToken:
			s.end(at)
			return s.z.Err() == io.EOF && len(s.open) == 0
		case html.TextToken:
			s.text(s.z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			ok = s.startTag(at, token == html.SelfClosingTagToken)
		case html.EndTagToken:
			ok = s.endTag(at)
		default:
			s.plain, s.simple = false, false
		}
	}
	return false
}

func (s *shortener) text(text []byte) {
	s.plain = s.plain && s.p.text(text)
	if len(bytes.Trim(text, " \t\n")) > 0 {
		s.empty, s.words, s.listed = false, true, false
	}
}

// deepest is how many tags may be open; the converter has a limit, too.
const deepest = 100

func (s *shortener) startTag(at int, selfClosing bool) bool {
	name, more := s.z.TagName()
	tag := string(name)
	void, block := voidTags[tag], isBlock(tag)
	switch {
	case selfClosing && !void || len(s.open) == deepest:
		return false
	case tag == "br":
		s.lineBreak(at)
		return true
	case block && s.between() && !s.takes(tag):
		return false
	case block && s.between():
		s.end(at)
		s.startBlock(tag, more)
	default:
		s.plain = s.plain && s.p.startTag(s.z, tag, more)
		s.empty = false
	}
	if (tag == "ul" || tag == "ol") && s.listed && s.pictured {
		return false // the converter puts a comment between two lists without words between
	}
	if !void {
		s.open = append(s.open, tag)
	}
	if block && s.between() {
		s.begin()
	}
	return true
}

// startBlock takes nine items of a numbered list for simple: with more of them, numbers have
// as many digits as the last one.
func (s *shortener) startBlock(tag string, attributes bool) {
	simple := paragraphTags[tag]
	if simple {
		s.blocks++
	}
	switch tag {
	case "ul", "ol":
		s.items = 0
		simple = !s.listed && (tag == "ul" || !attributes)
	case "li":
		s.items++
		s.filled = false
		simple = s.items < 10 || s.open[len(s.open)-1] == "ul"
	}
	s.simple = s.simple && simple
}

func (s *shortener) endTag(at int) bool {
	name, _ := s.z.TagName()
	tag := string(name)
	if len(s.open) == 0 || s.open[len(s.open)-1] != tag {
		return false
	}
	block := s.between()
	if block {
		s.end(at)
		s.blocks--
		s.endBlock(tag)
	} else {
		s.plain = s.plain && s.p.endTag(tag)
	}
	s.open = s.open[:len(s.open)-1]
	if block || s.between() && isBlock(tag) {
		s.begin()
	}
	return true
}

// endBlock takes no empty items and lists for simple.
func (s *shortener) endBlock(tag string) {
	switch tag {
	case "ul", "ol":
		s.listed, s.pictured = true, false
		s.simple = s.simple && s.items > 0
	case "li":
		s.simple = s.simple && s.filled
	}
}

// between reports whether only tags of blocks with paragraphs are open.
func (s *shortener) between() bool { return len(s.open) == s.blocks }

// lineBreak takes two for the end of a paragraph.
func (s *shortener) lineBreak(at int) {
	switch {
	case !s.between() || s.p.within:
		s.plain = false
	case s.empty:
		s.end(at)
		s.begin()
	default:
		s.p.endLine()
		s.last, s.empty = at, true
	}
}

// begin begins a paragraph.
func (s *shortener) begin() {
	s.start, s.last, s.empty, s.words, s.plain = s.next, s.next, true, false, true
	s.p.begin()
	s.lead = "\n\n"
	list := ""
	for _, tag := range s.open {
		switch tag {
		case "p", "div":
			s.simple = s.simple && list == ""
		case "ul", "ol":
			s.simple = s.simple && list == ""
			s.plain, s.p.within, list = false, true, tag
		case "li":
			s.plain = true
		case "blockquote":
			s.p.within, s.simple = true, false
		default:
			s.simple = s.simple && list == ""
			s.p.within, s.p.heading, s.lead = true, true, "\n\n"+strings.Repeat("#", int(tag[1]-'0'))+" "
		}
	}
	if list != "" {
		s.lead = s.itemLead(list)
	}
}

func (s *shortener) itemLead(list string) string {
	lead := "\n"
	if s.items == 1 {
		lead = "\n\n"
	}
	if list == "ul" {
		return lead + "- "
	}
	return lead + strconv.Itoa(s.items) + ". "
}

// end ends the current paragraph.
func (s *shortener) end(at int) {
	if s.empty {
		at = s.last
	}
	switch {
	case s.plain && s.p.end():
		s.out = append(s.out, s.source[s.copied:s.start]...)
		s.out = append(s.out, placeholder(len(s.paragraphs))...)
		s.copied = at
		s.paragraphs = append(s.paragraphs, paragraph{s.lead, string(s.p.out), s.p.within})
		s.pictured = s.pictured || !s.words
		if len(s.open) > 0 && s.open[len(s.open)-1] == "li" {
			s.simple, s.filled = s.simple && !s.filled, true
		}
	case at > s.start || s.p.heading:
		s.simple = false
	}
	s.plain = false
}

// takes reports whether the innermost open block may contain another. If it must not, the
// other would end it.
func (s *shortener) takes(tag string) bool {
	inner := ""
	if len(s.open) > 0 {
		inner = s.open[len(s.open)-1]
	}
	switch inner {
	case "ul", "ol":
		return tag == "li"
	case "", "div", "li", "blockquote":
		return tag != "li"
	}
	return false
}

var (
	paragraphTags = setOf("p", "div", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
	otherBlocks   = setOf("table", "pre", "hr")
	voidTags      = setOf("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)

func isBlock(tag string) bool { return paragraphTags[tag] || otherBlocks[tag] }

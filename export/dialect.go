package export

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"

	"github.com/blogferry/blogferry/blog"
)

// dialect is how a program interprets Markdown.
type dialect struct {
	// chars are the characters for which escape is called, in addition to those that
	// CommonMark interprets. It returns 1 if the i-th byte must be escaped, or else -1.
	chars  []rune
	escape func(text []byte, i int) int

	// escapesWords is set if the program interprets underscores within words.
	escapesWords bool

	// misread must not occur in Markdown, even in code: the program would run or
	// misinterpret it. What starts with a brace is run in HTML, too.
	misread []string

	// blocks are block elements that the program treats as inline.
	blocks []string

	// strongPictures is set if emphasized text may contain linked images.
	strongPictures bool

	// reader renders Markdown like the program, or nearly so.
	reader goldmark.Markdown

	// excerpt is set if the program treats the excerpt as Markdown, too.
	excerpt bool
}

// fill sets r's Markdown if it renders to the same text, links and images as the markup.
// Otherwise it stays empty and the markup is used, so that no post suffers from errors of
// the converter or the program.
func (d *dialect) fill(m *markdowner, r *blog.Record) error {
	r.BodyMarkdown = nil
	md, err := m.convert(r.BodyHTML, d)
	if err == nil {
		r.BodyMarkdown = &md
	}
	if d.excerpt {
		// The converter mistakes "&" before "lt;" for an escaped one.
		r.Excerpt, err = m.convert(paragraphs(strings.ReplaceAll(r.Excerpt, "&", "&amp;")), nil)
		return err
	}
	return nil
}

// reads reports whether the program reads Markdown as it reads markup.
func (d *dialect) reads(md, markup string) bool { return !d.misreads(md) && d.same(md, markup) }

func (d *dialect) misreads(md string) bool {
	return cutsAddress(md) || slices.ContainsFunc(d.misread, func(s string) bool { return strings.Contains(md, s) }) ||
		slices.ContainsFunc(d.blocks, func(s string) bool { return strings.Count(md, s) > strings.Count("\n"+md, "\n"+s) })
}

func (d *dialect) same(md, markup string) bool {
	var rendered bytes.Buffer
	if err := d.reader.Convert([]byte(md), &rendered); err != nil {
		return false
	}
	r := newReading(rendered.Bytes())
	return (d.strongPictures || !r.strongPicture) && r.equal(newReading([]byte(markup)))
}

// markup returns a body that stays markup, with character references for braces that the
// program would run.
func (d *dialect) markup(body string) string {
	for _, s := range d.misread {
		body = strings.ReplaceAll(body, s, strings.ReplaceAll(s, "{", "&#123;"))
	}
	return body
}

// oneBlock returns markup without empty lines, which would end it within Markdown.
func oneBlock(markup string) string {
	markup = strings.TrimSpace(lineEnds.Replace(markup))
	return emptyLines.ReplaceAllStringFunc(markup, func(lines string) string {
		return strings.ReplaceAll(lines[:len(lines)-1], "\n", "&#10;") + "\n"
	})
}

// cutsAddress reports whether an address contains an escape: programs that turn addresses
// into links would end it there.
func cutsAddress(md string) bool {
	for _, start := range []string{"http://", "https://", "www."} {
		_, rest, found := strings.Cut(md, start)
		for found {
			end := strings.IndexAny(rest, asciiSpace+`<>()[]\`)
			if end < 0 {
				break
			}
			if rest = rest[end:]; len(rest) > 1 && rest[0] == '\\' && strings.IndexByte(asciiSpace, rest[1]) < 0 {
				return true
			}
			_, rest, found = strings.Cut(rest, start)
		}
	}
	return false
}

const asciiSpace = " \t\n\f\r"

var (
	lineEnds   = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	emptyLines = regexp.MustCompile(`\n[ \t\n]*\n`)
)

package export

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"

	"github.com/blogferry/blogferry/blog"
)

// dialect is what a program makes of Markdown.
type dialect struct {
	// chars are characters of texts that escape is asked for, beside those that
	// CommonMark knows. It says whether the i-th byte means something to the
	// program: 1, or else -1.
	chars  []rune
	escape func(text []byte, i int) int

	// escapesWords is set if the program takes underscores within words for signs.
	escapesWords bool

	// misread must not be in Markdown: the program would run it or mistake it for
	// something else, also in code. What begins with a brace is run in markup, too.
	misread []string

	// blocks are tags that the program takes for text within a line.
	blocks []string

	// strongPictures is set if emphasized text may hold linked pictures.
	strongPictures bool

	// reader makes markup of Markdown as the program does, or nearly so.
	reader goldmark.Markdown

	// excerpt is set if the program takes the excerpt for Markdown, too.
	excerpt bool
}

// fill sets r's Markdown if it reads as its markup does: the same text, links
// and pictures. Else there is none, and the markup is to be taken: so no post
// suffers from what the converter or the program gets wrong.
func (d *dialect) fill(m *markdowner, r *blog.Record) error {
	r.BodyMarkdown = nil
	md, plain, err := m.convert(r.BodyHTML)
	if err == nil && (plain || !d.misreads(md) && d.same(md, r.BodyHTML)) {
		r.BodyMarkdown = &md
	}
	if d.excerpt {
		// The converter takes "&" for one, which it is not before "lt;".
		r.Excerpt, _, err = m.convert(paragraphs(strings.ReplaceAll(r.Excerpt, "&", "&amp;")))
		return err
	}
	return nil
}

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

// oneBlock is markup without empty lines, which would end it within Markdown.
func oneBlock(markup string) string {
	markup = strings.TrimSpace(lineEnds.Replace(markup))
	return emptyLines.ReplaceAllStringFunc(markup, func(lines string) string {
		return strings.ReplaceAll(lines[:len(lines)-1], "\n", "&#10;") + "\n"
	})
}

// cutsAddress reports whether there is an escape in an address: programs that make links
// of addresses would end it there.
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

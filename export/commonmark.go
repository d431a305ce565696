package export

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/blogferry/blogferry/blog"
	xhtml "golang.org/x/net/html"
)

// markdowner converts markup to CommonMark with GFM tables. It is for one goroutine: the
// converter sorts its tables while it reads them.
type markdowner struct {
	conv *converter.Converter

	// escape is the dialect's.
	escape func(text []byte, i int) int

	// asides are addresses in the current body.
	asides asides

	// brackets is set if every "[" of the current body is escaped.
	brackets bool
}

// newMarkdowner returns a converter to plain CommonMark, or to a dialect.
func newMarkdowner(d *dialect) *markdowner {
	m := &markdowner{conv: converter.NewConverter(), escape: escapeTildes}
	if d != nil {
		m.escape = d.escape
		m.conv.Register.EscapedChar(d.chars...)
	}
	if d == nil || !d.escapesWords {
		m.conv.Register.TextTransformer(freeUnderscores, converter.PriorityLate)
	}
	// The converter sorts its functions at every use, so those that come first and are
	// used most are registered first.
	m.conv.Register.UnEscaper(m.escapeMore, converter.PriorityEarly)
	m.conv.Register.Renderer(renderKept, converter.PriorityEarly)
	for _, plugin := range []converter.Plugin{
		base.NewBasePlugin(),
		// A named anchor is not a link: <a name="top"></a>.
		commonmark.NewCommonmarkPlugin(commonmark.WithLinkEmptyHrefBehavior(commonmark.LinkBehaviorSkip)),
		// Padding a table to equal columns costs more bytes than the table has. Cells of
		// old blogs have line breaks; without "preserve" such tables are converted to
		// paragraphs.
		table.NewTablePlugin(
			table.WithCellPaddingBehavior(table.CellPaddingBehaviorMinimal),
			table.WithNewlineBehavior(table.NewlineBehaviorPreserve),
		),
	} {
		m.conv.Register.Plugin(plugin)
	}
	for tag := range keptTags {
		m.conv.Register.TagType(tag, converter.TagTypeInline, converter.PriorityEarly)
	}
	m.conv.Register.PreRenderer(m.asides.putAside, converter.PriorityEarly)
	m.conv.Register.PostRenderer(m.asides.putBack, converter.PriorityLate)
	return m
}

// bracketWork is how many bytes the converter may scan because of brackets, about a quarter
// of a second.
const bracketWork = 200_000_000

// escapeMore runs before the converter's own rules, one of which escapes "[" only where a
// link could begin and scans to the end of the text to find out.
func (m *markdowner) escapeMore(text []byte, i int) int {
	if m.brackets && text[i] == '[' {
		return 1
	}
	return m.escape(text, i)
}

// marked matches a word with underscores escaped by the converter.
var marked = regexp.MustCompile(`[\pL\pN]+(?:(?:\a_)+[\pL\pN]+)+`)

// freeUnderscores removes the escape marks from underscores within words, which CommonMark
// does not need. Programs that turn addresses into links (Hugo, GitHub) would end them at
// the first escape.
func freeUnderscores(_ converter.Context, text string) string {
	if !strings.Contains(text, "\a_") {
		return text
	}
	return marked.ReplaceAllStringFunc(text, func(word string) string { return strings.ReplaceAll(word, "\a", "") })
}

// keptTags have meaning but no Markdown equivalent: video, strikethrough, superscript. They
// stay markup, which CommonMark allows.
var keptTags = map[string]bool{
	"iframe": true, "video": true, "audio": true, "object": true, "embed": true,
	"del": true, "s": true, "strike": true, "sub": true, "sup": true,
}

func renderKept(_ converter.Context, w converter.Writer, n *xhtml.Node) converter.RenderStatus {
	if n.Type != xhtml.ElementNode || !keptTags[n.Data] && !(n.Data == "table" && isHuge(n)) {
		return converter.RenderTryNext
	}
	if err := xhtml.Render(w, n); err != nil {
		return converter.RenderTryNext
	}
	return converter.RenderSuccess
}

// maxCells is the maximum grid of a Markdown table. A few bytes of markup can require
// billions of cells, by a colspan or one long row among many.
const maxCells = 100_000

// isHuge reports whether a table's grid may exceed maxCells.
func isHuge(table *xhtml.Node) bool {
	rows, width, hanging := 0, 0, 0
	for n := range table.Descendants() {
		switch n.Data {
		case "tr":
			rows++
			width = max(width, rowWidth(n))
		case "td", "th":
			if down := span(n, "rowspan"); down > 1 {
				rows += down
				hanging += span(n, "colspan")
			}
		}
	}
	width += hanging
	return rows > maxCells || width > maxCells || rows*width > maxCells
}

func rowWidth(row *xhtml.Node) (width int) {
	for cell := range row.ChildNodes() {
		width += span(cell, "colspan")
	}
	return width
}

// span returns a cell's colspan or rowspan, limited to maxCells.
func span(cell *xhtml.Node, key string) int {
	for _, a := range cell.Attr {
		if a.Key == key {
			n, err := strconv.Atoi(strings.TrimSpace(a.Val))
			if err != nil && len(a.Val) > 5 {
				n = maxCells // too many digits for a number
			}
			return min(max(n, 1), maxCells+1)
		}
	}
	return 1
}

// fill sets r's Markdown. If the markup can't be converted, that is the plain text, and
// an error is returned.
func (m *markdowner) fill(r *blog.Record) error {
	md, err := m.convert(r.BodyHTML, nil)
	if err != nil {
		err = fmt.Errorf("convert post %s to markdown: %w; its plain text is exported instead", r.ID, err)
		md, _ = m.convert(paragraphs(r.BodyText), nil)
	}
	r.BodyMarkdown = &md
	return err
}

// convert converts markup to Markdown that the dialect reads as the same; nil stands for
// none.
func (m *markdowner) convert(markup string, d *dialect) (string, error) {
	short := shorten(markup, m.escape)
	if short.simple {
		return short.join(), nil
	}
	if len(short.paragraphs) > 0 {
		md, err := m.convertAny(short.markup)
		if whole, ok := short.restore(md); ok && err == nil && (d == nil || d.reads(md, short.markup)) {
			return whole, nil
		}
	}
	md, err := m.convertAny(markup)
	if err == nil && d != nil && !d.reads(md, markup) {
		err = errMisread
	}
	return md, err
}

// convertAny converts markup and recovers from panics of the converter.
func (m *markdowner) convertAny(markup string) (md string, err error) {
	defer func() {
		if v := recover(); v != nil {
			md, err = "", fmt.Errorf("%w: %v", errConverter, v)
		}
	}()
	m.asides = m.asides[:0]
	// The bell character is the converter's mark for characters to escape.
	markup = strings.ReplaceAll(markup, "\a", "")
	m.brackets = strings.Count(markup, "[") > bracketWork/(len(markup)+1)
	return m.conv.ConvertString(strings.ToValidUTF8(markup, "\ufffd"))
}

var (
	errConverter = errors.New("converter gave up")
	errMisread   = errors.New("markdown reads differently")
)

// paragraphs converts plain text to markup, each line to a paragraph.
func paragraphs(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("<p>" + html.EscapeString(strings.TrimSpace(line)) + "</p>")
	}
	return b.String()
}

package export

import (
	"io"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

const (
	csvHeader = "id,source,url,title,author,role,published_at,categories,tags,comment_count,body_text,body_html,removed_at\r\n"
	byteOrder = "\ufeff" // tells spreadsheets that the file is UTF-8
)

// writeCSV writes RFC 4180: lines end with CRLF, lists are joined with "|", null is an
// empty cell. Cells are written byte for byte, including invalid UTF-8 and line ends,
// unless Options.Excel is set.
//
// encoding/csv can't do that: with UseCRLF it changes line ends within cells, and without
// it lines end with LF.
func writeCSV(w io.Writer, records Records, o Options) (int, error) {
	t := sheet{excel: o.Excel}
	rows := stream[*blog.Record]{head: csvHeader, record: t.appendRow}
	if o.Excel {
		rows.head = byteOrder + csvHeader
	}
	return rows.write(w, records)
}

// sheet writes rows of CSV.
type sheet struct {
	excel bool
}

func (t sheet) appendRow(b []byte, _ int, r *blog.Record) []byte {
	b = t.appendCell(b, r.ID)
	for _, cell := range [...]string{
		r.Source,
		orEmpty(r.URL),
		r.Title,
		r.Author,
		r.Role,
		orEmpty(r.PublishedAt),
		strings.Join(r.Categories, "|"),
		strings.Join(r.Tags, "|"),
		count(r.CommentCount),
		r.BodyText,
		r.BodyHTML,
		orEmpty(r.RemovedAt),
	} {
		b = t.appendCell(append(b, ','), cell)
	}
	return append(b, '\r', '\n')
}

// appendCell quotes a cell if necessary, or if a reader might trim it.
func (t sheet) appendCell(b []byte, s string) []byte {
	if t.excel {
		s = defuse(strings.ToValidUTF8(s, "\ufffd"))
	}
	if !needsQuotes(s) {
		return append(b, s...)
	}
	b = append(b, '"')
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return append(append(b, s...), '"')
		}
		b = append(append(b, s[:i]...), '"', '"')
		s = s[i+1:]
	}
}

func needsQuotes(s string) bool {
	return s != "" && (isBlank(s[0]) || isBlank(s[len(s)-1]) || strings.ContainsAny(s, ",\"\r\n"))
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// defuse puts an apostrophe before what spreadsheets may interpret as a formula,
// including white space before it. Full-width signs count in East Asian versions.
func defuse(s string) string {
	for _, sign := range [...]string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return "'" + s
		}
	}
	return s
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func count(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

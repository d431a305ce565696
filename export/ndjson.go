package export

import (
	"io"

	"github.com/blogferry/blogferry/blog"
)

// writeNDJSON writes one object a line; an empty blog is an empty file.
func writeNDJSON(w io.Writer, records Records, o Options) (int, error) {
	lines := stream[*blog.Record]{record: func(buf []byte, _ int, r *blog.Record) []byte {
		return append(appendRecord(buf, r), '\n')
	}}
	return lines.write(w, prepare(records, o))
}

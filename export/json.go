package export

import (
	"io"

	"github.com/blogferry/blogferry/blog"
)

// writeJSON writes one array, with each object on a line of its own for line-based tools
// (diff, grep, head).
func writeJSON(w io.Writer, records Records, o Options) (int, error) {
	array := stream[*blog.Record]{
		head: "[",
		record: func(buf []byte, n int, r *blog.Record) []byte {
			if n > 0 {
				buf = append(buf, ',')
			}
			return appendRecord(append(buf, '\n'), r)
		},
		tail: func(n int) string {
			if n == 0 {
				return "]\n"
			}
			return "\n]\n"
		},
	}
	return array.write(w, prepare(records, o))
}

// prepare adds optional fields to the records.
func prepare(records Records, o Options) Records {
	if o.Markdown {
		return withMarkdown(just(records), o, nil).results()
	}
	return records
}

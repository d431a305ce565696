package export

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// ErrUnknownFormat is a format name that is not in the table.
var ErrUnknownFormat = errors.New("unknown format")

// Records are stored posts in the order in which they are exported. A record
// stays as it is after the next one was asked for. An error ends the sequence.
type Records = iter.Seq2[*blog.Record, error]

// Options say how an export looks. The zero value is what scripts expect.
type Options struct {
	// Markdown adds the key body_markdown (json, ndjson).
	Markdown bool

	// Excel makes CSV safe to open in a spreadsheet: a byte order mark, and an
	// apostrophe before cells that would run as a formula.
	Excel bool

	// Warn hears of posts that could not be exported as they should; what was
	// done instead is part of the error. Nil ignores it.
	Warn func(r *blog.Record, err error)
}

// Format is a way to write posts.
type Format struct {
	Name        string
	Description string

	// Removed says that removed posts belong to the export unless the user
	// filters them out: its records have a place to say that they are removed.
	Removed bool

	write func(w io.Writer, records Records, o Options) (int, error)
}

// Formats are all formats, the default first.
func Formats() []Format {
	return []Format{
		{"json", "one array of objects, every field", true, writeJSON},
		{"ndjson", "one JSON object a line, every field", true, writeNDJSON},
		{"csv", "a table of the main fields (RFC 4180)", true, writeCSV},
	}
}

// Lookup finds a format by its name. The error is an ErrUnknownFormat that
// names those that are known.
func Lookup(name string) (Format, error) {
	var known []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		known = append(known, f.Name)
	}
	return Format{}, fmt.Errorf("%w %q (known: %s)", ErrUnknownFormat, name, strings.Join(known, ", "))
}

// Write writes records to w and says how many it wrote. Errors of the records
// and of w come back as they are, so that a closed pipe can be told apart; what
// was written until then is not a whole document.
func Write(w io.Writer, format string, records Records, o Options) (n int, err error) {
	f, err := Lookup(format)
	if err != nil {
		return 0, err
	}
	return f.write(w, records, o)
}

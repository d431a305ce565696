package export

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

var (
	// ErrUnknownFormat means that there is no format of that name.
	ErrUnknownFormat = errors.New("unknown format")

	// ErrFolder means that the format needs a folder.
	ErrFolder = errors.New("the format is a folder of files")
)

// Records are stored posts in export order. A record stays valid after the next one is
// read. An error ends the sequence.
type Records = iter.Seq2[*blog.Record, error]

// Options control an export. The zero value is what scripts expect.
type Options struct {
	// Markdown adds the key body_markdown (json, ndjson).
	Markdown bool

	// Excel makes CSV safe to open in a spreadsheet: a byte order mark, and an
	// apostrophe before cells that would run as a formula.
	Excel bool

	// Warn is called for posts that could not be exported unchanged. The error says what
	// was done instead; it is a *Change if the destination's rules required it. Nil
	// ignores warnings.
	Warn func(r *blog.Record, err error)

	// Outlines are the records without bodies, excerpts, comments and images, which the
	// plan does not need. Nil means the records themselves.
	Outlines Records

	// Sources are the sources of the records.
	Sources []*blog.Source

	// BaseURL is the root of the new site without a trailing slash, "" if unknown.
	BaseURL string

	// Permalink is the pattern of new addresses; "" means the destination's own, or
	// DefaultPermalink.
	Permalink Permalink

	// Names are the new names of authors and tags.
	Names Names

	// Media returns the local copy of an image or file by its old address. Nil means that
	// there are none. It must be safe for concurrent use.
	Media func(old string) (Media, bool)

	// OpenMedia opens a local copy for MediaCopy.
	OpenMedia func(Media) (io.ReadCloser, error)

	// Zip writes a zip archive with the posts, images and files (ghost).
	Zip bool

	// Comments receives the comments in formats that cannot hold them: NDJSON for ghost, a
	// second feed for atom. Nil omits them.
	Comments io.Writer

	// CommentsName is the name of that file below BaseURL, for links to it.
	CommentsName string

	// Redirects are the options of the format redirects.
	Redirects RedirectOptions

	// Split is the maximum size in bytes of the files written by WriteTree, for formats
	// that can be split; 0 means not to split.
	Split int64

	// MediaMode says where images and files are; "" means MediaKeep. Those without a local
	// copy keep their old address.
	MediaMode MediaMode
}

func (o Options) warn(r *blog.Record, err error) {
	if o.Warn != nil {
		o.Warn(r, err)
	}
}

// Format is an export format.
type Format struct {
	Name        string
	Description string

	// Removed is set if the format includes removed posts: its records have a field for
	// the time of removal.
	Removed bool

	// Table is set if the format needs only the main fields of a post (see
	// store.Snapshot.Main).
	Table bool

	// Held is set if the whole export is in memory before it is written.
	Held bool

	// uses lists the options that this format uses and not every format does, by their
	// flag names.
	uses string

	// Exactly one of file and folder is set. Records may be iterated several times.
	file   func(w io.Writer, records Records, o Options) (int, error)
	folder func(t Tree, records Records, o Options) (int, error)

	// parts writes the format split into several files; nil if that is not possible.
	parts func(t Tree, records Records, o Options) (int, error)
}

// InParts returns the format split into a folder of files, for Options.Split; false if it
// cannot be split.
func (f Format) InParts() (Format, bool) {
	f.file, f.folder = nil, f.parts
	return f, f.folder != nil
}

// IsFolder reports whether the format is a folder of files.
func (f Format) IsFolder() bool { return f.folder != nil }

// Options used by formats with names, files or addresses.
const (
	named  = "authors tags base-url"
	hosted = named + " media"
	placed = hosted + " permalink"
)

// Formats returns all formats, the default first.
func Formats() []Format {
	return []Format{
		{Name: "json", Description: "one array of objects, every field", Removed: true, uses: "markdown", file: writeJSON},
		{Name: "ndjson", Description: "one JSON object a line, every field", Removed: true, uses: "markdown", file: writeNDJSON},
		{Name: "csv", Description: "a table of the main fields (RFC 4180)", Removed: true, Table: true, uses: "excel", file: writeCSV},
		{Name: "wxr", Description: "WordPress's export file (WXR 1.2), for its importer", uses: placed + " split", file: writeWXR, parts: writeWXRParts},
		{Name: "atom", Description: "a feed of all posts (RFC 4287)", uses: placed + " comments", file: writeAtom},
		{Name: "jsonfeed", Description: "a feed of all posts (JSON Feed 1.1), with comments", uses: placed, file: writeJSONFeed},
		{Name: "hugo", Description: "a folder for Hugo: posts in Markdown, comments, images", uses: placed, folder: writeHugo},
		{Name: "jekyll", Description: "a folder for Jekyll: posts in Markdown, comments, images", uses: placed, folder: writeJekyll},
		{Name: "markdown", Description: "a folder of CommonMark files with YAML front matter", uses: placed, folder: writeMarkdownFolder},
		{Name: "ghost", Description: "Ghost's import file, or a zip of it with images (--out NAME.zip)", uses: placed + " comments", file: writeGhost},
		{Name: "html", Description: "a folder to keep: pages that open from the disk, with search", uses: hosted, folder: writeHTML},
		{Name: "redirects", Description: "rules of a web server (--for) that lead old addresses to new ones", Held: true, uses: named + " permalink for to path", file: writeRedirects},
	}
}

// Uses reports whether the format uses an option, given by its flag name.
func (f Format) Uses(option string) bool {
	return slices.Contains(strings.Fields(f.uses), option)
}

// FormatsUsing returns the names of the formats that use an option, none if it does not
// depend on the format.
func FormatsUsing(option string) []string {
	var names []string
	for _, f := range Formats() {
		if f.Uses(option) {
			names = append(names, f.Name)
		}
	}
	return names
}

// Lookup returns the format with a name. The error wraps ErrUnknownFormat and lists the
// known formats.
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

// Write writes records to w and returns the number of posts written. Errors of records and
// w are returned unwrapped, so that a closed pipe can be recognized; what was written until
// then is incomplete.
func Write(w io.Writer, format string, records Records, o Options) (n int, err error) {
	f, err := Lookup(format)
	if err != nil {
		return 0, err
	}
	if f.file == nil {
		return 0, fmt.Errorf("write %s: %w", format, ErrFolder)
	}
	return f.file(w, records, o)
}

// WriteTree writes records to a folder, in a format for which IsFolder holds, or
// InParts if Options.Split is set.
func WriteTree(t Tree, format string, records Records, o Options) (n int, err error) {
	f, err := Lookup(format)
	if err != nil {
		return 0, err
	}
	if o.Split > 0 {
		f, _ = f.InParts()
	}
	if f.folder == nil {
		return 0, fmt.Errorf("write %s: the format is one file", format)
	}
	return f.folder(t, records, o)
}

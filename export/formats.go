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
	// ErrUnknownFormat is a format name that is not in the table.
	ErrUnknownFormat = errors.New("unknown format")

	// ErrFolder is a format that needs a folder.
	ErrFolder = errors.New("the format is a folder of files")
)

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

	// Warn hears of posts that could not be exported as they are, what was done
	// instead being part of the error: a *Change where the destination's rules
	// ask for it. Nil ignores it.
	Warn func(r *blog.Record, err error)

	// Outlines are the records without what the plan does not need: bodies,
	// excerpts, comments, images. Nil takes the records themselves.
	Outlines Records

	// Sources are those of the records: their names, addresses and zones.
	Sources []*blog.Source

	// BaseURL is the new site's root, without a closing slash; "" when unknown.
	BaseURL string

	// Permalink says where posts go; "" is what the destination does by itself, or
	// DefaultPermalink.
	Permalink Permalink

	// Names are the user's decisions on authors and tags.
	Names Names

	// Media finds the local copy of an image or file by its old address. Nil
	// knows none. Several goroutines ask it.
	Media func(old string) (Media, bool)

	// OpenMedia opens a local copy for MediaCopy.
	OpenMedia func(Media) (io.ReadCloser, error)

	// Zip packs images and files together with the posts (ghost).
	Zip bool

	// Comments gets the comments of posts from formats that have no place for them:
	// NDJSON from ghost, another feed from atom. Nil leaves them out.
	Comments io.Writer

	// CommentsName is the name of that file at BaseURL, for links to it.
	CommentsName string

	// Redirects are for the format of that name.
	Redirects RedirectOptions

	// Split is the size in bytes above which WriteTree begins another file, in
	// formats that can be split; 0 is never.
	Split int64

	// MediaMode says what becomes of images and files; "" is MediaKeep. Those
	// without a local copy keep their old address.
	MediaMode MediaMode
}

func (o Options) warn(r *blog.Record, err error) {
	if o.Warn != nil {
		o.Warn(r, err)
	}
}

// Format is a way to write posts.
type Format struct {
	Name        string
	Description string

	// Removed is set if removed posts belong to the export unless the user
	// filters them out: its records have a place to say that they are removed.
	Removed bool

	// Table is set if the export shows no more than the main fields of a post, so
	// that the rest need not be read.
	Table bool

	// Held is set if all of the export is in memory before it is written.
	Held bool

	// uses are the options that this format heeds and not every other does, by
	// their names on the command line.
	uses string

	// One of the two is set: a format is a file or a folder. Records may be
	// ranged over more than once.
	file   func(w io.Writer, records Records, o Options) (int, error)
	folder func(t Tree, records Records, o Options) (int, error)

	// parts, where a file can be written as several, fills a folder with them.
	parts func(t Tree, records Records, o Options) (int, error)
}

// InParts is the same format as a folder, for Options.Split; false if it has to
// be one file.
func (f Format) InParts() (Format, bool) {
	f.file, f.folder = nil, f.parts
	return f, f.folder != nil
}

// IsFolder reports whether the format is a folder of files.
func (f Format) IsFolder() bool { return f.folder != nil }

// What formats heed that have names, places for files, addresses of their own.
const (
	named  = "authors tags base-url"
	hosted = named + " media"
	placed = hosted + " permalink"
)

// Formats are all formats, the default first.
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

// Uses reports whether an option of some formats, by its name on the command line,
// means anything to this one.
func (f Format) Uses(option string) bool {
	return slices.Contains(strings.Fields(f.uses), option)
}

// FormatsUsing are the names of the formats that heed an option. None means that it is
// no matter of formats.
func FormatsUsing(option string) []string {
	var names []string
	for _, f := range Formats() {
		if f.Uses(option) {
			names = append(names, f.Name)
		}
	}
	return names
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

// Write writes records to w and says how many posts it wrote. Errors of the
// records and of w come back as they are, so that a closed pipe can be told
// apart; what was written until then is not a whole document.
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

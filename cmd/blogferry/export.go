package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/internal/atomicfile"
	"github.com/blogferry/blogferry/internal/folder"
	"github.com/blogferry/blogferry/store"
)

type exportOptions struct {
	Format    string
	Out       string
	Filter    blog.Filter
	Markdown  bool
	Excel     bool
	Removed   bool
	Permalink string
	BaseURL   string
	Media     string
	Authors   string // file names
	Tags      string
	Comments  string // file name
	Preflight bool
	Split     sizeFlag

	For string
	redirectFlags

	given []string         // names of the flags on the command line
	names export.Names     // from Authors and Tags
	paths export.SitePaths // from redirectFlags
}

func newExportCmd(e *env) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the stored posts as JSON, CSV and other formats",
		Long:  "Write the stored posts, newest first, in one of these formats:\n\n" + formatList(),
		Example: `  blogferry export --format json --out posts.json
  blogferry export --format csv --excel --since 2014-01-01 --tag Sales > posts.csv
  blogferry export --format wxr --base-url https://new.example --preflight
  blogferry export --format hugo --out mysite`,
		Args: argCount(0, 0),
	}
	flags := cmd.Flags()
	cmd.RunE = e.do(func(ctx context.Context, _ []string) error {
		flags.Visit(func(f *pflag.Flag) { o.given = append(o.given, f.Name) })
		return runExport(ctx, e, o)
	})
	o.Format = export.Formats()[0].Name
	flags.Var(choiceFlag{&o.Format, formatNames()}, "format", "`FORMAT` of the export, one of the above")
	flags.StringVar(&o.Out, "out", "", "`FILE|DIR` to write; a file is replaced only when complete (default: standard output)")
	flags.StringVar(&o.Filter.Source, "source", "", "only posts of this `SOURCE`: address, name or id")
	flags.StringVar(&o.Filter.Since, "since", "", "only posts from this `DATE` or time on, such as 2014-07-01")
	flags.StringVar(&o.Filter.Until, "until", "", "only posts before this `DATE` or time")
	flags.StringVar(&o.Filter.Author, "author", "", "only posts by this author, `NAME`")
	flags.StringVar(&o.Filter.Tag, "tag", "", "only posts with this `TAG` or category")
	flags.BoolVar(&o.Markdown, "markdown", false, "add the bodies as Markdown (json, ndjson)")
	flags.BoolVar(&o.Excel, "excel", false, "make the file safe to open in a spreadsheet (csv)")
	flags.BoolVar(&o.Removed, "removed", false, "include removed posts in formats that omit them")
	flags.StringVar(&o.Permalink, "permalink", "", "new path of a post, a `PATTERN` of :year, :month, :day, :slug, :id (default "+export.DefaultPermalink+", ghost: /:slug/)")
	flags.StringVar(&o.BaseURL, "base-url", "", "root `URL` of the new site")
	o.Media = mediaAuto
	flags.Var(choiceFlag{&o.Media, []string{mediaAuto, string(export.MediaKeep), string(export.MediaCopy), string(export.MediaAbsolute)}}, "media",
		"address of downloaded images and files: the old one (keep), a copy next to the posts (copy), below --base-url (absolute); auto means copy for folders, keep for files")
	markSharedName(flags.Lookup("media"))
	flags.StringVar(&o.Authors, "authors", "", "new author names, a `FILE` written by \"blogferry map\"")
	flags.StringVar(&o.Tags, "tags", "", "new tag and category names, a `FILE` written by \"blogferry map\"")
	flags.StringVar(&o.Comments, "comments", "", "`FILE` for the comments (ghost: NDJSON; atom: a second feed)")
	o.For = export.RedirectServers()[0]
	flags.Var(choiceFlag{&o.For, export.RedirectServers()}, "for", "`SERVER` to write rules for (redirects): "+strings.Join(export.RedirectServers(), ", "))
	o.redirectFlags.bind(flags)
	flags.Var(&o.Split, "split", "split into files of at most `SIZE` in the folder --out, such as 10MB (wxr)")
	flags.BoolVar(&o.Preflight, "preflight", false, "write nothing; list what the destination would drop, merge, cut or rename (exit code 3 if anything)")
	return cmd
}

// exportMemory is the garbage collector's soft memory limit: one and a half times
// the plan of 100,000 posts. With a larger plan it runs more often, which costs
// time.
const exportMemory = 32 << 20

// tuneGC configures the garbage collector for an export and returns a function that
// undoes it. With a plan in memory each cycle has more to scan, so below the limit it
// runs much less often: that saves up to two fifths of the CPU time of a small blog and
// costs 8 MiB. A format held entirely
// in memory gets no limit: beyond it, half of the time would go into collecting next
// to nothing.
func tuneGC(format export.Format) (reset func()) {
	if format.Held {
		return func() {}
	}
	limit, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(-1)
	debug.SetMemoryLimit(min(limit, exportMemory))
	debug.SetGCPercent(percent)
	if !format.Removed {
		setGCPercent(400)
	}
	return func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	}
}

func runExport(ctx context.Context, e *env, o exportOptions) error {
	format, err := o.format()
	if err != nil {
		return err
	}
	defer tuneGC(format)()
	if err := o.check(format); err != nil {
		return err
	}
	if o.names, err = readNames(o.Authors, o.Tags); err != nil {
		return err
	}
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	o.Filter.SkipRemoved = !format.Removed && !o.Removed
	err = exportFrom(ctx, e, st, format, o)
	return errors.Join(err, st.Close())
}

// exportFrom exports from one snapshot, since some formats read the posts several
// times.
func exportFrom(ctx context.Context, e *env, st *store.DB, format export.Format, o exportOptions) error {
	if o.Filter.Source != "" {
		src, err := mustFindSource(ctx, st, o.Filter.Source)
		if err != nil {
			return err
		}
		o.Filter.Source = src.ID
	}
	snapshot, err := st.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	options, err := o.options(format, snapshot)
	if err != nil {
		return err
	}
	media, err := openMedia(ctx, st)
	if err != nil {
		return err
	}
	options.Redirects.Addresses = oldAddresses(ctx, st, snapshot, o.Filter.Source)
	options.Media, options.OpenMedia, options.MediaMode = media.find, media.open, o.mediaMode(format)
	left := &imagesLeft{format: format, mode: options.MediaMode, find: media.find}
	err = exportRecords(e, format, snapshot, o, options, left)
	if err == nil {
		left.say(e)
	}
	return errors.Join(err, media.Close())
}

func exportRecords(e *env, format export.Format, snapshot *store.Snapshot, o exportOptions, options export.Options, left *imagesLeft) error {
	records := left.count(snapshot.Records(o.Filter))
	options.Outlines = snapshot.Outlines(o.Filter)
	if o.Preflight {
		if o.Comments != "" {
			options.Comments = io.Discard
		}
		return preflight(e, format, records, options)
	}
	if format.Table {
		records = snapshot.Main(o.Filter)
	}
	options.Warn = func(r *blog.Record, err error) { e.console.Warn("export %s: %v", nameOf(r), err) }
	if o.Comments == "" {
		return exportTo(e, format, o.Out, records, options)
	}
	options.CommentsName = url.PathEscape(filepath.Base(o.Comments))
	return atomicfile.Write(o.Comments, func(w io.Writer) error {
		options.Comments = w
		return exportTo(e, format, o.Out, records, options)
	})
}

// nameOf identifies a post in a warning. A record without an id is the old address
// of another page.
func nameOf(r *blog.Record) string {
	if r.ID == "" && r.URL != nil {
		return *r.URL
	}
	return fmt.Sprintf("%q (%s)", r.Title, r.ID)
}

// options converts the flags to export.Options.
func (o *exportOptions) options(format export.Format, snapshot *store.Snapshot) (export.Options, error) {
	sources, err := snapshot.Sources()
	if err != nil {
		return export.Options{}, err
	}
	if o.Filter.Source != "" {
		sources = slices.DeleteFunc(sources, func(s *blog.Source) bool { return s.ID != o.Filter.Source })
	}
	return export.Options{
		Markdown:  o.Markdown,
		Excel:     o.Excel,
		Sources:   sources,
		BaseURL:   strings.TrimRight(o.BaseURL, "/"),
		Split:     int64(o.Split),
		Permalink: export.Permalink(o.Permalink),
		Names:     o.names,
		Zip:       o.isZip(format),
		Redirects: export.RedirectOptions{Server: o.For, Paths: o.paths},
	}, nil
}

func exportTo(e *env, format export.Format, out string, records export.Records, options export.Options) error {
	written := 0
	write := func(w io.Writer) (err error) {
		written, err = export.Write(w, format.Name, records, options)
		return err
	}
	if out == "" || out == "-" {
		err := write(e.stdout)
		if err == nil && written == 0 {
			e.console.Say("no stored post matches")
		}
		return err
	}
	if format.IsFolder() {
		return exportFolder(e, format, out, records, options)
	}
	if err := atomicfile.Write(out, write); err != nil {
		return err
	}
	e.console.Say("wrote %s to %s", plural(written, "post"), out)
	return nil
}

func exportFolder(e *env, format export.Format, out string, records export.Records, options export.Options) error {
	tree, err := folder.Open(out)
	if err != nil {
		return err
	}
	defer tree.Close()
	written, err := export.WriteTree(tree, format.Name, records, options)
	if errors.Is(err, folder.ErrForeign) {
		return &hintedError{err: err, hint: "choose another folder, or move the file away"}
	}
	if err != nil {
		return err
	}
	if err := tree.Commit(); err != nil {
		return err
	}
	e.console.Say("wrote %s to %s", plural(written, "post"), out)
	return nil
}

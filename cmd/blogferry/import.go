package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/archive"
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/store"
)

type importOptions struct {
	readOptions
	URL           string
	MaxBody       sizeFlag
	AcceptMissing bool
	Media         bool
	MaxMedia      sizeFlag
}

func newImportCmd(e *env) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import PATH...",
		Short: "Read saved pages: HTML, plain text, MHTML, web archives, folders of them",
		Long: `Read saved pages: HTML files, plain text, MHTML, folders and archives of them
(zip, tar, tar.gz), web archives (WARC, WACZ, ARC), or "-" for standard input.
Pages are grouped into blogs by their addresses and headings. If an archive holds
other sites, too, select the blog with --url.

Exit code 0 means that every named file was read and contained posts, 3 that some
did not, 1 that none did. "blogferry status" shows what the blog still lacks.`,
		Example: `  blogferry import saved-pages/
  blogferry import page1.txt page2.txt --url http://old.example/blog --timezone America/New_York
  blogferry import crawl.warc.gz --url http://old.example/blog --media`,
		Args: argCount(1, unlimited),
		RunE: e.do(func(ctx context.Context, args []string) error { return runImport(ctx, e, o, args) }),
	}
	flags := cmd.Flags()
	o.readOptions.bind(flags)
	o.MaxBody = 8 << 20
	flags.StringVar(&o.URL, "url", "", "`ADDRESS` of the listing that the pages were saved from")
	flags.Var(&o.MaxBody, "max-body", "maximum size of a page")
	flags.BoolVar(&o.Media, "media", false, "take images and files from the same folders and archives")
	markSharedName(flags.Lookup("media"))
	bindMaxMedia(flags, &o.MaxMedia)
	flags.BoolVar(&o.AcceptMissing, "accept-missing", false, "accept that the blog counts more or fewer posts than it shows, or that most of its posts are gone")
	return cmd
}

func runImport(ctx context.Context, e *env, o importOptions, paths []string) error {
	settings, err := o.importer(e)
	if err != nil {
		return err
	}
	spool := new(archive.Spool)
	defer spool.Close()
	var files *archive.Files
	if o.Media {
		files = &archive.Files{MaxBody: int64(o.MaxMedia)}
	}
	pages, unread, err := savedPages(ctx, e, o, paths, spool, files)
	if err != nil {
		return err
	}
	if len(pages) == 0 {
		// Nothing to store: do not create a database.
		return e.reportImport(ctx, nil, &importer.ImportSummary{}, nil, unread).err()
	}
	st, err := e.openStore(ctx, store.Options{Create: true})
	if err != nil {
		return err
	}
	return errors.Join(importPages(ctx, e, st, pages, unread, settings, files), st.Close())
}

func importPages(ctx context.Context, e *env, st *store.DB, pages []importer.SavedPage, unread []unreadFile, o importer.ImportOptions, files *archive.Files) error {
	progress := e.console.Progress(ui.ProgressOptions{})
	defer progress.Done()
	deps, err := e.deps(st, nil, progress)
	if err != nil {
		return err
	}
	reports, summary, err := importer.Import(ctx, deps, pages, o)
	if err == nil && files != nil {
		err = e.savedMedia(ctx, st, files, progress, reports)
	}
	progress.Done()
	code := exitDone
	if err != nil {
		code = e.fail(ctx, fmt.Errorf("import: %w", err))
	}
	if err == nil || len(reports) > 0 {
		code = code.worse(e.reportImport(ctx, reports, summary, hostsOf(pages), unread))
	}
	return code.err()
}

// importer converts the flags to importer.ImportOptions. What was not given stays
// empty, so that a known source keeps its settings.
func (o importOptions) importer(e *env) (importer.ImportOptions, error) {
	settings := importer.ImportOptions{AcceptMissing: o.AcceptMissing}
	if o.URL != "" {
		address, err := startAddress(o.URL)
		if err != nil {
			return settings, fmt.Errorf("--url: %w", err)
		}
		settings.URL = address
	}
	layers := []layer{e.explicit, e.config.source(&blog.Source{URL: settings.URL}), e.config.common}
	err := o.readOptions.applyTo(&settings.Defaults, func(flag string) bool { return anyHas(layers, flag) })
	return settings, err
}

// unreadFile is a file that could not be read as a page.
type unreadFile struct {
	blog.Failure
	skip bool // not a page, but found in a folder, which may hold anything: no failure
}

// savedPages reads the files. An error in one does not affect the others.
func savedPages(ctx context.Context, e *env, o importOptions, paths []string, spool *archive.Spool, files *archive.Files) ([]importer.SavedPage, []unreadFile, error) {
	var pages []importer.SavedPage
	var unread []unreadFile
	options := archive.Options{MaxBody: int64(o.MaxBody), URL: o.URL, Stdin: e.stdin, Spool: spool, Files: files}
	for page, err := range archive.Read(ctx, paths, options) {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		var bad *blog.PageError
		switch {
		case err == nil:
			pages = append(pages, importer.SavedPage{Page: page.Page, Named: page.Named, Body: page.Again()})
		case errors.As(err, &bad):
			unread = append(unread, unreadFile{
				Failure: blog.Failure{URL: bad.URL, Error: bad.Err.Error()},
				skip:    !page.Named && (errors.Is(err, archive.ErrEmpty) || errors.Is(err, archive.ErrNotPage) || errors.Is(err, archive.ErrNoPages)),
			})
		default:
			return nil, nil, err
		}
	}
	return pages, unread, nil
}

// reportImport reports an import and returns its exit code.
func (e *env) reportImport(ctx context.Context, reports []*blog.Report, summary *importer.ImportSummary, hosts []string, unread []unreadFile) exitCode {
	failed := summary.Failed
	for _, file := range unread {
		if file.skip {
			e.console.Say("skipped %s: %s", file.URL, file.Error)
		} else {
			failed = append(failed, file.Failure)
		}
	}
	e.listSkipped(summary.Skipped)
	if len(reports) == 0 {
		for _, f := range failed {
			e.console.Error(fmt.Errorf("import %s: %s", f.URL, f.Error))
		}
	}
	code := exitDone
	for i, report := range reports {
		code = code.worse(codeOfMedia(report.Media))
		if i == 0 {
			// A file that is not a page belongs to no blog: list it in the first report.
			report.Failed = append(report.Failed, failed...)
		}
		if err := e.report(report, len(reports) > 1); err != nil {
			return e.fail(ctx, err)
		}
	}
	// The exit code is about the given files, and images if they are wanted, not about
	// what the blog still lacks.
	switch {
	case len(summary.Read) == 0:
		e.console.Error(errors.New("import: no posts found in the given files"), nothingImported(summary, hosts)...)
		return exitFailed
	case len(failed) > 0:
		return exitIncomplete
	}
	return code
}

const skippedShown = 20

// listSkipped names pages without posts: not thousands, unless that is asked for.
func (e *env) listSkipped(skipped []blog.Failure) {
	shown := len(skipped)
	if !e.global.Verbose && shown > skippedShown {
		shown = skippedShown
	}
	for _, file := range skipped[:shown] {
		e.console.Say("skipped %s: %s", file.URL, file.Error)
	}
	if more := len(skipped) - shown; more > 0 {
		e.console.Say("skipped %d more without posts: -v names them", more)
	}
}

// nothingImported returns a hint if there were readable pages without posts, or pages
// of other sites; errors of other files were reported already.
func nothingImported(summary *importer.ImportSummary, hosts []string) []string {
	if len(summary.Failed)+len(summary.Skipped) == 0 {
		return nil
	}
	hints := []string{`"blogferry inspect FILE" shows what was looked for on a page`}
	if len(hosts) > 0 {
		hints = append(hints, "the pages are of "+strings.Join(hosts, ", ")+`; "--url ADDRESS" names the blog's listing`)
	}
	return hints
}

const hostsShown = 5

// hostsOf returns the hosts from which web archives have pages, and how many, the most
// first.
func hostsOf(pages []importer.SavedPage) []string {
	count := map[string]int{}
	for _, p := range pages {
		if u, err := url.Parse(p.Page.URL); err == nil && p.Page.Status != 0 {
			count[u.Host]++
		}
	}
	hosts := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	for i, host := range hosts {
		hosts[i] = fmt.Sprintf("%s (%d)", host, count[host])
	}
	if len(hosts) > hostsShown {
		hosts = append(hosts[:hostsShown], fmt.Sprintf("%d more hosts", len(hosts)-hostsShown))
	}
	return hosts
}

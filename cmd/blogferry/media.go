package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/archive"
	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/media"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// shownMissing limits what status lists as text; --json has all.
const shownMissing = 20

type mediaOptions struct {
	fetchOptions
	MaxMedia      sizeFlag
	AcceptMissing bool
}

func newMediaCmd(e *env) *cobra.Command {
	var o mediaOptions
	cmd := &cobra.Command{
		Use:   "media [SOURCE...]",
		Short: "Download the images and files of the stored posts",
		Long: `Download the images and files that the stored posts show or link to, in original
size where a page shows a smaller copy. They are kept in a folder next to the
database (blog.media for blog.db), once each, under readable names. Run again, it
requests only what is missing.`,
		Example: `  blogferry media
  blogferry media --max-media 200MiB
  blogferry media --accept-missing`,
		RunE: e.do(func(ctx context.Context, args []string) error { return runMedia(ctx, e, o, args) }),
	}
	o.fetchOptions.bind(cmd.Flags())
	bindMaxMedia(cmd.Flags(), &o.MaxMedia)
	cmd.Flags().BoolVar(&o.AcceptMissing, "accept-missing", false, "give up what cannot be downloaded now: it is not requested again")
	return cmd
}

func runMedia(ctx context.Context, e *env, o mediaOptions, names []string) error {
	st, err := e.openStore(ctx, store.Options{})
	if err != nil {
		return err
	}
	sources, err := sourcesOf(ctx, st, names)
	if err == nil && len(sources) == 0 {
		err = &hintedError{err: errors.New("no blog is stored yet"), hint: `"blogferry crawl URL" makes the first`}
	}
	if err != nil {
		return errors.Join(err, st.Close())
	}
	code := exitDone
	for _, src := range sources {
		if ctx.Err() == nil {
			code = code.worse(e.fail(ctx, e.mediaOf(ctx, st, src, o.AcceptMissing, len(sources) > 1)))
		}
	}
	return errors.Join(code.err(), st.Close())
}

// mediaRun is the run report of media for one source.
type mediaRun struct {
	Source      string              `json:"source"`
	StartedAt   time.Time           `json:"started_at"`
	FinishedAt  time.Time           `json:"finished_at"`
	Requests    int                 `json:"requests"`
	Bytes       int64               `json:"bytes"`
	Media       *blog.MediaStanding `json:"media"`
	Interrupted bool                `json:"interrupted,omitempty"`
	Error       string              `json:"error,omitempty"`
}

// mediaOf downloads the media of one source with its own settings and reports the
// result.
func (e *env) mediaOf(ctx context.Context, st *store.DB, src *blog.Source, accept, several bool) (err error) {
	src, release, err := lockSource(ctx, st, src, "media")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	o, err := e.resolveOptions(src)
	if err != nil {
		return err
	}
	fetch, err := e.newScraper(o.fetchOptions, src.URL)
	if err != nil {
		return err
	}
	defer fetch.Close()
	label := ""
	if several {
		label = src.Label()
	}
	progress := e.console.Progress(ui.ProgressOptions{
		Delay:    func() time.Duration { return fetch.Delay(src.URL) },
		Requests: func() int { return fetch.Stats().Requests }, Label: label,
	})
	defer progress.Done()
	r := mediaRun{Source: src.Label(), StartedAt: e.now().UTC()}
	options := o.media(st, "media")
	options.AcceptMissing = accept
	r.Media, err = media.Run(ctx, e.mediaDeps(st, fetch, progress), src, options)
	progress.Done()
	stats := fetch.Stats()
	r.FinishedAt, r.Requests, r.Bytes, r.Interrupted = e.now().UTC(), stats.Requests, stats.Bytes, ctx.Err() != nil
	return e.concludeMedia(ctx, &r, err, several)
}

// syncRest is how long a sync waits before it requests a failed file again: it may
// run every hour.
const syncRest = 20 * time.Hour

// mediaDeps returns the dependencies of a media run.
func (e *env) mediaDeps(st *store.DB, fetch media.Fetcher, progress media.Progress) media.Deps {
	return media.Deps{Store: st, Fetch: fetch, Progress: progress, Now: e.now}
}

// media returns the options of a media run, by itself or after a crawl or sync.
func (o crawlOptions) media(st *store.DB, kind string) media.Options {
	options := media.Options{Dir: st.MediaDir(), MaxSize: int64(o.MaxMedia), Hosts: o.AllowHosts}
	if kind == "sync" {
		options.Rest = syncRest
	}
	return options
}

// addMedia downloads media after a crawl and adds the result to its report.
func (e *env) addMedia(ctx context.Context, d media.Deps, src *blog.Source, o media.Options, fetch *scraper.Scraper, report *blog.Report) (err error) {
	report.Media, err = media.Run(ctx, d, src, o)
	stats := fetch.Stats()
	report.Requests, report.Bytes, report.FinishedAt = stats.Requests, stats.Bytes, e.now().UTC()
	report.Interrupted = ctx.Err() != nil
	return err
}

// savedMedia takes the media of imported blogs from what lies beside the pages, and adds
// the result to the reports.
func (e *env) savedMedia(ctx context.Context, st *store.DB, files *archive.Files, progress media.Progress, reports []*blog.Report) error {
	for _, report := range reports {
		src, err := mustFindSource(ctx, st, report.Source)
		if err != nil {
			return err
		}
		o := media.Options{Dir: st.MediaDir(), MaxSize: files.MaxBody, AtHand: true}
		report.Media, err = media.Run(ctx, e.mediaDeps(st, files, progress), src, o)
		report.FinishedAt, report.Interrupted = e.now().UTC(), ctx.Err() != nil
		if err != nil {
			return fmt.Errorf("media of %s: %w", report.Source, err)
		}
	}
	return nil
}

// concludeMedia reports a run and turns its outcome into an error that carries the
// exit code.
func (e *env) concludeMedia(ctx context.Context, r *mediaRun, err error, named bool) error {
	code := exitDone
	if err != nil {
		r.Error = err.Error()
		code = e.fail(ctx, fmt.Errorf("media of %s: %w", r.Source, err))
	}
	if r.Media == nil && !e.global.JSON {
		return code.err()
	}
	err = e.results(func(w io.Writer) error {
		if e.global.JSON {
			return writeJSON(w, r)
		}
		var b strings.Builder
		if named {
			fmt.Fprintf(&b, "%s:\n", r.Source)
		}
		writeMedia(&b, r.Media)
		_, err := io.WriteString(w, b.String())
		return err
	})
	return code.worse(codeOfMedia(r.Media)).worse(e.fail(ctx, err)).err()
}

// writeMedia writes the state of media and what is missing, one per line.
func writeMedia(b *strings.Builder, m *blog.MediaStanding) {
	if m == nil {
		return
	}
	fmt.Fprintln(b, mediaLine(m))
	for _, missing := range m.Missing {
		fmt.Fprintln(b, "missing: "+missingLine(missing))
	}
}

// describeMedia adds media to the output of status.
func describeMedia(row func(name, format string, args ...any), m *blog.MediaStanding) {
	if m == nil {
		return
	}
	row("media", "%s", mediaLine(m))
	for i, missing := range m.Missing {
		if i == shownMissing {
			row("", "and %d more", len(m.Missing)-shownMissing)
			break
		}
		row(label(i, "missing"), "%s", missingLine(missing))
	}
}

// mediaLine formats "58 files, 12.3 MB, for 64 of 66 addresses: 2 missing".
func mediaLine(m *blog.MediaStanding) string {
	text := fmt.Sprintf("%s, %s, for %d of %d addresses", plural(m.Files, "file"), bytesText(m.Bytes), m.Fetched, m.Addresses)
	if m.New > 0 {
		text = fmt.Sprintf("%d new, ", m.New) + text
	}
	switch {
	case len(m.Missing) > 0:
		text += fmt.Sprintf(": %d missing", len(m.Missing))
	case m.Accepted > 0:
		text += fmt.Sprintf(", %d accepted as missing", m.Accepted)
	}
	if m.Unscanned > 0 {
		text += fmt.Sprintf("; %s not looked at yet", plural(m.Unscanned, "post"))
	}
	return text
}

// missingLine formats "http://…/photo.png: the server answered 404 (on http://…)".
func missingLine(m blog.MediaMissing) string {
	return fmt.Sprintf("%s: %s (on %s)", m.URL, m.Error, m.On)
}

// bytesText formats a size: "12.3 MB".
func bytesText(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return plural(int(n), "byte")
}

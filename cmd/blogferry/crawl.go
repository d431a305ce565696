package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/parser"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

func newCrawlCmd(e *env) *cobra.Command {
	var o crawlOptions
	cmd := &cobra.Command{
		Use:   "crawl URL",
		Short: "Crawl a blog from its listing page and store every post",
		Long: `Crawl a blog from its listing page and store every post. Run again, it fetches
what is new and detects what was changed or removed.`,
		Example: `  blogferry crawl http://old.example/blog
  blogferry crawl http://old.example/blog --timezone Europe/Berlin --delay 2s`,
		Args: argCount(1, 1),
		RunE: e.do(func(ctx context.Context, args []string) error { return runCrawl(ctx, e, args[0]) }),
	}
	o.bind(cmd.Flags())
	return cmd
}

func runCrawl(ctx context.Context, e *env, start string) error {
	address, err := startAddress(start)
	if err != nil {
		return err
	}
	// Wrong settings must not leave a database behind.
	asked := &blog.Source{URL: address}
	rememberArchive(asked, start)
	if err := e.checkSettings(asked); err != nil {
		return err
	}
	st, err := e.openStore(ctx, store.Options{Create: true})
	if err != nil {
		return err
	}
	src, err := findSource(ctx, st, address)
	if src == nil {
		src = asked
	}
	if err == nil {
		err = e.crawlSource(ctx, st, src, crawlJob{kind: "crawl", start: start})
	}
	return errors.Join(err, st.Close())
}

// crawlJob says why and how one source is crawled.
type crawlJob struct {
	kind    string // "crawl" or "sync"
	start   string // address as the user gave it, "" for a known source
	several bool   // other sources are crawled as well: name this one in messages
	// fullEvery forces a full pass when the last one is older. Zero leaves it to
	// --full.
	fullEvery time.Duration
	// done, if not nil, receives the report of the run.
	done func(*blog.Report)
}

// crawlSource brings one source up to date with its own settings and reports the
// result.
func (e *env) crawlSource(ctx context.Context, st *store.DB, src *blog.Source, job crawlJob) (err error) {
	held, release, err := lockSource(ctx, st, src, job.kind)
	if err != nil {
		return errors.Join(err, e.reportIdle(src, err))
	}
	src = held
	defer func() { err = errors.Join(err, release()) }()
	if err := updateStart(ctx, st, src, job.start); err != nil {
		return err
	}
	o, err := e.resolveOptions(src)
	if err != nil {
		return err
	}
	e.remember(src)
	rememberStart(src)
	return e.crawlWith(ctx, st, src, o, job)
}

func (e *env) crawlWith(ctx context.Context, st *store.DB, src *blog.Source, o crawlOptions, job crawlJob) error {
	fetch, err := e.newScraper(o.fetchOptions, "")
	if err != nil {
		return err
	}
	defer fetch.Close()
	pace := func() time.Duration { return fetch.Delay(src.URL) }
	requests := func() int { return fetch.Stats().Requests }
	label := ""
	if job.several {
		label = src.Label()
	}
	progress := e.console.Progress(ui.ProgressOptions{Delay: pace, Requests: requests, Label: label})
	defer progress.Done()
	deps, err := e.deps(st, fetch, progress)
	if err != nil {
		return err
	}
	if due, err := e.fullDue(ctx, st, src, job.fullEvery); err != nil {
		return err
	} else if due {
		o.Full = true
	}
	report, err := importer.Crawl(ctx, deps, src, o.importer(job.kind))
	if o.Media && err == nil && report.Error == "" && !report.Interrupted {
		err = e.addMedia(ctx, e.mediaDeps(st, fetch, progress), src, o.media(st, job.kind), fetch, report)
	}
	progress.Done()
	e.sayCopies(fetch)
	if job.done != nil && report != nil {
		job.done(report)
	}
	return e.concludeRun(ctx, report, err, fmt.Sprintf("%s %s", job.kind, src.Label()), job.several)
}

// sayCopies says from when a web archive's copies are if they are not of one time.
func (e *env) sayCopies(fetch *scraper.Scraper) {
	if first, last := fetch.Copies(); last.Sub(first) > 24*time.Hour {
		e.console.Say("the web archive's copies were made between %s and %s: posts may be missing where they do not fit together",
			first.Format(time.DateOnly), last.Format(time.DateOnly))
	}
}

// concludeRun prints the report of a run and turns the outcome into an error that
// carries the exit code.
func (e *env) concludeRun(ctx context.Context, report *blog.Report, err error, doing string, named bool) error {
	code := exitDone
	if err != nil {
		code = e.fail(ctx, fmt.Errorf("%s: %w", doing, err))
	}
	// As text, the report of a run that failed before it read anything is noise.
	if report != nil && (err == nil || report.Stored > 0 || e.global.JSON) {
		if err := e.report(report, named); err != nil {
			code = code.worse(e.fail(ctx, err))
		}
	}
	if report != nil {
		code = code.worse(codeOfReport(report))
	}
	return code.err()
}

// updateStart takes over the address given now. It replaces the address of a source that
// has no posts yet: the earlier one, perhaps with another scheme, may have been wrong.
func updateStart(ctx context.Context, st *store.DB, src *blog.Source, start string) error {
	address, err := startAddress(start)
	if err != nil {
		return nil // of a sync
	}
	rememberArchive(src, start)
	if src.ID == "" || src.URL == address {
		return nil
	}
	held, err := st.PostStats(ctx, src.ID)
	if err == nil && held.Posts == 0 {
		src.URL = address
	}
	return err
}

// reportIdle writes the JSON report of a run that could not start: scripts expect
// one report per source.
func (e *env) reportIdle(src *blog.Source, why error) error {
	if !e.global.JSON {
		return nil
	}
	now := e.now().UTC()
	gap := blog.Gap{Kind: "page", Page: 1, URL: src.URL, Reason: why.Error()}
	return e.report(&blog.Report{Source: src.Label(), StartedAt: now, FinishedAt: now, Gaps: []blog.Gap{gap}, Error: why.Error()}, false)
}

// checkSettings validates the settings for a source without side effects.
func (e *env) checkSettings(src *blog.Source) error {
	o, err := e.resolveOptions(src)
	if err != nil {
		return err
	}
	fetch, err := e.newScraper(o.fetchOptions, "")
	if err != nil {
		return err
	}
	return fetch.Close()
}

// deps returns the importer's dependencies. fetch is nil for saved pages.
func (e *env) deps(st *store.DB, fetch importer.Fetcher, progress importer.Progress) (importer.Deps, error) {
	p, err := parser.New(parser.Options{})
	if err != nil {
		return importer.Deps{}, err
	}
	return importer.Deps{Store: st, Parser: p, Fetch: fetch, Progress: progress, Log: e.console.Log(), Now: e.now}, nil
}

func (o crawlOptions) importer(kind string) importer.Options {
	return importer.Options{
		Kind: kind, Details: o.Details, NoComments: o.NoComments, Full: o.Full,
		RecheckDetails: int(o.RecheckDetails), MaxPages: int(o.MaxPages),
		Parallel: int(o.Parallel), AcceptMissing: o.AcceptMissing,
	}
}

// lockSource keeps other runs away from a source until release is called. It
// returns the source as it is now: another run may have changed it meanwhile.
func lockSource(ctx context.Context, st *store.DB, src *blog.Source, doing string) (*blog.Source, func() error, error) {
	id := src.ID
	if asked := cmp.Or(src.Settings[startURLKey], src.URL); id == "" || src.Settings[startURLKey] != "" {
		// A new source has no id yet: derive the lock from its first address.
		id = blog.ID("source", blog.PathKey(asked, false))
	}
	release, err := st.LockSource(ctx, id, doing)
	if err != nil {
		return nil, nil, fmt.Errorf("%s %s: %w", doing, src.Label(), err)
	}
	now, err := findSource(ctx, st, cmp.Or(src.URL, src.ID))
	if err != nil {
		return nil, nil, errors.Join(err, release())
	}
	if now != nil {
		src = now
	}
	return src, release, nil
}

// openStore opens the database that --db names.
func (e *env) openStore(ctx context.Context, o store.Options) (*store.DB, error) {
	return store.Open(ctx, e.global.DB, o)
}

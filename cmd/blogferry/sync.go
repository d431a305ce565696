package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

type syncOptions struct {
	crawlOptions
	Every           durationFlag
	FullEvery       durationFlag
	SourcesParallel countFlag
	OnChange        string
}

func newSyncCmd(e *env) *cobra.Command {
	var o syncOptions
	cmd := &cobra.Command{
		Use:   "sync [SOURCE...]",
		Short: "Bring the stored blogs up to date",
		Long: `Bring the stored blogs up to date with the settings of their last crawl: all that
have an address, or those given by address, name or id. Blogs that blogferry.yaml
lists under "sources" are crawled if they are new.

--on-change runs a shell command for every blog with new, changed, removed or
restored posts, after they are stored: with the run report (JSON) on its standard
input and the database in BLOGFERRY_DB. Its output goes to standard error. If it
fails, the error is reported, the other blogs are still synced, and sync exits with
code 3; the command is not called again for the same changes.`,
		Example: `  blogferry sync
  blogferry sync http://old.example/blog --full
  blogferry sync --every 6h --full-every 7d --log-format json
  blogferry sync --on-change 'blogferry export --format json --out posts.json'`,
		RunE: e.do(func(ctx context.Context, args []string) error { return runSync(ctx, e, o, args) }),
	}
	o.SourcesParallel = 1
	o.bind(cmd.Flags())
	cmd.Flags().Var(&o.Every, "every", "repeat at this interval, plus up to a tenth of it")
	cmd.Flags().Var(&o.FullEvery, "full-every", "read every listing page when the last full pass is older: only that detects edits of old posts")
	cmd.Flags().Var(&o.SourcesParallel, "sources-parallel", "number of blogs to sync in parallel; each host still gets one request at a time")
	cmd.Flags().StringVar(&o.OnChange, "on-change", "", "shell `COMMAND` to run after a blog has changed, with the run report on its stdin")
	return cmd
}

func runSync(ctx context.Context, e *env, o syncOptions, names []string) error {
	if o.Every == 0 {
		return syncOnce(ctx, e, o, names)
	}
	return repeat(ctx, e, time.Duration(o.Every), func() error { return syncOnce(ctx, e, o, names) })
}

// syncOnce crawls each source. A failure does not affect the others; the exit code
// is the worst one.
func syncOnce(ctx context.Context, e *env, o syncOptions, names []string) error {
	st, err := e.openStore(ctx, store.Options{Create: len(e.config.sources) > 0})
	if err != nil {
		return err
	}
	sources, err := syncSources(ctx, e, st, names)
	if err == nil && len(sources) == 0 {
		err = &hintedError{err: errors.New("no blog to sync"), hint: `"blogferry crawl URL" makes the first`}
	}
	if err != nil {
		return errors.Join(err, st.Close())
	}
	code := forEachSource(int(o.SourcesParallel), sources, func(src *blog.Source) exitCode {
		return syncSource(ctx, e, st, src, o, len(sources) > 1)
	})
	return errors.Join(code.err(), st.Close())
}

// forEachSource calls work for every source, at most most at a time, and returns the
// worst exit code.
func forEachSource(most int, sources []*blog.Source, work func(*blog.Source) exitCode) exitCode {
	var mu sync.Mutex
	var wg sync.WaitGroup
	code := exitDone
	places := make(chan struct{}, max(most, 1))
	for _, src := range sources {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			got := work(src)
			mu.Lock()
			defer mu.Unlock()
			code = code.worse(got)
		})
	}
	wg.Wait()
	return code
}

// syncSource brings one source up to date, reports it, and runs the --on-change
// command. Once ctx has ended it does nothing.
func syncSource(ctx context.Context, e *env, st *store.DB, src *blog.Source, o syncOptions, several bool) exitCode {
	if ctx.Err() != nil {
		return exitInterrupted
	}
	var report *blog.Report
	code := e.fail(ctx, e.crawlSource(ctx, st, src, crawlJob{
		kind: "sync", several: several, fullEvery: time.Duration(o.FullEvery),
		done: func(r *blog.Report) { report = r },
	}))
	if report == nil {
		return code
	}
	e.logRun(report, code)
	if o.OnChange == "" || !hasChanges(report) {
		return code
	}
	return code.worse(e.onChange(ctx, o.OnChange, report))
}

// logRun logs the run in one line.
func (e *env) logRun(r *blog.Report, code exitCode) {
	e.console.Log().Info("synced", "source", r.Source, "exit_code", int(code), "complete", r.Complete,
		"new", r.New, "changed", r.Changed, "removed", r.Removed, "restored", r.Restored, "stored", r.Stored,
		"gaps", len(r.Gaps), "failed", len(r.Failed), "requests", r.Requests,
		"seconds", r.FinishedAt.Sub(r.StartedAt).Round(time.Millisecond).Seconds())
}

// syncSources returns the sources to sync: those named, or else all that have an
// address and those in blogferry.yaml that were never crawled.
func syncSources(ctx context.Context, e *env, st *store.DB, names []string) ([]*blog.Source, error) {
	if len(names) > 0 {
		return namedSources(ctx, e, st, names)
	}
	known, err := st.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var live []*blog.Source
	for _, src := range known {
		if src.URL != "" {
			live = append(live, src)
		} else {
			e.console.Say("%s was read from saved pages only and has no address: skipped", src.Label())
		}
	}
	fresh, err := e.uncrawled(ctx, st)
	return append(live, fresh...), err
}

// uncrawled returns the blogs in blogferry.yaml that are not in the database.
func (e *env) uncrawled(ctx context.Context, st *store.DB) ([]*blog.Source, error) {
	var fresh []*blog.Source
	for _, listed := range e.config.sources {
		src, err := findSource(ctx, st, listed.url)
		if err != nil {
			return nil, err
		}
		if src == nil {
			fresh = append(fresh, &blog.Source{URL: listed.url})
		}
	}
	return fresh, nil
}

// namedSources returns the sources with the given names, from the database or
// blogferry.yaml.
func namedSources(ctx context.Context, e *env, st *store.DB, names []string) ([]*blog.Source, error) {
	var found []*blog.Source
	for _, name := range names {
		src, err := namedSource(ctx, e, st, name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(found, func(s *blog.Source) bool { return s.URL == src.URL }) {
			found = append(found, src)
		}
	}
	return found, nil
}

func namedSource(ctx context.Context, e *env, st *store.DB, name string) (*blog.Source, error) {
	fresh, err := e.uncrawled(ctx, st)
	if err != nil {
		return nil, err
	}
	address, _ := startAddress(name)
	for _, src := range fresh {
		if address != "" && src.URL == address {
			return src, nil
		}
	}
	src, err := mustFindSource(ctx, st, name)
	if err == nil && src.URL == "" {
		err = &usageError{
			err:  errors.New(src.Label() + " was read from saved pages only and has no address"),
			hint: "\"blogferry import\" reads further pages into it",
		}
	}
	return src, err
}

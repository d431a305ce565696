package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/store"
)

type reparseOptions struct {
	readOptions
	DryRun bool
}

func newReparseCmd(e *env) *cobra.Command {
	var o reparseOptions
	cmd := &cobra.Command{
		Use:   "reparse [SOURCE...]",
		Short: "Parse the kept pages again, without the network",
		Long: `Parse the kept pages again with the current parser, or with another profile, time
zone or date order, and show field by field what differs. Post versions created by
reparse are marked as such.`,
		Example: `  blogferry reparse --dry-run
  blogferry reparse http://old.example/blog --profile mine.yaml`,
		RunE: e.do(func(ctx context.Context, args []string) error { return runReparse(ctx, e, o, args) }),
	}
	o.bind(cmd.Flags())
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "show what would change, and change nothing")
	return cmd
}

func runReparse(ctx context.Context, e *env, o reparseOptions, names []string) error {
	st, err := e.openStore(ctx, store.Options{})
	if err != nil {
		return err
	}
	code := exitDone
	sources, err := sourcesOf(ctx, st, names)
	for _, src := range sources {
		code = code.worse(e.fail(ctx, reparseOne(ctx, e, st, src, o)))
	}
	return errors.Join(err, code.err(), st.Close())
}

func reparseOne(ctx context.Context, e *env, st *store.DB, src *blog.Source, o reparseOptions) (err error) {
	src, release, err := lockSource(ctx, st, src, "reparse")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	layers := []layer{e.explicit, e.config.source(src)}
	if err := o.readOptions.applyTo(src, func(flag string) bool { return anyHas(layers, flag) }); err != nil {
		return err
	}
	progress := e.console.Progress(ui.ProgressOptions{})
	defer progress.Done()
	deps, err := e.deps(st, nil, progress)
	if err != nil {
		return err
	}
	report, err := importer.Reparse(ctx, deps, src, importer.ReparseOptions{DryRun: o.DryRun})
	progress.Done()
	if err != nil {
		return fmt.Errorf("reparse %s: %w", src.Label(), err)
	}
	err = e.results(func(w io.Writer) error {
		if e.global.JSON {
			return writeJSON(w, report)
		}
		return writeReparse(w, report)
	})
	if err == nil && len(report.Failed) > 0 {
		err = exitIncomplete.err()
	}
	return err
}

func writeReparse(w io.Writer, r *importer.ReparseReport) error {
	var b strings.Builder
	verb := "changed"
	if r.DryRun {
		verb = "would change"
	}
	fmt.Fprintf(&b, "%s: %s with %s read again, %s %s\n", r.Source, plural(r.Pages, "page"), plural(r.Posts, "post"), plural(r.Changed, "post"), verb)
	for _, field := range slices.Sorted(maps.Keys(r.Fields)) {
		fmt.Fprintf(&b, "  %-15s %d\n", field, r.Fields[field])
	}
	for _, d := range r.Diffs {
		fmt.Fprintf(&b, "  %s %s: %s\n", d.ID, cmp.Or(shorten(oneLine(d.Title), 60), "(no title)"), strings.Join(d.Fields, ", "))
	}
	for _, f := range r.Failed {
		fmt.Fprintln(&b, "failed: "+failure(f))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

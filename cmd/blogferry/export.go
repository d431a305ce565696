package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/internal/atomicfile"
	"github.com/blogferry/blogferry/store"
)

type exportOptions struct {
	Format   string
	Out      string
	Filter   blog.Filter
	Markdown bool
	Excel    bool
	Removed  bool
}

func newExportCmd(e *env) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the stored posts as JSON, CSV and other forms",
		Long:  "Write the stored posts, newest first, in one of these formats:\n\n" + formatList(),
		Example: `  blogferry export --format json --out posts.json
  blogferry export --format csv --excel --since 2014-01-01 --tag Sales > posts.csv`,
		Args: wantArgs(0, 0),
		RunE: e.do(func(ctx context.Context, _ []string) error { return runExport(ctx, e, o) }),
	}
	flags := cmd.Flags()
	o.Format = export.Formats()[0].Name
	flags.Var(choice{&o.Format, formatNames()}, "format", "form of the export")
	flags.StringVar(&o.Out, "out", "", "write to `FILE`, whole or not at all (default: standard output)")
	flags.StringVar(&o.Filter.Source, "source", "", "only posts of this `SOURCE`: address, name or id")
	flags.StringVar(&o.Filter.Since, "since", "", "only posts from this `DATE` or time on, as in 2014-07-01")
	flags.StringVar(&o.Filter.Until, "until", "", "only posts before this `DATE` or time")
	flags.StringVar(&o.Filter.Author, "author", "", "only posts of this author, `NAME`")
	flags.StringVar(&o.Filter.Tag, "tag", "", "only posts with this `TAG` or category")
	flags.BoolVar(&o.Markdown, "markdown", false, "add the bodies as Markdown (json, ndjson)")
	flags.BoolVar(&o.Excel, "excel", false, "make CSV safe to open in a spreadsheet")
	flags.BoolVar(&o.Removed, "removed", false, "removed posts too, in formats that leave them out")
	return cmd
}

func runExport(ctx context.Context, e *env, o exportOptions) error {
	format, err := export.Lookup(o.Format)
	if err != nil {
		return &usageError{err: err}
	}
	if err := checkDates(o.Filter); err != nil {
		return err
	}
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	o.Filter.SkipRemoved = !format.Removed && !o.Removed
	err = exportTo(ctx, e, st, o)
	return errors.Join(err, st.Close())
}

func exportTo(ctx context.Context, e *env, st *store.DB, o exportOptions) error {
	if o.Filter.Source != "" {
		src, err := mustFindSource(ctx, st, o.Filter.Source)
		if err != nil {
			return err
		}
		o.Filter.Source = src.ID
	}
	options := export.Options{Markdown: o.Markdown, Excel: o.Excel, Warn: func(r *blog.Record, err error) {
		e.console.Warn("export %q (%s): %v", r.Title, r.ID, err)
	}}
	written := 0
	write := func(w io.Writer) (err error) {
		written, err = export.Write(w, o.Format, st.Records(ctx, o.Filter), options)
		return err
	}
	if o.Out == "" || o.Out == "-" {
		return write(e.stdout)
	}
	if err := atomicfile.Write(o.Out, write); err != nil {
		return err
	}
	e.console.Say("wrote %s to %s", plural(written, "post"), o.Out)
	return nil
}

// checkDates refuses bounds that are no dates, before they silently choose
// nothing.
func checkDates(f blog.Filter) error {
	for _, bound := range []struct{ flag, text string }{{"since", f.Since}, {"until", f.Until}} {
		if bound.text != "" && !isDate(bound.text) {
			return &usageError{
				err:  fmt.Errorf("--%s %q: not a date", bound.flag, bound.text),
				hint: "write dates as 2014-07-01 or 2014-07-01T06:00:00+02:00",
			}
		}
	}
	return nil
}

func isDate(text string) bool {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

func formatNames() []string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return names
}

func formatList() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-9s %s\n", f.Name, f.Description)
	}
	return strings.TrimRight(b.String(), "\n")
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/store"
)

type searchOptions struct {
	Words  string
	Source string
	Limit  countFlag
}

func newSearchCmd(e *env) *cobra.Command {
	o := searchOptions{Limit: 20}
	cmd := &cobra.Command{
		Use:   "search WORDS...",
		Short: "Search titles and bodies of the stored posts",
		Example: `  blogferry search cold calls
  blogferry search '"cold calls"' --limit 5 --json`,
		Args: argCount(1, unlimited),
		RunE: e.do(func(ctx context.Context, args []string) error {
			o.Words = strings.Join(args, " ")
			return runSearch(ctx, e, o)
		}),
	}
	cmd.Flags().StringVar(&o.Source, "source", "", "only posts of this `SOURCE`: address, name or id")
	cmd.Flags().Var(&o.Limit, "limit", "maximum number of posts (0: all)")
	return cmd
}

func runSearch(ctx context.Context, e *env, o searchOptions) error {
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(showHits(ctx, e, st, o), st.Close())
}

func showHits(ctx context.Context, e *env, st *store.DB, o searchOptions) error {
	var filter blog.Filter
	if o.Source != "" {
		src, err := mustFindSource(ctx, st, o.Source)
		if err != nil {
			return err
		}
		filter.Source = src.ID
	}
	hits, err := st.Search(ctx, o.Words, filter, int(o.Limit))
	if errors.Is(err, store.ErrNoWords) {
		return &usageError{err: err, hint: "only letters and digits can be searched for"}
	}
	if err != nil {
		return err
	}
	if len(hits) == 0 {
		e.console.Say("no post contains %q", o.Words)
	}
	return e.results(func(w io.Writer) error {
		if e.global.JSON {
			return writeJSON(w, hits...)
		}
		for _, hit := range hits {
			if err := writeHit(w, hit); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeHit(w io.Writer, hit blog.Hit) error {
	date := "undated"
	if hit.PublishedAt != nil {
		date = (*hit.PublishedAt)[:len("2006-01-02")]
	}
	address := ""
	if hit.URL != nil {
		address = "  " + *hit.URL
	}
	_, err := fmt.Fprintf(w, "%s  %s\n  %s\n  %s%s\n", date, cmp.Or(oneLine(hit.Title), "(no title)"), oneLine(hit.Snippet), hit.ID, address)
	return err
}

// oneLine joins lines and removes control characters, for display.
func oneLine(text string) string { return strings.Join(strings.Fields(ui.Harmless(text)), " ") }

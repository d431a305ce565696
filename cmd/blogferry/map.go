package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/atomicfile"
	"github.com/blogferry/blogferry/internal/namefile"
	"github.com/blogferry/blogferry/store"
)

type mapOptions struct {
	Source  string
	Authors string // file names
	Tags    string
}

func newMapCmd(e *env) *cobra.Command {
	var o mapOptions
	cmd := &cobra.Command{
		Use:   "map",
		Short: "Write files for renaming and merging authors and tags",
		Long: `Write authors.yaml and tags.yaml from the stored posts: every author, tag and
category, for you to rename, to merge, to give a login or an e-mail address, or to
turn tags into categories. Names that differ only in case are merged already;
authors that may be the same person are pointed out.

If a file exists, missing names are added at the top, and your edits are kept.
"blogferry export --authors FILE --tags FILE" reads the files.`,
		Example: `  blogferry map
  blogferry export --format wxr --authors authors.yaml --tags tags.yaml --out blog.xml`,
		Args: argCount(0, 0),
		RunE: e.do(func(ctx context.Context, _ []string) error { return runMap(ctx, e, o) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Source, "source", "", "only names of this `SOURCE`: address, name or id")
	flags.StringVar(&o.Authors, "authors", "authors.yaml", "`FILE` for the authors")
	flags.StringVar(&o.Tags, "tags", "tags.yaml", "`FILE` for tags and categories")
	return cmd
}

func runMap(ctx context.Context, e *env, o mapOptions) error {
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	names, err := countNames(ctx, st, o.Source)
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	return errors.Join(
		e.addNames(o.Authors, namefile.Section{Name: namefile.Authors, Found: names.Authors()}),
		e.addNames(o.Tags, namefile.Section{Name: namefile.Tags, Found: names.Tags()},
			namefile.Section{Name: namefile.Categories, Found: names.Categories()}),
	)
}

func countNames(ctx context.Context, st *store.DB, source string) (*namefile.Counter, error) {
	filter := blog.Filter{SkipRemoved: true}
	if source != "" {
		src, err := mustFindSource(ctx, st, source)
		if err != nil {
			return nil, err
		}
		filter.Source = src.ID
	}
	var names namefile.Counter
	for r, err := range st.Records(ctx, filter) {
		if err != nil {
			return nil, err
		}
		names.Add(r)
	}
	return &names, nil
}

// addNames adds the names that a file lacks.
func (e *env) addNames(file string, sections ...namefile.Section) error {
	old, err := readNameText(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text, added, err := namefile.Add(file, old, sections...)
	if err != nil {
		return &usageError{err: err}
	}
	if !bytes.Equal(text, old) {
		write := func(w io.Writer) error { _, err := w.Write(text); return err }
		if err := atomicfile.Write(file, write); err != nil {
			return err
		}
	}
	e.console.Say("%s: %s added", file, plural(added, "name"))
	return nil
}

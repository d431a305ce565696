package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/store"
)

func newHistoryCmd(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "history ID|URL",
		Short: "Show the versions of a post and their differences",
		Example: `  blogferry history 3f2a9c0b7d51e8a64c10
  blogferry history http://old.example/blog/July-2014/Some-post --json`,
		Args: argCount(1, 1),
		RunE: e.do(func(ctx context.Context, args []string) error { return runHistory(ctx, e, args[0]) }),
	}
}

func runHistory(ctx context.Context, e *env, post string) error {
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(showHistory(ctx, e, st, post), st.Close())
}

func showHistory(ctx context.Context, e *env, st *store.DB, post string) error {
	versions, err := st.History(ctx, post)
	if errors.Is(err, store.ErrNoPost) {
		return &hintedError{
			err:  fmt.Errorf("history %s: %w", post, store.ErrNoPost),
			hint: `"blogferry search WORDS" shows the ids and addresses of posts`,
		}
	}
	if err != nil {
		return err
	}
	return e.results(func(w io.Writer) error {
		if e.global.JSON {
			return writeJSON(w, versions...)
		}
		return writeVersions(w, versions)
	})
}

func writeVersions(w io.Writer, versions []blog.Version) error {
	for i, v := range versions {
		until := "now"
		if v.To != nil {
			until = *v.To
		}
		if _, err := fmt.Fprintf(w, "version %d: %s to %s (%s)\n", v.Number, v.From.UTC().Format("2006-01-02T15:04:05Z"), until, cmp.Or(v.Cause, "first seen")); err != nil {
			return err
		}
		if i == 0 {
			if _, err := fmt.Fprintf(w, "  %s\n", cmp.Or(oneLine(v.Post.Title), "(no title)")); err != nil {
				return err
			}
			continue
		}
		if _, err := w.Write(difference(versions[i-1], v)); err != nil {
			return err
		}
	}
	return nil
}

// difference returns a unified diff of all fields of two versions of a post.
func difference(old, new blog.Version) []byte {
	name := func(v blog.Version) string { return "version " + strconv.Itoa(v.Number) }
	text := diff.Diff(name(old), plainPost(&old.Post), name(new), plainPost(&new.Post))
	// Drop the first line, which is a "diff old new" command line.
	if _, rest, ok := bytes.Cut(text, []byte("\n")); ok {
		text = rest
	}
	return []byte(ui.Harmless(string(text)))
}

// plainPost formats a post as lines, one per field, for a diff.
func plainPost(p *blog.Post) []byte {
	var b bytes.Buffer
	line := func(name, value string) { fmt.Fprintf(&b, "%s: %s\n", name, value) }
	line("title", p.Title)
	line("author", p.Author)
	line("role", p.Role)
	line("published", string(p.Published))
	line("url", p.URL)
	line("tags", strings.Join(p.Tags, ", "))
	line("categories", strings.Join(p.Categories, ", "))
	if p.CommentCount != nil {
		line("comment count", strconv.Itoa(*p.CommentCount))
	}
	line("excerpt", p.Excerpt)
	for _, c := range p.Comments {
		line("comment", fmt.Sprintf("%s, %s: %s", c.Author, c.Published, oneLine(c.BodyText)))
	}
	for _, image := range p.Images {
		line("image", image.URL+" "+image.Alt)
	}
	b.WriteString("body:\n" + strings.TrimRight(p.BodyText, "\n") + "\n")
	if p.BodyHTML != "" {
		b.WriteString("markup:\n" + strings.TrimRight(p.BodyHTML, "\n") + "\n")
	}
	return b.Bytes()
}

package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
)

// finding is something that would not reach the destination unchanged.
type finding struct {
	Kind  string  `json:"kind"` // dropped, merged, cut, renamed, altered
	Post  string  `json:"post"`
	URL   *string `json:"url"`
	Title string  `json:"title"`
	What  string  `json:"what"`
}

// preflight runs the export without writing anything and lists what would not arrive
// unchanged.
func preflight(e *env, format export.Format, records export.Records, options export.Options) error {
	found := 0
	var failed error
	options.Warn = func(r *blog.Record, err error) {
		found++
		failed = errors.Join(failed, showFinding(e, newFinding(r, err)))
	}
	// Preflight checks the format's rules, not whether files can be read.
	options.OpenMedia = func(export.Media) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("")), nil }
	posts, err := exportToDiscard(format, records, options)
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	if found == 0 {
		e.console.Say("%s: %s, nothing would be dropped, merged, cut or renamed", format.Name, plural(posts, "post"))
		return nil
	}
	e.console.Say("%s: %s, %s would not arrive as stored", format.Name, plural(posts, "post"), plural(found, "thing"))
	return exitIncomplete.err()
}

func exportToDiscard(format export.Format, records export.Records, options export.Options) (int, error) {
	if format.IsFolder() {
		return export.WriteTree(export.Discard{}, format.Name, records, options)
	}
	return export.Write(io.Discard, format.Name, records, options)
}

func newFinding(r *blog.Record, err error) finding {
	f := finding{Kind: export.Altered, Post: r.ID, URL: r.URL, Title: r.Title, What: err.Error()}
	var change *export.Change
	if errors.As(err, &change) {
		f.Kind, f.What = change.Kind, change.What
	}
	return f
}

func showFinding(e *env, f finding) error {
	if e.global.JSON {
		return writeJSON(e.stdout, f)
	}
	_, err := fmt.Fprintf(e.stdout, "%-8s %s (%q): %s\n", f.Kind, f.Post, f.Title, f.What)
	return err
}

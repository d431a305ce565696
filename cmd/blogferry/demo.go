package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/store"
)

const (
	demoDB = "blogferry-demo.db"
	// demoMark is the setting that marks a demo's database, which the next demo may
	// replace, unlike one with real work in it.
	demoMark  = "demo"
	demoPosts = 3 // shown at the end
)

func newDemoCmd(e *env) *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try blogferry without a network on a made-up blog",
		Long: `Serve a made-up legacy blog on this machine, crawl it, and show what was stored.
Nothing leaves the machine. The posts are kept in ` + demoDB + `, or the file
given by --db, until the next demo replaces it. With --serve the blog is only
served, until interrupted, to try the other commands on.`,
		Example: `  blogferry demo
  blogferry export --db ` + demoDB + ` --format csv
  blogferry demo --serve 127.0.0.1:8000`,
		Args: argCount(0, 0),
		RunE: e.do(func(ctx context.Context, _ []string) error { return runDemo(ctx, e, o) }),
	}
	cmd.Flags().StringVar(&o.Serve, "serve", "", "only serve the blog, at `HOST:PORT`")
	return cmd
}

type demoOptions struct {
	Serve string // address to serve at, "" for a whole demo
}

func runDemo(ctx context.Context, e *env, o demoOptions) error {
	if o.Serve != "" {
		return serveOnly(ctx, e, o.Serve)
	}
	if _, named := e.explicit["db"]; !named {
		e.global.DB = demoDB
	}
	if err := clearDemo(ctx, e.global.DB); err != nil {
		return err
	}
	address, stop, err := serveDemo("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer stop()
	e.console.Say("a made-up blog is served at %s", address)
	st, err := e.openStore(ctx, store.Options{Create: true})
	if err != nil {
		return err
	}
	return errors.Join(showDemo(ctx, e, st, address), st.Close())
}

func showDemo(ctx context.Context, e *env, st *store.DB, address string) error {
	src := &blog.Source{URL: address, Timezone: "UTC", Settings: map[string]string{demoMark: "true"}}
	var o crawlOptions
	o.flags() // for the defaults
	o.Delay, o.delayGiven = 0, true
	err := e.crawlWith(ctx, st, src, o, crawlJob{kind: "crawl"})
	if err != nil || e.global.JSON {
		return err
	}
	if err := e.results(func(w io.Writer) error { return showPosts(ctx, w, st) }); err != nil {
		return err
	}
	e.console.Say("everything is stored in %s; try", e.global.DB)
	for _, try := range []string{"status", "search canal", "export --format csv"} {
		e.console.Say("  blogferry %s --db %s", try, e.global.DB)
	}
	return nil
}

// showPosts prints the status and the newest posts of a database.
func showPosts(ctx context.Context, w io.Writer, st *store.DB) error {
	sources, err := st.Sources(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, src := range sources {
		s, err := st.Standing(ctx, src.ID)
		if err != nil {
			return err
		}
		s.Warnings = nil // shown with the run's report
		b.WriteByte('\n')
		describe(&b, s)
	}
	shown := 0
	for r, err := range st.Records(ctx, blog.Filter{}) {
		if err != nil {
			return err
		}
		if shown++; shown > demoPosts {
			break
		}
		writePost(&b, r)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// writePost prints a post in a few lines.
func writePost(b *strings.Builder, r *blog.Record) {
	fmt.Fprintf(b, "\n%s\n", cmp.Or(oneLine(r.Title), "(no title)"))
	var facts []string
	if r.PublishedAt != nil {
		facts = append(facts, clock(*r.PublishedAt))
	}
	if r.Author != "" {
		facts = append(facts, strings.TrimSuffix(r.Author+", "+r.Role, ", "))
	}
	if len(r.Tags) > 0 {
		facts = append(facts, "filed under "+strings.Join(r.Tags, ", "))
	}
	if r.CommentCount != nil {
		facts = append(facts, plural(*r.CommentCount, "comment"))
	}
	fmt.Fprintf(b, "  %s\n", strings.Join(facts, " | "))
	fmt.Fprintf(b, "  %s\n", shorten(oneLine(r.BodyText), 76))
}

// shorten cuts text to at most most characters.
func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return strings.TrimRight(string(runes[:most-1]), " ") + "…"
	}
	return text
}

// serveOnly serves the made-up blog until ctx ends.
func serveOnly(ctx context.Context, e *env, at string) error {
	if _, _, err := net.SplitHostPort(at); err != nil {
		return &usageError{err: fmt.Errorf("--serve %q: not an address and a port", at), hint: "write --serve 127.0.0.1:8000"}
	}
	address, stop, err := serveDemo(at)
	if err != nil {
		return err
	}
	defer stop()
	e.console.Say("a made-up blog is served at %s; press Ctrl-C to stop", address)
	<-ctx.Done()
	return ctx.Err()
}

// serveDemo serves the made-up blog at a host:port; port 0 picks a free one.
func serveDemo(at string) (address string, stop func(), err error) {
	l, err := net.Listen("tcp", at)
	if err != nil {
		return "", nil, &hintedError{err: fmt.Errorf("serve the demo: %w", err), hint: "choose another address, such as --serve 127.0.0.1:8000"}
	}
	site := demo.New(demo.Options{Validators: true})
	server := &http.Server{Handler: site, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }() // always returns an error, once closed
	return "http://" + l.Addr().String() + site.Listing(), func() { _ = server.Close() }, nil
}

// clearDemo removes the database of an earlier demo, and no other.
func clearDemo(ctx context.Context, path string) error {
	if info, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	ours, err := isDemo(ctx, path)
	if err != nil || !ours {
		return &hintedError{
			err:  errors.Join(fmt.Errorf("replace %s: it is not the database of an earlier demo", path), err),
			hint: "--db FILE names another file",
		}
	}
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("replace the demo's database: %w", err)
		}
	}
	return nil
}

func isDemo(ctx context.Context, path string) (bool, error) {
	st, err := store.Open(ctx, path, store.Options{ReadOnly: true})
	if err != nil {
		return false, err
	}
	sources, err := st.Sources(ctx)
	for _, src := range sources {
		if src.Settings[demoMark] == "" {
			return false, errors.Join(err, st.Close())
		}
	}
	return true, errors.Join(err, st.Close())
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/internal/ui"
	"github.com/blogferry/blogferry/store"
)

type verifyOptions struct {
	redirectFlags
	Base      string
	Source    string
	Permalink string
	Authors   string
	Tags      string
	Delay     durationFlag
	Timeout   durationFlag
}

func newVerifyCmd(e *env) *cobra.Command {
	var o verifyOptions
	cmd := &cobra.Command{
		Use:   "verify --base URL",
		Short: "Ask a running new site for every old address",
		Long: `Ask a running new site for every old address that is known, with the host of
--base in place of the old one, follow its redirects, and list each that does not
arrive at the page that it should lead to. Exit code 3 if one does not.`,
		Example: `  blogferry verify --base http://localhost:1313 --to hugo`,
		Args:    argCount(0, 0),
		RunE:    e.do(func(ctx context.Context, _ []string) error { return runVerify(ctx, e, o) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Base, "base", "", "root of the running site, `URL`")
	flags.StringVar(&o.Source, "source", "", "only addresses of this `SOURCE`: address, name or id")
	flags.StringVar(&o.Permalink, "permalink", export.DefaultPermalink, "new address of a post, as given to export, `PATTERN`")
	flags.StringVar(&o.Authors, "authors", "", "new names of authors, as given to export, `FILE`")
	flags.StringVar(&o.Tags, "tags", "", "new names of tags and categories, as given to export, `FILE`")
	o.redirectFlags.bind(flags)
	o.Timeout = durationFlag(30 * time.Second)
	flags.Var(&o.Delay, "delay", "pause between requests")
	flags.Var(&o.Timeout, "timeout", "longest time for one request")
	return cmd
}

func runVerify(ctx context.Context, e *env, o verifyOptions) error {
	if o.Base == "" {
		return &usageError{err: errors.New("verify: no --base given"), hint: "name the running new site, as in --base http://localhost:1313"}
	}
	if !isWebAddress(o.Base) {
		return &usageError{err: fmt.Errorf("--base %q: not an http address", o.Base), hint: "name the running new site, as in --base http://localhost:1313"}
	}
	if err := export.Permalink(o.Permalink).Check(); err != nil {
		return &usageError{err: err, hint: "write patterns as /:year/:month/:slug/"}
	}
	paths, err := o.paths()
	if err != nil {
		return err
	}
	names, err := readNames(o.Authors, o.Tags)
	if err != nil {
		return err
	}
	st, err := e.openStore(ctx, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	rules, err := redirectRules(ctx, st, o, export.Options{Permalink: export.Permalink(o.Permalink), Names: names, Redirects: export.RedirectOptions{Paths: paths}})
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	v, err := newVerifier(o)
	if err != nil {
		return err
	}
	return verifyRules(ctx, e, rules, v)
}

// redirectRules are the redirects as the export writes them, for the same flags.
func redirectRules(ctx context.Context, st *store.DB, o verifyOptions, options export.Options) (*export.Rules, error) {
	filter := blog.Filter{SkipRemoved: true}
	if o.Source != "" {
		src, err := mustFindSource(ctx, st, o.Source)
		if err != nil {
			return nil, err
		}
		filter.Source = src.ID
	}
	snapshot, err := st.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	options.Redirects.Addresses = oldAddresses(ctx, st, snapshot, filter.Source)
	return export.Redirects(snapshot.Records(filter), options)
}

// badRedirect is an old address that does not arrive.
type badRedirect struct {
	Old    string `json:"old"`
	Want   string `json:"want"` // path on the new site
	Got    string `json:"got"`  // address at which the redirects ended
	Status int    `json:"status,omitempty"`
	Error  string `json:"error,omitempty"`
	Post   string `json:"post,omitempty"`
}

func (a badRedirect) String() string {
	switch {
	case a.Error != "":
		return fmt.Sprintf("%s: %s", a.Old, a.Error)
	case a.Status != http.StatusOK:
		return fmt.Sprintf("%s: %s answered %d, want %s", a.Old, a.Got, a.Status, a.Want)
	}
	return fmt.Sprintf("%s: leads to %s, want %s", a.Old, a.Got, a.Want)
}

// A site that does not answer is asked no further: at the start it is not running
// or not there, later on it has stopped, unless it is slow with some pages only.
const (
	maxUnansweredAtStart = 3
	maxUnanswered        = 10
)

func verifyRules(ctx context.Context, e *env, rules *export.Rules, v *verifier) error {
	progress := e.console.Progress(ui.ProgressOptions{Delay: func() time.Duration { return v.delay }})
	defer progress.Done()
	progress.Addresses(rules.Len())
	lost, silent, most := 0, 0, maxUnansweredAtStart
	for i, rule := range rules.All() {
		if i > 0 && !sleep(ctx, v.delay) {
			return ctx.Err()
		}
		a, arrives := v.follow(ctx, rule)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		progress.Address(rule.Old, arrives)
		if arrives {
			silent, most = 0, maxUnanswered
			continue
		}
		if !v.noAnswer(a) {
			silent, most = 0, maxUnanswered
		} else if silent++; silent == min(most, rules.Len()) {
			return siteDownError(v, a, i+1-silent, rules.Len())
		}
		lost++
		if err := showBadRedirect(e, a); err != nil {
			return err
		}
	}
	return concludeVerify(e, rules.Len(), lost)
}

// siteDownError is the error of a site that does not answer, or no longer.
func siteDownError(v *verifier, a badRedirect, answered, of int) error {
	err := fmt.Errorf("verify %s: %s", v.base, a.Error)
	if answered > 0 {
		err = fmt.Errorf("verify %s: stopped answering after %d of %s: %s", v.base, answered, plural(of, "old address"), a.Error)
	}
	return &hintedError{err: err, hint: "is the new site running there? --base names its root, --timeout waits longer for a slow one"}
}

func concludeVerify(e *env, asked, lost int) error {
	switch {
	case lost > 0:
		e.console.Say("%s asked for, %d of them do not arrive", plural(asked, "old address"), lost)
		return exitIncomplete.err()
	case asked == 0:
		e.console.Say("no old address is known: nothing was asked for")
	default:
		e.console.Say("%s asked for: all arrive", plural(asked, "old address"))
	}
	return nil
}

func showBadRedirect(e *env, a badRedirect) error {
	return e.console.Aside(func() error {
		return e.results(func(w io.Writer) error {
			if e.global.JSON {
				return writeJSON(w, a)
			}
			_, err := fmt.Fprintln(w, a)
			return err
		})
	})
}

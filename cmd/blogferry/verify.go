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
		Short: "Check that a running new site redirects every old address",
		Long: `Request every known old address from the new site at --base, follow its redirects,
and list each address that does not lead to the right page. Exit code 3 means that
at least one does not.`,
		Example: `  blogferry verify --base http://localhost:1313 --to hugo`,
		Args:    argCount(0, 0),
		RunE:    e.do(func(ctx context.Context, _ []string) error { return runVerify(ctx, e, o) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Base, "base", "", "root `URL` of the new site")
	flags.StringVar(&o.Source, "source", "", "only addresses of this `SOURCE`: address, name or id")
	flags.StringVar(&o.Permalink, "permalink", export.DefaultPermalink, "new path of a post, a `PATTERN` as given to export")
	flags.StringVar(&o.Authors, "authors", "", "new author names, a `FILE` as given to export")
	flags.StringVar(&o.Tags, "tags", "", "new tag and category names, a `FILE` as given to export")
	o.redirectFlags.bind(flags)
	o.Timeout = durationFlag(30 * time.Second)
	flags.Var(&o.Delay, "delay", "pause between requests")
	flags.Var(&o.Timeout, "timeout", "maximum duration of one request")
	return cmd
}

func runVerify(ctx context.Context, e *env, o verifyOptions) error {
	if o.Base == "" {
		return &usageError{err: errors.New("verify: no --base given"), hint: "give the root of the new site, such as --base http://localhost:1313"}
	}
	if !isWebAddress(o.Base) {
		return &usageError{err: fmt.Errorf("--base %q: not an http address", o.Base), hint: "give the root of the new site, such as --base http://localhost:1313"}
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

// redirectRules returns the redirects that export would write with the same flags.
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

// badRedirect is an old address that does not lead to the right page.
type badRedirect struct {
	Old    string `json:"old"`
	Want   string `json:"want"` // path on the new site
	Got    string `json:"got"`  // address where the redirects ended
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

// Give up after this many requests in a row without an answer. At the start the site
// is not running; later on it may just be slow on some pages.
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

// siteDownError returns the error for a site that does not answer, or no longer does.
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
		e.console.Say("%s requested, %d of them do not lead to the right page", plural(asked, "old address"), lost)
		return exitIncomplete.err()
	case asked == 0:
		e.console.Say("no old address is known: nothing to request")
	default:
		e.console.Say("%s requested: all lead to the right page", plural(asked, "old address"))
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

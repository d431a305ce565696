package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/store"
)

type verifyOptions struct {
	redirectFlags
	Base      string
	Source    string
	Permalink string
	Authors   string
	Tags      string
	Delay     span
	Timeout   span
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
		Args:    wantArgs(0, 0),
		RunE:    e.do(func(ctx context.Context, _ []string) error { return runVerify(ctx, e, o) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Base, "base", "", "root of the running site, `URL`")
	flags.StringVar(&o.Source, "source", "", "only addresses of this `SOURCE`: address, name or id")
	flags.StringVar(&o.Permalink, "permalink", export.DefaultPermalink, "new address of a post, as given to export, `PATTERN`")
	flags.StringVar(&o.Authors, "authors", "", "new names of authors, as given to export, `FILE`")
	flags.StringVar(&o.Tags, "tags", "", "new names of tags and categories, as given to export, `FILE`")
	o.redirectFlags.bind(flags)
	o.Timeout = span(30 * time.Second)
	flags.Var(&o.Delay, "delay", "pause between requests")
	flags.Var(&o.Timeout, "timeout", "longest time for one request")
	return cmd
}

func runVerify(ctx context.Context, e *env, o verifyOptions) error {
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
	rules, err := oldRules(ctx, st, o, export.Options{Permalink: export.Permalink(o.Permalink), Names: names, Redirects: export.RedirectOptions{Paths: paths}})
	if err := errors.Join(err, st.Close()); err != nil {
		return err
	}
	return verifyRules(ctx, e, rules, newVerifier(o))
}

// oldRules are the redirects as the export writes them, for the same flags.
func oldRules(ctx context.Context, st *store.DB, o verifyOptions, options export.Options) ([]export.Redirect, error) {
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

// astray is an old address that does not arrive.
type astray struct {
	Old    string `json:"old"`
	Want   string `json:"want"` // path on the new site
	Got    string `json:"got"`  // address at which the redirects ended
	Status int    `json:"status,omitempty"`
	Error  string `json:"error,omitempty"`
	Post   string `json:"post,omitempty"`
}

func (a astray) String() string {
	switch {
	case a.Error != "":
		return fmt.Sprintf("%s: %s", a.Old, a.Error)
	case a.Status != http.StatusOK:
		return fmt.Sprintf("%s: %s answered %d, want %s", a.Old, a.Got, a.Status, a.Want)
	}
	return fmt.Sprintf("%s: leads to %s, want %s", a.Old, a.Got, a.Want)
}

func verifyRules(ctx context.Context, e *env, rules []export.Redirect, v *verifier) error {
	lost := 0
	for i, rule := range rules {
		if i > 0 && v.delay > 0 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(v.delay):
			}
		}
		a, arrives := v.follow(ctx, rule)
		if err := ctx.Err(); err != nil {
			return err
		}
		if arrives {
			continue
		}
		lost++
		if err := showAstray(e, a); err != nil {
			return err
		}
	}
	if lost > 0 {
		e.console.Say("%s asked for, %d of them do not arrive", plural(len(rules), "old address"), lost)
		return exitIncomplete.err()
	}
	if len(rules) == 0 {
		e.console.Say("no old address is known: nothing was asked for")
		return nil
	}
	e.console.Say("%s asked for: all arrive", plural(len(rules), "old address"))
	return nil
}

func showAstray(e *env, a astray) error {
	return e.results(func(w io.Writer) error {
		if e.global.JSON {
			return writeJSON(w, a)
		}
		_, err := fmt.Fprintln(w, a)
		return err
	})
}

// mostRedirects is how many redirects in a row still count as arriving. Each is
// one too many for a reader, but browsers follow twenty.
const mostRedirects = 5

// verifier asks the new site.
type verifier struct {
	client *http.Client
	base   string // without a closing slash
	delay  time.Duration
}

func newVerifier(o verifyOptions) *verifier {
	return &verifier{
		base:  strings.TrimRight(o.Base, "/"),
		delay: time.Duration(o.Delay),
		client: &http.Client{
			Timeout: time.Duration(o.Timeout),
			CheckRedirect: func(_ *http.Request, before []*http.Request) error {
				if len(before) >= mostRedirects {
					return fmt.Errorf("more than %d redirects", mostRedirects)
				}
				return nil
			},
		},
	}
}

// follow asks for an old address and says whether it arrives where it should: at
// a page of the path wanted, be it on another host or with a slash at its end.
// Pages that send readers on, as static sites have them, count as redirects.
func (v *verifier) follow(ctx context.Context, rule export.Redirect) (astray, bool) {
	a := astray{Old: rule.Old, Want: rule.New, Post: rule.Post, Got: v.base + rule.From}
	for range mostRedirects {
		onward, err := v.ask(ctx, &a)
		if err != nil {
			a.Error = plainFetchError(err)
			return a, false
		}
		if onward == "" {
			return a, a.Status == http.StatusOK && samePath(a.Got, v.base+rule.New)
		}
		a.Got = onward
	}
	a.Error = fmt.Sprintf("more than %d redirects", mostRedirects)
	return a, false
}

// ask gets a.Got, and says where that page sends its readers, "" for nowhere.
func (v *verifier) ask(ctx context.Context, a *astray) (onward string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.Got, nil)
	if err != nil {
		return "", err
	}
	response, err := v.client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	a.Status, a.Got = response.StatusCode, response.Request.URL.String()
	if a.Status != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return "", nil
	}
	head, err := io.ReadAll(io.LimitReader(response.Body, 16<<10))
	if err != nil {
		return "", err
	}
	m := metaRefresh.FindSubmatch(head)
	if m == nil {
		return "", nil
	}
	to, err := response.Request.URL.Parse(html.UnescapeString(string(m[1])))
	if err != nil {
		return "", err
	}
	return to.String(), nil
}

// metaRefresh is what static sites write in place of a redirect.
var metaRefresh = regexp.MustCompile(`(?i)<meta[^>]+http-equiv=["']?refresh["']?[^>]+content=["']?\s*0\s*;\s*url=([^"'>]+)`)

// plainFetchError is the cause without the address, which the line names.
func plainFetchError(err error) string {
	var failed *url.Error
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return err.Error()
}

func samePath(a, b string) bool {
	ua, errA := url.Parse(a)
	ub, errB := url.Parse(b)
	return errA == nil && errB == nil && strings.TrimSuffix(ua.Path, "/") == strings.TrimSuffix(ub.Path, "/")
}

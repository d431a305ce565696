package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/blogferry/blogferry/export"
)

// maxRedirects is how many redirects are followed. Browsers follow twenty, but each
// one costs a reader time.
const maxRedirects = 5

// verifier sends requests to the new site.
type verifier struct {
	client *http.Client
	base   string // without a closing slash
	user   *url.Userinfo
	delay  time.Duration
}

func newVerifier(o verifyOptions) (*verifier, error) {
	base, err := url.Parse(strings.TrimRight(o.Base, "/"))
	if err != nil {
		return nil, err
	}
	user := base.User
	base.User = nil // never print a password
	return &verifier{
		base:  base.String(),
		user:  user,
		delay: time.Duration(o.Delay),
		client: &http.Client{
			Timeout: time.Duration(o.Timeout),
			CheckRedirect: func(_ *http.Request, before []*http.Request) error {
				if len(before) >= maxRedirects {
					return fmt.Errorf("more than %d redirects", maxRedirects)
				}
				return nil
			},
		},
	}, nil
}

// follow requests an old address and reports whether it ends at the wanted path,
// whatever the host and trailing slash. Pages with a meta refresh, as static sites
// use them, count as redirects.
func (v *verifier) follow(ctx context.Context, rule export.Redirect) (badRedirect, bool) {
	a := badRedirect{Old: rule.Old, Want: rule.New, Post: rule.Post, Got: v.base + rule.From}
	for range maxRedirects {
		onward, err := v.ask(ctx, &a)
		if err != nil {
			a.Error = v.plain(&a, err)
			return a, false
		}
		if onward == "" {
			return a, a.Status == http.StatusOK && samePath(a.Got, v.base+rule.New)
		}
		a.Got = onward
	}
	a.Error = fmt.Sprintf("more than %d redirects", maxRedirects)
	return a, false
}

// noAnswer reports whether the new site did not answer at all. If it redirected to
// another host that does not answer, it did.
func (v *verifier) noAnswer(a badRedirect) bool {
	return a.Status == 0 && strings.HasPrefix(a.Got, v.base+"/")
}

// ask requests a.Got and returns the target of its meta refresh, "" if it has none.
func (v *verifier) ask(ctx context.Context, a *badRedirect) (onward string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.Got, nil)
	if err != nil {
		return "", err
	}
	if v.user != nil && strings.HasPrefix(a.Got, v.base+"/") {
		password, _ := v.user.Password()
		request.SetBasicAuth(v.user.Username(), password)
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

// metaRefresh matches the tag that static sites use instead of a redirect.
var metaRefresh = regexp.MustCompile(`(?i)<meta[^>]+http-equiv=["']?refresh["']?[^>]+content=["']?\s*0\s*;\s*url=([^"'>]+)`)

// plain formats an error and sets a.Got to the address that failed, which may be the
// target of a redirect.
func (v *verifier) plain(a *badRedirect, err error) string {
	var failed *url.Error
	if errors.As(err, &failed) {
		a.Got, err = failed.URL, failed.Err
	}
	text := v.cause(err)
	if !strings.HasPrefix(a.Got, v.base+"/") {
		text = a.Got + ": " + text
	}
	return text
}

func (v *verifier) cause(err error) string {
	var timeout net.Error
	var op *net.OpError
	var call *os.SyscallError
	var name *net.DNSError
	switch {
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "the proxy (HTTP_PROXY, HTTPS_PROXY) cannot be reached: " + v.cause(op.Err)
	case errors.As(err, &name):
		return "unknown host " + name.Name
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("no complete answer within %v", v.client.Timeout)
	case errors.As(err, &call):
		return call.Err.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was lost"
	}
	return err.Error()
}

func samePath(a, b string) bool {
	ua, errA := url.Parse(a)
	ub, errB := url.Parse(b)
	return errA == nil && errB == nil && strings.TrimSuffix(ua.Path, "/") == strings.TrimSuffix(ub.Path, "/")
}

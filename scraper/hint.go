package scraper

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"

	"github.com/blogferry/blogferry/blog"
)

const savedPagesHint = "if the site is gone, import saved pages (blogferry import FOLDER), " +
	"or try the Wayback Machine: blogferry crawl https://web.archive.org/web/2014/ADDRESS"

// Hint returns advice for the user after an error of Fetch, "" if there is none. It is
// one line without a period.
func Hint(err error) string {
	var redirect *blog.RedirectError
	var wait *blog.WaitError
	var status *blog.StatusError
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errNoCopy):
		return "try another time, or see which copies there are: https://web.archive.org/web/*/ADDRESS"
	case errors.As(err, &redirect):
		return "if that is the blog, start there: blogferry crawl " + redirect.To
	case errors.As(err, &wait):
		return "run it again after that time, or wait longer with --max-wait"
	case errors.As(err, &status):
		return hintStatus(status.Status)
	}
	if hint := hintNetwork(err); hint != "" {
		return hint
	}
	return hintRefused(err)
}

func hintStatus(status int) string {
	switch {
	case status == http.StatusUnauthorized:
		return "put a user name and password into the address (http://user:password@host/), or use --header"
	case status == http.StatusForbidden:
		return "the server may require another --user-agent, a --header, or a login"
	case status == http.StatusNotFound || status == http.StatusGone:
		return "check the address; " + savedPagesHint
	case status == http.StatusProxyAuthRequired:
		return "put a user name and password into the proxy's address (HTTP_PROXY, HTTPS_PROXY)"
	case status == http.StatusTooManyRequests:
		return "run it again later, with a longer --delay"
	case status >= 500:
		return "the server has a problem: run it again later"
	}
	return ""
}

func hintNetwork(err error) string {
	var shake *handshakeError
	var record tls.RecordHeaderError
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.Is(err, blog.ErrPrivate):
		return "if the host is trusted, allow it with --allow-host"
	case errors.As(err, &record):
		return "the server does not use TLS: try http:// instead of https://"
	case errors.As(err, &shake) && shake.certificate:
		return "--insecure accepts any certificate"
	case errors.As(err, &shake) && shake.old:
		return "the server may support only old protocols: --legacy-tls accepts TLS 1.0, 1.1 and old ciphers"
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "the proxy cannot be reached: check HTTP_PROXY and HTTPS_PROXY, or name the host in NO_PROXY"
	case errors.As(err, &dns):
		return "check the spelling of the host, or give its address with --resolve HOST:IP; " + savedPagesHint
	case errors.As(err, &op) && op.Op == "dial":
		return "the server does not answer; " + savedPagesHint
	case errors.Is(err, errTimeout):
		return "a slow server may need a longer --timeout"
	}
	return ""
}

func hintRefused(err error) string {
	switch {
	case errors.Is(err, blog.ErrRobots):
		return "if the blog is yours, or its owner agrees, use --ignore-robots"
	case errors.Is(err, blog.ErrTooLong):
		return "raise the limit with --max-body"
	case errors.Is(err, blog.ErrForeign), errors.Is(err, blog.ErrRedirect):
		return "if the other host belongs to the blog, allow it with --allow-host"
	}
	return ""
}

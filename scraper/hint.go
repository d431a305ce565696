package scraper

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"

	"github.com/blogferry/blogferry/blog"
)

const saved = "if the site is gone, import saved pages: blogferry import FOLDER"

// Hint says what a user can try after an error of Fetch, "" if nothing comes to
// mind. It is one line without a full stop.
func Hint(err error) string {
	var redirect *blog.RedirectError
	var wait *blog.WaitError
	var status *blog.StatusError
	switch {
	case err == nil:
		return ""
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
		return "the server may want another --user-agent, a --header, or a log-in"
	case status == http.StatusNotFound || status == http.StatusGone:
		return "check the address; " + saved
	case status == http.StatusProxyAuthRequired:
		return "put a user name and password into the proxy's address (HTTP_PROXY, HTTPS_PROXY)"
	case status == http.StatusTooManyRequests:
		return "run it again later, with a longer --delay"
	case status >= 500:
		return "the server has trouble of its own: run it again later"
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
		return "name the host with --allow-host if it may be asked"
	case errors.As(err, &record):
		return "no TLS is spoken there: try http:// instead of https://"
	case errors.As(err, &shake) && shake.certificate:
		return "--insecure accepts any certificate"
	case errors.As(err, &shake) && shake.old:
		return "the server may speak only old protocols: --legacy-tls accepts TLS 1.0, 1.1 and old ciphers"
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "the proxy cannot be reached: check HTTP_PROXY and HTTPS_PROXY, or name the host in NO_PROXY"
	case errors.As(err, &dns):
		return "check the spelling of the host, or say with --resolve HOST:IP where it is; " + saved
	case errors.As(err, &op) && op.Op == "dial":
		return "nobody answers there; " + saved
	case errors.Is(err, errTimeout):
		return "a slow server may need a longer --timeout"
	}
	return ""
}

func hintRefused(err error) string {
	switch {
	case errors.Is(err, blog.ErrRobots):
		return "if the blog is yours, or its owner agrees, --ignore-robots leaves robots.txt aside"
	case errors.Is(err, blog.ErrTooLong):
		return "--max-body sets another limit"
	case errors.Is(err, blog.ErrForeign), errors.Is(err, blog.ErrRedirect):
		return "name the other host with --allow-host if it belongs to the blog"
	}
	return ""
}

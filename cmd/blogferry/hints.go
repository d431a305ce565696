package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/store"
)

// hints says what the user can try after an error.
func hints(err error) []string {
	var usage *usageError
	if errors.As(err, &usage) {
		return []string{or(usage.hint, `"blogferry --help" lists the commands, "blogferry COMMAND --help" their flags`)}
	}
	var hinted *hintedError
	if errors.As(err, &hinted) {
		return []string{hinted.hint}
	}
	var open *store.OpenError
	if errors.As(err, &open) && open.Hint != "" {
		return []string{open.Hint}
	}
	if hint := fetchHint(err); hint != "" {
		return []string{hint}
	}
	return nil
}

// fetchHint is for what goes wrong between us and the old site.
func fetchHint(err error) string {
	var redirect *blog.RedirectError
	var status *blog.StatusError
	var dns *net.DNSError
	switch {
	case errors.As(err, &redirect):
		return fmt.Sprintf("if that is the blog, start there: blogferry crawl %s", redirect.To)
	case errors.Is(err, blog.ErrRobots):
		return "if the site is yours, --ignore-robots reads it all the same"
	case errors.Is(err, blog.ErrTooLong):
		return "--max-body accepts longer pages"
	case errors.Is(err, blog.ErrPrivate):
		return "--allow-host HOST lets blogferry ask it"
	case errors.Is(err, blog.ErrNoPosts):
		return "\"blogferry inspect\" on this page shows what was looked for; --profile FILE.yaml teaches blogferry the markup"
	case errors.As(err, &dns):
		return "check the address; of a site that is gone, import saved pages: blogferry import FOLDER"
	case errors.As(err, &status) && status.Gone():
		return "check the address; of a blog that is gone, import saved pages: blogferry import FOLDER"
	}
	return tlsHint(err)
}

func tlsHint(err error) string {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var alert tls.AlertError
	switch {
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid):
		return "--insecure accepts any certificate"
	case errors.As(err, &alert), err != nil && strings.Contains(err.Error(), "protocol version"),
		err != nil && strings.Contains(err.Error(), "handshake failure"):
		return "--legacy-tls accepts the TLS of old servers"
	}
	return ""
}

// or is the first value unless it is zero.
func or[T comparable](value, other T) T {
	var zero T
	if value == zero {
		return other
	}
	return value
}

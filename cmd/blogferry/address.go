package main

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/scraper"
)

// startAddress validates an address given by the user and returns its canonical
// form. Of an address at which a web archive plays back a page, that is the page's own.
func startAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	if scraper.IsListOfCopies(text) {
		return "", &usageError{err: fmt.Errorf("%q is the web archive's list of copies", text), hint: "give the address of one copy, with its time: https://web.archive.org/web/20141111/http://old.example/blog"}
	}
	_, text = scraper.SplitPlayback(text)
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !validHost(u.Hostname()) {
		return "", &usageError{err: fmt.Errorf("%q is not a web address", text), hint: addressHint(text)}
	}
	return blog.Canonical(text), nil
}

// validHost reports whether a name could be a host.
func validHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return host != "" && !strings.ContainsAny(host, " _:[]") && !strings.HasPrefix(host, ".") && !strings.Contains(host, "..")
}

func addressHint(text string) string {
	if _, err := os.Stat(text); err == nil {
		return fmt.Sprintf("saved pages are read by \"blogferry import %s\"", text)
	}
	host, _, _ := strings.Cut(text, "/")
	host, _, _ = strings.Cut(host, ":")
	if validHost(host) && strings.Contains(host, ".") && !strings.Contains(text, "://") {
		return fmt.Sprintf("did you mean \"http://%s\"?", text)
	}
	return "give the address of the page that lists the posts, such as \"http://old.example/blog\""
}

// credentials returns the user and password in an address as an Authorization
// header. They are never stored.
func credentials(address string) (header string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.User == nil {
		return "", false
	}
	password, _ := u.User.Password()
	pair := base64.StdEncoding.EncodeToString([]byte(u.User.Username() + ":" + password))
	return "Authorization: Basic " + pair, true
}

package main

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/ssgelm/cookiejarparser"
	"golang.org/x/net/http/httpguts"

	"github.com/blogferry/blogferry/scraper"
)

// newScraper returns the fetcher for one blog. home is the blog's address; it may be
// "" if the first request goes to the blog. All scrapers of a process share one
// Pacer, so that two blogs on one host do not double the request rate.
func (e *env) newScraper(o fetchOptions, home string) (*scraper.Scraper, error) {
	headers, err := parseHeaders(o.Headers)
	if err != nil {
		return nil, err
	}
	if !httpguts.ValidHeaderFieldValue(o.UserAgent) {
		return nil, usagef("--user-agent %q: want text without control characters", o.UserAgent)
	}
	resolve, err := parseResolve(o.Resolve)
	if err != nil {
		return nil, err
	}
	cookies, err := readCookies(o.CookieFile)
	if err != nil {
		return nil, err
	}
	s, err := scraper.New(scraper.Options{
		Home:  home,
		Delay: o.delay(), Parallel: max(int(o.Parallel), 1), Pacer: e.pacer, Timeout: time.Duration(o.Timeout), MaxBody: int64(o.MaxBody),
		MaxWait: zeroAsNone(o.MaxWait), UserAgent: o.UserAgent, IgnoreRobots: o.IgnoreRobots, AllowHosts: o.AllowHosts,
		Headers: headers, Cookies: cookies, Resolve: resolve, LegacyTLS: o.LegacyTLS, Insecure: o.Insecure, WebArchive: o.WebArchive, Log: e.console.Log(),
	})
	if err != nil {
		return nil, &usageError{err: err}
	}
	return s, nil
}

// delay converts --delay to scraper.Options.Delay, where zero means the default and
// lets robots.txt set a longer one.
func (o fetchOptions) delay() time.Duration {
	if !o.delayGiven {
		return 0
	}
	return zeroAsNone(o.Delay)
}

// zeroAsNone converts a zero flag to the negative value that means none in
// scraper.Options.
func zeroAsNone(s durationFlag) time.Duration {
	if s == 0 {
		return -1
	}
	return time.Duration(s)
}

func parseHeaders(texts []string) (http.Header, error) {
	headers := http.Header{}
	for _, text := range texts {
		name, value, ok := strings.Cut(text, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			// The value may be a password: do not print it.
			return nil, &usageError{
				err:  fmt.Errorf("--header: want \"NAME: VALUE\", got a header named %q", name),
				hint: `for example --header "Accept-Language: de"`,
			}
		}
		headers.Add(name, value)
	}
	return headers, nil
}

// readCookies reads a cookies.txt file; nil if file is "".
func readCookies(file string) (http.CookieJar, error) {
	if file == "" {
		return nil, nil
	}
	if err := checkUserFile(file); err != nil {
		return nil, badCookies(file, err)
	}
	jar, err := cookiejarparser.LoadCookieJarFile(file)
	if err != nil {
		return nil, badCookies(file, err)
	}
	return jar, nil
}

func badCookies(file string, err error) error {
	return &usageError{
		err:  fmt.Errorf("--cookie-file %s: %w", file, cause(err)),
		hint: "browser extensions and \"curl --cookie-jar FILE\" write such files: seven tab-separated columns",
	}
}

func parseResolve(texts []string) (map[string]string, error) {
	resolve := map[string]string{}
	for _, text := range texts {
		host, ip, ok := strings.Cut(text, ":")
		addr, err := netip.ParseAddr(strings.Trim(ip, "[]"))
		if !ok || host == "" || err != nil {
			return nil, &usageError{
				err:  fmt.Errorf("--resolve %q: want HOST:IP", text),
				hint: `for example --resolve old.example:192.0.2.7`,
			}
		}
		resolve[host] = addr.String()
	}
	return resolve, nil
}

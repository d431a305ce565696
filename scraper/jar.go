package scraper

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"

	"golang.org/x/net/publicsuffix"
)

const (
	maxCookies    = 1000
	maxCookieSize = 4096
)

// jar keeps cookies for the run, those of public suffixes refused. A site that
// invents another one with every page fills it only so far.
type jar struct {
	http.CookieJar
	mu   sync.Mutex
	kept map[string]bool // domain, path and name of what was taken in
}

// newJar keeps cookies in inner, or in a jar of its own if that is nil.
func newJar(inner http.CookieJar) *jar {
	if inner != nil {
		return &jar{CookieJar: inner, kept: map[string]bool{}}
	}
	own, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		panic("scraper: cookie jar: " + err.Error()) // New has no error to give
	}
	return &jar{CookieJar: own, kept: map[string]bool{}}
}

// SetCookies keeps new cookies while there is room, and always the new values of
// those that it knows.
func (j *jar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var fit []*http.Cookie
	for _, c := range cookies {
		key := c.Domain + "\n" + c.Path + "\n" + c.Name
		if len(key)+len(c.Value) > maxCookieSize || !j.kept[key] && len(j.kept) >= maxCookies {
			continue
		}
		j.kept[key] = true
		fit = append(fit, c)
	}
	j.CookieJar.SetCookies(u, fit)
}

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

// jar keeps cookies for the run, up to a limit. It rejects cookies for public suffixes.
type jar struct {
	http.CookieJar
	mu   sync.Mutex
	kept map[string]bool // domain, path and name of what was taken in
}

// newJar returns a jar that stores cookies in inner, or in a new jar if inner is nil.
func newJar(inner http.CookieJar) *jar {
	if inner != nil {
		return &jar{CookieJar: inner, kept: map[string]bool{}}
	}
	own, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		panic("scraper: cookie jar: " + err.Error()) // New never fails
	}
	return &jar{CookieJar: own, kept: map[string]bool{}}
}

// SetCookies stores new cookies while there is room, and always updates known ones.
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

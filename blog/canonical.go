package blog

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// trackingParam matches query parameters that do not identify the document: tracking,
// sessions, form state.
var trackingParam = regexp.MustCompile(`(?i)^(utm_[a-z_]+|fbclid|gclid|mc_[ce]id|msclkid|_ga|phpsessid|jsessionid|aspsessionid\w*|oscsid|zenid|cfid|cftoken|saveda?|replytocom)$`)

// aspNetSession matches the session id that ASP.NET puts in the path for clients
// without cookies: /(S(lit3py55t21z5v55vlm25s55))/page.aspx.
var aspNetSession = regexp.MustCompile(`(?i)/\((?:[asf]\([a-z0-9_-]+\))+\)`)

// javaSession matches the session id that Java servers append to the path.
var javaSession = regexp.MustCompile(`(?i);jsessionid=[a-z0-9.!_-]+`)

// sessionValue matches a session id under a name that has other uses, too.
var sessionValue = regexp.MustCompile(`(?i)^(?:sid|sess|session|sessionid|s)=[0-9a-f]{26,40}$`)

// Canonical returns the form in which an absolute address is stored: without
// fragment, tracking parameters, session ids and default port, with scheme and host
// in lower case. Path and query keep their spelling. Anything that is not an absolute
// address is returned trimmed but otherwise unchanged.
func Canonical(address string) string {
	address = strings.TrimSpace(address)
	if _, _, _, ok := splitCanonical(address); ok {
		return address
	}
	if u := canonical(address); u != nil {
		return u.String()
	}
	return address
}

// splitCanonical splits an address that is canonical already. Most are, a page has
// hundreds, and url.Parse takes twenty times as long.
func splitCanonical(address string) (scheme, host, path string, ok bool) {
	scheme, rest, _ := strings.Cut(address, "://")
	slash := strings.IndexByte(rest, '/')
	if scheme != "http" && scheme != "https" || slash < 1 {
		return "", "", "", false
	}
	for i := range len(rest) {
		switch c := rest[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.':
		case i > slash && (c >= 'A' && c <= 'Z' || c == '/' || c == '_' || c == '~' || c == ',' || c == '=' || c == '+'):
		case i == slash:
		default:
			return "", "", "", false
		}
	}
	return scheme, rest[:slash], rest[slash:], true
}

// canonical returns nil if address is not an absolute address.
func canonical(address string) *url.URL {
	address = strings.TrimSpace(address)
	if scheme, host, path, ok := splitCanonical(address); ok {
		return &url.URL{Scheme: scheme, Host: host, Path: path}
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	u.Fragment, u.RawFragment, u.User = "", "", nil
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if port := u.Port(); u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	dropFromPath(u, "(", aspNetSession)
	if u.Path == "" {
		u.Path = "/"
	}
	dropFromPath(u, ";", javaSession)
	u.RawQuery, u.ForceQuery = dropNoise(u.RawQuery), false
	return u
}

// dropFromPath removes the matches of session from u's path. Every match contains
// mark; the check saves time, since few paths do.
func dropFromPath(u *url.URL, mark string, session *regexp.Regexp) {
	if !strings.Contains(u.Path, mark) {
		return
	}
	if escaped := u.EscapedPath(); session.MatchString(escaped) {
		u.RawPath = session.ReplaceAllString(escaped, "")
		u.Path, _ = url.PathUnescape(u.RawPath)
	}
}

func dropNoise(query string) string {
	if query == "" {
		return ""
	}
	var kept []string
	for _, part := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); part != "" && !sessionValue.MatchString(part) && (err != nil || !trackingParam.MatchString(plain)) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

// PathKey returns the key by which two addresses of the same document are equal:
// host without www, path and query, but not the scheme. With fold, case, file
// extension and trailing slash are ignored, too, which is correct only on servers
// whose profile says so.
func PathKey(address string, fold bool) string {
	u := canonical(address)
	if u == nil {
		return address
	}
	return pathKey(u, fold)
}

// PathKeys returns both keys of an address.
func PathKeys(address string) (exact, folded string) {
	u := canonical(address)
	if u == nil {
		return address, address
	}
	return pathKey(u, false), pathKey(u, true)
}

func pathKey(u *url.URL, fold bool) string {
	host := strings.TrimPrefix(u.Host, "www.")
	p := u.Path // decoded, so that %2C and a comma are one
	if fold {
		p = strings.ToLower(strings.TrimSuffix(p, "/"))
		switch ext := path.Ext(p); ext {
		case ".aspx", ".html", ".htm", ".php", ".asp":
			p = strings.TrimSuffix(p, ext)
		}
	}
	key := host + p
	if u.RawQuery != "" {
		q := u.RawQuery
		if plain, err := url.QueryUnescape(q); err == nil {
			q = plain
		}
		if fold {
			q = strings.ToLower(q)
		}
		key += "?" + q
	}
	return key
}

// SameHost reports whether two addresses have the same host, ignoring scheme and
// www. Ports count, except that the default ports are equal.
func SameHost(a, b string) bool {
	ua, ub := canonical(a), canonical(b)
	return ua != nil && ub != nil &&
		strings.TrimPrefix(ua.Host, "www.") == strings.TrimPrefix(ub.Host, "www.")
}

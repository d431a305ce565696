package blog

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// trackingParam are query parameters that say who came from where, or what a form just
// did, but never which document is meant.
var trackingParam = regexp.MustCompile(`(?i)^(utm_[a-z_]+|fbclid|gclid|mc_[ce]id|msclkid|_ga|phpsessid|jsessionid|aspsessionid\w*|oscsid|zenid|cfid|cftoken|saveda?|replytocom)$`)

// aspNetSession is the session id that ASP.NET puts in the path of visitors
// without cookies: /(S(lit3py55t21z5v55vlm25s55))/page.aspx.
var aspNetSession = regexp.MustCompile(`(?i)/\((?:[asf]\([a-z0-9_-]+\))+\)`)

// javaSession is the one that Java servers put behind the path.
var javaSession = regexp.MustCompile(`(?i);jsessionid=[a-z0-9.!_-]+`)

// sessionValue is a session id under a name that could mean other things, too.
var sessionValue = regexp.MustCompile(`(?i)^(?:sid|sess|session|sessionid|s)=[0-9a-f]{26,40}$`)

// Canonical writes an absolute address in the one way in which it is stored:
// without fragment, noise parameters, session ids and default port, scheme and
// host in lower case. Path and query keep the page's spelling. What is no
// absolute http address comes back trimmed and otherwise as it was.
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

// splitCanonical reads an address that is canonical as it stands, as most are: a page has
// hundreds, and a parser for the others takes twenty times as long.
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

// canonical is nil for what is no absolute address.
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

// dropFromPath takes what an expression matches out of a path. Every match holds
// mark, which few paths do: a page has hundreds of addresses.
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

// PathKey is what two addresses of one document have in common: host without
// www, path and query, but not the scheme. With fold, case, a file extension
// and a closing slash of the path do not count either; that is right only on
// servers which a profile says are so.
func PathKey(address string, fold bool) string {
	u := canonical(address)
	if u == nil {
		return address
	}
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

// SameHost says whether two addresses are on one host, whatever their scheme,
// and with or without www. Ports count, except that the two default ones agree.
func SameHost(a, b string) bool {
	ua, ub := canonical(a), canonical(b)
	return ua != nil && ub != nil &&
		strings.TrimPrefix(ua.Host, "www.") == strings.TrimPrefix(ub.Host, "www.")
}

package media

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Servers create smaller copies of images on request, and the address says so. The
// patterns below are data; whether the result is the original is checked when it is
// received.

// copies are patterns of a copy's path, with the replacement for its original. The first
// match counts; digits in the named groups w and h are the copy's size.
var copies = []struct {
	host   string // end of the host name, "" for any
	shape  *regexp.Regexp
	origin string
}{
	// WordPress
	{"", regexp.MustCompile(`-(?P<w>\d{2,4})x(?P<h>\d{2,4})(\.[A-Za-z]{3,4})$`), `$3`},
	// Ghost
	{"", regexp.MustCompile(`/content/images/size/w(?P<w>\d+)(?:h(?P<h>\d+))?(?:/format/[a-z]+)?/`), `/content/images/`},
	// Drupal
	{"", regexp.MustCompile(`/files/styles/[^/]+/public/`), `/files/`},
	{"blogspot.com", bloggerSize, `/s0/$2`},
	{"googleusercontent.com", bloggerSize, `/s0/$2`},
	{"tumblr.com", regexp.MustCompile(`(/tumblr_\w+)_(?P<w>\d{2,3})(\.[a-z]{3,4})$`), `${1}_1280$3`},
}

var bloggerSize = regexp.MustCompile(`/s(?P<w>\d{2,4})(?:-[a-z0-9-]+)?/([^/]+)$`)

// sizing are query parameters that select the size of a copy: those of Kentico,
// ImageResizer, Jetpack, HubSpot and Squarespace. True means that the number is the
// copy's width or height.
var sizing = map[string]bool{
	"width": true, "height": true, "maxsidesize": true, "w": true, "h": true,
	"maxwidth": true, "maxheight": true, "resize": false, "fit": false, "format": false,
}

// manner are parameters for how a copy is made; alone they are not evidence of a copy.
var manner = map[string]bool{
	"resizemode": true, "mode": true, "scale": true, "crop": true, "quality": true, "upscale": true, "upsize": true, "zoom": true, "strip": true,
}

// number matches a size: "320", "320px", "500w", "300,200".
var number = regexp.MustCompile(`^\d{1,5}(?:px|%|w)?(?:[,x]\d{1,5}(?:px)?)?$`)

// originalOf returns the address at which the original of a copy may be, and its minimum
// size; "" if the address is not that of a copy.
func originalOf(address string) (original string, least int) {
	u, err := url.Parse(address)
	if err != nil {
		return "", 0
	}
	query, least := withoutSize(u.RawQuery)
	plain := *u
	plain.RawQuery, plain.ForceQuery = query, false
	path := u.EscapedPath()
	for _, c := range copies {
		m := c.shape.FindStringSubmatch(path)
		if m == nil || !strings.HasSuffix(strings.ToLower(u.Hostname()), c.host) {
			continue
		}
		path = c.shape.ReplaceAllString(path, c.origin)
		least = max(least, groupSize(c.shape, m, "w"), groupSize(c.shape, m, "h"))
		break
	}
	if plain.RawPath = path; path != u.EscapedPath() {
		if plain.Path, err = url.PathUnescape(path); err != nil {
			return "", 0
		}
	}
	if text := plain.String(); text != u.String() {
		return text, least
	}
	return "", 0
}

func groupSize(shape *regexp.Regexp, match []string, name string) int {
	i := shape.SubexpIndex(name)
	if i < 0 {
		return 0
	}
	n, _ := strconv.Atoi(match[i])
	return n
}

// withoutSize returns a query without the parameters that select a size, everything else
// as written, and the larger side that they request.
func withoutSize(query string) (rest string, least int) {
	var kept []string
	sized := false
	parts := strings.Split(query, "&")
	for _, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		name = strings.ToLower(name)
		plain, err := url.QueryUnescape(value)
		isSide, isSize := sizing[name]
		switch {
		case isSize && err == nil && number.MatchString(plain):
			sized = true
			if n, err := strconv.Atoi(strings.TrimSuffix(plain, "px")); err == nil && isSide {
				least = max(least, n)
			}
		case manner[name]:
		default:
			kept = append(kept, part)
		}
	}
	if !sized {
		return query, 0
	}
	return strings.Join(kept, "&"), least
}

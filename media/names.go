package media

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/blogferry/blogferry/blog"
)

// rules is the version of the rules by which posts are scanned. If it changes, every post
// is scanned again.
const rules = "2:"

// maxBetter is the maximum number of larger copies requested for one address.
const maxBetter = 4

// Attributes in which themes keep the address of an image that a script loads, or of the
// original of the image shown.
var (
	lateAttrs  = []string{"data-src", "data-lazy-src", "data-original"}
	largeAttrs = []string{"data-orig-file", "data-large-file", "data-full-url", "data-highres", "data-zoom-image"}
)

// styled matches the addresses in a style attribute.
var styled = regexp.MustCompile(`(?i)url\(\s*['"]?([^'")]+)['"]?\s*\)`)

// reader finds the files that one post refers to.
type reader struct {
	site  site
	names []blog.MediaRef
	known map[string]int // index in names
	link  string         // address of the open link, "" if none
}

// read returns the addresses of files that a post shows, and of those on its own site
// that it links to, in the order of the post and without duplicates. Addresses are as in
// the markup, without fragment. Some of the links may turn out to lead to pages.
func read(p *blog.MediaPost, s site) []blog.MediaRef {
	r := &reader{site: s, known: map[string]int{}}
	z := html.NewTokenizer(strings.NewReader(p.BodyHTML))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			r.element(t.Data, attributes(t))
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "a" {
				r.link = ""
			}
		}
	}
	for _, image := range p.Images {
		r.show(image.URL)
	}
	return r.names
}

func attributes(t html.Token) map[string]string {
	attrs := make(map[string]string, len(t.Attr))
	for _, a := range t.Attr {
		attrs[a.Key] = strings.TrimSpace(a.Val)
	}
	return attrs
}

func (r *reader) element(name string, attrs map[string]string) {
	switch name {
	case "img", "source", "image":
		r.picture(attrs)
	case "a", "area":
		if name == "a" {
			r.link = attrs["href"]
		}
		r.follow(attrs["href"])
	case "video", "audio", "track":
		r.show(attrs["poster"])
		r.show(attrs["src"])
	case "embed", "object", "iframe":
		r.follow(attrs["data"])
		r.follow(attrs["src"])
	}
	r.show(attrs["background"])
	for _, m := range styled.FindAllStringSubmatch(attrs["style"], -1) {
		r.show(m[1])
	}
}

// picture adds every size of an image; each refers to the larger ones.
func (r *reader) picture(attrs map[string]string) {
	if tiny(attrs["width"]) && tiny(attrs["height"]) {
		return // a tracking pixel
	}
	set := slices.Concat(parseSrcset(attrs["srcset"]), parseSrcset(attrs["data-srcset"]))
	var better []string
	for _, name := range largeAttrs {
		better = append(better, attrs[name])
	}
	shown := []string{attrs["src"]}
	for _, name := range lateAttrs {
		shown = append(shown, attrs[name])
	}
	if sameFile(r.link, attrs["src"]) {
		better = append(better, r.link)
	}
	if big := largest(set); big != "" {
		shown = append([]string{big}, shown...)
		better = append(better, originalAddress(big), big)
	}
	for _, c := range set {
		shown = append(shown, c.url)
	}
	for _, address := range shown {
		r.show(address, better...)
	}
}

func tiny(size string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(size, "px"))
	return err == nil && n <= 1
}

// sameFile reports whether a link around an image leads to a larger copy of it, as far as
// names tell.
func sameFile(link, picture string) bool {
	l, errLink := url.Parse(link)
	p, errPicture := url.Parse(picture)
	if errLink != nil || errPicture != nil || !imageEndings[ending(l)] {
		return false
	}
	stem := func(u *url.URL) string {
		name := strings.ToLower(path.Base(u.Path))
		return name[:strings.IndexByte(name+".", '.')]
	}
	rest, ok := strings.CutPrefix(stem(p), stem(l))
	return ok && stem(l) != "" && copyMark.MatchString(rest)
}

// copyMark matches what the name of a copy adds to that of its original.
var copyMark = regexp.MustCompile(`^(?:[-_](?:\d{3,4}(?:w|px)?|\d{2,4}x\d{2,4}|small|medium|large|thumb(?:nail)?|scaled|resized|preview|web|sm|tn|t|s|m))*$`)

// show adds a file that the post shows; better are addresses of larger copies.
func (r *reader) show(address string, better ...string) {
	if address, u := r.site.fileAddress(address); u != nil {
		r.add(blog.MediaRef{URL: address, Larger: r.site.others(address, append(better, originalAddress(address)))})
	}
}

// follow adds the target of a link or frame.
func (r *reader) follow(address string) {
	if address, u := r.site.fileAddress(address); u != nil && r.site.holds(u) {
		r.add(blog.MediaRef{URL: address, Link: true})
	}
}

// fileAddress parses an address that can be requested, nil if it cannot. Relative
// addresses are allowed if the blog was read from disk and has no address. The fragment
// is removed; everything else stays as written, since that is how it is looked up.
func (s site) fileAddress(address string) (string, *url.URL) {
	address, _, _ = strings.Cut(strings.TrimSpace(address), "#")
	u, err := url.Parse(address)
	if err != nil || !isWeb(u) && !(s.unknown && isRelative(u)) {
		return "", nil
	}
	return address, u
}

// others returns the better addresses that differ from the address itself, the best
// first.
func (s site) others(address string, better []string) (kept []string) {
	for _, b := range better {
		b, u := s.fileAddress(b)
		if b == address && u != nil {
			break
		}
		if u != nil && len(kept) < maxBetter && !slices.Contains(kept, b) {
			kept = append(kept, b)
		}
	}
	return kept
}

func (r *reader) add(name blog.MediaRef) {
	i, known := r.known[name.URL]
	if !known {
		r.known[name.URL] = len(r.names)
		r.names = append(r.names, name)
		return
	}
	old := &r.names[i]
	old.Link = old.Link && name.Link
	if len(name.Larger) > len(old.Larger) {
		old.Larger = name.Larger
	}
}

func originalAddress(address string) string {
	original, _ := originalOf(address)
	return original
}

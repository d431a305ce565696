package export

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/blogferry/blogferry/blog"
)

// feedSpace is the name space of ids in feeds. An id must outlive addresses, so it is
// made from the post's own id, and is the same in all feed formats.
var feedSpace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://github.com/blogferry/blogferry"))

// urn returns a permanent name for something with an id in the database.
func urn(id string) string { return uuid.NewSHA1(feedSpace, []byte(id)).URN() }

// feed is what the feed formats have in common.
type feed struct {
	plan  *Plan
	o     Options
	title string
	at    time.Time // of the newest post; zero if no post has a date
	spare spare
}

func newFeed(records Records, o Options) (*feed, error) {
	plan, err := NewPlan(records, o)
	if err != nil {
		return nil, err
	}
	f := &feed{plan: plan, o: o, title: blogTitle(o.Sources), spare: newSpare()}
	for _, e := range plan.Entries() {
		if e.At.After(f.at) {
			f.at = e.At
		}
	}
	return f, nil
}

// blogTitle returns the name of the blog, or of all of them.
func blogTitle(sources []*blog.Source) string {
	var names []string
	for _, s := range sources {
		names = append(names, cmp.Or(s.Name, s.URL))
	}
	return strings.Join(names, ", ")
}

// id returns a permanent id for the feed, or for a related one.
func (f *feed) id(other string) string {
	var labels []string
	for _, s := range f.o.Sources {
		labels = append(labels, s.Label())
	}
	if other != "" {
		labels = append(labels, other)
	}
	return urn(strings.Join(labels, "\n"))
}

// home returns the address of the blog, "" if none is known.
func (f *feed) home() string {
	switch {
	case f.o.BaseURL != "":
		return f.o.BaseURL + "/"
	case len(f.o.Sources) == 1:
		return webAddress(f.o.Sources[0].URL)
	}
	return ""
}

// feedMade is a post as written to a feed, and its comments if they are written to
// another one.
type feedMade struct {
	entry, comments []byte
}

// pool writes the posts, with links to the new site if its address is known. Addresses
// are absolute, since a feed is read elsewhere.
func (f *feed) pool(records Records, entry func(f *feed, b []byte, n int, r *blog.Record) feedMade) pool[feedMade] {
	return pool[feedMade]{warn: f.o.Warn, read: just(records), worker: func(warn func(*blog.Record, error)) func(int, *blog.Record) feedMade {
		own := *f
		own.o.Warn = warn
		b := &bodies{plan: f.plan, o: own.o, address: func(path string) string { return f.o.BaseURL + path }}
		return func(n int, r *blog.Record) feedMade {
			if f.o.BaseURL != "" {
				r = b.record(r)
			}
			return entry(&own, f.spare.take(), n, r)
		}
	}}
}

// addresses returns the address of the n-th post, and its old one if that is different.
// Either may be "".
func (f *feed) addresses(n int, r *blog.Record) (now, old string) {
	old = webAddress(orEmpty(r.URL))
	if f.o.BaseURL == "" {
		return old, ""
	}
	return f.o.BaseURL + f.plan.Path(f.plan.Entry(n)), old
}

// webAddress returns an absolute http(s) address, "" for anything else.
func webAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if strings.ContainsAny(text, " \"<>\\^`{|}") {
		return u.String()
	}
	return text
}

// terms returns a post's categories and tags without duplicates.
func (f *feed) terms(r *blog.Record) []string {
	tags, categories := f.plan.Terms(r)
	var names []string
	known := map[string]bool{}
	for _, t := range append(categories, tags...) {
		if key := blog.NameKey(t.Name); key != "" && !known[key] {
			known[key] = true
			names = append(names, t.Name)
		}
	}
	return names
}

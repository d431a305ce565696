package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/blogferry/blogferry/blog"
)

// oldBlog has a post with two addresses, and one page of each kind.
func oldBlog() ([]blog.Record, iter.Seq2[blog.Address, error]) {
	records := []blog.Record{
		{ID: "1", Title: "One", Author: "Ann Bo", Tags: []string{"R&D"}, Categories: []string{"News"}, PublishedAt: text("2014-07-21T06:00:00Z"), URL: text("http://old.example/blog/One.aspx")},
		{ID: "2", Title: "Two", PublishedAt: text("2014-07-01T06:00:00Z"), URL: text("http://old.example/blog/Two.aspx")},
	}
	return records, addresses(
		blog.Address{URL: "http://www.old.example/blog/Vienna,-Austria", Kind: blog.AddressPost, Post: "1"},
		blog.Address{URL: "http://old.example/gone", Kind: blog.AddressPost, Post: "9"},
		blog.Address{URL: "http://old.example/blog?page=2", Kind: blog.AddressListing},
		blog.Address{URL: "http://old.example/blog.rss", Kind: blog.AddressFeed},
		blog.Address{URL: "http://old.example/blog/2014-07", Kind: blog.AddressPeriod, Period: "2014-07"},
		blog.Address{URL: "http://old.example/blog/2014", Kind: blog.AddressPeriod, Period: "2014"},
		blog.Address{URL: "http://old.example/blog?tag=R%26D", Kind: blog.AddressLabel, Text: "r&d"},
		blog.Address{URL: "http://old.example/blog?cat=News", Kind: blog.AddressLabel, Text: "News"},
		blog.Address{URL: "http://old.example/blog?tag=Unknown", Kind: blog.AddressLabel, Text: "Unknown"},
		blog.Address{URL: "http://old.example/people/ann-bo", Kind: blog.AddressLink, Text: "Ann Bo"},
		blog.Address{URL: "http://old.example/shop", Kind: blog.AddressLink, Text: "Ann Bo"},
		blog.Address{URL: "http://old.example/about", Kind: blog.AddressLink, Text: "About"},
		blog.Address{URL: "http://old.example/getmedia/7/x.aspx", Kind: blog.AddressMedia, Text: "x y.png"},
		blog.Address{URL: "http://old.example/2014/07/one/", Kind: blog.AddressListing}, // where post 1 will be
		blog.Address{URL: "no address", Kind: blog.AddressListing},
	)
}

func addresses(all ...blog.Address) iter.Seq2[blog.Address, error] {
	return func(yield func(blog.Address, error) bool) {
		for _, a := range all {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func rules(t *testing.T, records []blog.Record, o Options) (lines []string) {
	t.Helper()
	all, err := Redirects(seq(records), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all.All() {
		lines = append(lines, r.From+" "+r.New)
	}
	return lines
}

func TestRedirects(t *testing.T) {
	records, known := oldBlog()
	paths := SitePaths{Feed: "/feed/", Tag: "/tag/:slug/", Category: "/category/:slug/", Author: "/by/:slug/", Month: "/:year/:month/", Year: "/:year/", Media: "/files/:name"}
	got := rules(t, records, Options{Redirects: RedirectOptions{Addresses: known, Paths: paths}})
	want := []string{
		"/blog.rss /feed/", "/blog/2014 /2014/", "/blog/2014-07 /2014/07/", "/blog/One.aspx /2014/07/one/", "/blog/Two.aspx /2014/07/two/",
		"/blog/Vienna,-Austria /2014/07/one/", "/blog?cat=News /category/news/", "/blog?page=2 /",
		"/blog?tag=R%26D /tag/r-d/", "/blog?tag=Unknown /", "/getmedia/7/x.aspx /files/x%20y.png", "/people/ann-bo /by/ann-bo/",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	elsewhere := rules(t, records, Options{BaseURL: "https://new.example/b", Redirects: RedirectOptions{Addresses: known}})
	for _, want := range []string{"/2014/07/one/ https://new.example/b/", "/blog?tag=R%26D https://new.example/b/"} {
		if !slices.Contains(elsewhere, want) {
			t.Errorf("for another host there is no rule %s:\n%s", want, strings.Join(elsewhere, "\n"))
		}
	}
}

// Servers that do not decode paths get each address as the page wrote it and as
// browsers send it.
func TestOldAddressesAsSent(t *testing.T) {
	records := []blog.Record{{ID: "1", Title: "A", URL: text("http://old.example/a%2Cb?c=d e")}}
	all, err := Redirects(seq(records), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []Redirect
	for _, r := range all.All() {
		got = append(got, r)
	}
	want := []Redirect{
		{Old: "http://old.example/a%2Cb?c=d%20e", From: "/a%2Cb?c=d%20e", New: "/a-b/", Post: "1"},
		{Old: "http://old.example/a,b?c=d%20e", From: "/a,b?c=d%20e", New: "/a-b/", Post: "1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

// Redirects are never chained: on one host, no rule leads to an address that has a
// rule.
func TestNoChains(t *testing.T) {
	records := []blog.Record{
		{ID: "1", Title: "A", URL: text("http://old.example/B.aspx")}, // to /b/
		{ID: "2", Title: "B", URL: text("http://old.example/b/A")},    // to /a/
		{ID: "3", Title: "C", URL: text("http://old.example/a")},
	}
	all, err := Redirects(seq(records), Options{Permalink: "/:slug/", BaseURL: "http://www.old.example"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all.All() {
		for _, other := range all.All() {
			if pageKey(r.New) == pageKey("http://www.old.example"+other.From) {
				t.Errorf("%s leads to %s, which leads to %s", r.From, r.New, other.New)
			}
		}
	}
}

func TestRedirectServers(t *testing.T) {
	records, known := oldBlog()
	twins := append(slices.Clone(records), blog.Record{ID: "3", Title: "Three", URL: text("http://old.example/blog/ONE.aspx")})
	for _, name := range RedirectServers() {
		var warned []string
		o := Options{Redirects: RedirectOptions{Server: name, Addresses: known}, Warn: func(_ *blog.Record, err error) { warned = append(warned, err.Error()) }}
		var b bytes.Buffer
		if _, err := Write(&b, "redirects", seq(twins), o); err != nil || !strings.Contains(b.String(), "/one/") {
			t.Errorf("%s: %v\n%s", name, err, b.String())
		}
		reported := strings.Contains(strings.Join(warned, "\n"), "/blog/One.aspx") // sorts behind ONE
		if wanted := name == "iis"; reported != wanted {
			t.Errorf("%s: that case tells two posts apart is reported: %v\n%s", name, reported, strings.Join(warned, "\n"))
		}
	}
	_, err := Write(io.Discard, "redirects", seq(records), Options{Redirects: RedirectOptions{Server: "lighttpd"}})
	if err == nil || !strings.Contains(err.Error(), "nginx, apache, iis") {
		t.Errorf("error for an unknown server: %v", err)
	}
}

func TestNetlifyParameters(t *testing.T) {
	for query, want := range map[string]string{
		"page=2&tag=R%26D":  "page=2 tag=R&D",
		"tag=%C3%A9t%C3%A9": "tag=été",
		"tag=Log%20book":    "", // its values have no blanks
		"tag=Log+book":      "",
		"tag=&page=2":       "",
		"tag=%zz":           "",
		"tag=:placeholder":  "",
	} {
		parameters, problem := netlifyParameters(query)
		if got := strings.Join(parameters, " "); got != want || (problem == "") != (want != "") {
			t.Errorf("%s = %q, %q, want %q", query, got, problem, want)
		}
	}
}

// movedPosts returns posts with old addresses, each in its own folder.
func movedPosts(n int, folder string) (records []blog.Record) {
	for i := range n {
		id := "p" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strconv.Itoa(i)
		records = append(records, blog.Record{ID: id, Title: id, URL: text("http://old.example/" + folder + "/" + id)})
	}
	return records
}

// TestRedirectLimits checks that exactly what is over the limits of a server is
// reported.
func TestRedirectLimits(t *testing.T) {
	for _, tt := range []struct {
		server, rule      string
		records           []blog.Record
		written, reported int
	}{
		{"cloudflare", "\n", movedPosts(2003, "blog"), 2000, 3},
		{"cloudflare", "\n", append(movedPosts(2, "blog"), movedPosts(3, strings.Repeat("x", 1000))...), 2, 3},
		{"netlify", "\n", movedPosts(2003, "blog"), 2003, 0},
		{"iis", "<add key=", movedPosts(2003, "blog"), 2003, 0},
		{"iis", "<add key=", movedPosts(2003, strings.Repeat("x", 100)), 2003, 1},
	} {
		var b bytes.Buffer
		reported := 0
		o := Options{Redirects: RedirectOptions{Server: tt.server}, Warn: func(*blog.Record, error) { reported++ }}
		_, err := Write(&b, "redirects", seq(tt.records), o)
		if written := strings.Count(b.String(), tt.rule); err != nil || written != tt.written || reported != tt.reported {
			t.Errorf("%s: %d rules, %d reports, %d bytes, %v; want %d and %d", tt.server, written, reported, b.Len(), err, tt.written, tt.reported)
		}
	}
}

func TestRedirectsOfBrokenSource(t *testing.T) {
	broken := errors.New("disk image is malformed")
	o := Options{Redirects: RedirectOptions{Addresses: func(yield func(blog.Address, error) bool) { yield(blog.Address{}, broken) }}}
	if _, err := Redirects(seq(nil), o); !errors.Is(err, broken) {
		t.Errorf("error = %v", err)
	}
}

// Whatever an old address is, the files stay valid, with one rule per line.
func FuzzRedirects(f *testing.F) {
	for _, s := range hostile {
		f.Add("http://old.example/" + s)
	}
	f.Add(`http://old.example/a"b\c?d="e";{$f}`)
	f.Fuzz(func(t *testing.T, old string) {
		records := []blog.Record{{ID: "1", Title: "One", URL: &old}, {ID: "2", Title: "Two", URL: text("http://old.example/two")}}
		for _, name := range RedirectServers() {
			var b bytes.Buffer
			if _, err := Write(&b, "redirects", seq(records), Options{Redirects: RedirectOptions{Server: name}}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(b.String()) {
				if strings.ContainsFunc(strings.NewReplacer("\t", "", "\n", "").Replace(line), isControl) {
					t.Errorf("%s: a control character in %q", name, line)
				}
			}
			if name == "iis" {
				var doc struct{ XMLName xml.Name }
				if err := xml.Unmarshal(b.Bytes(), &doc); err != nil {
					t.Errorf("iis: %v\n%s", err, b.String())
				}
			}
		}
	})
}

package scraper

import (
	"strings"
	"testing"
	"time"
)

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, text string
		allowed    []string
		forbidden  []string
	}{
		{"nothing", "", []string{"/"}, nil},
		{"all", "User-agent: *\nDisallow: /", []string{"/robots.txt"}, []string{"/", "/blog"}},
		{"none", "User-agent: *\nDisallow:", []string{"/", "/blog"}, nil},
		{"a star alone", "User-agent: *\nDisallow: *", nil, []string{"/", "/blog"}},
		{"longest wins", "User-agent: *\nDisallow: /blog\nAllow: /blog/public", []string{"/", "/blog/public/x"}, []string{"/blog", "/blog/x", "/blogs"}},
		{"a tie allows", "User-agent: *\nDisallow: /blog\nAllow: /blog", []string{"/blog"}, nil},
		{"our group only", "User-agent: *\nDisallow: /\n\nUser-agent: BlogFerry/1.0\nDisallow: /x", []string{"/blog"}, []string{"/x"}},
		{"our empty group", "User-agent: *\nDisallow: /\n\nUser-agent: blogferry\nDisallow:", []string{"/blog"}, nil},
		{"others' group", "User-agent: blog\nDisallow: /\nUser-agent: blogferrybot\nDisallow: /", []string{"/blog"}, nil},
		{"groups add up", "User-agent: *\nDisallow: /a\nUser-agent: b\nDisallow: /c\nUser-agent: *\nDisallow: /d", []string{"/c"}, []string{"/a", "/d"}},
		{"two agents, one group", "User-agent: b\nUser-agent: blogferry\nDisallow: /a", []string{"/b"}, []string{"/a"}},
		{"a sitemap does not end the head", "User-agent: blogferry\nSitemap: http://x/\nUser-agent: b\nDisallow: /a", nil, []string{"/a"}},
		{"blank lines do not end a group", "User-agent: *\n\n\nDisallow: /a", nil, []string{"/a"}},
		{"wildcards", "User-agent: *\nDisallow: /*/print\nDisallow: /*.pdf$\nDisallow: /a*b*c", []string{"/print", "/x.pdf?y", "/x/a1b2c", "/ab"}, []string{"/x/print/1", "/x.pdf", "/a1b2c3"}},
		{"the end", "User-agent: *\nDisallow: /$", []string{"/blog"}, []string{"/"}},
		{"queries", "User-agent: *\nDisallow: /blog?page=", []string{"/blog"}, []string{"/blog?page=2"}},
		{"escapes", "User-agent: *\nDisallow: /m%c3%bcnchen\nDisallow: /köln\nDisallow: /%7Ejoe\nDisallow: /a%2fb", []string{"/a/b"}, []string{"/m%C3%BCnchen", "/k%C3%B6ln", "/~joe", "/a%2Fb"}},
		{"bad lines", "Disallow: /a\nnonsense\nUser-agent: *\nCrawl-delay: soon\nCrawl-delay: -1\nDisallow: /b # no\n: x\nDisallow /c", []string{"/a", "/c"}, []string{"/b"}},
		{"mark and line ends", "\ufeffUser-Agent:*\r\nDISALLOW:/a\rDisallow : /b", nil, []string{"/a", "/b"}},
		{"case counts in paths", "User-agent: *\nDisallow: /Blog", []string{"/blog"}, []string{"/Blog"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := parseRules([]byte(c.text))
			for _, path := range c.allowed {
				if !r.allow(path) {
					t.Errorf("allow(%q) = false", path)
				}
			}
			for _, path := range c.forbidden {
				if r.allow(path) {
					t.Errorf("allow(%q) = true", path)
				}
			}
			if r.crawlDelay != 0 {
				t.Errorf("crawl-delay = %v", r.crawlDelay)
			}
		})
	}
}

func TestMatchPathIsQuick(t *testing.T) {
	began := time.Now()
	if matchPath(strings.Repeat("a*", 2000)+"b", strings.Repeat("a", 8000)) {
		t.Error("a path without b matches a pattern that ends with b")
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("a nasty pattern took %v", took)
	}
}

func FuzzRules(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%7e\nCrawl-delay: 1.5", "/a?b")
	f.Add("User-agent: blogferry\nDisallow: *", "/")
	f.Add("\ufeffuser-agent : BLOGFERRY/2\r\rdisallow:/%zz%4", "/%zz%4")
	f.Fuzz(func(t *testing.T, text, path string) {
		r := parseRules([]byte(text))
		r.allow(path)
		if !r.allow("/robots.txt") {
			t.Error("robots.txt itself is forbidden")
		}
		if r.crawlDelay < 0 || r.crawlDelay > time.Hour {
			t.Errorf("crawl-delay = %v", r.crawlDelay)
		}
		if once := normalPath(path); normalPath(once) != once {
			t.Errorf("normalPath(%q) = %q is not stable", path, once)
		}
		if all := parseRules([]byte("User-agent: *\nDisallow: /")); strings.HasPrefix(path, "/") && path != "/robots.txt" && all.allow(path) {
			t.Errorf("%q passes where all is forbidden", path)
		}
	})
}

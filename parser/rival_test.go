package parser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

// rivalPage is a page of a blog whose posts have neither comments nor tags, so
// that its profile leaves fields open.
func rivalPage(end string) *blog.Page {
	var b strings.Builder
	b.WriteString(`<html><head><meta name="generator" content="WordPress 3.1"><link rel="pingback" href="/xmlrpc.php"></head><body><div id="main">`)
	for i := range 3 {
		fmt.Fprintf(&b, `<div class="post hentry" id="post-%d"><h2 class="entry-title"><a href="/2011/03/post-%d" rel="bookmark">Rope, part %d</a></h2>
			<div class="entry-meta"><span class="entry-date">March %d, 2011</span></div>`, i, i, 9-i, 20-i)
		fmt.Fprintf(&b, `<div class="entry-content"><p>%s</p>%s</div></div>`, strings.Repeat("A rope is laid of three strands and the strands of yarns. ", 8), end)
	}
	b.WriteString(`</div></body></html>`)
	return htmlPage(b.String())
}

// TestRival sees that what repeats is asked on later pages only where it may
// have something to add.
func TestRival(t *testing.T) {
	p := newParser(t)
	first, err := p.Listing(rivalPage(""), blog.Knowledge{})
	if err != nil || first.Variant == "induced" || first.Profile != "wordpress" {
		t.Fatalf("%v: profile %s, variant %s", err, first.Profile, first.Variant)
	}
	if rules := parseRules(first.Rules); rules == nil || rules.Rival == nil || !rules.Rival.Idle || rules.Rival.Spots == nil {
		t.Fatalf("rules %s", first.Rules)
	}
	k := blog.Knowledge{Profile: first.Profile, Rules: first.Rules}
	share := `<p><a href="https://twitter.com/share">Tweet</a></p>`
	for _, tt := range []struct {
		name  string
		page  *blog.Page
		asked bool
	}{
		{"as before", rivalPage(""), false},
		{"with a share box", rivalPage(share), true},
	} {
		sh, err := p.open(tt.page, k)
		if err != nil {
			t.Fatal(err)
		}
		set := sh.markupSet()
		sh.fill(&set)
		if sh.asked != tt.asked {
			t.Errorf("%s: what repeats was asked: %v", tt.name, sh.asked)
		}
		for _, post := range sh.listing.Posts {
			if strings.Contains(post.BodyText, "Tweet") || post.Published == "" {
				t.Errorf("%s: %+v", tt.name, post)
			}
		}
	}
}

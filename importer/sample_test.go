package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/importer"
)

// A listing may show summaries that are longer than the newest post: what matters is
// whether the text is that of the post.
func TestSummariesLongerThanTheirPosts(t *testing.T) {
	page := func(n int, text string) string {
		return fmt.Sprintf(`<div class="e"><h2 class="t"><a href="%s">%s</a></h2><p class="m">Posted on %s by Mara Quill</p><div class="b"><p>%s</p></div></div>`,
			entryPath(n), entryTitle(n), entryDay(n).Format("January 2, 2006"), text)
	}
	frame := func(body string) string {
		return `<html><head><title>The Lighthouse Log</title></head><body><h1><a href="/">The Lighthouse Log</a></h1><div id="content">` + body + `</div></body></html>`
	}
	pages, list := map[string]string{}, ""
	for n := 4; n >= 1; n-- {
		list += page(n, fmt.Sprintf("In number %d the keeper looks back on a week of fog, two ships and a letter that nobody had expected any more.", n))
		pages[entryPath(n)] = frame(page(n, fmt.Sprintf("Fog on day %d. %s", n, strings.Repeat("It would not lift. ", (4-n)*8))))
	}
	pages["/"] = frame(list)
	p := newPaper(t, pages)
	p.mustCrawl(importer.Options{NoComments: true})
	for _, rec := range p.records() {
		if !strings.HasPrefix(rec.BodyText, "Fog on day") {
			t.Errorf("%s: body = %q, want the post's own", rec.Title, rec.BodyText)
		}
	}
}

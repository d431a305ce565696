package importer_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/importer"
)

// Pages behind a form have the same address. They differ by the value of a drop-down
// list, or only by the view state of the page on which "next" was clicked.
func TestPagesOfForms(t *testing.T) {
	const last = 4
	buttons := func(n int) string {
		ways := ""
		if n > 1 {
			ways += `<a href="javascript:__doPostBack('lnkPrev','')">Previous</a> `
		}
		if n < last {
			ways += `<a href="javascript:__doPostBack('lnkNext','')">Next</a>`
		}
		return ways
	}
	list := func(n int) string {
		options := ""
		for i := 1; i <= last; i++ {
			selected := ""
			if i == n {
				selected = " selected"
			}
			options += fmt.Sprintf(`<option value="%d"%s>%d</option>`, i, selected, i)
		}
		return `<select name="drpPage" onchange="setTimeout('__doPostBack(\'drpPage\',\'\')', 0)">` + options + `</select>`
	}
	for name, pager := range map[string]func(int) string{"buttons": buttons, "list": list} {
		t.Run(name, func(t *testing.T) {
			visits := 0
			page := func(n int) string {
				from := 2*(last-n) + 1
				visits++
				return sheet(from, from+1, fmt.Sprintf(`<form method="post" action="/"><input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value=""><input type="hidden" name="__VIEWSTATE" value="%d.%d">%s</form>`, n, visits, pager(n)))
			}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/" {
					http.NotFound(w, r)
					return
				}
				n := 1
				if r.Method == http.MethodPost {
					number, _, _ := strings.Cut(r.FormValue("__VIEWSTATE"), ".")
					n, _ = strconv.Atoi(number)
					switch r.FormValue("__EVENTTARGET") {
					case "lnkNext":
						n++
					case "lnkPrev":
						n--
					case "drpPage":
						n, _ = strconv.Atoi(r.FormValue("drpPage"))
					}
				}
				fmt.Fprint(w, page(n))
			}))
			t.Cleanup(server.Close)
			p := &paper{world: &world{t: t, base: server.URL, path: filepath.Join(t.TempDir(), "blog.db"), clock: &clock{t: time.Now()}}}
			p.open()
			t.Cleanup(func() { p.db.Close() })
			p.src = &blog.Source{URL: server.URL + "/"}
			p.followAll()
			p.wantPosts(1, 2*last)
			if _, err := p.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, Full: true}); err != nil {
				t.Fatalf("crawl: %v", err)
			}
			if n := strings.Count("\n"+dump(t, p.path), "\npage "); n != last {
				t.Errorf("%d pages are kept, want %d", n, last)
			}
			if _, err := importer.Reparse(context.Background(), p.deps(), p.src, importer.ReparseOptions{}); err != nil {
				t.Fatalf("reparse: %v", err)
			}
			p.wantPosts(1, 2*last)
		})
	}
}

package importer_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// again returns the same site with an empty database.
func (w *world) again() *world {
	w.t.Helper()
	other := *w
	other.path = filepath.Join(w.t.TempDir(), "blog.db")
	other.open()
	w.t.Cleanup(func() { other.db.Close() })
	other.src = &blog.Source{URL: w.base + w.site.Listing()}
	return &other
}

// aside are columns that differ between runs: bookkeeping times, headers with the
// server's clock, and compressed data, which is not unique.
var aside = regexp.MustCompile(`_at$|^headers$|^body$|^form$|^data$`)

// dump returns the content of a database, table by table.
func dump(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, table := range column(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' AND name <> 'dictionary' ORDER BY name`) {
		var names []string
		for _, name := range column(t, db, `SELECT name FROM pragma_table_info('`+table+`')`) {
			if !aside.MatchString(name) {
				names = append(names, "quote("+name+")")
			}
		}
		for _, row := range column(t, db, `SELECT `+strings.Join(names, ` || ' ' || `)+` FROM `+table+` ORDER BY 1`) {
			fmt.Fprintln(&b, table, row)
		}
	}
	return b.String()
}

func column(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err, query)
		}
		all = append(all, value)
	}
	return all
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("row %d\ngot  %.400s\nwant %.400s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d rows, want %d", len(g)-1, len(w)-1)
}

// With any number of concurrent requests, the same is stored and reported.
func TestParallelIsTheSame(t *testing.T) {
	for _, template := range demo.Templates {
		t.Run(string(template), func(t *testing.T) {
			t.Parallel()
			one := newWorld(t, demo.Options{Template: template})
			want := one.mustCrawl(importer.Options{})
			four := one.again()
			got := four.mustCrawl(importer.Options{Parallel: 4})
			for _, rep := range []*blog.Report{got, want} {
				rep.StartedAt, rep.FinishedAt = time.Time{}, time.Time{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("reports differ:\ngot  %+v\nwant %+v", *got, *want)
			}
			if got, want := dump(t, four.path), dump(t, one.path); got != want {
				t.Error(firstDifference(got, want))
			}
			four.compare("auto")
		})
	}
}

// meeting is a Fetcher that answers for page 2 only when page 5 is requested.
type meeting struct {
	importer.Fetcher
	fifth chan struct{}
}

func (m *meeting) Fetch(ctx context.Context, r blog.Request, o blog.FetchOptions) (*blog.Page, error) {
	switch {
	case strings.HasSuffix(r.URL, "page=5"):
		close(m.fifth)
	case strings.HasSuffix(r.URL, "page=2"):
		select {
		case <-m.fifth:
		case <-time.After(time.Minute):
			return nil, errors.New("nobody asked for page 5 meanwhile")
		}
	}
	return m.Fetcher.Fetch(ctx, r, o)
}

// If all listing pages are to be read, they are requested concurrently.
func TestParallelListing(t *testing.T) {
	w := newWorld(t, demo.Options{})
	d := w.deps()
	d.Fetch = &meeting{Fetcher: d.Fetch, fifth: make(chan struct{})}
	rep, err := importer.Crawl(context.Background(), d, w.src, importer.Options{Details: importer.DetailsNever, Parallel: 4})
	if err != nil || !rep.Complete {
		t.Errorf("%v, gaps %v, failed %v", err, rep.Gaps, rep.Failed)
	}
	if asked := w.site.Log.Count(demo.KindListing); asked != w.site.Pages()+1 {
		t.Errorf("%d listing requests, want %d", asked, w.site.Pages()+1)
	}
}

// There is no reading ahead where known posts begin: a re-sync sends the same requests
// as page by page, one if nothing is new.
func TestParallelResync(t *testing.T) {
	w := newWorld(t, demo.Options{})
	four := importer.Options{Details: importer.DetailsNever, Parallel: 4}
	w.mustCrawl(four)
	for _, c := range []struct{ news, want int }{{0, 1}, {1, 1}, {25, 4}} {
		w.site.Apply(demo.PublishNew(c.news))
		w.site.Log.Reset()
		w.mustCrawl(four)
		if asked := w.site.Log.Count(demo.KindListing); asked != c.want {
			t.Errorf("%d posts published: %d listing requests, want %d", c.news, asked, c.want)
		}
	}
	w.site.Log.Reset()
	four.Full = true
	w.mustCrawl(four)
	if asked := w.site.Log.Count(demo.KindListing); asked != w.site.Pages()+1 {
		t.Errorf("--full: %d listing requests, want %d", asked, w.site.Pages()+1)
	}
	w.compare("never")
}

func TestParallelMaxPages(t *testing.T) {
	for most := 1; most <= 6; most++ {
		w := newWorld(t, demo.Options{})
		rep, err := w.crawl(context.Background(), importer.Options{Details: importer.DetailsNever, Parallel: 4, MaxPages: most})
		if err != nil || rep.Stored != 10*most || w.site.Log.Count(demo.KindListing) != most {
			t.Errorf("--max-pages %d: %d posts, %d listing requests, %v", most, rep.Stored, w.site.Log.Count(demo.KindListing), err)
		}
	}
}

// If a listing page fails, the run ends as it does page by page, and so does the next
// one.
func TestParallelFaults(t *testing.T) {
	at := places[0]
	for _, f := range faults {
		if f.heavy {
			continue
		}
		for _, times := range []int{1, demo.Always} {
			if testing.Short() && times != demo.Always {
				continue
			}
			t.Run(fmt.Sprintf("%s, %d", f.what, times), func(t *testing.T) {
				t.Parallel()
				var ended [2][2]result
				for i, parallel := range []int{1, 4} {
					w, _ := stage(t, at, f, demo.PagerQuery, times)
					ended[i][0] = w.runWith(t, f, importer.Options{Details: at.details, Parallel: parallel})
					if f.whole {
						w.clock.add(3 * time.Hour)
					}
					w.site.Mend()
					ended[i][1] = w.runWith(t, f, importer.Options{Details: at.details, Parallel: parallel})
				}
				for i, which := range []string{"the run", "the run after"} {
					one, four := ended[0][i], ended[1][i]
					if one.outcome != four.outcome || one.says != four.says || four.requests > one.requests+3 {
						t.Errorf("%s: %+v, page by page: %+v", which, four, one)
					}
				}
			})
		}
	}
}

// Pages that shift while several are requested are noticed, too.
func TestParallelShifts(t *testing.T) {
	for _, s := range shiftings() {
		for n := 2; n <= 5; n++ {
			if testing.Short() && n != 4 {
				continue
			}
			t.Run(fmt.Sprintf("%s, at %d", s.what, n), func(t *testing.T) {
				t.Parallel()
				playShift(t, s, n, demo.PagerQuery, 4)
			})
		}
	}
}

// counting is a Parser that signals when a number of listing pages were parsed.
type counting struct {
	importer.Parser
	left atomic.Int32
	read chan struct{}
}

func (c *counting) Listing(p *blog.Page, k blog.Knowledge) (*blog.Listing, error) {
	l, err := c.Parser.Listing(p, k)
	if c.left.Add(-1) == 0 {
		close(c.read)
	}
	return l, err
}

// If the user stops a crawl, all pages received are stored, even those that the walk
// had not reached.
func TestParallelStopped(t *testing.T) {
	stall := demo.Fault{Kind: demo.FaultStall, On: demo.KindListing, Page: 3, Times: demo.Always}
	w := newWorld(t, demo.Options{Posts: demo.Posts()[:50], Faults: []demo.Fault{stall}})
	ctx, stop := context.WithCancel(context.Background())
	d := w.deps()
	d.Fetch = w.scraper(time.Minute)
	c := &counting{Parser: d.Parser, read: make(chan struct{})}
	c.left.Store(4) // all but page 3
	d.Parser = c
	go func() { <-c.read; stop() }()
	rep, err := importer.Crawl(ctx, d, w.src, importer.Options{Details: importer.DetailsNever, Parallel: 4})
	if err == nil || !rep.Interrupted || rep.Stored != 40 {
		t.Errorf("interrupted %v, %d posts stored, %v; want true, 40", rep.Interrupted, rep.Stored, err)
	}
	if len(rep.Gaps) != 1 || rep.Gaps[0].From != 21 || rep.Gaps[0].To != 30 {
		t.Errorf("gaps %+v, want posts 21 to 30", rep.Gaps)
	}
	w.site.Mend()
	w.site.Log.Reset()
	w.mustCrawl(importer.Options{Details: importer.DetailsNever, Parallel: 4})
	w.compare("never")
	if asked := w.site.Log.Count(demo.KindListing); asked != 3 {
		t.Errorf("%d listing requests to go on, want 3: page 1, the one that was missing, a last look", asked)
	}
}

package importer_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
	"github.com/blogferry/blogferry/scraper"
)

// go test ./importer -run TestMatrix -v prints the tables; -update rewrites
// docs/what-happens.md.
var update = flag.Bool("update", false, "rewrite docs/what-happens.md")

// played is one fault to try.
type played struct {
	demo.Fault
	what    string // goes wrong, in the words of docs/what-happens.md
	passes  bool   // asking again brings the page, if the fault struck only once
	heavy   bool   // means harm to memory: played alone, and measured
	leads   bool   // a redirect leads to the post after all, which is known by that address from then on
	whole   bool   // ends the run: the run after has all the rest to read
	listed  bool   // passes only where a listing is due: another page is not asked for again in place of a post
	timeout time.Duration
}

var faults = []played{
	{what: "503", Fault: demo.Fault{Kind: demo.FaultStatus}, passes: true},
	{what: "503 with `Retry-After` in seconds", Fault: demo.Fault{Kind: demo.FaultStatus, RetryAfter: "30"}, passes: true},
	{what: "503 that asks for more than `--max-wait`", Fault: demo.Fault{Kind: demo.FaultStatus, RetryAfter: "7200"}, whole: true},
	{what: "429", Fault: demo.Fault{Kind: demo.FaultStatus, Status: 429}, passes: true},
	{what: "429 with `Retry-After` as a date", Fault: demo.Fault{Kind: demo.FaultStatus, Status: 429, RetryAfter: soon}, passes: true},
	{what: "500", Fault: demo.Fault{Kind: demo.FaultStatus, Status: 500}, passes: true},
	{what: "403", Fault: demo.Fault{Kind: demo.FaultStatus, Status: 403}},
	{what: "404", Fault: demo.Fault{Kind: demo.FaultStatus, Status: 404}},
	{what: "410", Fault: demo.Fault{Kind: demo.FaultStatus, Status: 410}},
	{what: "connection reset", Fault: demo.Fault{Kind: demo.FaultReset}, passes: true},
	{what: "body shorter than `Content-Length`", Fault: demo.Fault{Kind: demo.FaultShort}, passes: true},
	{what: "body that ends in the middle of the page", Fault: demo.Fault{Kind: demo.FaultCut}, passes: true},
	{what: "slow body", Fault: demo.Fault{Kind: demo.FaultSlow}, passes: true},
	{what: "body that does not come within `--timeout`", Fault: demo.Fault{Kind: demo.FaultStall}, passes: true, timeout: 1500 * time.Millisecond},
	{what: "empty body", Fault: demo.Fault{Kind: demo.FaultEmpty}, passes: true},
	{what: "redirect loop", Fault: demo.Fault{Kind: demo.FaultLoop}, leads: true},
	{what: "redirect to another host", Fault: demo.Fault{Kind: demo.FaultRedirect, To: "http://elsewhere.example/"}},
	{what: "redirect to another port", Fault: demo.Fault{Kind: demo.FaultRedirect, To: "http://127.0.0.1:9/blog"}},
	{what: "redirect to a private address", Fault: demo.Fault{Kind: demo.FaultRedirect, To: "http://10.1.2.3/"}},
	{what: "redirect to a name with a private address", Fault: demo.Fault{Kind: demo.FaultRedirect, To: "http://inside.test/"}},
	{what: "redirect to `file:`", Fault: demo.Fault{Kind: demo.FaultRedirect, To: "file:///etc/passwd"}},
	{what: "gzip bomb", Fault: demo.Fault{Kind: demo.FaultBomb}, heavy: true},
	{what: "endless body", Fault: demo.Fault{Kind: demo.FaultEndless}, heavy: true},
	{what: "one and a half million nested elements", Fault: demo.Fault{Kind: demo.FaultDeep}, passes: true, listed: true, heavy: true},
	{what: "wrong content type", Fault: demo.Fault{Kind: demo.FaultType}, passes: true},
	{what: "error page with status 200", Fault: demo.Fault{Kind: demo.FaultError200}, passes: true},
	{what: "login page with status 200", Fault: demo.Fault{Kind: demo.FaultLogin200}, passes: true},
	{what: "parked domain with status 200", Fault: demo.Fault{Kind: demo.FaultParked200}, passes: true},
}

// soon stands for a date half a minute ahead of the test's clock.
const soon = "soon"

// place is where a fault happens.
type place struct {
	what    string
	options demo.Options
	details string
	known   bool // the blog was crawled before, and has a new post
	at      func(f *demo.Fault, w *world)
	heals   int // most requests of the run after
}

var small = demo.Options{PageSize: 4, Posts: demo.Posts()[:11]}

var places = []place{
	{what: "a listing page", options: small, details: importer.DetailsNever, heals: 4,
		at: func(f *demo.Fault, _ *world) { f.On, f.Page = demo.KindListing, 2 }},
	{what: "the page of a post", options: with(small, func(o *demo.Options) { o.Template = demo.Community }), details: importer.DetailsAuto, heals: 3,
		at: func(f *demo.Fault, w *world) { f.On, f.Path = demo.KindDetail, w.site.Listing()+"/"+w.site.Paths()[3] }},
	{what: "page 1 of a blog that is known", options: small, details: importer.DetailsNever, known: true, heals: 2,
		at: func(f *demo.Fault, _ *world) { f.On, f.Page = demo.KindListing, 1 }},
	{what: "robots.txt", options: small, details: importer.DetailsNever, heals: 5,
		at: func(f *demo.Fault, _ *world) { f.On = demo.KindRobots }},
}

func with(o demo.Options, change func(*demo.Options)) demo.Options {
	change(&o)
	return o
}

// result is how one run ended.
type result struct {
	outcome  string
	requests int
	says     string // the error in the report, "" if there is none
}

// row is one fault at one place: the results if it happens once, while it lasts, and of
// the next run.
type row struct {
	place, what, pager  string
	once, lasting, next result
}

// table collects rows, which parallel tests add in any order.
type table struct {
	mu   sync.Mutex
	rows map[string]row
}

func (tb *table) put(r row) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	tb.rows[r.place+"|"+r.what+"|"+r.pager] = r
}

func TestMatrix(t *testing.T) {
	tb := &table{rows: map[string]row{}}
	t.Run("faults", func(t *testing.T) {
		for _, p := range places {
			for _, f := range faults {
				if f.heavy && testing.Short() {
					continue
				}
				for _, pager := range matrixPagers() {
					t.Run(fmt.Sprintf("%s, %s, %s", p.what, f.what, pager), func(t *testing.T) {
						if !f.heavy {
							t.Parallel() // heavy ones are over before these go on
						}
						tb.put(play(t, p, f, pager))
					})
				}
			}
		}
	})
	shifts := playShifts(t)
	journeys := playJourneys(t)
	page := tb.page(t) + shiftPage(shifts) + journeyPage(journeys)
	t.Log("\n" + page)
	// With -run or -short, only some rows were played.
	if !t.Failed() && !testing.Short() && len(tb.rows) == 2*len(places)*len(faults) {
		compareFile(t, filepath.Join("..", "docs", "what-happens.md"), page)
	}
}

// matrixPagers returns the pagers to try. With the race detector, which needs ten
// minutes for the whole matrix, one has to do.
func matrixPagers() []demo.Pager {
	if testing.Short() {
		return []demo.Pager{demo.PagerPostback}
	}
	return []demo.Pager{demo.PagerQuery, demo.PagerPostback}
}

func compareFile(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.ReplaceAll(string(got), "\r\n", "\n"); text != want {
		g, w := strings.Split(text, "\n"), strings.Split(want, "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Errorf("%s:%d is not what happens (run with -update and read the difference)\nwritten  %s\nhappened %s", path, i+1, g[i], w[i])
			}
		}
		if len(g) != len(w) {
			t.Errorf("%s has %d lines, want %d", path, len(g), len(w))
		}
	}
}

// play runs one fault at one place, once and lasting, and then the next run.
func play(t *testing.T, p place, f played, pager demo.Pager) row {
	r := row{place: p.what, what: f.what, pager: string(pager)}
	w, _ := stage(t, p, f, pager, 1)
	r.once = w.run(t, p, f)
	if due := f.passes && !(f.listed && p.details != importer.DetailsNever); due && r.once.outcome != "complete" {
		t.Errorf("once: %+v, want it retried away", r.once)
	}
	w, peak := stage(t, p, f, pager, demo.Always)
	r.lasting = w.run(t, p, f)
	if most := peak(); most > 256<<20 {
		t.Errorf("%d MiB of memory in use", most>>20)
	}
	if f.whole {
		w.clock.add(3 * time.Hour)
	}
	w.site.Mend()
	r.next = w.run(t, p, f)
	if r.next.outcome != "complete" || r.next.requests > p.heals && !f.whole {
		t.Errorf("the run after: %+v; want complete within %d requests\n%s", r.next, p.heals, &w.site.Log)
	}
	return r
}

// stage makes a world with the fault in place, and begins to watch memory if the fault
// is heavy.
func stage(t *testing.T, p place, f played, pager demo.Pager, times int) (w *world, peak func() uint64) {
	t.Helper()
	w = newWorld(t, with(p.options, func(o *demo.Options) { o.Pager, o.Pace = pager, 5*time.Millisecond }))
	if p.known {
		if got := w.run(t, p, played{}); got.outcome != "complete" {
			t.Fatalf("undisturbed: %+v", got)
		}
		w.site.Apply(demo.PublishNew(1))
	}
	if f.RetryAfter == soon {
		f.RetryAfter = time.Now().Add(30 * time.Second).UTC().Format(time.RFC1123)
	}
	f.Times = times
	p.at(&f.Fault, w)
	w.site.Break(f.Fault)
	if !f.heavy {
		return w, func() uint64 { return 0 }
	}
	return w, watchMemory()
}

// run crawls and checks what must hold whatever goes wrong: no post is removed, and a
// complete run has every field of every post.
func (w *world) run(t *testing.T, p place, f played) result {
	t.Helper()
	return w.runWith(t, f, importer.Options{Details: p.details})
}

func (w *world) runWith(t *testing.T, f played, o importer.Options) result {
	t.Helper()
	if found, err := w.db.FindSource(context.Background(), w.src.URL); err == nil {
		w.src = found
	}
	d := w.deps()
	d.Fetch = w.scraper(cmp.Or(f.timeout, 20*time.Second))
	rep, err := importer.Crawl(context.Background(), d, w.src, o)
	if rep.Removed+rep.Changed+rep.Restored != 0 {
		t.Errorf("%d removed, %d changed, %d restored; want none", rep.Removed, rep.Changed, rep.Restored)
	}
	if rep.Complete && !f.leads {
		w.compare(o.Details)
	}
	return resultOf(rep, err)
}

func (w *world) scraper(timeout time.Duration) *scraper.Scraper {
	w.t.Helper()
	s, err := scraper.New(scraper.Options{Delay: -1, Parallel: 4, Timeout: timeout, Now: w.clock.now, Sleep: w.clock.sleep})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = s.Close() })
	return s
}

func resultOf(rep *blog.Report, err error) result {
	r := result{outcome: outcomeOf(rep, err), requests: rep.Requests}
	switch {
	case rep.Error != "":
		r.says = rep.Error
	case err != nil:
		r.says = err.Error()
	case len(rep.Failed) > 0:
		r.says = rep.Failed[0].Error
	case len(rep.Gaps) > 0:
		r.says = rep.Gaps[0].Reason
	}
	r.says = inWords(r.says)
	return r
}

// outcomeOf describes how a run ended, with the exit code of the command.
func outcomeOf(rep *blog.Report, err error) string {
	var gaps []string
	for _, g := range rep.Gaps {
		what := g.Kind
		switch {
		case g.Kind == "page":
			what = fmt.Sprintf("page %d", g.Page)
		case g.From > 0:
			what = fmt.Sprintf("posts %d to %d", g.From, g.To)
		}
		gaps = append(gaps, what)
	}
	switch {
	case err != nil:
		return "fails (exit 1)"
	case rep.Complete && len(rep.Failed) > 0:
		return "complete, but something failed (exit 3)"
	case rep.Complete:
		return "complete"
	case rep.Error != "":
		return "ends early (exit 3)"
	}
	return "gap: " + strings.Join(gaps, ", ") + " (exit 3)"
}

var (
	someAddress  = regexp.MustCompile(`https?://[^\s":]+(:\d+)?(/[^\s":]*)?`)
	somePort     = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	someTime     = regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?( \+0000)?( ?UTC|Z)?`)
	someResolver = regexp.MustCompile(` on [^ ]+:53:`)
	someLength   = regexp.MustCompile(`after \d+ bytes.*`)
)

// inWords replaces what differs between machines in an error.
func inWords(text string) string {
	for _, lost := range []string{"reset by peer", "broken pipe", "forcibly closed", "EOF", "dropped the connection"} {
		if strings.Contains(text, lost) && !strings.Contains(text, "bytes") {
			return "the connection was lost"
		}
	}
	text = someResolver.ReplaceAllString(text, ":")
	text = someTime.ReplaceAllString(text, "TIME")
	text = someLength.ReplaceAllString(text, "early")
	text = someAddress.ReplaceAllStringFunc(text, func(address string) string {
		if strings.Contains(address, "127.0.0.1:9/") {
			return "http://old.example:9/blog"
		} else if strings.Contains(address, "127.0.0.1:") {
			return "http://old.example/…"
		}
		return address
	})
	text = somePort.ReplaceAllString(text, "old.example")
	return strings.ReplaceAll(text, "|", "\\|")
}

// watchMemory measures the memory in use until peak is called.
func watchMemory() (peak func() uint64) {
	runtime.GC()
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse+m.StackInuse)
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(3 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(stop); return <-done }
}

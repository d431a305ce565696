package media

import (
	"context"
	"fmt"
	"maps"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/scraper"
	"github.com/blogferry/blogferry/store"
)

// liveWorld is the demo blog with the real scraper, whose sleeps take no time.
func liveWorld(t *testing.T, o demo.Options, body string) (*world, *scraper.Scraper) {
	t.Helper()
	server := httptest.NewServer(demo.New(o))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	w := &world{T: t, src: &blog.Source{ID: "s", URL: server.URL + "/blog"}}
	path := filepath.Join(t.TempDir(), "blog.db")
	var err error
	if w.db, err = store.Open(t.Context(), path, store.Options{Create: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	w.dir = w.db.MediaDir()
	w.post(strings.ReplaceAll(body, "@", server.URL+"/"))
	now := clock()
	fetch, err := scraper.New(scraper.Options{
		Home: w.src.URL, Delay: -1, MaxBody: 1 << 20, Timeout: 2 * time.Second,
		Now:   func() time.Time { return now },
		Sleep: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fetch.Close() })
	return w, fetch
}

// A fault that happens once is retried within the run. One that persists is reported,
// and the next run downloads the file once the fault is gone.
func TestRunThroughFaults(t *testing.T) {
	for _, test := range []struct {
		fault  demo.Fault
		once   string // the error if it happens once, "" if the file is had
		always string
	}{
		{demo.Fault{Kind: demo.FaultStatus}, "", "the server answered 503"},
		{demo.Fault{Kind: demo.FaultStatus, Status: 404}, "the server answered 404", "the server answered 404"},
		{demo.Fault{Kind: demo.FaultStatus, Status: 403}, "the server answered 403", "the server answered 403"},
		{demo.Fault{Kind: demo.FaultReset}, "", "connection reset"},
		{demo.Fault{Kind: demo.FaultShort}, "", "body broke off"},
		{demo.Fault{Kind: demo.FaultEmpty}, "", "the answer has no body"},
		{demo.Fault{Kind: demo.FaultLoop}, "", "redirect refused"},
		{demo.Fault{Kind: demo.FaultRedirect, To: "http://10.0.0.1/x.png"}, "address is private", "address is private"},
		{demo.Fault{Kind: demo.FaultRedirect, To: "file:///etc/passwd"}, "redirect refused", "redirect refused"},
		{demo.Fault{Kind: demo.FaultBomb}, "longer than --max-media", "longer than --max-media"},
		{demo.Fault{Kind: demo.FaultEndless}, "longer than --max-media", "longer than --max-media"},
		{demo.Fault{Kind: demo.FaultType}, "", ""},
		{demo.Fault{Kind: demo.FaultError200}, errPage.Error(), errPage.Error()},
		{demo.Fault{Kind: demo.FaultLogin200}, errPage.Error(), errPage.Error()},
		{demo.Fault{Kind: demo.FaultParked200}, errPage.Error(), errPage.Error()},
	} {
		for times, want := range map[int]string{1: test.once, demo.Always: test.always} {
			t.Run(fmt.Sprint(test.fault.Kind, test.fault.Status, test.fault.To, times), func(t *testing.T) {
				fault := test.fault
				fault.On, fault.Times = demo.KindMedia, times
				w, fetch := liveWorld(t, demo.Options{Faults: []demo.Fault{fault}}, `<img src="@getmedia/1/lock.aspx">`)
				s, err := Run(t.Context(), Deps{Store: w.db, Fetch: fetch, Progress: w, Now: clock}, w.src, Options{Dir: w.dir, MaxSize: 2 << 20})
				if err != nil {
					t.Fatal(err)
				}
				got := ""
				if len(s.Missing) > 0 {
					got = s.Missing[0].Error
				}
				if (want == "") != (got == "") || !strings.Contains(got, want) {
					t.Errorf("missing because %q, want %q", got, want)
				}
				if files := w.folder(); len(files) != s.Fetched {
					t.Errorf("%d files for %d addresses", len(files), s.Fetched)
				}
			})
		}
	}
}

// These are names that some systems do not allow.
func TestRunGivesFilesNamesThatFit(t *testing.T) {
	w, fetch := liveWorld(t, demo.Options{}, `<img src="@getmedia/1/CON.aspx"><img src="@getmedia/2/lock.png.aspx"><img src="@getmedia/3/LOCK.PNG">
		<img src="@getmedia/4/%C3%9Cberblick%20(1).aspx"><img src="@getmedia/5/a%3Ab%7Cc%3F.aspx"><a href="@getfile/6/`+strings.Repeat("long-", 40)+`.pdf.aspx">x</a>
		<img src="@getmedia/7/..aspx"><img src="@getmedia/8/%22quoted%22.aspx">`)
	s, err := Run(t.Context(), Deps{Store: w.db, Fetch: fetch, Progress: w, Now: clock}, w.src, Options{Dir: w.dir})
	if err != nil || s.Fetched != 8 {
		t.Fatalf("%+v, %v", s, err)
	}
	names := slices.Sorted(maps.Keys(w.folder()))
	locks := 0
	for i, name := range names {
		if strings.HasPrefix(name, "lock") {
			locks++
			names[i] = "lock"
		}
	}
	want := []string{"7.png", "a-b-c.png", "file-con.png", "lock", "lock", strings.TrimSuffix(strings.Repeat("long-", 12), "-") + ".pdf", "quoted.png", "überblick-1.png"}
	if !slices.Equal(names, want) {
		t.Errorf("names %q\nwant  %q", names, want)
	}
}

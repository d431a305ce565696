package importer_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/demo"
	"github.com/blogferry/blogferry/importer"
)

// journeyRow is a fault on the way to the blog rather than on the blog.
type journeyRow struct {
	what      string
	run, next result
}

// journey is a world whose server, names and clock can fail.
type journey struct {
	*world
	server *httptest.Server
	host   string
	at     atomic.Int32 // listing request before which trouble begins
	begin  func()
}

// newJourney serves the small blog under a host name of its own. Connections are not
// kept open, so every request has to look the name up and connect.
func newJourney(t *testing.T, host string, tls bool) *journey {
	t.Helper()
	j := &journey{host: host}
	site := demo.New(small)
	j.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Begin during the previous request: it has connected already, and the next one
		// depends on its answer.
		if n := j.at.Load(); n > 0 && site.Log.Count(demo.KindListing) == int(n)-2 && strings.HasPrefix(r.URL.Path, "/blog") {
			j.begin()
		}
		site.ServeHTTP(w, r)
	}))
	j.server.Config.SetKeepAlivesEnabled(false)
	j.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if tls {
		j.server.StartTLS()
	} else {
		j.server.Start()
	}
	t.Cleanup(j.server.Close)
	base := strings.Replace(j.server.URL, "127.0.0.1", host, 1)
	j.world = &world{t: t, site: site, base: base, path: filepath.Join(t.TempDir(), "blog.db"), clock: &clock{t: time.Now()}}
	j.open()
	t.Cleanup(func() { j.db.Close() })
	j.src = &blog.Source{URL: base + site.Listing()}
	return j
}

// trouble calls begin before the nth listing request.
func (j *journey) trouble(n int32, begin func()) { j.begin = begin; j.at.Store(n) }

func playJourneys(t *testing.T) (rows []journeyRow) {
	t.Helper()
	never := place{details: importer.DetailsNever}
	play := func(what string, f func(t *testing.T) (run, next result)) {
		t.Run(what, func(t *testing.T) {
			run, next := f(t)
			if next.outcome != "complete" || next.requests > 6 {
				t.Errorf("the run after: %+v", next)
			}
			rows = append(rows, journeyRow{what, run, next})
		})
	}
	play("the host name is not found", func(t *testing.T) (run, next result) {
		j := newJourney(t, "lost.test", false)
		names.forget(j.host)
		run = j.run(t, never, played{})
		names.recall(j.host)
		return run, j.run(t, never, played{})
	})
	play("the host name is no longer found halfway through", func(t *testing.T) (run, next result) {
		j := newJourney(t, "half.test", false)
		j.trouble(3, func() { names.forget(j.host) })
		run = j.run(t, never, played{})
		names.recall(j.host)
		j.at.Store(0)
		return run, j.run(t, never, played{})
	})
	play("the server goes down halfway through", func(t *testing.T) (run, next result) {
		j := newJourney(t, "127.0.0.1", false)
		address := j.server.Listener.Addr().String()
		j.trouble(3, func() { j.server.Listener.Close() })
		run = j.run(t, never, played{})
		j.at.Store(0)
		_, stop, err := j.site.Start(address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = stop() })
		return run, j.run(t, never, played{})
	})
	play("the certificate is not trusted", func(t *testing.T) (run, next result) {
		j := newJourney(t, "127.0.0.1", true)
		run = j.run(t, never, played{})
		if len(j.site.Log.All()) != 0 {
			t.Errorf("the blog was asked all the same:\n%s", &j.site.Log)
		}
		return run, newJourney(t, "127.0.0.1", false).run(t, never, played{})
	})
	play("https where the server speaks http", func(t *testing.T) (run, next result) {
		j := newJourney(t, "127.0.0.1", false)
		plain := j.src.URL
		j.src.URL = strings.Replace(plain, "http:", "https:", 1)
		run = j.run(t, never, played{})
		j.src.URL = plain
		return run, j.run(t, never, played{})
	})
	for _, jump := range []struct {
		what string
		by   time.Duration
	}{
		{"the clock jumps ahead by ten years halfway through", 10 * 365 * 24 * time.Hour},
		{"the clock jumps back by a day halfway through", -24 * time.Hour},
		{"the clock jumps back by ten years halfway through", -10 * 365 * 24 * time.Hour},
	} {
		play(jump.what, func(t *testing.T) (run, next result) { return playJump(t, jump.by) })
	}
	return rows
}

// playJump makes the wall clock jump while the blog is read, and back before the next
// run. Pauses are measured by another clock, which cannot jump: Go uses the system's
// monotonic clock.
func playJump(t *testing.T, by time.Duration) (run, next result) {
	j := newJourney(t, "127.0.0.1", false)
	wall := &clock{t: time.Now()}
	j.trouble(3, func() { wall.add(by) })
	crawl := func() result {
		d := j.deps()
		d.Now = wall.now
		if found, err := j.db.FindSource(context.Background(), j.src.URL); err == nil {
			j.src = found
		}
		rep, err := importer.Crawl(context.Background(), d, j.src, importer.Options{Details: importer.DetailsNever})
		if rep.Complete {
			j.compare("never")
		}
		return resultOf(rep, err)
	}
	run = crawl()
	j.at.Store(0)
	wall.add(-by)
	j.site.Apply(demo.PublishNew(1), demo.DeleteAt(8))
	return run, crawl()
}

package store

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

func (w *world) pagesKept() int { return ask[int](w, "SELECT count(*) FROM page") }

func TestPageIsKeptOnlyIfItShowsSomethingNew(t *testing.T) {
	w := newWorld(t)
	put := func(change func(*blog.ListingPut)) {
		p := w.listing(1, posts(3, 1)...)
		change(p)
		w.put(p)
	}
	for _, c := range []struct {
		name   string
		change func(*blog.ListingPut)
		kept   int
	}{
		{"first", func(*blog.ListingPut) {}, 1},
		{"the same", func(*blog.ListingPut) {}, 1},
		{"another frame around the same posts", func(p *blog.ListingPut) { p.Page.Body = append(p.Page.Body, "<!-- visitor 7 -->"...) }, 1},
		{"another order", func(p *blog.ListingPut) { ps := p.Listing.Posts; ps[0], ps[1] = ps[1], ps[0] }, 1},
		{"another total", func(p *blog.ListingPut) { p.Listing.Range.Total = 100 }, 2},
		{"another post", func(p *blog.ListingPut) {
			p.Listing.Range.Total = 100
			p.Listing.Posts[0].Title = "Neap"
		}, 3},
		{"an error page", func(p *blog.ListingPut) { p.Listing = &blog.Listing{} }, 4},
		{"the error page again", func(p *blog.ListingPut) { p.Listing = nil }, 4},
		{"the first again", func(*blog.ListingPut) {}, 5},
	} {
		if c.name == "the error page again" {
			p := w.listing(1)
			p.Listing = nil
			if _, err := w.db.PutListing(ctx(), p); err != nil {
				t.Fatal(err)
			}
		} else {
			put(c.change)
		}
		if got := w.pagesKept(); got != c.kept {
			t.Errorf("%s: %d pages kept, want %d", c.name, got, c.kept)
		}
	}
	w.checkIntegrity()
}

func TestValidators(t *testing.T) {
	w := newWorld(t)
	key := blog.Request{URL: "http://old.example/blog"}.Key()
	expect := func(name, want string) {
		t.Helper()
		v, err := w.db.Validators(ctx(), w.src.ID, key)
		w.must(err)
		if got := fmt.Sprint(v); want == "" && v != nil || want != "" && (v == nil || v.ETag != want) {
			t.Errorf("%s: validators = %s, want %q", name, got, want)
		}
	}
	expect("before", "")
	p := w.listing(1, post(1))
	p.Page.Header.Set("ETag", `"one"`)
	w.put(p)
	expect("after a page", `"one"`)
	p = w.listing(1, post(1))
	p.Page.Header.Set("ETag", `"two"`)
	w.put(p)
	expect("the same page again", `"two"`)
	p = w.listing(1)
	p.Page.Header.Set("ETag", `"broken"`)
	w.put(p)
	expect("after an error page", "")
	p = w.listing(1, post(1))
	p.Page.Header.Del("ETag")
	w.put(p)
	expect("a server that gives none", "")
	p = w.listing(1, post(1))
	p.Page.Header.Del("ETag")
	p.Page.Header.Set("Last-Modified", p.At.AddDate(9, 0, 0).Format(http.TimeFormat))
	w.put(p)
	expect("a time in the future", "")
	s := w.saved("x.html", post(1))
	s.Page.Header = p.Page.Header
	w.put(s)
	expect("a saved page", "")
}

func TestPagesComeBackAsReceived(t *testing.T) {
	w := newWorld(t)
	noise := make([]byte, 5000)
	_, err := rand.Read(noise)
	w.must(err)
	var want []*blog.Page
	for n, body := range [][]byte{[]byte(strings.Repeat("<p>frame</p>", 900)), noise, {}, []byte("x"), append([]byte(strings.Repeat("<p>frame</p>", 900)), noise[:100]...)} {
		p := w.listing(n+1, post(n+1))
		p.Page.Body = body
		if n == 1 {
			p.Page.Request = blog.Request{URL: "http://old.example/blog", Method: "POST", Referer: "http://old.example/blog", Form: []blog.Field{{Name: "__EVENTTARGET", Value: "pager"}, {Name: "__VIEWSTATE", Value: strings.Repeat("dDwx", 2000)}}}
		}
		want = append(want, p.Page)
		w.put(p)
	}
	i := 0
	for k, err := range w.db.KeptPages(ctx(), w.src.ID) {
		w.must(err)
		if !reflect.DeepEqual(k.Page, *want[i]) || k.Kind != "listing" || k.Number != i+1 {
			t.Errorf("page %d = %+v\nwant %+v", i, k.Page.Request, want[i].Request)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d pages, want %d", i, len(want))
	}
	if n := ask[int](w, "SELECT count(*) FROM dictionary"); n != 1 {
		t.Errorf("%d dictionaries, want 1", n)
	}
}

func TestPagesShareTheFirstOnesFrame(t *testing.T) {
	w := newWorld(t)
	frame := make([]byte, 20000)
	for i := range frame {
		frame[i] = "abcdefghijklmnopqrstuvwxyz<>=/\" "[(i*i*7+i*13+i/97)%32]
	}
	for n := range 5 {
		p := w.listing(n+1, posts(n*10+10, n*10+1)...)
		p.Page.Body = append(bytes.Clone(frame), p.Page.Body...)
		w.put(p)
	}
	size, packed := ask[int](w, "SELECT sum(size) FROM page WHERE id > 1"), ask[int](w, "SELECT sum(length(body)) FROM page WHERE id > 1")
	if packed*20 > size {
		t.Errorf("4 pages of %d bytes take %d", size, packed)
	}
}

func TestKeptPagesForReparse(t *testing.T) {
	w := newWorld(t)
	numbers := func() (got []int64) {
		for k, err := range w.db.KeptPages(ctx(), w.src.ID) {
			w.must(err)
			got = append(got, k.ID)
		}
		return got
	}
	ids := idsOf(w.put(w.listing(1, posts(3, 1)...))) // page 1
	w.put(w.listing(1, posts(5, 2)...))               // page 2: post 1 stands as page 1 showed it
	w.put(w.listing(1))                               // page 3: an error page
	w.put(w.listing(9))                               // page 4: never gave posts
	d := w.detail(ids[0], post(3))
	more := page(7, "more comments")
	d.Pages = append(d.Pages, more)
	w.putDetail(d)                   // pages 5 and 6
	w.put(w.saved("s.txt", post(9))) // page 7
	if got := numbers(); !reflect.DeepEqual(got, []int64{1, 2, 4, 7, 5}) {
		t.Errorf("kept pages = %v, want 1 2 4 7 5", got)
	}
	for k, err := range w.db.KeptPages(ctx(), w.src.ID) {
		w.must(err)
		if k.Kind == kindDetail && (k.Post != ids[0] || k.Shown.Title != post(3).Title || len(k.Comments) != 1 || string(k.Comments[0].Body) != "more comments") {
			t.Errorf("detail = %+v", k)
		}
		if k.ID == 7 && (!k.Saved || k.Page.File != "s.txt" || k.Page.Status != 0 || k.Page.Header != nil) {
			t.Errorf("saved page = %+v", k.Page)
		}
	}
}

func TestDates(t *testing.T) {
	w := newWorld(t)
	w.put(w.listing(1, posts(3, 1)...))
	w.put(w.listing(2, posts(33, 32)...))
	w.put(w.listing(1, posts(4, 2)...))
	w.put(w.listing(1))
	w.put(w.saved("a.txt", post(20)))
	var got [][]string
	for dates, err := range w.db.Dates(ctx(), w.src.ID) {
		w.must(err)
		got = append(got, dates)
	}
	want := [][]string{
		{post(33).PublishedRaw, post(32).PublishedRaw},
		{post(4).PublishedRaw, post(3).PublishedRaw, post(2).PublishedRaw},
		{post(20).PublishedRaw},
	}
	slices.SortFunc(got, slices.Compare) // the pages come in any order
	slices.SortFunc(want, slices.Compare)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("dates = %v, want %v", got, want)
	}
}

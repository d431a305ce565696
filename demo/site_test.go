package demo

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

func TestSameRequestsSameBytes(t *testing.T) {
	walk := func() string {
		v := visit(t, New(Options{Pager: PagerPostback, Shuffle: 3, Gzip: true, Validators: true}))
		var all strings.Builder
		_, page := v.get("/blog")
		for n := range 3 {
			all.WriteString(page)
			_, page = v.post("/blog", turn(fields(t, page), n+2))
		}
		_, page = v.get("/blog/October-2014/Frozen-lock")
		return strings.ReplaceAll(all.String()+page, v.base, "")
	}
	if first, second := walk(), walk(); first != second {
		t.Error("the same requests get different bytes")
	}
}

func TestDetailPages(t *testing.T) {
	for _, template := range Templates {
		s := New(Options{Template: template})
		v := visit(t, s)
		status, body := v.get("/blog/September-2014/Chorus.aspx")
		if status != 200 || len(pick(parse(t, body), "div", "CommentDetail")) != 10 {
			t.Errorf("%s: status %d, %d comments", template, status, len(pick(parse(t, body), "div", "CommentDetail")))
		}
		if _, body := v.get("/blog/September-2014/Chorus?page=3"); !strings.Contains(body, "Remark no. 25:") || strings.Contains(body, "Remark no. 20:") {
			t.Errorf("%s: the third page of comments is not the third", template)
		}
		if !strings.Contains(body, "/blog/September-2014/Chorus?page=3") {
			t.Errorf("%s: no way to the third page of comments", template)
		}
		if body := string(s.Detail("January-2014/Iced-in")); !strings.Contains(body, "doesn&#39;t have any comments") {
			t.Errorf("%s: nothing said of no comments", template)
		}
	}
	if s := New(Options{CommentPage: -1}); strings.Count(string(s.Detail("September-2014/Chorus")), `"CommentDetail"`) != 25 {
		t.Error("comments are paged in spite of CommentPage -1")
	}
}

func TestPermalinks(t *testing.T) {
	s := New(Options{Extension: ".aspx", Start: "/Blogs/My-blog"})
	v := visit(t, s)
	for _, r := range s.Truth(v.base, "always") {
		if !strings.HasSuffix(r.URL, ".aspx") || !strings.HasPrefix(r.URL, v.base+"/Blogs/My-blog/") {
			t.Errorf("permalink %s", r.URL)
		}
		if status, _ := v.get(strings.TrimPrefix(r.URL, v.base)); status != 200 {
			t.Errorf("%s answers %d", r.URL, status)
		}
	}
	if status, _ := v.get("/blog"); status != 404 {
		t.Errorf("the usual address answers %d", status)
	}
}

func TestValidators(t *testing.T) {
	s := New(Options{Validators: true})
	v := visit(t, s)
	_, header, _ := v.do(v.request("GET", "/blog"))
	ask := func(name, value string) int {
		r := v.request("GET", "/blog")
		r.Header.Set(name, value)
		status, _, _ := v.do(r)
		return status
	}
	if status := ask("If-None-Match", header.Get("Etag")); status != http.StatusNotModified {
		t.Errorf("the tag gets %d", status)
	}
	if status := ask("If-Modified-Since", header.Get("Last-Modified")); status != http.StatusNotModified {
		t.Errorf("the date gets %d", status)
	}
	s.Apply(PublishNew(1))
	if a, b := ask("If-None-Match", header.Get("Etag")), ask("If-Modified-Since", header.Get("Last-Modified")); a != 200 || b != 200 {
		t.Errorf("after a change: %d and %d", a, b)
	}
}

func TestGzip(t *testing.T) {
	v := visit(t, New(Options{Gzip: true}))
	r := v.request("GET", "/blog")
	r.Header.Set("Accept-Encoding", "gzip")
	_, header, body := v.do(r)
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil || header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v", err)
	}
	page, err := io.ReadAll(z)
	if err != nil || len(titles(t, string(page))) != 10 {
		t.Errorf("compressed page is broken: %v", err)
	}
}

func TestRobotsAndRest(t *testing.T) {
	v := visit(t, New(Options{}))
	for path, want := range map[string]int{
		"/robots.txt": 404, "/": 200, "/about.aspx": 404, "/getmedia/1b2c3d4e/shelves": 200, "/getdoc/none/x.aspx": 404, "/blog/": 200,
	} {
		if status, _ := v.get(path); status != want {
			t.Errorf("%s answers %d, want %d", path, status, want)
		}
	}
	v = visit(t, New(Options{Robots: "User-agent: *\nDisallow: /"}))
	if status, body := v.get("/robots.txt"); status != 200 || !strings.Contains(body, "Disallow") {
		t.Errorf("robots.txt: %d %q", status, body)
	}
}

func TestLog(t *testing.T) {
	s := New(Options{Pager: PagerPostback})
	v := visit(t, s)
	_, page := v.get("/blog")
	v.post("/blog", turn(fields(t, page), 3))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { v.get("/blog/Welcome") })
	}
	wg.Wait()
	all := s.Log.All()
	if len(all) != 6 || all[1].Method != "POST" || all[1].Page != 3 || all[1].Kind != KindListing {
		t.Fatalf("log:\n%s", s.Log.String())
	}
	if !strings.Contains(strings.Join(all[1].Form, " "), "__EVENTARGUMENT") {
		t.Errorf("form keys %q", all[1].Form)
	}
	if s.Log.Count(KindDetail) != 4 || s.Log.Count("") != 6 || s.Log.MaxInFlight() < 1 {
		t.Errorf("counts are off:\n%s", s.Log.String())
	}
	s.Log.Reset()
	if s.Log.Count("") != 0 {
		t.Error("the log remembers")
	}
}

func TestStart(t *testing.T) {
	s := New(Options{})
	base, stop, err := s.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(base + s.Listing())
	if err != nil || resp.StatusCode != 200 {
		t.Errorf("listing: %v", err)
	}
	resp.Body.Close()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, _, err := s.Start("nowhere at all"); err == nil {
		t.Error("starting nowhere succeeds")
	}
}

func FuzzServe(f *testing.F) {
	f.Add("/blog?page=2", "__EVENTTARGET=x&__VIEWSTATE=y", true)
	f.Add("/blog/October-2014?page=-1&tagid=9999", "%zz", false)
	f.Add("/getdoc/%00/x.aspx?rss=1", "", true)
	s := New(Options{Pager: PagerValidated, Validators: true})
	f.Fuzz(func(t *testing.T, path, form string, post bool) {
		u, err := url.ParseRequestURI(path)
		if err != nil || u.Host != "" {
			t.Skip("no path")
		}
		r := &http.Request{Method: "GET", URL: u, Host: "h", Header: http.Header{}, Body: io.NopCloser(strings.NewReader(form))}
		if post {
			r.Method = "POST"
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code < 200 || w.Code > 599 {
			t.Errorf("%s answers %d", path, w.Code)
		}
	})
}

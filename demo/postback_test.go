package demo

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// turn requests a page as a browser's script does.
func turn(form url.Values, n int) url.Values {
	form.Set("__EVENTTARGET", controlName)
	form.Set("__EVENTARGUMENT", strconv.Itoa(n))
	return form
}

func TestPostbackWalk(t *testing.T) {
	for _, pager := range []Pager{PagerPostback, PagerValidated, PagerUniPostback} {
		s := New(Options{Pager: pager, StateFields: 3})
		v := visit(t, s)
		_, page := v.get("/blog")
		seen := map[string]bool{}
		for n := 2; ; n++ {
			for _, title := range pick(parse(t, page), "div", "BlogPDateWhole") {
				seen[words(title)] = true
			}
			if n > s.Pages() {
				break
			}
			var status int
			if status, page = v.post("/blog", turn(fields(t, page), n)); status != 200 {
				t.Fatalf("%s: page %d answers %d", pager, n, status)
			}
		}
		if len(seen) < 58 { // some lines are equal
			t.Errorf("%s: %d posts seen", pager, len(seen))
		}
		if got := s.Log.Count(KindListing); got != s.Pages() {
			t.Errorf("%s: %d listing requests, want %d", pager, got, s.Pages())
		}
	}
}

func TestPostbackRefusals(t *testing.T) {
	for name, spoil := range map[string]func(*visitor, url.Values){
		"no view state":     func(_ *visitor, f url.Values) { f.Del("__VIEWSTATE") },
		"half a view state": func(_ *visitor, f url.Values) { f.Del("__VIEWSTATE1") },
		"old view state":    func(v *visitor, _ url.Values) { v.get("/blog") },
		"no token":          func(_ *visitor, f url.Values) { f.Del("__CMSCsrfToken") },
		"no cookie":         func(v *visitor, _ url.Values) { v.client.Jar = nil },
		"no language":       func(_ *visitor, f url.Values) { f.Del("lng") },
		"no current page":   func(_ *visitor, f url.Values) { f.Del(clientID + "_cpage") },
		"no generator":      func(_ *visitor, f url.Values) { f.Del("__VIEWSTATEGENERATOR") },
		"no script field":   func(_ *visitor, f url.Values) { f.Del("manScript_HiddenField") },
		"no target":         func(_ *visitor, f url.Values) { f.Set("__EVENTTARGET", "") },
		"no validation":     func(_ *visitor, f url.Values) { f.Del("__EVENTVALIDATION") },
		"number not linked": func(_ *visitor, f url.Values) { f.Set("__EVENTARGUMENT", "12") },
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, New(Options{Pager: PagerValidated, PageSize: 4, StateFields: 2}))
			_, page := v.get("/blog")
			form := turn(fields(t, page), 2)
			spoil(v, form)
			if status, body := v.post("/blog", form); status < 400 || !strings.Contains(body, "Server Error") {
				t.Errorf("status %d", status)
			}
		})
	}
}

func TestSpoiltAnswerLeavesStateAlone(t *testing.T) {
	s := New(Options{Pager: PagerPostback, Faults: []Fault{{Kind: FaultStatus, On: KindListing, Page: 2}}})
	v := visit(t, s)
	_, page := v.get("/blog")
	form := turn(fields(t, page), 2)
	if status, _ := v.post("/blog", form); status != 503 {
		t.Fatalf("status %d, want the fault", status)
	}
	if status, body := v.post("/blog", form); status != 200 || !strings.Contains(results(t, body), "11-20") {
		t.Errorf("after the fault: status %d, %q", status, results(t, body))
	}
}

func TestPostbackOfTagPages(t *testing.T) {
	v := visit(t, New(Options{Pager: PagerPostback, PageSize: 1}))
	_, page := v.get("/blog?tagname=Weather&groupid=3")
	if status, body := v.post("/blog?tagname=Weather&groupid=3", turn(fields(t, page), 3)); status != 200 || titles(t, body)[0] != "Heatwave" {
		t.Errorf("status %d, titles %v", status, titles(t, body))
	}
}

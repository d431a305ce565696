package archive

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// webMemory is what the records of web archives need of each other, also across files.
type webMemory struct {
	originals map[string]original // by digest, id, and address with time
	moved     map[string]string   // requested address by target of the redirect
	waiting   []waiting
}

// original reads a page again, for a "revisit" record that refers to it.
type original func() (*blog.Page, error)

// waiting is a revisit record whose original has not been read yet.
type waiting struct {
	rec  *record
	file *file
	page *blog.Page // without its body
}

var errNoOriginal = errors.New("it refers to an earlier record, which is in none of these files")

// readWARC yields the pages of a web archive in order: responses with status 200, and
// documents not fetched by HTTP. The body of a revisit record is that of its original. The
// format is specified at https://iipc.github.io/warc-specifications/.
func readWARC(r *reader, f *file) bool { return r.webArchive(f, &records{f: f, head: warcHead}) }

func readARC(r *reader, f *file) bool { return r.webArchive(f, &records{f: f, head: arcHead}) }

func (r *reader) webArchive(f *file, w *records) bool {
	hosts := map[string]int{}
	return r.within(f, func() bool { return r.allRecords(w, hosts) }, func() string { return held(hosts) })
}

// held describes from which hosts a file has responses, the most frequent first.
func held(hosts map[string]int) string {
	if len(hosts) == 0 {
		return "; it holds no HTTP response"
	}
	names := slices.SortedFunc(maps.Keys(hosts), func(a, b string) int {
		return cmp.Or(cmp.Compare(hosts[b], hosts[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, name := range names[:min(len(names), 5)] {
		parts = append(parts, fmt.Sprintf("%s (%d)", name, hosts[name]))
	}
	return "; it holds responses from " + strings.Join(parts, ", ")
}

func (r *reader) allRecords(w *records, hosts map[string]int) bool {
	for {
		if r.ended() {
			return false
		}
		rec, err := w.next()
		if err == io.EOF {
			return true
		}
		broken := err != nil
		var page *blog.Page
		if !broken {
			page, err = r.webPage(w.f, rec, hosts)
			if failed := w.end(rec); failed != nil {
				page, err, broken = nil, failed, true
			}
		}
		switch {
		case err != nil && !r.fail(w.f.path, w.f.named, rec.wrong(err)):
			return false
		case broken && !w.recover():
			return true
		case page != nil && !r.found(w.f, rec, page):
			return false
		}
	}
}

// webPage returns the page in a record, nil if there is none. That of a revisit record has
// no body.
func (r *reader) webPage(f *file, rec *record, hosts map[string]int) (*blog.Page, error) {
	address := rec.url()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, nil
	}
	res, err := rec.response()
	if res == nil || err != nil {
		return nil, err
	}
	hosts[u.Host]++
	r.web.redirect(u, res)
	r.collectAlias(u, rec, res)
	may, sure := res.mayBePage(address)
	if !may {
		if res.status == 0 || res.status == http.StatusOK {
			r.collectRecord(f, rec, address, res.read)
		}
		return nil, nil
	}
	u.Fragment = ""
	page := &blog.Page{
		File: fmt.Sprintf("%s: record %d: %s", f.path, rec.number, address), URL: u.String(),
		Status: cmp.Or(res.status, http.StatusOK), Header: res.header, Received: cmp.Or(rec.time(), f.modified),
	}
	page.Request.URL = cmp.Or(r.web.moved[page.URL], page.URL)
	if rec.head.Get("WARC-Type") == "revisit" {
		return page, nil
	}
	if rec.partial() {
		return nil, errCut // by the program that wrote it
	}
	body, err := res.read(r.max)
	switch {
	case err != nil && sure:
		return nil, err
	case err != nil || !isPage(body, sure):
		r.collectRecord(f, rec, address, func(int64) ([]byte, error) { return body, err })
		return nil, nil
	}
	page.Body = body
	return page, nil
}

// redirect records the target of a redirect.
func (m *webMemory) redirect(from *url.URL, res *response) {
	to := res.header.Get("Location")
	if res.status < 300 || res.status > 399 || to == "" {
		return
	}
	u, err := from.Parse(to)
	if err != nil {
		return
	}
	u.Fragment = ""
	if m.moved == nil {
		m.moved = map[string]string{}
	}
	asked := cmp.Or(m.moved[from.String()], from.String())
	if u.String() != asked {
		m.moved[u.String()] = asked
	}
}

// found yields a page, unless it has to wait for its original.
func (r *reader) found(f *file, rec *record, page *blog.Page) bool {
	if page.Body != nil {
		again := r.record(f, rec, page)
		r.web.remember(rec, again)
		return r.page(page, again.body)
	}
	if load := r.web.original(rec); load != nil {
		return r.repeated(waiting{rec, f, page}, load)
	}
	r.items++
	r.web.waiting = append(r.web.waiting, waiting{rec, f, page})
	return true
}

// record returns a function that reads the page of a record again: from the record's place
// if it can be read on its own, else from the spool.
func (r *reader) record(f *file, rec *record, page *blog.Page) original {
	at := f.place.within(rec.offset, -1)
	if at == nil || !rec.alone {
		outline := *page
		outline.Body = nil
		keep := r.spool.keep(bytes.Clone(page.Body))
		return func() (*blog.Page, error) {
			page := outline
			var err error
			page.Body, err = keep()
			return &page, err
		}
	}
	path, limit, arc := f.path, r.max, isARC(f)
	return func() (*blog.Page, error) {
		f, rec, err := reopen(path, at, arc)
		if err != nil {
			return nil, err
		}
		defer f.close()
		second := newReader(context.Background(), Options{MaxBody: limit}, nil)
		page, err := second.webPage(f, rec, map[string]int{})
		if page == nil && err == nil {
			err = errNoRecord // the file has changed meanwhile
		}
		return page, err
	}
}

// reopen reads the header of the record at a place again. The caller must close the file.
func reopen(path string, at *place, arc bool) (*file, *record, error) {
	src, err := at.open()
	if err != nil {
		return nil, nil, cause(err)
	}
	f, head := &file{path: path, close: src.Close}, warcHead
	if arc {
		head = arcHead
	}
	var rec *record
	if err = f.start(src); err == nil {
		rec, err = (&records{f: f, head: head}).next()
	}
	if err != nil {
		return nil, nil, errors.Join(err, src.Close())
	}
	return f, rec, nil
}

// body reads only the body.
func (o original) body() ([]byte, error) {
	page, err := o()
	if err != nil {
		return nil, err
	}
	return page.Body, nil
}

// remember stores an original under all names by which a later record may refer to it.
func (m *webMemory) remember(rec *record, load original) {
	if m.originals == nil {
		m.originals = map[string]original{}
	}
	for _, name := range []string{
		rec.head.Get("WARC-Payload-Digest"), rec.head.Get("WARC-Record-ID"), rec.url() + " " + rec.head.Get("WARC-Date"),
	} {
		if _, ok := m.originals[name]; !ok && name != "" {
			m.originals[name] = load
		}
	}
}

// original returns the original of a revisit record, nil if it was not read yet.
func (m *webMemory) original(rec *record) original {
	address := strings.Trim(rec.head.Get("WARC-Refers-To-Target-URI"), "<> ")
	for _, name := range []string{
		rec.head.Get("WARC-Refers-To"), address + " " + rec.head.Get("WARC-Refers-To-Date"), rec.head.Get("WARC-Payload-Digest"),
	} {
		if load, ok := m.originals[name]; ok && name != "" {
			return load
		}
	}
	return nil
}

// revisits yields the pages whose originals came after them.
func (r *reader) revisits() bool {
	for _, w := range r.web.waiting {
		if r.ended() {
			return false
		}
		load := r.web.original(w.rec)
		if load != nil {
			if !r.repeated(w, load) {
				return false
			}
		} else if _, sure := (&response{header: w.page.Header}).mayBePage(w.page.URL); sure && !r.fail(w.file.path, w.file.named, w.rec.wrong(errNoOriginal)) {
			return false
		}
	}
	return true
}

// repeated yields a revisit record with the body of its original.
func (r *reader) repeated(w waiting, load original) bool {
	same, err := load()
	if err != nil {
		return r.fail(w.file.path, w.file.named, w.rec.wrong(err))
	}
	w.page.Body = same.Body
	if w.page.Header.Get("Content-Type") == "" {
		w.page.Header = same.Header
	}
	return r.page(w.page, load.body)
}

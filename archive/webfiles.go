package archive

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// collectAlias adds an address that redirects to another one, or whose content is that of
// another one.
func (r *reader) collectAlias(u *url.URL, rec *record, res *response) {
	if to, err := u.Parse(res.header.Get("Location")); err == nil && res.status >= 300 && res.status <= 399 {
		r.files.addAlias(u.String(), to.String())
	}
	if to := strings.Trim(rec.head.Get("WARC-Refers-To-Target-URI"), "<> "); to != "" && rec.head.Get("WARC-Type") == "revisit" {
		r.files.addAlias(u.String(), to)
	}
}

// collectRecord adds the file in a record. read returns its body; it is called only if the
// record cannot be read again.
func (r *reader) collectRecord(f *file, rec *record, address string, read func(limit int64) ([]byte, error)) {
	if r.files == nil || rec.head.Get("WARC-Type") == "revisit" || rec.partial() {
		return
	}
	file := stored{at: cmp.Or(rec.time(), f.modified)}
	if at := f.place.within(rec.offset, -1); at != nil && rec.alone {
		file.load = recordAt(f.path, at, isARC(f))
	} else if body, err := rec.whole(read(r.files.limit())); err == nil {
		file.load = spooled(bytes.NewReader(body), r.files.limit(), r.spool)
	} else {
		file.load = func(int64) (*blog.Page, error) { return nil, err }
	}
	r.files.addURL(address, file)
}

// whole returns an error if the record is cut short.
func (rec *record) whole(body []byte, err error) ([]byte, error) {
	if err == nil && rec.body.N > 0 {
		err = errCut
	}
	return body, err
}

// recordAt returns a function that reads the file in the record at a place.
func recordAt(path string, at *place, arc bool) func(int64) (*blog.Page, error) {
	return func(limit int64) (*blog.Page, error) {
		f, rec, err := reopen(path, at, arc)
		if err != nil {
			return nil, err
		}
		defer f.close()
		res, err := rec.response()
		if res == nil && err == nil {
			err = errNoRecord // the file has changed meanwhile
		}
		if err != nil {
			return nil, err
		}
		body, err := rec.whole(res.read(limit))
		return &blog.Page{Status: http.StatusOK, Header: res.header, Body: body}, err
	}
}

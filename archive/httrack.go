package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// HTTrack keeps the pages of a mirror a second time, as they were received, in a zip
// archive whose names are addresses. The mirror's own files have links to each
// other's names in place of the blog's permalinks.
const (
	httrackFolder = "hts-cache"
	httrackCache  = "new.zip"
)

// httrackMark is what HTTrack writes on top of the files of a mirror.
var httrackMark = regexp.MustCompile(`<!--\s*(?i:mirrored from) (\S+?) (?i:by httrack)\b`)

// httrack reads the cache of a mirror, if there is one in dir.
func (r *reader) httrack(dir string) bool {
	path := filepath.Join(dir, httrackFolder, httrackCache)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return true
	}
	return r.file(path, false)
}

// isAddress tells the entries of HTTrack's cache from files.
func isAddress(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// cached yields the page that an entry of HTTrack's cache is, if it is one.
func (r *reader) cached(f *file, at *place, src io.ReaderAt, e *zip.File) bool {
	a := cachedHead(at, src, e)
	may, sure := a.mayBePage(e.Name)
	if !may || e.UncompressedSize64 == 0 { // of all but pages it keeps the head only
		return true
	}
	page := &blog.Page{
		Request: blog.Request{URL: e.Name}, File: f.path + ": " + e.Name, URL: e.Name,
		Status: http.StatusOK, Header: a.header, Received: f.modified,
	}
	e.Name = strings.TrimRight(e.Name, "/") // which archive/zip would take for a folder's
	body, err := e.Open()
	if err != nil {
		return r.fail(page.File, false, fmt.Errorf("%w: %w", ErrBroken, err))
	}
	defer body.Close()
	a.body = body
	if page.Body, err = a.page(r.max, sure); err != nil {
		return r.fail(page.File, false, err)
	}
	if page.Body == nil {
		return true
	}
	_, address, _ := strings.Cut(page.URL, "://")
	r.mirrored[address] = true
	return r.page(page, r.spool.keep(page.Body))
}

// cachedHead is the answer's head, which stands between an entry's name and its bytes.
func cachedHead(at *place, src io.ReaderAt, e *zip.File) *answer {
	a := &answer{header: http.Header{"Content-Type": {"text/html"}}}
	end, err := e.DataOffset()
	if err != nil {
		return a
	}
	before := make([]byte, min(end, headSize*4))
	if _, err := at.section(src).ReadAt(before, end-int64(len(before))); err != nil {
		return a
	}
	i := bytes.LastIndex(before, []byte(e.Name+"HTTP/"))
	if i < 0 {
		return a
	}
	// It ends without an empty line.
	head := io.MultiReader(bytes.NewReader(before[i+len(e.Name):]), strings.NewReader("\r\n\r\n"))
	_, fields, err := readHead(bufio.NewReader(head))
	if err != nil {
		return a
	}
	a.status, _ = strconv.Atoi(fields.Get("X-StatusCode"))
	kind := fields.Get("Content-Type")
	if charset := fields.Get("X-Charset"); charset != "" && kind != "" {
		kind += "; charset=" + charset
	}
	a.header.Set("Content-Type", kind)
	return a
}

// isCopy says whether a page is the copy of one that HTTrack's cache gave.
func (r *reader) isCopy(body []byte) bool {
	if len(r.mirrored) == 0 {
		return false
	}
	m := httrackMark.FindSubmatch(body[:min(len(body), 4*headSize)])
	return m != nil && r.mirrored[string(m[1])]
}

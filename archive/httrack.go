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

// HTTrack keeps a second copy of a mirror's pages, as received, in a zip archive whose
// entries are named by URL. In the mirror's own files, permalinks are replaced by links
// between the files.
const (
	httrackFolder = "hts-cache"
	httrackCache  = "new.zip"
)

// httrackMark is the comment that HTTrack adds to the files of a mirror.
var httrackMark = regexp.MustCompile(`<!--\s*(?i:mirrored from) (\S+?) (?i:by httrack)\b`)

// httrack reads the cache of a mirror, if there is one in dir.
func (r *reader) httrack(dir string) bool {
	path := filepath.Join(dir, httrackFolder, httrackCache)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return true
	}
	return r.file(path, false)
}

// isAddress reports whether an entry is from HTTrack's cache.
func isAddress(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// cached yields an entry of HTTrack's cache if it is a page.
func (r *reader) cached(f *file, at *place, src io.ReaderAt, e *zip.File) bool {
	res, saved := cachedHead(at, src, e)
	may, sure := res.mayBePage(e.Name)
	if !may || e.UncompressedSize64 == 0 { // of other files, only the header is kept
		r.collectMirrored(f, e.Name, saved)
		return true
	}
	page := &blog.Page{
		Request: blog.Request{URL: e.Name}, File: f.path + ": " + e.Name, URL: e.Name,
		Status: http.StatusOK, Header: res.header, Received: f.modified,
	}
	e.Name = strings.TrimRight(e.Name, "/") // which would make it a folder for archive/zip
	body, err := e.Open()
	if err != nil {
		return r.fail(page.File, false, fmt.Errorf("%w: %w", ErrBroken, err))
	}
	defer body.Close()
	res.body = body
	page.Body, err = res.read(r.max)
	switch {
	case err != nil && sure:
		return r.fail(page.File, false, err)
	case err != nil || !isPage(page.Body, sure):
		return true
	}
	_, address, _ := strings.Cut(page.URL, "://")
	r.mirrored[address] = true
	return r.page(page, r.spool.keep(page.Body))
}

// collectMirrored adds a file of the mirror, which HTTrack names by its content type.
func (r *reader) collectMirrored(f *file, address, saved string) {
	saved = filepath.FromSlash(saved)
	if r.files == nil || filepath.Base(filepath.Dir(f.path)) != httrackFolder || !filepath.IsLocal(saved) {
		return
	}
	at := place{path: filepath.Join(filepath.Dir(filepath.Dir(f.path)), saved), size: -1}
	r.files.addURL(address, stored{at: f.modified, load: at.load})
}

// cachedHead returns the response header, which is stored in the extra field of the
// entry's local file header, and the path of the file in the mirror.
func cachedHead(at *place, src io.ReaderAt, e *zip.File) (res *response, saved string) {
	res = &response{header: http.Header{"Content-Type": {"text/html"}}}
	end, err := e.DataOffset()
	if err != nil {
		return res, ""
	}
	before := make([]byte, min(end, headSize*4))
	if _, err := at.section(src).ReadAt(before, end-int64(len(before))); err != nil {
		return res, ""
	}
	i := bytes.LastIndex(before, []byte(e.Name+"HTTP/"))
	if i < 0 {
		return res, ""
	}
	// It does not end with an empty line.
	head := io.MultiReader(bytes.NewReader(before[i+len(e.Name):]), strings.NewReader("\r\n\r\n"))
	_, fields, err := readHead(bufio.NewReader(head))
	if err != nil {
		return res, ""
	}
	res.status, _ = strconv.Atoi(fields.Get("X-StatusCode"))
	kind := fields.Get("Content-Type")
	if charset := fields.Get("X-Charset"); charset != "" && kind != "" {
		kind += "; charset=" + charset
	}
	res.header.Set("Content-Type", kind)
	return res, fields.Get("X-Save")
}

// isCopy reports whether a page is a mirror's copy of one read from HTTrack's cache.
func (r *reader) isCopy(body []byte) bool {
	if len(r.mirrored) == 0 {
		return false
	}
	m := httrackMark.FindSubmatch(body[:min(len(body), 4*headSize)])
	return m != nil && r.mirrored[string(m[1])]
}

package archive

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Files finds images and other files by their addresses in the pages. Read fills it if
// it is set in Options; it keeps the place of each file, not the content. The zero value
// is ready for use.
type Files struct {
	// MaxBody is the maximum size of a file in bytes, uncompressed. Zero means 32 MiB.
	MaxBody int64

	byURL   map[string]stored   // from web archives and MHTML, by fileKey
	aliases map[string]string   // from redirects and revisit records: fileKey to fileKey
	byName  map[string][]stored // from folders and archives, by file name in lower case
	roots   map[string]bool     // folders and archives named by the user
}

// stored is a file that can be read.
type stored struct {
	path string // "" if it is in byURL
	at   time.Time
	load func(limit int64) (*blog.Page, error)
}

// ErrNoFile means that a file was not found.
var ErrNoFile = errors.New("not among the saved files")

const maxRedirects = 5

// Fetch reads the file with an address on the old site. The address may be relative if the
// page does not state its own.
func (x *Files) Fetch(_ context.Context, r blog.Request, o blog.FetchOptions) (*blog.Page, error) {
	key := fileKey(r.URL)
	for range maxRedirects {
		if file, ok := x.byURL[key]; ok {
			return file.load(o.MaxBody)
		}
		to, ok := x.aliases[key]
		if !ok {
			break
		}
		key = to
	}
	file, err := x.find(r.URL)
	if err != nil {
		return nil, err
	}
	return file.load(o.MaxBody)
}

// fileKey returns the key by which equivalent addresses are equal.
func fileKey(address string) string {
	address, _, _ = strings.Cut(address, "#")
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return address
	}
	host := strings.ToLower(u.Host)
	for _, port := range []string{":80", ":443"} {
		host = strings.TrimSuffix(host, port)
	}
	return strings.TrimPrefix(host, "www.") + u.Path + "?" + u.RawQuery
}

// addURL adds a file with a known address. The latest one is kept.
func (x *Files) addURL(address string, file stored) {
	if x == nil {
		return
	}
	key := fileKey(address)
	if old, ok := x.byURL[key]; ok && old.at.After(file.at) {
		return
	}
	if x.byURL == nil {
		x.byURL = map[string]stored{}
	}
	x.byURL[key] = file
}

// addAlias adds an address that has the content of another one.
func (x *Files) addAlias(from, to string) {
	if x == nil || fileKey(from) == fileKey(to) {
		return
	}
	if x.aliases == nil {
		x.aliases = map[string]string{}
	}
	x.aliases[fileKey(from)] = fileKey(to)
}

// addRoot adds a path named by the user.
func (x *Files) addRoot(dir string) {
	if x == nil {
		return
	}
	if x.roots == nil {
		x.roots = map[string]bool{}
	}
	dir = filepath.ToSlash(filepath.Clean(dir))
	if dir == "." {
		dir = "" // paths below it do not start with "."
	}
	x.roots[dir] = true
}

// addFile adds a file from a folder or archive. If it can be read only once, it is copied
// to the spool.
func (x *Files) addFile(f *file, spool *Spool) {
	if x == nil {
		return
	}
	if x.byName == nil {
		x.byName = map[string][]stored{}
	}
	s := stored{path: filepath.ToSlash(f.path), at: f.modified}
	if f.place != nil {
		at := *f.place
		s.load = func(limit int64) (*blog.Page, error) { return at.load(limit) }
	} else {
		s.load = spooled(f.body, x.limit(), spool)
	}
	name := strings.ToLower(path.Base(s.path))
	x.byName[name] = append(x.byName[name], s)
}

func (x *Files) limit() int64 { return cmp.Or(x.MaxBody, 32<<20) }

func (p place) load(limit int64) (*blog.Page, error) {
	src, err := p.open()
	if err != nil {
		return nil, cause(err)
	}
	defer src.Close()
	body, err := readLimited(src, limit)
	return &blog.Page{Status: http.StatusOK, Header: http.Header{}, Body: body}, err
}

// spooled copies a file to the spool. Errors are returned when the file is read.
func spooled(src io.Reader, limit int64, spool *Spool) func(int64) (*blog.Page, error) {
	body, err := readLimited(src, limit)
	if err != nil {
		return func(int64) (*blog.Page, error) { return nil, err }
	}
	keep := spool.keep(body)
	return func(int64) (*blog.Page, error) {
		body, err := keep()
		return &blog.Page{Status: http.StatusOK, Header: http.Header{}, Body: body}, err
	}
}

var errSeveral = errors.New("several saved files match")

// find returns the file from a folder or archive whose path matches an address best.
func (x *Files) find(address string) (stored, error) {
	u, err := url.Parse(address)
	if err != nil {
		return stored{}, ErrNoFile
	}
	parts := strings.Split(strings.TrimLeft(path.Clean("/"+u.EscapedPath()), "/"), "/")
	last := &parts[len(parts)-1]
	if u.RawQuery == "" {
		return x.best(u.Host, parts)
	}
	base := *last
	for _, mark := range []string{"?", "@"} { // as in the names of mirrors, the latter on Windows
		*last = base + mark + u.RawQuery
		if file, err := x.best(u.Host, parts); err == nil {
			return file, nil
		}
	}
	return stored{}, ErrNoFile
}

func (x *Files) best(host string, parts []string) (best stored, err error) {
	score, err := 0, ErrNoFile
	for _, name := range slices.Compact([]string{strings.ToLower(unescape(parts[len(parts)-1])), strings.ToLower(parts[len(parts)-1])}) {
		for _, file := range x.byName[name] {
			switch n := x.match(file.path, host, parts); {
			case n > score:
				best, score, err = file, n, nil
			case n == score && n > 0:
				err = errSeveral
			}
		}
	}
	return best, err
}

// match returns how many trailing elements of a file's path equal those of an address, 0
// if that does not identify the file. It does if the host or the whole path of the address
// is included, or the path from a page's resource folder on.
func (x *Files) match(file, host string, parts []string) int {
	folders := strings.Split(file, "/")
	n := 0
	for n < min(len(parts), len(folders)) && isPart(folders[len(folders)-1-n], parts[len(parts)-1-n]) {
		n++
	}
	rest := folders[:len(folders)-n]
	switch {
	case n == 0:
		return 0
	case n < len(parts):
		if _, assets := assetsOf(folders[len(rest)]); !assets || n < 2 {
			return 0
		}
		return n
	case host == "":
		return n
	case len(rest) > 0 && isHost(rest[len(rest)-1], host):
		return n + 1
	case len(rest) > 0 && mayBeHost(rest[len(rest)-1]): // a different one
		return 0
	case n > 1 || x.roots[strings.Join(rest, "/")]:
		return n
	}
	return 0
}

// mayBeHost reports whether a folder may be named after a host; archives contain dots, too.
func mayBeHost(name string) bool { return strings.Contains(name, ".") && judge(name) != packed }

// isPart reports whether the name of a folder or file equals an element of an address.
func isPart(name, part string) bool {
	return strings.EqualFold(name, part) || strings.EqualFold(name, unescape(part))
}

func unescape(part string) string {
	if plain, err := url.PathUnescape(part); err == nil {
		return plain
	}
	return part
}

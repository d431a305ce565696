package archive

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// treeURL returns the address of a file in a mirror of the blog's site: its path below a
// folder named after the host. It is "" for other files.
func (r *reader) treeURL(file string) string {
	if r.listing == nil {
		return ""
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	parts := strings.Split(filepath.ToSlash(abs), "/")
	for i := len(parts) - 2; i >= 0; i-- {
		if isHost(parts[i], r.listing.Host) {
			return r.listing.Scheme + "://" + r.listing.Host + address(strings.Join(parts[i+1:], "/"))
		}
	}
	return ""
}

// isHost reports whether a mirror's folder is named after host. On Windows, Wget writes
// "host+8080" for host:8080.
func isHost(folder, host string) bool {
	bare := func(s string) string { return strings.TrimPrefix(strings.ToLower(s), "www.") }
	return bare(strings.Replace(folder, "+", ":", 1)) == bare(host)
}

// address undoes what mirrors do to paths: an added extension (".aspx.html"), "@" for
// "?", and "index.html" for a path that ends with a slash.
func address(name string) string {
	name, query := cutQuery(strings.TrimSuffix(name, ".gz"))
	if bare, ok := strings.CutSuffix(name, ".html"); ok && extensions[path.Ext(bare)] == dynamic {
		name = bare
	}
	if dir, base := path.Split(name); base == "index.html" {
		name = dir
	}
	if query != "" {
		query = "?" + strings.TrimSuffix(query, ".html")
	}
	return escape("/" + name + query)
}

// escape percent-encodes what is not allowed in a URL, and leaves existing escapes.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}#", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

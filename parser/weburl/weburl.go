// Package weburl resolves the addresses on a page, and tells safe ones from those that
// run something.
package weburl

import (
	"net/url"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// Web parses an absolute http or https address; nil for anything else.
func Web(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// Absolute resolves a link of the page. "~/" is the root of the site, as stored by
// ASP.NET editors. Without a base, or with a scheme other than http and https, the
// reference is returned as written.
func Absolute(base *url.URL, ref string) string {
	ref = Clean(ref)
	if ref == "" || base == nil {
		return ref
	}
	scheme := Scheme(ref)
	if scheme != "" && scheme != "http" && scheme != "https" {
		return ref
	}
	if scheme == "" {
		ref = siteRoot(ref)
	}
	if whole, ok := Simple(base, ref); ok {
		return whole
	}
	u, err := url.Parse(ref)
	if err != nil {
		if u, err = url.Parse(escapePercent(ref)); err != nil {
			return ref
		}
	}
	if u.Scheme != "" && u.Host == "" { // http:page.html and http:/page.html are relative to a base of that scheme
		u.Scheme, u.Path, u.Opaque = "", u.Path+u.Opaque, ""
	}
	u = base.ResolveReference(u)
	u.RawQuery = blanksInQuery.Replace(u.RawQuery)
	return u.String()
}

// blanksInQuery escapes like browsers what net/url leaves in queries and Clean would take
// for the end of an address.
var blanksInQuery = strings.NewReplacer(" ", "%20", "\u00a0", "%C2%A0", "\u200b", "%E2%80%8B", "\ufeff", "%EF%BB%BF")

// plainInAddress are the characters that mean the same in every part of an address.
var plainInAddress = func() (table [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=&,;:+.") {
		table[c] = true
	}
	return table
}()

// Simple resolves addresses that need no parser, the usual case: plain characters, no dot
// segments, absolute or relative to the root of the site.
func Simple(base *url.URL, ref string) (string, bool) {
	rest, found := strings.CutPrefix(ref, "http://")
	if !found {
		rest, found = strings.CutPrefix(ref, "https://")
	}
	slash := strings.IndexByte(rest, '/')
	if found && slash < 1 || !found && (slash != 0 || strings.HasPrefix(rest, "//") || base.User != nil) {
		return "", false
	}
	for i, path := 0, true; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == ':' && i < slash: // a port, which needs the parser
			return "", false
		case plainInAddress[c]:
		case c == '/':
			if path && i+1 < len(rest) && (rest[i+1] == '.' || rest[i+1] == '/') {
				return "", false
			}
		case c == '?':
			path = false
		default:
			return "", false
		}
	}
	if found {
		return ref, true
	}
	return base.Scheme + "://" + base.Host + ref, true
}

// Clean does what browsers do before parsing an address: it removes white space and
// control characters at both ends, and tabs and line breaks everywhere.
func Clean(ref string) string {
	ref = strings.TrimFunc(ref, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xa0 || r == 0xfeff || r == 0x200b })
	if strings.ContainsAny(ref, "\t\r\n\x00") {
		ref = strings.NewReplacer("\t", "", "\r", "", "\n", "", "\x00", "").Replace(ref)
	}
	return ref
}

// siteRoot converts "~/x" to "/x", and the backslashes of a path to slashes.
func siteRoot(ref string) string {
	if ref == "~" {
		return "/"
	}
	if strings.HasPrefix(ref, "~/") || strings.HasPrefix(ref, `~\`) {
		ref = ref[1:]
	}
	end := strings.IndexAny(ref, "?#")
	if end < 0 {
		end = len(ref)
	}
	if strings.Contains(ref[:end], `\`) {
		return strings.ReplaceAll(ref[:end], `\`, "/") + ref[end:]
	}
	return ref
}

// escapePercent repairs what would make url.Parse fail: a percent sign that is not an
// escape, control characters, a colon in the first segment.
func escapePercent(ref string) string {
	var b strings.Builder
	for i := 0; i < len(ref); i++ {
		switch c := ref[i]; {
		case c == '%' && (i+2 >= len(ref) || !IsHex(ref[i+1]) || !IsHex(ref[i+2])):
			b.WriteString("%25")
		case c < ' ' || c == 0x7f:
			b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
		default:
			b.WriteByte(c)
		}
	}
	if s := b.String(); Scheme(s) == "" && strings.Contains(strings.SplitN(s, "/", 2)[0], ":") {
		return "./" + s
	}
	return b.String()
}

// IsHex reports whether c is a hexadecimal digit.
func IsHex(c byte) bool {
	return words.IsDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// Scheme returns the scheme of a cleaned reference in lower case, "" if it has none.
func Scheme(ref string) string {
	for i := 0; i < len(ref); i++ {
		c := ref[i] | 0x20
		switch {
		case c >= 'a' && c <= 'z':
		case i > 0 && (words.IsDigit(ref[i]) || ref[i] == '+' || ref[i] == '-' || ref[i] == '.'):
		case i > 0 && ref[i] == ':':
			return strings.ToLower(ref[:i])
		default:
			return ""
		}
	}
	return ""
}

// linkSchemes are the schemes allowed in the links of a post. Others may run a program or
// a script, or read a local file.
var linkSchemes = words.Set(`http https mailto tel sms callto skype xmpp sip ftp ftps sftp news nntp irc ircs gopher magnet geo
	feed webcal bitcoin itms itms-apps market steam spotify urn doi isbn git svn ed2k aim ymsgr whatsapp tg rtsp mms`)

// SafeLink reports whether an address is allowed in a link.
func SafeLink(address string) bool {
	scheme := Scheme(Clean(address))
	return scheme == "" && !HidesScheme(address) || linkSchemes[scheme]
}

// SafeImage reports whether an address is allowed as the source of an image.
func SafeImage(address string) bool {
	address = Clean(address)
	return IsDataImage(address) || SafeMedia(address)
}

// SafeMedia reports whether an address may be embedded: http, https or relative.
func SafeMedia(address string) bool {
	scheme := Scheme(Clean(address))
	return scheme == "http" || scheme == "https" || scheme == "" && !HidesScheme(address)
}

// IsDataImage reports whether an address is a data URL with an image.
func IsDataImage(address string) bool {
	const prefix = "data:image/"
	return len(address) > len(prefix) && strings.EqualFold(address[:len(prefix)], prefix)
}

// HidesScheme detects script addresses that old browsers recognize behind control
// characters, although current ones do not.
func HidesScheme(address string) bool {
	colon := strings.IndexByte(address, ':')
	if colon < 0 || colon > 64 {
		return false
	}
	bare := strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0xa0 || r == 0xad || r >= 0x2000 && r <= 0x200f || r == 0xfeff || r == 0xfffd {
			return -1
		}
		return r
	}, address[:colon]))
	return ScriptSchemes[bare]
}

// ScriptSchemes are never allowed in a post: they run programs or read the reader's
// files.
var ScriptSchemes = words.Set("javascript vbscript livescript mocha jscript ecmascript data jar view-source file about blob filesystem")

// Host returns the host of a canonical address, without www.
func Host(u string) string {
	_, rest, ok := strings.Cut(u, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	return strings.TrimPrefix(strings.ToLower(host), "www.")
}

// Rehost returns an address on the host of named with the scheme and host of asked, and
// any other address unchanged. named may be empty.
func Rehost(address, named, asked string) string {
	if named == "" || !blog.SameHost(address, named) {
		return address
	}
	to, own := Web(address), Web(asked)
	if to == nil || own == nil {
		return address
	}
	to.Scheme, to.Host = own.Scheme, own.Host
	return to.String()
}

// Followable reports whether an address may lead to a document.
func Followable(href string) bool {
	href = strings.TrimSpace(href)
	for _, scheme := range [...]string{"javascript:", "vbscript:", "data:", "mailto:", "#"} {
		if len(href) >= len(scheme) && strings.EqualFold(href[:len(scheme)], scheme) {
			return false
		}
	}
	return href != ""
}

// IsHTTP reports whether an address leads to a document on the web.
func IsHTTP(u string) bool {
	return strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://")
}

// Remembering caches the results of a function that is called with the same links again
// and again.
func Remembering(f func(string) string) func(string) string {
	known := map[string]string{}
	return func(ref string) string {
		answer, ok := known[ref]
		if !ok {
			answer = f(ref)
			known[ref] = answer
		}
		return answer
	}
}

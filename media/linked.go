package media

import (
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// fileEndings are the extensions of files for readers to open or save. Pages and scripts
// are not among them.
var fileEndings = words(`pdf doc docx docm dot dotx rtf odt xls xlsx xlsm xlsb ods csv ppt pptx pps ppsx odp vsd vsdx mpp pub
	one epub mobi txt ps eps ai psd indd zip rar 7z tar gz tgz bz2 xz exe msi dmg iso apk jar swf
	mp3 m4a wav wma ogg oga opus flac aac aif aiff mid midi mp4 m4v mov avi wmv mpg mpeg webm ogv flv mkv 3gp
	ics vcf kml kmz gpx srt vtt ttf otf woff woff2 dwg dxf msg eml`)

var imageEndings = words(`jpg jpeg jpe jfif png gif bmp webp svg svgz tif tiff ico avif heic heif jp2 jxl`)

// serverEndings are extensions of server scripts, which may return any type; an extension
// before them tells.
var serverEndings = words("aspx ashx asp axd php cfm jsp do")

// fileFolders are paths from which a CMS serves files, whatever their names.
var fileFolders = []string{"/getattachment/", "/getmedia/", "/getfile/", "/cmspages/getfile", "/cmspages/getmediafile", "/wp-content/uploads/", "/sites/default/files/"}

func words(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}
	return set
}

// ending returns the extension of the file behind an address, in lower case and without
// the dot: png for photo.png.aspx and for photo.aspx?ext=.png; "" if unknown.
func ending(u *url.URL) string {
	name := strings.ToLower(path.Base(u.Path))
	for {
		ext := strings.TrimPrefix(path.Ext(name), ".")
		if !serverEndings[ext] {
			break
		}
		name = strings.TrimSuffix(name, "."+ext)
	}
	if ext := strings.TrimPrefix(path.Ext(name), "."); isFileEnding(ext) {
		return ext
	}
	for name, values := range u.Query() {
		if strings.EqualFold(name, "ext") && len(values) > 0 {
			return strings.ToLower(strings.TrimPrefix(values[0], "."))
		}
	}
	return ""
}

func isFileEnding(ext string) bool { return fileEndings[ext] || imageEndings[ext] }

// lead is the target of a link, as far as its address tells.
type lead int

const (
	leadsToPage    lead = iota
	leadsSomewhere      // to a file or a page: only the response tells
	leadsToFile
)

// somewhere are path segments below which sites keep downloads.
var somewhere = words(`download downloads attachment attachments file files document documents docs upload uploads
	pdf pdfs brochure brochures whitepaper whitepapers resources assets media`)

// leadOf judges the address of a link on the blog's own site.
func leadOf(u *url.URL) lead {
	if isFileEnding(ending(u)) {
		return leadsToFile
	}
	folder := strings.ToLower(u.Path)
	for _, f := range fileFolders {
		if strings.Contains(folder, f) {
			return leadsToFile
		}
	}
	for part := range strings.SplitSeq(folder, "/") {
		if somewhere[bareName(part)] {
			return leadsSomewhere
		}
	}
	return leadsToPage
}

// site is what belongs to the blog: files on other sites are published by others.
type site struct {
	domains map[string]bool
	unknown bool     // the saved pages have no address
	blog    string   // path of the blog's own pages, "" if unknown
	hosts   []string // given by the user, with or without a port
}

// newSite returns the site of a blog, by the addresses of its listing and a post.
func newSite(listing, post string, hosts []string) site {
	s := site{domains: map[string]bool{}, unknown: listing == "", hosts: hosts}
	for _, address := range []string{listing, post} {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			s.domains[domain(u)] = true
		}
	}
	if u, err := url.Parse(listing); err == nil {
		s.blog = strings.ToLower(strings.TrimSuffix(bareName(u.Path), "/"))
	}
	return s
}

// holds reports whether a link may lead to a file of the blog. The blog's own pages are
// not files, whatever words are in their addresses.
func (s site) holds(u *url.URL) bool {
	if !s.owns(u) {
		return false
	}
	switch leadOf(u) {
	case leadsToFile:
		return true
	case leadsSomewhere:
		return s.blog == "" || !strings.HasPrefix(strings.ToLower(u.Path), s.blog+"/")
	}
	return false
}

func (s site) owns(u *url.URL) bool {
	if u.Host == "" || s.domains[domain(u)] {
		return true
	}
	for _, host := range s.hosts {
		if strings.EqualFold(host, u.Host) || strings.EqualFold(host, u.Hostname()) {
			return true
		}
	}
	return false
}

// domain returns the registered domain of a host, old.example for cdn.old.example, or
// else the host itself.
func domain(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// isRelative reports whether an address is relative to its page.
func isRelative(u *url.URL) bool { return u.Scheme == "" && u.Host == "" && u.Path != "" }

// isWeb reports whether an address can be requested.
func isWeb(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

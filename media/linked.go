package media

import (
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/blogferry/blogferry/blog"
)

// fileEndings are those of files that a page links to for readers to open or
// keep. Endings of pages and scripts are none.
var fileEndings = words(`pdf doc docx docm dot dotx rtf odt xls xlsx xlsm xlsb ods csv ppt pptx pps ppsx odp vsd vsdx mpp pub
	one epub mobi txt ps eps ai psd indd zip rar 7z tar gz tgz bz2 xz exe msi dmg iso apk jar swf
	mp3 m4a wav wma ogg oga opus flac aac aif aiff mid midi mp4 m4v mov avi wmv mpg mpeg webm ogv flv mkv 3gp
	ics vcf kml kmz gpx srt vtt ttf otf woff woff2 dwg dxf msg eml`)

var imageEndings = words(`jpg jpeg jpe jfif png gif bmp webp svg svgz tif tiff ico avif heic heif jp2 jxl`)

// serverEndings say how an address is served, not what comes: what stands
// before them may.
var serverEndings = words("aspx ashx asp axd php cfm jsp do")

// fileFolders are those from which a CMS serves files whatever they are called.
var fileFolders = []string{"/getattachment/", "/getmedia/", "/getfile/", "/cmspages/getfile", "/cmspages/getmediafile", "/wp-content/uploads/", "/sites/default/files/"}

func words(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}
	return set
}

// ending is that of the file behind an address, lower case and without the dot:
// png for photo.png.aspx and for photo.aspx?ext=.png; "" if it does not show.
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

// leadsToFile says whether a link may lead to a file rather than to a page.
func leadsToFile(u *url.URL) bool {
	if isFileEnding(ending(u)) {
		return true
	}
	folder := strings.ToLower(u.Path)
	for _, f := range fileFolders {
		if strings.Contains(folder, f) {
			return true
		}
	}
	return false
}

// site is what belongs to the blog: links to files elsewhere are references to
// what others publish.
type site struct {
	domains map[string]bool
	hosts   []string // allowed by the user, with or without a port
}

func newSite(addresses []string, hosts []string) site {
	s := site{domains: map[string]bool{}, hosts: hosts}
	for _, address := range addresses {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			s.domains[domain(u)] = true
		}
	}
	return s
}

func (s site) owns(u *url.URL) bool {
	if s.domains[domain(u)] {
		return true
	}
	for _, host := range s.hosts {
		if strings.EqualFold(host, u.Host) || strings.EqualFold(host, u.Hostname()) {
			return true
		}
	}
	return false
}

// domain is the part of a host's name that its owner registered, old.example for
// cdn.old.example; else the host itself.
func domain(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}

// isWeb says whether an address can be asked for at all.
func isWeb(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// siteOf is the site of a post.
func siteOf(src *blog.Source, p *blog.MediaPost, hosts []string) site {
	return newSite([]string{src.URL, p.URL}, hosts)
}

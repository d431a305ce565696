package export

import (
	"fmt"
	"hash/maphash"
	"html"
	"net/url"
	"path"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// wxrFiles are the images and files of the posts, which become attachments: the importer
// downloads each from its address, and then changes the posts to use the copy. A file
// belongs to the first post that refers to it.
type wxrFiles struct {
	media func(old string) (Media, bool)
	posts *wxrPosts
	seen  map[uint64]bool // those that were written
	seed  maphash.Seed
}

type wxrFile struct {
	name    string
	address string
	alt     string // of an image
}

func newWXRFiles(media func(old string) (Media, bool), posts *wxrPosts) *wxrFiles {
	return &wxrFiles{media: media, posts: posts, seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
}

// note adds a file to those of a post.
func (f *wxrFiles) note(files []wxrFile, r *blog.Record, old, address string) []wxrFile {
	if f.media == nil {
		return files
	}
	old, _, _ = strings.Cut(old, "#")
	m, ok := f.media(old)
	if !ok {
		return files
	}
	address, _, _ = strings.Cut(address, "#")
	return append(files, wxrFile{m.Name, address, altText(r, old)})
}

// altText returns the alternative text of an image, "" for files.
func altText(r *blog.Record, address string) string {
	for _, image := range r.Images {
		if image.URL == address {
			return image.Alt
		}
	}
	return ""
}

// write writes the files of a post that were not written before.
func (f *wxrFiles) write(e *elements, post wxrPost, files []wxrFile) {
	for _, file := range files {
		key := maphash.String(f.seed, file.name)
		if f.seen[key] {
			continue
		}
		f.seen[key] = true
		e.raw("\t<item>\n")
		e.item(wxrItem{
			title: file.name, link: file.address, guid: file.guid(),
			id: f.posts.id("file:" + file.name), at: post.at, undated: post.undated,
			comments: "closed", slug: makeSlug(file.name), status: "inherit", parent: post.id, kind: "attachment",
		})
		e.cdata("\t\t", "wp:attachment_url", file.address)
		e.meta("_wp_attached_file", post.at.Format("2006/01/")+file.name) // required by other importers
		e.meta("_wp_attachment_image_alt", wxrMeta(file.alt))
		e.raw("\t</item>\n")
	}
}

// guid returns the address as in markup. The importer replaces both forms in posts by the
// address of the copy; it keeps neither.
func (f *wxrFile) guid() string { return html.EscapeString(f.address) }

// refused returns the extension if WordPress rejects files with it, whatever their
// content.
func (f *wxrFile) refused() string {
	u, err := url.Parse(f.address)
	if err != nil {
		return ""
	}
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(u.Path), "."))
	if ext == "" || wordpressFiles[ext] {
		return ""
	}
	return ext
}

// wordpressFiles are the extensions in wp_get_mime_types, without those that require
// additional rights.
var wordpressFiles = setOf(strings.Fields(`jpg jpeg jpe gif png bmp tiff tif webp avif ico heic heif
	asf asx wmv wmx wm avi divx flv mov qt mpeg mpg mpe mp4 m4v ogv webm mkv 3gp 3gpp 3g2 3gp2
	txt asc c cc h srt csv tsv ics rtx css htm html vtt dfxp
	mp3 m4a m4b aac ra ram wav ogg oga flac mid midi wma wax mka rtf pdf tar zip gz gzip rar 7z psd xcf
	doc pot pps ppt wri xla xls xlt xlw mdb mpp docx docm dotx dotm xlsx xlsm xlsb xltx xltm xlam
	pptx pptm ppsx ppsm potx potm ppam sldx sldm onetoc onetoc2 onetmp onepkg oxps xps
	odt odp ods odg odc odb odf wp wpd key numbers pages`)...)

// reportFiles reports the files of a post that WordPress rejects.
func (x *wxr) reportFiles(r *blog.Record, files []wxrFile) {
	told := map[string]bool{}
	for _, f := range files {
		ext := f.refused()
		if ext == "" || told[f.address] {
			continue
		}
		told[f.address] = true
		what := fmt.Sprintf("its file %s: WordPress takes none that is named .%s, so it stays where it is", f.address, ext)
		if x.o.MediaMode != MediaAbsolute {
			what += "; --media absolute names files by what they are"
		}
		x.o.warn(r, &Change{Dropped, what})
	}
}

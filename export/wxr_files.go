package export

import (
	"hash/maphash"
	"strings"
)

// wxrFiles are the images and files of the posts, which become attachments: the
// importer fetches each from its address, and then makes posts show the copy. A
// file belongs to the first post that names it.
type wxrFiles struct {
	media func(old string) (Media, bool)
	posts *wxrPosts
	seen  map[uint64]bool // those that are written
	seed  maphash.Seed
}

type wxrFile struct {
	name    string
	address string
}

func newWXRFiles(media func(old string) (Media, bool), posts *wxrPosts) *wxrFiles {
	return &wxrFiles{media: media, posts: posts, seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
}

// note adds the file, if it is one, that a post names to those of the post.
func (f *wxrFiles) note(files []wxrFile, old, address string) []wxrFile {
	if f.media == nil {
		return files
	}
	old, _, _ = strings.Cut(old, "#")
	m, ok := f.media(old)
	if !ok {
		return files
	}
	address, _, _ = strings.Cut(address, "#")
	return append(files, wxrFile{m.Name, address})
}

// write adds the files of a post that were not written before.
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
		e.raw("\t</item>\n")
	}
}

func (f *wxrFile) guid() string {
	if len(f.address) <= maxWXRGUID {
		return f.address
	}
	return "urn:blogferry:" + f.name
}

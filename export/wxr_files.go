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
	due   []wxrFile // of the post at hand
	seen  map[uint64]bool
	seed  maphash.Seed
}

type wxrFile struct {
	name    string
	address string
}

func newWXRFiles(media func(old string) (Media, bool), posts *wxrPosts) *wxrFiles {
	return &wxrFiles{media: media, posts: posts, seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
}

// note hears of an image or file that a post names.
func (f *wxrFiles) note(old, address string) {
	if f.media == nil {
		return
	}
	old, _, _ = strings.Cut(old, "#")
	m, ok := f.media(old)
	key := maphash.String(f.seed, m.Name)
	if !ok || f.seen[key] {
		return
	}
	f.seen[key] = true
	address, _, _ = strings.Cut(address, "#")
	f.due = append(f.due, wxrFile{m.Name, address})
}

// write adds the files that were noted since the last time.
func (f *wxrFiles) write(e *elements, post wxrPost) {
	for _, file := range f.due {
		e.raw("\t<item>\n")
		e.item(wxrItem{
			title: file.name, link: file.address, guid: file.guid(),
			id: f.posts.id("file:" + file.name), at: post.at, undated: post.undated,
			comments: "closed", slug: makeSlug(file.name), status: "inherit", parent: post.id, kind: "attachment",
		})
		e.cdata("\t\t", "wp:attachment_url", file.address)
		e.raw("\t</item>\n")
	}
	f.due = f.due[:0]
}

func (f *wxrFile) guid() string {
	if len(f.address) <= maxWXRGUID {
		return f.address
	}
	return "urn:blogferry:" + f.name
}

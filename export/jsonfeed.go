package export

import (
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// writeJSONFeed writes all posts as a JSON Feed 1.1. What the format does not cover is in
// the extension "_blogferry" of each item.
func writeJSONFeed(w io.Writer, records Records, o Options) (int, error) {
	f, err := newFeed(records, o)
	if err != nil {
		return 0, err
	}
	j := jsonFeed{f}
	items := stream[made[feedMade]]{
		head:   string(j.appendHead(nil)),
		record: func(buf []byte, _ int, m made[feedMade]) []byte { return f.spare.append(buf, m.result.entry) },
		tail:   func(int) string { return "\n]}\n" },
	}
	posts := f.pool(records, func(f *feed, b []byte, n int, r *blog.Record) feedMade {
		return feedMade{entry: jsonFeed{f}.appendItem(b, n, r)}
	})
	return items.write(w, posts.all)
}

type jsonFeed struct{ *feed }

func (j jsonFeed) appendHead(b []byte) []byte {
	b = appendText(b, `{"version":"https://jsonfeed.org/version/1.1","title":`, j.title)
	b = appendKnown(b, `,"home_page_url":`, j.home())
	return append(b, `,"items":[`...)
}

func (j jsonFeed) appendItem(b []byte, n int, r *blog.Record) []byte {
	if n > 0 {
		b = append(b, ',')
	}
	now, old := j.addresses(n, r)
	b = appendText(b, "\n{\"id\":", urn(r.ID))
	b = appendKnown(b, `,"url":`, now)
	b = appendKnown(b, `,"external_url":`, old)
	b = appendKnown(b, `,"title":`, r.Title)
	if r.BodyHTML == "" {
		b = appendText(b, `,"content_text":`, r.BodyText)
	} else {
		b = appendText(b, `,"content_html":`, r.BodyHTML)
	}
	b = appendKnown(b, `,"summary":`, r.Excerpt)
	if !j.plan.Entry(n).At.IsZero() {
		b = appendText(b, `,"date_published":`, *r.PublishedAt)
	}
	if a, ok := j.plan.Author(r); ok {
		b = append(appendText(b, `,"authors":[{"name":`, a.Name), "}]"...)
	}
	b = appendSome(b, `,"tags":`, j.terms(r), appendString)
	b = appendKnown(b, `,"image":`, firstImage(r))
	b = appendSome(b, `,"attachments":`, j.attachments(r), appendAttachment)
	return append(j.appendExtension(b, r), '}')
}

// appendExtension writes the extension of an item.
func (j jsonFeed) appendExtension(b []byte, r *blog.Record) []byte {
	b = appendText(b, `,"_blogferry":{"about":"https://github.com/blogferry/blogferry","id":`, r.ID)
	b = appendText(b, `,"role":`, r.Role)
	b = appendNullable(b, `,"url":`, r.URL)
	b = appendCount(b, `,"comment_count":`, r.CommentCount)
	b = appendList(b, `,"comments":`, r.Comments, appendComment)
	return append(b, '}')
}

// firstImage returns the image to show beside the title.
func firstImage(r *blog.Record) string {
	for _, image := range r.Images {
		if address := webAddress(image.URL); address != "" {
			return address
		}
	}
	return ""
}

// attachment is an image or file with a known type, which JSON Feed requires.
type attachment struct {
	url, kind, title string
	size             int64 // 0 if unknown
}

// attachments returns the images of a post.
func (j jsonFeed) attachments(r *blog.Record) (list []attachment) {
	for _, image := range r.Images {
		a := attachment{url: webAddress(image.URL), title: image.Alt, kind: imageTypes[extension(image.URL)]}
		if j.o.Media != nil {
			if m, ok := j.o.Media(image.URL); ok {
				a.kind, a.size = m.Type, m.Size
			}
		}
		if a.url != "" && a.kind != "" {
			list = append(list, a)
		}
	}
	return list
}

// imageTypes are the types of images that were not downloaded, by extension. The table of
// package mime differs between machines.
var imageTypes = map[string]string{
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
	".webp": "image/webp", ".svg": "image/svg+xml", ".avif": "image/avif", ".bmp": "image/bmp",
}

func extension(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(path.Ext(u.Path))
}

func appendAttachment(b []byte, a attachment) []byte {
	b = appendText(b, `{"url":`, a.url)
	b = appendText(b, `,"mime_type":`, a.kind)
	b = appendKnown(b, `,"title":`, a.title)
	if a.size > 0 {
		size := int(a.size)
		b = appendCount(b, `,"size_in_bytes":`, &size)
	}
	return append(b, '}')
}

// appendKnown appends a key unless its value is empty.
func appendKnown(b []byte, key, s string) []byte {
	if s == "" {
		return b
	}
	return appendText(b, key, s)
}

// appendSome appends a key unless its list is empty.
func appendSome[T any](b []byte, key string, list []T, item func([]byte, T) []byte) []byte {
	if len(list) == 0 {
		return b
	}
	return appendList(b, key, list, item)
}

package export

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"github.com/blogferry/blogferry/blog"
)

// Check is the content of the sign-off page for the blog's owner.
type Check struct {
	Standing string // what is stored and what is missing, as status shows it
	Of       int    // number of posts
	Seed     uint64 // selects the sample
	Posts    []CheckedPost
}

// CheckedPost is a stored post with the page it was read from.
type CheckedPost struct {
	Record  *blog.Record
	Kind    string // of the page: listing or detail; "" if none is kept
	Address string // of the page
	Page    string // the page's document as text, markup unless Plain
	Plain   bool
}

// WriteCheck writes one self-contained page: the status, and each post of the sample next
// to its old page, with checkboxes. Old pages are shown in frames without scripts; they
// still load images and styles from their site.
func WriteCheck(w io.Writer, c *Check) error {
	style, err := htmlFiles.ReadFile("html/check.css")
	if err != nil {
		return err
	}
	return checkPage(c, string(style)).Render(w)
}

// frame returns the old page as a document of its own, "" if none is stored.
func (p CheckedPost) frame() string {
	switch {
	case p.Page == "":
		return ""
	case p.Plain:
		return "<pre>" + html.EscapeString(p.Page) + "</pre>"
	}
	return framed(p.Page, p.Address)
}

// framed returns a page as a document of its own: without scripts, and with links and
// images relative to its address.
func framed(page, address string) string {
	head := `<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; frame-src 'none'">`
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		head += `<base href="` + html.EscapeString(address) + `" target="_blank">`
	}
	return head + page
}

// checkedField is a field as stored, and what it was read from if that differs.
type checkedField struct{ Name, Value, Raw string }

func checkedFields(r *blog.Record) []checkedField {
	comments := plural(len(r.Comments), "comment") + " read"
	if r.CommentCount != nil {
		comments += fmt.Sprintf(", %d stated", *r.CommentCount)
	}
	if r.CommentsElsewhere != "" {
		comments += ", kept by " + r.CommentsElsewhere
	}
	return []checkedField{
		{"Title", r.Title, ""},
		{"Author", r.Author, ""},
		{"Role", r.Role, ""},
		{"Date", orEmpty(r.PublishedAt), r.PublishedRaw},
		{"Categories", strings.Join(r.Categories, ", "), ""},
		{"Tags", strings.Join(r.Tags, ", "), ""},
		{"Comments", comments, ""},
		{"Images", fmt.Sprint(len(r.Images)), ""},
		{"Address", orEmpty(r.URL), ""},
	}
}

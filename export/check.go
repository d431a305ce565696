package export

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"github.com/blogferry/blogferry/blog"
)

// Check is what a content owner looks at before saying that all came across.
type Check struct {
	Standing string // what is stored and what is missing, as status shows it
	Of       int    // how many posts there are
	Seed     uint64 // that chose the sample
	Posts    []CheckedPost
}

// CheckedPost is a stored post, and the page that it was read from.
type CheckedPost struct {
	Record  *blog.Record
	Kind    string // of the page: listing or detail; "" if none is kept
	Address string // of the page
	Page    string // the page's document as text, markup unless Plain
	Plain   bool
}

// WriteCheck writes one page that needs no other file: the standing, and each
// post of the sample beside its old page, with boxes to tick. Old pages are
// shown in frames that run no script; what they show from their site they still
// ask for there.
func WriteCheck(w io.Writer, c *Check) error {
	pages, err := template.ParseFS(htmlFiles, "html/check.tmpl")
	if err != nil {
		return err
	}
	type post struct {
		*blog.Record
		Number, Fields, Kind, Address any
		Frame                         string
		Body                          template.HTML
	}
	var posts []post
	for i, p := range c.Posts {
		one := post{Record: p.Record, Number: i + 1, Fields: checkedFields(p.Record), Kind: p.Kind, Address: p.Address}
		one.Body = template.HTML(p.Record.BodyHTML) // safe as stored
		if one.Frame = p.Page; p.Plain {
			one.Frame = "<pre>" + html.EscapeString(p.Page) + "</pre>"
		} else if one.Frame != "" {
			one.Frame = framed(p.Page, p.Address)
		}
		posts = append(posts, one)
	}
	return pages.ExecuteTemplate(w, "check", struct {
		*Check
		Posts []post
	}{c, posts})
}

// framed is a page as a document of its own: without its script, and with its
// links and images read against its address.
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

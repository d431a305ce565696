package blog

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Request asks for one document. It is comparable by Key, so that a page
// fetched again is known as the same page.
type Request struct {
	URL    string  `json:"url"`
	Method string  `json:"method,omitempty"` // "" means GET
	Form   []Field `json:"form,omitempty"`   // body of a POST, in the order of the page
	// Referer is the page on which the request was found, "" if none.
	Referer string `json:"referer,omitempty"`
}

// Field is one name and value of a form. A name may occur more than once.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Page is one document as it was received, or as it was found on disk.
type Page struct {
	Request Request
	// URL is where the document came from in the end, after redirects. For a
	// saved page it is empty, or what the user said.
	URL    string
	Status int         // HTTP status; 0 for a saved page
	Header http.Header // as received; nil for a saved page
	// Body is the document's bytes, with the transfer compression undone and
	// the charset untouched.
	Body     []byte
	Received time.Time
	// File is the path of a saved page, "" for a fetched one.
	File string
	// Named says that the user named the file itself, rather than a folder in
	// which it was found.
	Named bool
	// NotModified says that the server answered 304 to the validators sent:
	// Body is empty, the kept copy still holds.
	NotModified bool
	// Moved says that redirects led here, and for good: each was a 301 or 308.
	Moved bool
}

// Address is the best known address of the page: the final one, or else the
// one that was asked for.
func (p *Page) Address() string {
	if p.URL != "" {
		return p.URL
	}
	return p.Request.URL
}

// Key names what is asked for: method, address and those form fields that
// choose the page. State that changes with every answer is left out, unless only
// that tells one page from another: a button "next" sends the same event from all
// of them.
func (r Request) Key() string {
	key, told := r.Event()
	if !told {
		sum := sha256.Sum256([]byte(r.Encode()))
		key += " " + hex.EncodeToString(sum[:8])
	}
	return key
}

// Event is Key without state; told is false where state alone tells one page from
// another.
func (r Request) Event() (key string, told bool) {
	if r.Method == "" || r.Method == http.MethodGet {
		return "GET " + Canonical(r.URL), true
	}
	const target, argument = "__EVENTTARGET", "__EVENTARGUMENT"
	list := "" // of pages to choose from, which posts the form itself
	if i := slices.IndexFunc(r.Form, func(f Field) bool { return f.Name == target }); i >= 0 {
		list = r.Form[i].Value
	}
	var b strings.Builder
	b.WriteString(r.Method + " " + Canonical(r.URL))
	for _, f := range r.Form {
		switch f.Name {
		case target:
		case argument, list:
			told = told || strings.ContainsAny(f.Value, "0123456789")
		default:
			continue
		}
		b.WriteString(" " + f.Name + "=" + f.Value)
	}
	return b.String(), told
}

// Encode gives the form as application/x-www-form-urlencoded bytes, in order.
func (r Request) Encode() string {
	var b strings.Builder
	for i, f := range r.Form {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(f.Name) + "=" + url.QueryEscape(f.Value))
	}
	return b.String()
}

// PageError is a failure that belongs to one page; the run goes on without it.
type PageError struct {
	URL    string
	Number int // page number within the listing, 0 if it has none
	Err    error
}

func (e *PageError) Error() string { return "read " + e.URL + ": " + e.Err.Error() }
func (e *PageError) Unwrap() error { return e.Err }

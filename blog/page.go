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

// Request is a request for one document. Key identifies it, so that a page fetched
// again is recognized.
type Request struct {
	URL    string  `json:"url"`
	Method string  `json:"method,omitempty"` // "" means GET
	Form   []Field `json:"form,omitempty"`   // body of a POST, in the order of the page
	// Referer is the page that contained the link or form, "" if none.
	Referer string `json:"referer,omitempty"`
}

// Field is a form field. Names may repeat.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Page is a document as received from the server or read from disk.
type Page struct {
	Request Request
	// URL is the address after redirects. For a saved page it is empty or the one
	// given by the user.
	URL    string
	Status int         // HTTP status; 0 for a saved page
	Header http.Header // as received; nil for a saved page
	// Body is decompressed, in the document's own charset.
	Body     []byte
	Received time.Time
	// File is the path of a saved page, "" for a fetched one.
	File string
	// Named is set if the user named this file, rather than a folder containing it.
	Named bool
	// NotModified is set if the server answered 304: Body is empty and the stored
	// copy is current.
	NotModified bool
	// Moved is set if permanent redirects led here: each was a 301 or 308.
	Moved bool
}

// Address returns the final address of the page, or else the requested one.
func (p *Page) Address() string {
	if p.URL != "" {
		return p.URL
	}
	return p.Request.URL
}

// Key identifies the requested document: method, address and the form fields that
// select the page. State that changes with every response is left out unless nothing
// else distinguishes the pages: a "next" button sends the same event on all of them.
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
	list := "" // name of a drop-down list of pages that submits the form itself
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

// Encode returns the form as application/x-www-form-urlencoded, in order.
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

// PageError is a failure of one page; the run continues without it.
type PageError struct {
	URL    string
	Number int // page number within the listing, 0 if it has none
	Err    error
}

func (e *PageError) Error() string { return "read " + e.URL + ": " + e.Err.Error() }
func (e *PageError) Unwrap() error { return e.Err }

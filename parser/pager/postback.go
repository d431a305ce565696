package pager

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/dom"
	"github.com/blogferry/blogferry/parser/weburl"
	"golang.org/x/net/html"
)

// target is the target of a link or button of a pager: an address, or a form with one
// field set by the link.
type target struct {
	url   string     // of a GET; "" for a form
	form  *html.Node // of a POST
	event string     // __EVENTTARGET of an ASP.NET postback; "" for a plain button
	name  string     // the field with the page number
	value string
}

// none reports whether the target is empty.
func (t target) none() bool { return t.url == "" && t.form == nil }

const (
	eventTarget   = "__EVENTTARGET"
	eventArgument = "__EVENTARGUMENT"
)

// targets finds the targets of a page's links.
type targets struct {
	root   *html.Node
	base   *url.URL
	page   string // address of the page
	named  string // see Hints.Named
	fields map[*html.Node][]blog.Field

	calendars []string // events of ASP.NET's calendar, whose days look like page numbers
}

// of returns the target of a link, a button or an input.
func (s *targets) of(n *html.Node) target {
	href, script := weburl.Clean(dom.Attr(n, "href")), dom.Attr(n, "onclick")
	if n.Data == "a" && href != "" && href != "#" && weburl.Scheme(href) != "javascript" {
		if weburl.Scheme(href) != "" && !strings.HasPrefix(weburl.Scheme(href), "http") {
			return target{}
		}
		return target{url: s.address(href)}
	}
	for _, code := range [...]string{href, script} {
		if t := s.script(n, code); !t.none() {
			return t
		}
	}
	return s.submit(n)
}

// address makes a link absolute and removes its fragment.
func (s *targets) address(ref string) string {
	ref, _, _ = strings.Cut(weburl.Absolute(s.base, ref), "#")
	return weburl.Rehost(ref, s.named, s.page)
}

// script parses the two kinds of scripts that pagers use: postbacks and changes of
// location.
func (s *targets) script(n *html.Node, code string) target {
	if !strings.Contains(code, "(") && !strings.Contains(code, "=") {
		return target{}
	}
	if strings.Contains(code, "&") {
		code = html.UnescapeString(code) // some templates escape twice
	}
	if at := strings.Index(code, "__doPostBack"); at >= 0 {
		return s.postback(n, code[at:])
	}
	if at := strings.Index(code, "WebForm_PostBackOptions"); at >= 0 {
		return s.postback(n, code[at:])
	}
	if at := strings.Index(code, "location"); at >= 0 {
		if ref, _ := scriptString(code[at:]); ref != "" && !weburl.ScriptSchemes[weburl.Scheme(weburl.Clean(ref))] {
			return target{url: s.address(ref)}
		}
	}
	return target{}
}

func (s *targets) postback(n *html.Node, call string) target {
	if strings.Contains(call, `(\'`) { // setTimeout('__doPostBack(\'…\',\'\')', 0)
		call = strings.ReplaceAll(call, `\'`, `'`)
	}
	event, rest := scriptString(call)
	argument, _ := scriptString(rest)
	form := s.formOf(n)
	if monthArgument(argument) {
		s.calendars = append(s.calendars, event)
	}
	if event == "" || form == nil || slices.Contains(s.calendars, event) {
		return target{}
	}
	return target{form: form, event: event, name: eventArgument, value: argument}
}

// monthArgument reports whether a postback's argument is that of ASP.NET's calendar for
// another month, "V7365". The days follow in the markup, as "7366".
func monthArgument(s string) bool {
	days, ok := strings.CutPrefix(s, "V")
	_, err := strconv.Atoi(days)
	return ok && err == nil
}

// submit handles a button that submits its form with a number as its value.
func (s *targets) submit(n *html.Node) target {
	kind := strings.ToLower(dom.Attr(n, "type"))
	name, value := dom.Attr(n, "name"), dom.Attr(n, "value")
	if kind != "submit" && !(n.Data == "button" && kind == "") || n.Data == "a" || name == "" {
		return target{}
	}
	if _, err := strconv.Atoi(strings.TrimSpace(value)); err != nil {
		return target{}
	}
	form := s.formOf(n)
	if form == nil {
		return target{}
	}
	t := target{form: form, name: name, value: value}
	if !strings.EqualFold(dom.Attr(form, "method"), "post") {
		r := blog.Request{Form: set1(s.formFields(form), name, value)}
		path, _, _ := strings.Cut(s.action(form), "?")
		return target{url: path + "?" + r.Encode()}
	}
	return t
}

// scriptString returns the first string literal of code, unescaped, and what follows it.
func scriptString(code string) (value, rest string) {
	at := strings.IndexAny(code, `'"`)
	if at < 0 {
		return "", ""
	}
	quote := code[at]
	var b strings.Builder
	for i := at + 1; i < len(code); i++ {
		switch c := code[i]; {
		case c == quote:
			return b.String(), code[i+1:]
		case c == '\\' && i+1 < len(code):
			size := scriptEscape(&b, code[i+1:])
			i += size
		default:
			b.WriteByte(c)
		}
	}
	return "", ""
}

// scriptEscape writes the character of an escape sequence and returns the sequence's
// length in bytes.
func scriptEscape(b *strings.Builder, s string) int {
	digits := map[byte]int{'x': 2, 'u': 4}[s[0]]
	if digits > 0 && len(s) > digits {
		if r, err := strconv.ParseUint(s[1:1+digits], 16, 32); err == nil {
			b.WriteRune(rune(r))
			return 1 + digits
		}
	}
	b.WriteByte(s[0])
	return 1
}

// formOf returns the form that contains a node. If broken markup left the form empty, it
// is the page's only form, as on all ASP.NET pages.
func (s *targets) formOf(n *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == "form" {
			return p
		}
	}
	for d := range s.root.Descendants() {
		if d.Type == html.ElementNode && d.Data == "form" {
			return d
		}
	}
	return nil
}

func (s *targets) action(form *html.Node) string {
	action := dom.Attr(form, "action")
	if strings.TrimSpace(action) == "" {
		return s.page
	}
	return s.address(action)
}

// request returns the request for a target.
func (s *targets) request(t target) blog.Request {
	r := blog.Request{URL: t.url, Referer: s.page}
	if t.form == nil {
		return r
	}
	r.Method, r.URL = "POST", s.action(t.form)
	r.Form = s.formFields(t.form)
	if t.event != "" {
		r.Form = set1(r.Form, eventTarget, t.event)
	}
	r.Form = set1(r.Form, t.name, t.value)
	return r
}

// set1 returns a copy of fields with one of them set, in its place or at the end.
func set1(fields []blog.Field, name, value string) []blog.Field {
	out := make([]blog.Field, len(fields), len(fields)+1)
	copy(out, fields)
	for i := range out {
		if out[i].Name == name {
			out[i].Value = value
			return out
		}
	}
	return append(out, blog.Field{Name: name, Value: value})
}

// formFields returns the fields that a browser would send with a form, in document order,
// without buttons.
func (s *targets) formFields(form *html.Node) []blog.Field {
	if fields, ok := s.fields[form]; ok {
		return fields
	}
	fields := fieldsIn(form, form)
	if all := fieldsIn(s.root, form); len(fields) == 0 || !holdsState(fields) && holdsState(all) {
		fields = all // markup in a post closed the form early
	}
	if s.fields == nil {
		s.fields = map[*html.Node][]blog.Field{}
	}
	s.fields[form] = fields
	return fields
}

func holdsState(fields []blog.Field) bool {
	return slices.ContainsFunc(fields, func(f blog.Field) bool { return strings.HasPrefix(f.Name, "__VIEWSTATE") })
}

// fieldsIn returns the fields below root that belong to form or to no form.
func fieldsIn(root, form *html.Node) []blog.Field {
	var fields []blog.Field
	var other *html.Node // another form, whose fields are skipped
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Namespace != "" {
			continue
		}
		if n.Data == "form" && n != form {
			other = n
		}
		if other != nil && dom.Within(n, other) {
			continue
		}
		name := dom.Attr(n, "name")
		if name == "" || hasAttr(n, "disabled") {
			continue
		}
		switch n.Data {
		case "input":
			if value, ok := inputValue(n); ok {
				fields = append(fields, blog.Field{Name: name, Value: value})
			}
		case "textarea":
			fields = append(fields, blog.Field{Name: name, Value: rawText(n)})
		case "select":
			for _, value := range selected(n) {
				fields = append(fields, blog.Field{Name: name, Value: value})
			}
		}
	}
	return fields
}

func inputValue(n *html.Node) (string, bool) {
	switch strings.ToLower(dom.Attr(n, "type")) {
	case "submit", "button", "image", "reset", "file":
		return "", false
	case "checkbox", "radio":
		if !hasAttr(n, "checked") {
			return "", false
		}
		if !hasAttr(n, "value") {
			return "on", true
		}
	}
	return dom.Attr(n, "value"), true
}

// selected returns the values of a list's selected options; for a drop-down list the
// first one if none is selected.
func selected(n *html.Node) []string {
	var first *html.Node
	var values []string
	for o := range n.Descendants() {
		if o.Type != html.ElementNode || o.Data != "option" || hasAttr(o, "disabled") {
			continue
		}
		if first == nil {
			first = o
		}
		if hasAttr(o, "selected") {
			values = append(values, optionValue(o))
		}
	}
	if len(values) > 1 && !hasAttr(n, "multiple") {
		values = values[len(values)-1:]
	}
	if len(values) == 0 && first != nil && !hasAttr(n, "multiple") {
		values = []string{optionValue(first)}
	}
	return values
}

func optionValue(o *html.Node) string {
	if hasAttr(o, "value") {
		return dom.Attr(o, "value")
	}
	return blog.Fold(rawText(o))
}

func rawText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

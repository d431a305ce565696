package demo

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// visitor is a simple browser: it keeps cookies and follows no redirects.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func visit(t *testing.T, s *Site) *visitor {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &visitor{t: t, base: server.URL, client: client}
}

func (v *visitor) do(r *http.Request) (int, http.Header, string) {
	v.t.Helper()
	resp, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(body)
}

func (v *visitor) get(path string) (int, string) {
	v.t.Helper()
	status, _, body := v.do(v.request("GET", path))
	return status, body
}

func (v *visitor) request(method, path string) *http.Request {
	v.t.Helper()
	r, err := http.NewRequest(method, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}

func (v *visitor) post(path string, form url.Values) (int, string) {
	v.t.Helper()
	r, err := http.NewRequest("POST", v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status, _, body := v.do(r)
	return status, body
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// pick finds elements by name and class; "" fits every name or class.
func pick(root *html.Node, name, class string) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) && (class == "" || attr(n, "class") == class) {
			found = append(found, n)
		}
	}
	return found
}

func words(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// fields returns the values of a page's hidden inputs.
func fields(t *testing.T, page string) url.Values {
	t.Helper()
	values := url.Values{}
	for _, n := range pick(parse(t, page), "input", "") {
		if attr(n, "type") == "hidden" && attr(n, "name") != "a" {
			values.Add(attr(n, "name"), attr(n, "value"))
		}
	}
	return values
}

// titles returns the titles on a page in the preview template.
func titles(t *testing.T, page string) []string {
	t.Helper()
	var found []string
	for _, n := range pick(parse(t, page), "div", "BlogPTitle") {
		found = append(found, words(n))
	}
	return found
}

func results(t *testing.T, page string) string {
	t.Helper()
	for _, n := range pick(parse(t, page), "div", "PagerResults") {
		return words(n)
	}
	return ""
}

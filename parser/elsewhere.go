package parser

import (
	"strings"
	"sync"

	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// services hold comments for other sites: marks in the address of a script or
// frame, and ids and classes of the place where the comments appear.
var services = []struct{ name, source, place string }{
	{"disqus", "disqus.com/", "disqus_thread"},
	{"facebook", "facebook.com/plugins/comments", "fb-comments"},
	{"facebook", "", "fb-comments-count"},
	{"intensedebate", "intensedebate.com/", "idc-container"},
	{"livefyre", "livefyre.com/", "livefyre-comments"},
	{"giscus", "giscus.app/", "giscus"},
	{"utterances", "utteranc.es/", "utterances"},
	{"jskit", "js-kit.com/comments", "js-kit-comments"},
	{"google+", "apis.google.com/wm/", "g-comments"},
	{"commento", "commento.io/", "commento"},
	{"hyvor", "talk.hyvor.com/", "hyvor-talk-view"},
	{"isso", "", "isso-thread"},
	{"remark42", "/remark42", "remark42"},
	{"cusdis", "cusdis.com/", "cusdis_thread"},
	{"vk", "vk.com/js/api/openapi", "vk_comments"},
	{"cackle", "cackle.me/", "mc-container"},
	{"echo", "echoenabled.com/", "echo-comments"},
	{"haloscan", "haloscan.com/", ""},
	{"spot.im", "spot.im/", ""},
	{"muut", "muut.com/", "muut"},
}

// places gives the service by the id or class of its place.
var places = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, s := range services {
		if s.place != "" {
			m[s.place] = s.name
		}
	}
	return m
})

// commentsElsewhere names the service that holds a page's comments, "" when
// the page shows no sign of one.
func commentsElsewhere(d *document) string {
	for _, n := range d.index.marked {
		if name := serviceOf(n); name != "" {
			return name
		}
	}
	return ""
}

func serviceOf(n *html.Node) string {
	switch n.Data {
	case "script", "iframe":
		return serviceAt(n)
	case "fb:comments":
		return "facebook"
	}
	for _, a := range n.Attr {
		if a.Key != "id" && a.Key != "class" {
			continue
		}
		for name := range strings.FieldsSeq(a.Val) {
			if s := places()[name]; s != "" {
				return s
			}
		}
	}
	return ""
}

// serviceAt reads the address of a script, or the text of one that loads
// another, as Disqus is embedded.
func serviceAt(n *html.Node) string {
	text := dom.Attr(n, "src")
	if text == "" && n.FirstChild != nil && n.Data == "script" {
		text = n.FirstChild.Data
	}
	for _, s := range services {
		if s.source != "" && strings.Contains(text, s.source) {
			return s.name
		}
	}
	return ""
}

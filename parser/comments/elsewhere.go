package comments

import (
	"strings"

	"github.com/blogferry/blogferry/parser/document"
	"github.com/blogferry/blogferry/parser/dom"
	"golang.org/x/net/html"
)

// services have comments for other sites. source is part of the address of a script or
// frame, place an id or class of the element where the comments appear.
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

// Elsewhere returns the name of the service that has a page's comments, "" if there is no
// sign of one. The first sign counts.
func Elsewhere(d *document.Document) string {
	first, name := d.Orders(), ""
	see := func(signs []int, service func(*html.Node) string) {
		for _, at := range signs {
			if at >= first {
				return
			}
			if s := service(d.Node(at)); s != "" {
				first, name = at, s
			}
		}
	}
	for _, loader := range [...]string{"script", "iframe"} {
		see(d.Named(loader), serviceAt)
	}
	see(d.Named("fb:comments"), func(*html.Node) string { return "facebook" })
	for i := range services {
		if services[i].place == "" {
			continue
		}
		place := func(n *html.Node) string {
			if n.Data == "script" || n.Data == "iframe" {
				return ""
			}
			return services[i].name
		}
		see(d.WithID(services[i].place), place)
		see(d.WithClass(services[i].place), place)
	}
	return name
}

// serviceAt checks the address of a script, or its text if it loads another one, as with
// Disqus.
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

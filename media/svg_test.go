package media

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

const svgOpen = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">`

func TestSafeSVG(t *testing.T) {
	for _, test := range []struct{ name, in, want, note string }{
		{"what draws stays", `<?xml version="1.0"?><!-- x -->` + svgOpen + `<path d="M0 0&#10;L1 1" style="fill:red"/><text>a &lt; b</text></svg>`,
			svgOpen + `<path d="M0 0&#xA;L1 1" style="fill:red"></path><text>a &lt; b</text></svg>`, ""},
		{"script", svgOpen + `<script>alert(1)</script><g/></svg>`, svgOpen + `<g></g></svg>`, "taken out: script"},
		{"script in CDATA", svgOpen + `<script><![CDATA[alert(1)]]></script></svg>`, svgOpen + `</svg>`, "taken out: script"},
		{"script of another name", svgOpen + `<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></svg>`, svgOpen + `</svg>`, "taken out: script"},
		{"a handler", svgOpen + `<g onload="alert(1)" id="a"/></svg>`, svgOpen + `<g id="a"></g></svg>`, "taken out: event handler onload"},
		{"a page within", svgOpen + `<foreignObject><iframe src="javascript:alert(1)"/></foreignObject></svg>`, svgOpen + `</svg>`, "taken out: foreignobject"},
		{"a link to a script", svgOpen + `<a xlink:href=" java&#10;script:alert(1)"><g/></a></svg>`, svgOpen + `<a><g></g></a></svg>`, "taken out: address or style in href"},
		{"a link", svgOpen + `<a href="https://a.example/?x=1&amp;y=2"><g/></a></svg>`, svgOpen + `<a href="https://a.example/?x=1&amp;y=2"><g></g></a></svg>`, ""},
		{"an animated link", svgOpen + `<a><animate attributeName="href" to="javascript:alert(1)"/></a></svg>`, svgOpen + `<a></a></svg>`, "taken out: animation of href"},
		{"an image of a drawing", svgOpen + `<image href="data:image/svg+xml,&lt;svg onload='x'/&gt;"/></svg>`, svgOpen + `<image></image></svg>`, "taken out: address or style in href"},
		{"an image", svgOpen + `<image href="data:image/png;base64,AA=="/></svg>`, svgOpen + `<image href="data:image/png;base64,AA=="></image></svg>`, ""},
		{"what is elsewhere", svgOpen + `<use href="http://a.example/x.svg#a"/><use xlink:href="#a"/></svg>`, svgOpen + `<use></use><use xlink:href="#a"></use></svg>`, "taken out: address or style in href"},
		{"a style that loads", svgOpen + `<style>@import "http://a.example/x.css";</style></svg>`, svgOpen + `<style></style></svg>`, "taken out: style"},
		{"a style sheet of another kind", `<?xml-stylesheet href="x.xsl" type="text/xsl"?>` + svgOpen + `</svg>`, svgOpen + `</svg>`, ""},
		{"an editor's notes", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://inkscape"><i:view a="1"><g/></i:view><g i:label="x"/></svg>`,
			`<svg xmlns="http://www.w3.org/2000/svg"><g></g></svg>`, ""},
		{"another language inside", svgOpen + `<g xmlns="http://www.w3.org/1999/xhtml"><style>x</style></g></svg>`, svgOpen + `<g><style>x</style></g></svg>`, ""},
		{"an entity", `<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;"/>`, `<svg xmlns="http://www.w3.org/2000/svg"></svg>`, ""},
		{"an entity that holds script", `<!DOCTYPE svg [<!ENTITY x "javascript:alert(1)">]>` + svgOpen + `<a href="&x;"/></svg>`, svgOpen + `<a></a></svg>`, "taken out: address or style in href"},
		{"another charset", `<?xml version="1.0" encoding="windows-1252"?>` + svgOpen + "<title>caf\xe9</title></svg>", svgOpen + `<title>café</title></svg>`, ""},
	} {
		got, note, err := safeSVG([]byte(test.in))
		if err != nil || string(got) != test.want || note != test.note {
			t.Errorf("%s:\n%s %q %v\nwant\n%s %q", test.name, got, note, err, test.want, test.note)
		}
	}
	for _, in := range []string{"", "<svg>", "<svg></g></svg>", "<html/>", "text", svgOpen + `<g title=x/></svg>`, `<svg>&unknown;</svg>`,
		`<!DOCTYPE svg [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><svg>&a;</svg>`} {
		if got, _, err := safeSVG([]byte(in)); !errors.Is(err, errNoSVG) {
			t.Errorf("safeSVG(%q) = %q, %v", in, got, err)
		}
	}
}

// The result is well-formed, contains nothing executable, and does not change if
// sanitized again.
func FuzzSafeSVG(f *testing.F) {
	f.Add(svgOpen + `<g onload="x"><script>y</script><a href="javascript:z">t</a></g></svg>`)
	f.Add(`<!DOCTYPE svg [<!ENTITY a "b">]><svg a="&a;"><x:y/><style>a{}</style></svg>`)
	f.Fuzz(func(t *testing.T, in string) {
		out, _, err := safeSVG([]byte(in))
		if err != nil {
			return
		}
		d := xml.NewDecoder(strings.NewReader(string(out)))
		for {
			token, err := d.RawToken()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q makes %q: %v", in, out, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				checkHarmless(t, e)
			}
		}
		again, note, err := safeSVG(out)
		if err != nil || string(again) != string(out) || note != "" {
			t.Errorf("%q makes %q, and that %q, %q, %v", in, out, again, note, err)
		}
	})
}

func checkHarmless(t *testing.T, e xml.StartElement) {
	t.Helper()
	if !drawing[e.Name.Local] {
		t.Errorf("element %s", e.Name.Local)
	}
	for _, a := range e.Attr {
		if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.Contains(squeeze(a.Value), "javascript:") {
			t.Errorf("attribute %s=%q", a.Name.Local, a.Value)
		}
	}
}

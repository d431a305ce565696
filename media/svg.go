package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html/charset"
)

// SVG files can contain scripts. They are rewritten with an allowlist of elements and
// attributes.

const (
	svgType  = "image/svg+xml"
	svgSpace = "http://www.w3.org/2000/svg"
)

var drawing = words(`svg g defs symbol use a title desc switch view path rect circle ellipse line polyline polygon
	text tspan textPath tref altGlyph image marker pattern mask clipPath linearGradient radialGradient stop color-profile
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
	feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
	animate animateColor animateMotion animateTransform set mpath style font font-face glyph missing-glyph hkern vkern`)

var (
	safeData    = regexp.MustCompile(`^data:image/(?:png|jpe?g|gif|webp|bmp)[;,]`)
	unsafeStyle = regexp.MustCompile(`(?i)@import|expression\s*\(|javascript:|vbscript:|behaviou?r|-moz-binding|\\`)
	entity      = regexp.MustCompile(`<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>`)
)

// maxEntity is the maximum size of an entity's replacement text.
const maxEntity = 1 << 10

var errNoSVG = errors.New("not a drawing that can be made safe")

// safeSVG returns a rewritten SVG file; note lists the executable parts that were removed.
func safeSVG(body []byte) (safe []byte, note string, err error) {
	w := &svgWriter{}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = charset.NewReaderLabel
	d.Entity = map[string]string{"nbsp": "\u00a0", "copy": "©"}
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, "", fmt.Errorf("%w: %w", errNoSVG, err)
		}
		if doctype, ok := token.(xml.Directive); ok {
			for _, m := range entity.FindAllSubmatch(doctype, -1) {
				if value := string(m[2]) + string(m[3]); len(value) <= maxEntity && !strings.ContainsAny(value, "&<") {
					d.Entity[string(m[1])] = value
				}
			}
			continue
		}
		if err := w.token(token); err != nil {
			return nil, "", err
		}
	}
	if len(w.open) > 0 || w.out.Len() == 0 {
		return nil, "", errNoSVG
	}
	if len(w.taken) > 0 {
		note = "taken out: " + strings.Join(w.taken, ", ")
	}
	return w.out.Bytes(), note, nil
}

// svgWriter writes the allowed tokens of an SVG file.
type svgWriter struct {
	out   bytes.Buffer
	open  []string // open elements
	skip  int      // number of open elements that are omitted with their content
	taken []string // executable parts that were removed
}

func (w *svgWriter) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		w.start(t)
	case xml.EndElement:
		return w.end(rawName(t.Name))
	case xml.CharData:
		w.text(t)
	}
	return nil // comments and processing instructions draw nothing
}

func (w *svgWriter) start(t xml.StartElement) {
	name := rawName(t.Name)
	w.open = append(w.open, name)
	if w.skip > 0 || !w.stays(t) {
		w.skip++
		return
	}
	w.out.WriteString("<" + name)
	for _, a := range t.Attr {
		if w.attributeStays(t.Name.Local, a) {
			w.out.WriteString(" " + rawName(a.Name) + `="`)
			_ = xml.EscapeText(&w.out, []byte(a.Value)) // a buffer never fails
			w.out.WriteByte('"')
		}
	}
	w.out.WriteByte('>')
}

func (w *svgWriter) end(name string) error {
	if len(w.open) == 0 || w.open[len(w.open)-1] != name {
		return errNoSVG
	}
	w.open = w.open[:len(w.open)-1]
	if w.skip > 0 {
		w.skip--
		return nil
	}
	w.out.WriteString("</" + name + ">")
	return nil
}

func (w *svgWriter) text(text xml.CharData) {
	switch {
	case w.skip > 0 || len(w.open) == 0:
	case bareLocal(w.open[len(w.open)-1]) == "style" && unsafeStyle.Match(text):
		w.take("style")
	default:
		_ = xml.EscapeText(&w.out, text)
	}
}

// stays reports whether an element draws or groups elements that do.
func (w *svgWriter) stays(t xml.StartElement) bool {
	root := len(w.open) == 1
	switch {
	case root && t.Name.Local != "svg":
	case t.Name.Space != "" && t.Name.Space != "svg":
		if t.Name.Local == "script" {
			w.take("script")
		}
		return false // metadata of editors
	case !drawing[t.Name.Local]:
		w.take(strings.ToLower(t.Name.Local))
	case strings.HasPrefix(t.Name.Local, "animate") || t.Name.Local == "set":
		if target := strings.ToLower(attribute(t, "attributeName")); strings.HasSuffix(target, "href") || strings.HasPrefix(target, "on") {
			w.take("animation of " + target)
			return false
		}
		return true
	default:
		return true
	}
	return false
}

func (w *svgWriter) attributeStays(element string, a xml.Attr) bool {
	name, value := strings.ToLower(a.Name.Local), squeeze(a.Value)
	switch {
	case a.Name.Space == "xmlns":
		return a.Name.Local == "xlink" || a.Name.Local == "svg" && a.Value == svgSpace
	case name == "xmlns":
		return a.Value == svgSpace
	case a.Name.Space != "" && a.Name.Space != "xlink" && a.Name.Space != "xml":
		return false
	case strings.HasPrefix(name, "on"):
		w.take("event handler " + name)
		return false
	case name == "href" && !safeHref(element, value),
		strings.Contains(value, "javascript:"), strings.Contains(value, "vbscript:"),
		name == "style" && unsafeStyle.MatchString(a.Value):
		w.take("address or style in " + name)
		return false
	}
	return name != "base"
}

// safeHref reports whether an address is safe in an element.
func safeHref(element, value string) bool {
	scheme, _, found := strings.Cut(value, ":")
	switch {
	case strings.HasPrefix(value, "#"):
		return true
	case element == "use":
		return false
	case !found || strings.ContainsAny(scheme, "/?#"):
		return true
	}
	return scheme == "http" || scheme == "https" || scheme == "mailto" || safeData.MatchString(value)
}

// squeeze returns an address as interpreted by a browser: in lower case, without white
// space and control characters that could hide its scheme.
func squeeze(value string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, value))
}

func (w *svgWriter) take(what string) {
	if !slices.Contains(w.taken, what) {
		w.taken = append(w.taken, what)
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// rawName returns a name as written, since RawToken does not resolve prefixes.
func rawName(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

func bareLocal(name string) string { return name[strings.IndexByte(name, ':')+1:] }

package demo

import (
	"html"
	"strings"
)

// Byline is a way in which editors typed "Posted by: NAME | ROLE" at the end of a body.
// The empty Byline is none.
type Byline string

// bylines has the markup of each Byline: {n} is the name, {r} the role. Several result
// from pasting text from a word processor or an e-mail.
var bylines = map[Byline]string{
	"plain":      "<p>Posted by: {n} | {r}</p>",
	"bold":       "<p><strong>Posted by: {n} | {r}</strong></p>",
	"bold-label": "<p><b>Posted by:</b> {n} | {r}</p>",
	"bold-name":  "<p>Posted by: <strong>{n}</strong> | <em>{r}</em></p>",
	"linked":     `<p>Posted by: <a href="/about/people.aspx">{n}</a> | {r}</p>`,
	"mail":       `<p><a href="mailto:crew@wherry-lockwood.example">Posted by: {n} | {r}</a></p>`,
	"nbsp":       "<p>Posted&nbsp;by:&nbsp;{n}&nbsp;|&nbsp;{r}&nbsp;</p>",
	"zero-width": "<p>&#8203;Posted by:&#8203; {n} |&#8203; {r}&#65279;</p>",
	"entity":     "<p>Posted by&#58; {n} &#124; {r}</p>",
	"upper":      "<p>POSTED BY: {n} | {r}</p>",
	"small":      `<p style="text-align: right;"><span style="font-size: 80%;"><em>Posted By: {n} | {r}</em></span></p>`,
	"heading":    "<h5>Posted by: {n} | {r}</h5>",
	"div":        "<div><div><div>Posted by: {n} | {r}</div></div></div>",
	"trailing":   "<p>Posted by: {n} | {r}</p>\n<p>&nbsp;</p>\n<div><br /></div>",
	"no-role":    "<p>Posted by: {n}</p>",
	"open":       "<p>Posted by: {n} |</p>",

	"break":       "<p>Posted by: {n} |<br />\n{r}</p>",
	"break-twice": "<p>Posted by: {n} |<br />\n<span>{r}</span><br />\n<span>{r}</span></p>",
	"next-block":  "<p>Posted by: {n} |</p>\n<p>{r}</p>",
	"label-block": "<p>Posted by:</p>\n<p>{n} | {r}</p>",
	"label-span":  `<div class="writer"><span class="lbl">Posted by:</span> <span class="val">{n} | {r}</span></div>`,
	"thrice":      "<p>Posted by:<br />\n{n} | {r}<br />\n{n} | {r}<br />\n{n} | {r}</p>",
	"twice":       "<p>Posted by: {n} | {r}</p>\n<p>Posted by: {n} | {r}</p>",

	"hidden-display":    "<p>Posted by: {n} | {r}</p>\n" + `<p style="display: none">Posted by: {n} | {r}</p>`,
	"hidden-visibility": `<p style="visibility:hidden;height:0">Posted by: {n} | {r}</p>` + "\n<p>Posted by: {n} | {r}</p>",
	"hidden-attribute":  "<p>Posted by: {n} | {r}</p>\n<p hidden>Posted by: {n} | {r}</p>",
	"hidden-role":       "<div>Posted by: {n} |\n<div>{r}</div>\n" + `<div style="DISPLAY:none">{r}</div></div>`,

	// A line of its own, but inside the last paragraph of the text.
	"tail": "<br />\nPosted by: {n} | {r}</p>",
}

func (b Byline) appendTo(body string, p *Post) string {
	if b == "" {
		return body
	}
	line := strings.NewReplacer(
		"{n}", html.EscapeString(p.Author),
		"{r}", html.EscapeString(p.Role),
	).Replace(bylines[b])
	if b == "tail" {
		return strings.TrimSuffix(body, "</p>") + line
	}
	if body == "" {
		return line
	}
	return body + "\n" + line
}

// showsRole reports whether the role can be read from the byline.
func (b Byline) showsRole() bool { return b != "" && b != "no-role" && b != "open" }

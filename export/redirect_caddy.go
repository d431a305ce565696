package export

import (
	"fmt"
	"io"
	"strings"
)

// writeCaddy writes two maps for a site block: one for whole addresses, one for decoded
// paths with any query. Both compare exactly.
func writeCaddy(w io.Writer, rules *Rules) {
	fmt.Fprint(w, "# Import this file into the site block of the old host.\n\nmap {uri} {blogferry_by_uri} {\n")
	for _, r := range rules.asking(true) {
		fmt.Fprintf(w, "\t%s %s\n", caddyString(r.From), caddyString(r.New))
	}
	fmt.Fprint(w, "\tdefault \"\"\n}\n\nmap {path} {blogferry_by_path} {\n")
	for _, r := range rules.asking(false) {
		fmt.Fprintf(w, "\t%s %s\n", caddyString(r.path()), caddyString(r.New))
	}
	fmt.Fprint(w, `	default ""
}

@blogferry_by_uri expression `+"`{blogferry_by_uri} != \"\"`"+`
@blogferry_by_path expression `+"`{blogferry_by_path} != \"\"`"+`

route {
	redir @blogferry_by_uri {blogferry_by_uri} 301
	redir @blogferry_by_path {blogferry_by_path} 301
}
`)
}

func caddyString(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

// refusedByCaddy returns why Caddy cannot express a rule: it interprets some characters
// in its file and in maps.
func refusedByCaddy(r Redirect) string {
	if strings.ContainsAny(r.path(), "{}\\\n") {
		return "braces and backslashes mean something in its file"
	}
	return ""
}

package export

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// writeApache writes mod_rewrite rules for .htaccess, or for a virtual host or directory
// in httpd.conf. Apache compares decoded paths. Rules with parameters, in any order,
// precede those for the path alone.
func writeApache(w io.Writer, rules *Rules) {
	fmt.Fprint(w, "RewriteEngine On\n")
	for _, withQuery := range []bool{true, false} {
		for _, r := range rules.asking(withQuery) {
			writeApacheRule(w, r)
		}
	}
}

// writeApacheRule drops the query: the old page's parameters mean nothing to the new one.
func writeApacheRule(w io.Writer, r Redirect) {
	for _, parameter := range strings.FieldsFunc(r.query(), func(c rune) bool { return c == '&' }) {
		fmt.Fprintf(w, "RewriteCond %%{QUERY_STRING} %s\n", apacheString("(?:^|&)"+apachePattern(parameter)+"(?:&|$)"))
	}
	fmt.Fprintf(w, "RewriteRule %s %s [R=301,L,NE,QSD]\n", apacheString("^/?"+apachePath(r.path())+"$"), apacheString(apacheTarget.Replace(r.New)))
}

// apachePath collapses slashes, as Apache does by default.
func apachePath(path string) string {
	return slashes.ReplaceAllString(apachePattern(strings.TrimPrefix(path, "/")), "/+")
}

var slashes = regexp.MustCompile("//+")

// apachePattern returns a literal text as a PCRE expression. mod_rewrite has no escape
// for a quote within quotes.
func apachePattern(s string) string { return strings.ReplaceAll(regexp.QuoteMeta(s), `"`, `\x22`) }

// apacheTarget escapes back references in a target.
var apacheTarget = strings.NewReplacer("$", `\$`, "%", `\%`)

func apacheString(s string) string { return `"` + s + `"` }

package export

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// writeApache writes rules of mod_rewrite for .htaccess, or for a virtual host
// or directory in httpd.conf. Apache compares decoded paths. Rules that ask for
// parameters, in any place of the query, stand before those that take the path
// alone.
func writeApache(w io.Writer, rules *Rules) {
	fmt.Fprint(w, "RewriteEngine On\n")
	for _, withQuery := range []bool{true, false} {
		for _, r := range rules.asking(withQuery) {
			writeApacheRule(w, r)
		}
	}
}

// writeApacheRule drops the query: the parameters of the old page mean nothing
// to the new one.
func writeApacheRule(w io.Writer, r Redirect) {
	for _, parameter := range strings.FieldsFunc(r.query(), func(c rune) bool { return c == '&' }) {
		fmt.Fprintf(w, "RewriteCond %%{QUERY_STRING} %s\n", apacheString("(?:^|&)"+apachePattern(parameter)+"(?:&|$)"))
	}
	fmt.Fprintf(w, "RewriteRule %s %s [R=301,L,NE,QSD]\n", apacheString("^/?"+apachePath(r.path())+"$"), apacheString(apacheTarget.Replace(r.New)))
}

// apachePath knows that Apache makes one slash of several, unless told not to.
func apachePath(path string) string {
	return slashes.ReplaceAllString(apachePattern(strings.TrimPrefix(path, "/")), "/+")
}

var slashes = regexp.MustCompile("//+")

// apachePattern returns a literal text as an expression of PCRE. mod_rewrite reads its
// lines itself, and knows no way to write a quote within quotes.
func apachePattern(s string) string { return strings.ReplaceAll(regexp.QuoteMeta(s), `"`, `\x22`) }

// apacheTarget keeps back references out of a target.
var apacheTarget = strings.NewReplacer("$", `\$`, "%", `\%`)

func apacheString(s string) string { return `"` + s + `"` }

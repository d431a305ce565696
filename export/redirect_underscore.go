package export

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode"
)

// Netlify and Cloudflare Pages read a file _redirects with a rule per line, each with its
// own syntax.

// writeNetlify writes _redirects for Netlify. Rules with parameters precede those for the
// path alone.
func writeNetlify(w io.Writer, rules *Rules) {
	for _, withQuery := range []bool{true, false} {
		for _, r := range rules.asking(withQuery) {
			path, query, _ := strings.Cut(r.From, "?")
			parameters, _ := netlifyParameters(query)
			fmt.Fprintf(w, "%s %s 301!\n", strings.Join(append([]string{path}, parameters...), " "), r.New)
		}
	}
}

// netlifyKey returns a path as sent, without a trailing slash, and parameters in any
// order.
func netlifyKey(r Redirect) string {
	path, _, _ := strings.Cut(r.From, "?")
	query, err := url.ParseQuery(r.query())
	if err != nil {
		return r.From
	}
	return strings.TrimSuffix(path, "/") + "?" + query.Encode()
}

// netlifyParameters writes the parameters of a query unescaped, as Netlify compares them,
// or returns why it can't.
func netlifyParameters(query string) (parameters []string, problem string) {
	for p := range strings.FieldsFuncSeq(query, func(c rune) bool { return c == '&' }) {
		name, value, _ := strings.Cut(p, "=")
		plain, err := url.QueryUnescape(value)
		switch {
		case err != nil || strings.Contains(name, "%"):
			return nil, "the parameter " + p + " has escapes that nothing stands for"
		case name == "" || plain == "":
			return nil, "the parameter " + p + " has no value"
		case plain[0] == ':' || strings.ContainsFunc(plain, unicode.IsSpace) || strings.ContainsFunc(plain, unicode.IsControl):
			return nil, "the value of the parameter " + p + " can't be written there"
		}
		parameters = append(parameters, name+"="+plain)
	}
	return parameters, ""
}

func refusedByNetlify(r Redirect) string {
	if _, problem := netlifyParameters(r.query()); problem != "" {
		return problem
	}
	return refusedPath(r)
}

// refusedPath returns why a path can't be written in _redirects.
func refusedPath(r Redirect) string {
	path, _, _ := strings.Cut(r.From, "?")
	switch {
	case strings.Contains(path, "*"), strings.Contains(path, "/:"):
		return "its path means a pattern there"
	case strings.Contains(path, "://"):
		return "its path means the address of another site there"
	}
	return ""
}

// writeCloudflare writes _redirects of Cloudflare Pages.
func writeCloudflare(w io.Writer, rules *Rules) {
	for _, r := range rules.All() {
		fmt.Fprintf(w, "%s %s 301\n", r.From, r.New)
	}
}

func cloudflareKey(r Redirect) string { return r.path() + "?" + r.query() }

// maxCloudflareRule is the maximum length of a rule in characters
// (https://developers.cloudflare.com/pages/configuration/redirects/#per-file).
const maxCloudflareRule = 1000

func refusedByCloudflare(r Redirect) string {
	switch {
	case r.query() != "":
		return "it does not look at the query"
	case len(r.From)+len(r.New)+len("  301") > maxCloudflareRule:
		return fmt.Sprintf("a rule may have %d characters only", maxCloudflareRule)
	}
	return refusedPath(r)
}

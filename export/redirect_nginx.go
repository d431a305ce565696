package export

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// writeNginx writes maps for the http block. A map compares without regard to
// case, so addresses that differ in case only, and lead to different places,
// are written as expressions, which do not. What is asked for with parameters
// that no rule names (utm_source and the like) goes where its path goes.
func writeNginx(w io.Writer, rules []Redirect) {
	longest := 64
	for _, r := range rules {
		longest = max(longest, len(r.From))
	}
	bucket := 128
	for bucket < longest+32 {
		bucket *= 2
	}
	fmt.Fprintf(w, `# Include this file in the http block, and put into the server block of the old host:
#
#	if ($blogferry_to) { return 301 $blogferry_to; }

map_hash_bucket_size %d;
map_hash_max_size %d;

map $request_uri $blogferry_path {
	"~^(?<blogferry_plain>[^?]*)" $blogferry_plain;
}

map $blogferry_path $blogferry_by_path {
	default "";
`, bucket, max(2048, 2*len(rules)))
	keys := nginxKeys(rules)
	writeNginxRules(w, rules, keys, false)
	fmt.Fprint(w, "}\n\nmap $request_uri $blogferry_to {\n\tdefault $blogferry_by_path;\n")
	writeNginxRules(w, rules, keys, true)
	fmt.Fprint(w, "}\n")
}

func writeNginxRules(w io.Writer, rules []Redirect, keys []string, withQuery bool) {
	for i, r := range rules {
		if keys[i] != "" && (r.query() != "") == withQuery {
			fmt.Fprintf(w, "\t%s %s;\n", nginxString(keys[i]), nginxString(r.New))
		}
	}
}

var nginxEscape = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func nginxString(s string) string { return `"` + nginxEscape.Replace(s) + `"` }

// nginxKeys are what the map compares for each rule, "" for one that another
// one covers. The map refuses the same address in another case.
func nginxKeys(rules []Redirect) []string {
	first, twins := map[string]string{}, map[string]bool{}
	for _, r := range rules {
		key := strings.ToLower(r.From)
		if target, known := first[key]; !known {
			first[key] = r.New
		} else if target != r.New {
			twins[key] = true
		}
	}
	keys := make([]string, len(rules))
	for i, r := range rules {
		key := strings.ToLower(r.From)
		if twins[key] {
			keys[i] = "~^" + regexp.QuoteMeta(r.From) + "$"
		} else if _, open := first[key]; open {
			keys[i] = r.From
			delete(first, key)
		}
	}
	return keys
}

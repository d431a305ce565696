package export

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// writeNginx writes maps for the http block. A map ignores case, so addresses that differ
// only in case and have different targets are written as regular expressions, which do
// not. A request with unknown parameters (utm_source and the like) is redirected by its
// path.
func writeNginx(w io.Writer, rules *Rules) {
	longest := 64
	for _, r := range rules.rules {
		longest = max(longest, len(r.from))
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
`, bucket, max(2048, 2*rules.Len()))
	keys := newNginxKeys(rules)
	keys.write(w, false)
	fmt.Fprint(w, "}\n\nmap $request_uri $blogferry_to {\n\tdefault $blogferry_by_path;\n")
	keys.write(w, true)
	fmt.Fprint(w, "}\n")
}

var nginxEscape = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func nginxString(s string) string { return `"` + nginxEscape.Replace(s) + `"` }

// nginxKeys has, by hashes of addresses ignoring case, the first rule for an address and
// which addresses have different targets. A map rejects the same address in another case.
type nginxKeys struct {
	*Rules
	first map[uint64]int32
	twins map[uint64]bool
}

func newNginxKeys(rules *Rules) nginxKeys {
	k := nginxKeys{rules, make(map[uint64]int32, rules.Len()), map[uint64]bool{}}
	for n, r := range rules.rules {
		key := k.hash(r.from)
		if first, known := k.first[key]; !known {
			k.first[key] = int32(n)
		} else if rules.at(int(first)).New != rules.at(n).New {
			k.twins[key] = true
		}
	}
	return k
}

func (k nginxKeys) hash(from string) uint64 { return k.plan.hash(strings.ToLower(from)) }

func (k nginxKeys) write(w io.Writer, withQuery bool) {
	for n, r := range k.asking(withQuery) {
		switch key := k.hash(r.From); {
		case k.twins[key]:
			fmt.Fprintf(w, "\t%s %s;\n", nginxString("~^"+regexp.QuoteMeta(r.From)+"$"), nginxString(r.New))
		case int(k.first[key]) == n:
			fmt.Fprintf(w, "\t%s %s;\n", nginxString(r.From), nginxString(r.New))
		}
	}
}

package export

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/blogferry/blogferry/blog"
)

// redirectServer is an output format of redirect rules.
type redirectServer struct {
	name string

	// key is what the server compares: it accepts only one rule per key.
	key func(Redirect) string

	// refuses returns why the server cannot have a rule, "" if it can. May be nil.
	refuses func(Redirect) string

	// most is the maximum number of rules, 0 for no limit.
	most int

	// size is the maximum size of the file in bytes, 0 for no limit.
	size int

	write func(w io.Writer, rules *Rules)
}

// redirectServers are all forms, the default first.
var redirectServers = []redirectServer{
	{name: "csv", key: asSent, write: writeRedirectCSV},
	{name: "nginx", key: asSent, write: writeNginx},
	{name: "apache", key: decoded, write: writeApache},
	{name: "iis", key: func(r Redirect) string { return strings.ToLower(r.From) }, size: maxWebConfig, write: writeIIS},
	{name: "caddy", key: decodedPath, refuses: refusedByCaddy, write: writeCaddy},
	{name: "netlify", key: netlifyKey, refuses: refusedByNetlify, write: writeNetlify},
	{name: "cloudflare", key: cloudflareKey, refuses: refusedByCloudflare, most: 2000, write: writeCloudflare},
}

// RedirectServers returns the names of all forms, the default first.
func RedirectServers() (names []string) {
	for _, s := range redirectServers {
		names = append(names, s.name)
	}
	return names
}

func lookupServer(name string) (redirectServer, error) {
	for _, s := range redirectServers {
		if s.name == name || name == "" {
			return s, nil
		}
	}
	return redirectServer{}, fmt.Errorf("%w %q (known: %s)", errUnknownServer, name, strings.Join(RedirectServers(), ", "))
}

// Ways to compare addresses.
func asSent(r Redirect) string      { return r.From }
func decodedPath(r Redirect) string { return r.path() + "?" + r.query() }

func decoded(r Redirect) string {
	query, err := url.QueryUnescape(r.query())
	if err != nil {
		query = r.query()
	}
	return slashes.ReplaceAllString(r.path(), "/") + "?" + query
}

// admit returns the rules that the server accepts. Others are reported, unless their
// address is redirected to the same target anyway.
func (s redirectServer) admit(rules *Rules, o Options) {
	key := func(r Redirect) uint64 { return rules.plan.hash(s.key(r)) }
	number := make(map[uint64]int32, rules.Len()) // of the rule taken, by key
	var left []rule
	taken := rules.rules[:0]
	for n, r := range rules.All() {
		_, known := number[key(r)]
		if known || s.refuses != nil && s.refuses(r) != "" || s.most > 0 && len(taken) == s.most {
			left = append(left, rules.rules[n])
			continue
		}
		number[key(r)] = int32(len(taken))
		taken = append(taken, rules.rules[n])
	}
	rules.rules = taken
	leads := func(r Redirect) string {
		if n, ok := number[key(r)]; ok {
			return rules.at(int(n)).New
		}
		return ""
	}
	for _, short := range left {
		r := rules.redirect(short)
		if to := cmp.Or(leads(r), leads(r.withoutQuery())); to != r.New {
			o.warn(r.record(), &Change{Kind: Dropped, What: s.why(r, to)})
		}
	}
}

// weigh reports a file that is too large for the server, once.
func (s redirectServer) weigh(size int, o Options) {
	if s.size > 0 && size > s.size {
		what := fmt.Sprintf("all rules: the file has %d bytes, and %s takes %d; raise MaxWebConfigFileSizeInKB in its registry", size, s.name, s.size)
		o.warn(&blog.Record{URL: &s.name}, &Change{Kind: Dropped, What: what})
	}
}

// why returns why a rule is omitted.
func (s redirectServer) why(r Redirect, leads string) string {
	reason := fmt.Sprintf("there may be %d rules only", s.most)
	if s.refuses != nil && s.refuses(r) != "" {
		reason = s.refuses(r)
	} else if leads != "" {
		reason = "it is the same address as another one there"
	}
	if leads != "" {
		reason += ", so it leads to " + leads
	}
	return fmt.Sprintf("the rule for %s in %s: %s", r.From, s.name, reason)
}

// withoutQuery returns the rule for all queries of a path.
func (r Redirect) withoutQuery() Redirect {
	r.From, _, _ = strings.Cut(r.From, "?")
	return r
}

// record returns the record with which a rule is reported.
func (r Redirect) record() *blog.Record {
	return &blog.Record{ID: r.Post, URL: &r.Old}
}

// writeRedirectCSV writes old address, new address and status.
func writeRedirectCSV(w io.Writer, rules *Rules) {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"old", "new", "status"}) // failing keeps the error
	for _, r := range rules.All() {
		_ = out.Write([]string{r.Old, r.New, "301"})
	}
	out.Flush()
}

package scraper

import (
	"strconv"
	"strings"
	"time"
)

// robotsAgent is our name in a robots.txt, whatever the agent string says.
const robotsAgent = "blogferry"

// rules are the lines of a robots.txt that apply to us, according to RFC 9309: groups
// for the same agent are merged, the longest matching path wins, and allow wins a tie.
// The zero value allows everything.
//
// The robotstxt module that colly uses discards the whole file for one bad line, ignores
// "Disallow: *", and matches a path with a wildcard in the middle of an address.
type rules struct {
	lines      []rule
	crawlDelay time.Duration
}

type rule struct {
	pattern string // normalised
	allow   bool
}

// parseRules ignores what it does not understand.
func parseRules(text []byte) *rules {
	var ours, everyones rules
	named, inHead := false, false
	var to []*rules // the groups that the current lines belong to
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(string(text), "\ufeff"), isLineEnd) {
		key, value, ok := cutRule(line)
		if !ok {
			continue
		}
		if key != "user-agent" {
			if key == "allow" || key == "disallow" || key == "crawl-delay" {
				inHead = false
				addRule(to, key, value)
			}
			continue
		}
		if !inHead {
			to, inHead = nil, true
		}
		switch agentToken(value) {
		case robotsAgent:
			to, named = append(to, &ours), true
		case "*":
			to = append(to, &everyones)
		}
	}
	if named {
		return &ours
	}
	return &everyones
}

func isLineEnd(r rune) bool { return r == '\n' || r == '\r' }

func cutRule(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value), ok
}

// agentToken returns the product name at the start of a user-agent line.
func agentToken(value string) string {
	value = strings.ToLower(value)
	if strings.HasPrefix(value, "*") {
		return "*"
	}
	end := strings.IndexFunc(value, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' && r != '_' })
	if end >= 0 {
		value = value[:end]
	}
	return value
}

func addRule(to []*rules, key, value string) {
	for _, group := range to {
		switch {
		case key == "crawl-delay":
			if d, ok := crawlDelay(value); ok {
				group.crawlDelay = d
			}
		case value != "": // an empty path says nothing
			group.lines = append(group.lines, rule{pattern: normalPath(value), allow: key == "allow"})
		}
	}
}

func crawlDelay(value string) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds >= 0) {
		return 0, false
	}
	return time.Duration(min(seconds, time.Hour.Seconds()) * float64(time.Second)), true
}

// allow reports whether a path (including the query) may be fetched.
func (r *rules) allow(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	path = normalPath(path)
	longest, allowed := -1, true
	for _, line := range r.lines {
		n := len(line.pattern)
		if n < longest || n == longest && !line.allow {
			continue
		}
		if matchPath(line.pattern, path) {
			longest, allowed = n, line.allow
		}
	}
	return allowed
}

// matchPath reports whether path begins with pattern, where * matches anything and a
// final $ the end of the path. It backtracks only to the latest *, so it takes at most
// len(pattern)*len(path) steps.
func matchPath(pattern, path string) bool {
	if whole, ok := strings.CutSuffix(pattern, "$"); ok {
		pattern = whole
	} else {
		pattern += "*"
	}
	p, s, star, mark := 0, 0, -1, 0
	for s < len(path) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, s
			p++
		case p < len(pattern) && pattern[p] == path[s]:
			p, s = p+1, s+1
		case star >= 0:
			mark++
			p, s = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

const hexDigits = "0123456789ABCDEF"

// normalPath normalizes the escapes in a path, so that %7e and ~ are equal, as are ä and
// %C3%A4.
func normalPath(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			code, _ := strconv.ParseUint(s[i+1:i+3], 16, 8)
			i += 2
			if unreserved(byte(code)) {
				b.WriteByte(byte(code))
				continue
			}
			c = byte(code)
		} else if c > ' ' && c < 0x7f && c != '%' { // a % that begins no escape is one itself
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}

func isHex(c byte) bool {
	return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

package pager

import (
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// slot is a place in an address where a page number may be: a query parameter, or digits
// within the path.
type slot struct {
	key            string // name of a query parameter, in lower case
	prefix, suffix string // of the path, see bare
}

// numbering is how the addresses of a pager are numbered.
type numbering struct {
	slot     slot
	template blog.NumberedRequest
	evidence int // how certain it is
	own      int // number of an address without one
}

// pageKeys are names of query parameters with a page number; offsetKeys, of those with
// the number of the first post.
var (
	pageKeys = words.Set("page p pg pagina seite paged pageno pagenumber pageindex pagenum currentpage cpage start_page seite strana pagenr pn " +
		"sayfa sivu sida side oldal stranica halaman trang older earlier part")
	offsetKeys = words.Set("start offset from limitstart skip first startrow startindex begin pagefirstrow b_start:int")
)

// slotsOf returns the numbers in an address by slot.
func slotsOf(address string) map[slot]int { return maps.Collect(slots(address)) }

// slots yields the numbers in an address. If a slot occurs twice, the last one counts.
func slots(address string) iter.Seq2[slot, int] {
	return func(yield func(slot, int) bool) {
		u, err := url.Parse(address)
		if err != nil {
			return
		}
		for part := range strings.SplitSeq(u.RawQuery, "&") {
			if s, n, ok := slotOfPart(part); ok && !yield(s, n) {
				return
			}
		}
		path, rest, _ := strings.Cut(address, "?")
		if !strings.Contains(rest, "=") { // "index.php?page/2" is a path
			path, rest = address, ""
		}
		host := len(path) - len(strings.TrimPrefix(path, u.Scheme+"://"+u.Host))
		for i := host; i < len(path); i++ {
			if !words.IsDigit(path[i]) {
				continue
			}
			n, end := words.Number(path, i)
			if !yield(slot{prefix: path[:i], suffix: bare(path[end:]) + "?" + rest}, n) {
				return
			}
			i = end
		}
	}
}

// slotOfPart parses a query parameter.
func slotOfPart(part string) (s slot, n int, ok bool) {
	key, value, _ := strings.Cut(part, "=")
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || key == "" {
		return slot{}, 0, false
	}
	plain, err := url.QueryUnescape(key)
	return slot{key: strings.ToLower(plain)}, n, err == nil
}

// bare returns the end of a path without what leads to the same page: a trailing slash,
// the name of an index page, a fragment.
func bare(end string) string {
	end, _, _ = strings.Cut(end, "#")
	return strings.TrimSuffix(strings.TrimSuffix(end, "/index.html"), "/")
}

// paged reports whether the slot's name or place suggests a page number.
func (s slot) paged() bool {
	if s.key != "" {
		return pageKeys[s.key] || strings.HasSuffix(s.key, "page") || strings.HasSuffix(s.key, "_p")
	}
	at := strings.LastIndexByte(strings.TrimRight(s.prefix, "/-_="), '/')
	name := strings.ToLower(strings.Trim(s.prefix[at+1:], "/-_="))
	if strings.Contains(name, "comment") {
		return false // "comment-page-2" is a page of a single post
	}
	return pageKeys[name] || strings.HasSuffix(name, "page") || strings.HasSuffix(name, "seite")
}

func (s slot) offset() bool {
	return offsetKeys[s.key] || s.key == "" && strings.HasSuffix(s.prefix, "/P")
}

// dated reports whether the number is the month or day of a date.
func (s slot) dated() bool {
	parts := strings.Split(strings.TrimRight(s.prefix, "/"), "/")
	last := parts[len(parts)-1]
	before := ""
	if len(parts) > 1 {
		before = parts[len(parts)-2]
	}
	year := func(p string) bool {
		return len(p) == 4 && (strings.HasPrefix(p, "19") || strings.HasPrefix(p, "20")) && strings.Trim(p, "0123456789") == ""
	}
	return s.key == "" && (year(last) || year(before) && len(last) < 3 && strings.Trim(last, "0123456789") == "") || s.key == "day" || s.key == "d" || s.key == "month" || s.key == "m" || s.key == "year"
}

// numberedBy finds the slot that follows the numbers of a pager's links: equal, counted
// from zero, or in steps of a page size.
func numberedBy(links map[int]string) *numbering {
	values := map[slot]map[int]int{}
	for n, address := range links {
		for s, v := range slotsOf(address) {
			if values[s] == nil {
				values[s] = map[int]int{}
			}
			values[s][n] = v
		}
	}
	var best *numbering
	for s, v := range values {
		if found := fit(s, v, links); found != nil && (best == nil || found.evidence > best.evidence ||
			found.evidence == best.evidence && found.slot.before(best.slot)) {
			best = found
		}
	}
	return best
}

// before orders slots, so that ties are decided consistently.
func (s slot) before(o slot) bool {
	return s.key+"\x00"+s.prefix+"\x00"+s.suffix < o.key+"\x00"+o.prefix+"\x00"+o.suffix
}

// fit returns how a slot follows the links' numbers; nil if it does not. Only the link to
// page 1 may lack it.
func fit(s slot, values map[int]int, links map[int]string) *numbering {
	for n := range links {
		if _, ok := values[n]; !ok && n != 1 {
			return nil
		}
	}
	if s.dated() {
		return nil
	}
	numbers := make([]int, 0, len(values))
	for n := range values {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	f := numbering{slot: s, evidence: 2 * len(numbers)}
	if s.paged() || s.offset() {
		f.evidence += 4
	}
	first, step, ok := progression(s, numbers, values)
	if !ok || step <= 0 || numbers[len(numbers)-1] == 1 {
		return nil
	}
	if step == 1 && first == 1 {
		f.evidence += 3
		step, first = 0, 0
	} else if len(numbers) == 1 && !s.paged() && !s.offset() {
		return nil
	}
	if s.key == "" && len(numbers) == 1 && !s.paged() && !s.offset() {
		return nil
	}
	f.template = s.template(links[numbers[len(numbers)-1]])
	f.template.First, f.template.Step = first, step
	return &f
}

// progression finds first and step in value = first + (n-1)*step.
func progression(s slot, numbers []int, values map[int]int) (first, step int, ok bool) {
	a := numbers[0]
	if len(numbers) == 1 {
		v := values[a]
		switch {
		case v == a:
			return 1, 1, true
		case v == a-1:
			return 0, 1, true
		case a > 1 && v > 0 && v%(a-1) == 0 && s.offset():
			return 0, v / (a - 1), true
		}
		return 0, 0, false
	}
	b := numbers[len(numbers)-1]
	if (values[b]-values[a])%(b-a) != 0 {
		return 0, 0, false
	}
	step = (values[b] - values[a]) / (b - a)
	first = values[a] - (a-1)*step
	for _, n := range numbers {
		if values[n] != first+(n-1)*step {
			return 0, 0, false
		}
	}
	return first, step, first >= 0 && first <= step
}

// template returns the request for any page, given the address of one.
func (s slot) template(address string) blog.NumberedRequest {
	if s.key == "" {
		_, end := words.Number(address, len(s.prefix))
		rest, _, _ := strings.Cut(address[end:], "#")
		return blog.NumberedRequest{Request: blog.Request{URL: s.prefix + "{page}" + rest}}
	}
	return blog.NumberedRequest{Request: blog.Request{URL: address}, Key: s.spelled(address)}
}

// spelled returns the key in the spelling of the address.
func (s slot) spelled(address string) string {
	_, query, _ := strings.Cut(address, "?")
	for _, part := range strings.Split(query, "&") {
		key, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(key); err == nil && strings.EqualFold(plain, s.key) {
			return plain
		}
	}
	return s.key
}

// page returns the number of the page at an address, 0 if unknown. An address without a
// number is page 1 if it otherwise equals the others.
func (f *numbering) page(address string) int {
	if address == "" {
		return 0
	}
	v, ok := slotsOf(address)[f.slot]
	if !ok {
		if f.slot.key != "" && samePath(address, f.template.Request.URL) {
			return 1
		}
		return f.own
	}
	if f.template.Step == 0 {
		return v
	}
	if (v-f.template.First)%f.template.Step != 0 {
		return 0
	}
	return (v-f.template.First)/f.template.Step + 1
}

func samePath(a, b string) bool {
	a, _, _ = strings.Cut(a, "?")
	b, _, _ = strings.Cut(b, "?")
	return strings.EqualFold(blog.Canonical(a), blog.Canonical(b))
}

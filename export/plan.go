package export

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"iter"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Entry is the plan for one post.
type Entry struct {
	ID   string
	Slug string    // unique in the plan, ignoring case
	At   time.Time // published, in the source's zone; zero without a date
}

// Plan holds the new addresses of posts and the new names of authors and tags. Formats for
// other programs need it before they write the first post, since posts link to one another
// and author lists come first. It takes about a hundred bytes per post, almost without
// pointers.
type Plan struct {
	permalink Permalink
	names     *nameTable

	// Of all posts, in the order of the records.
	ids     texts
	slugs   texts          // before duplicates are resolved
	renamed map[int]string // slugs of those whose slug was taken
	times   moments

	byAddress map[uint64]claim
	twins     map[uint64]int32 // addresses that differ from another post's in case or extension
	seed      maphash.Seed
}

// NewPlan reads all records once. The same records give the same plan: the oldest post gets
// the slug it wants, so that it is stable when posts are added; newer ones with the same
// slug get -2, -3 and so on.
func NewPlan(records Records, o Options) (*Plan, error) {
	p := &Plan{
		permalink: o.Permalink, names: newNameTable(o.Names),
		renamed: map[int]string{}, byAddress: map[uint64]claim{}, twins: map[uint64]int32{}, seed: maphash.MakeSeed(),
	}
	if p.permalink == "" {
		p.permalink = DefaultPermalink
	}
	if err := p.permalink.Check(); err != nil {
		return nil, err
	}
	if o.Outlines != nil {
		records = o.Outlines
	}
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		p.add(r)
	}
	// Free garbage before the next phase allocates.
	runtime.GC()
	p.tellSlugsApart()
	p.names.settle()
	return p, nil
}

func (p *Plan) add(r *blog.Record) {
	p.ids.add(r.ID)
	p.slugs.add(slugOf(r))
	p.times.add(parseDate(r.PublishedAt))
	p.names.add(r)
	if r.URL != nil {
		p.AddAddress(*r.URL, p.Len()-1)
	}
}

// AddAddress records that an old address led to the n-th post, unless it is taken.
func (p *Plan) AddAddress(old string, n int) {
	exactKey, foldedKey := blog.PathKeys(old)
	exact, folded := p.hash(exactKey), p.hash(foldedKey)
	first, taken := p.byAddress[folded]
	if !taken {
		p.byAddress[folded] = claim{int32(n), uint32(exact)}
		return
	}
	if _, taken := p.twins[exact]; !taken && first.exact != uint32(exact) {
		p.twins[exact] = int32(n)
	}
}

// claim is the post to which an address belongs, whatever its case and extension,
// and part of the hash of the address as it was claimed.
type claim struct {
	post  int32
	exact uint32
}

// hash replaces an address, since addresses would be most of the plan. A collision among
// a million is less likely than one in ten million.
func (p *Plan) hash(address string) uint64 { return maphash.String(p.seed, address) }

// Lookup returns the post to which an old address led. Case and extension are ignored
// unless they distinguish posts.
func (p *Plan) Lookup(old string) (Entry, bool) {
	if len(p.twins) > 0 {
		if n, ok := p.twins[p.hash(blog.PathKey(old, false))]; ok {
			return p.Entry(int(n)), true
		}
	}
	if c, ok := p.byAddress[p.hash(blog.PathKey(old, true))]; ok {
		return p.Entry(int(c.post)), true
	}
	return Entry{}, false
}

func (p *Plan) tellSlugsApart() {
	taken := newTaken()
	for _, i := range p.oldestFirst() {
		wanted := p.wanted(i)
		if isReserved(wanted) {
			taken.keep(wanted)
		}
		if slug := taken.claim(wanted); slug != wanted {
			p.renamed[i] = slug
		}
	}
}

// oldestFirst returns the order in which posts get unique names: those of older posts do
// not change when newer ones are added.
func (p *Plan) oldestFirst() []int {
	order := make([]int, p.Len())
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(p.times.at(a).Compare(p.times.at(b)), cmp.Compare(p.ids.at(a), p.ids.at(b)))
	})
	return order
}

// byID returns the numbers of all posts, sorted by their ids.
func (p *Plan) byID() []int32 {
	order := make([]int32, p.Len())
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(p.ids.at(int(a)), p.ids.at(int(b))) })
	return order
}

// find returns the number of the post with an id among those of byID.
func (p *Plan) find(sorted []int32, id string) (int32, bool) {
	i, ok := slices.BinarySearchFunc(sorted, id, func(n int32, id string) int { return cmp.Compare(p.ids.at(int(n)), id) })
	if !ok {
		return 0, false
	}
	return sorted[i], true
}

// Len returns the number of posts.
func (p *Plan) Len() int { return p.ids.len() }

// Entries returns all posts in the order of the records.
func (p *Plan) Entries() iter.Seq2[int, Entry] {
	return func(yield func(int, Entry) bool) {
		for n := range p.Len() {
			if !yield(n, p.Entry(n)) {
				return
			}
		}
	}
}

// Entry returns the n-th post in the order of the records.
func (p *Plan) Entry(n int) Entry {
	slug, renamed := p.renamed[n]
	if !renamed {
		slug = p.wanted(n)
	}
	return Entry{ID: p.ids.at(n), Slug: slug, At: p.times.at(n)}
}

// wanted returns the slug of the n-th post before duplicates are resolved.
func (p *Plan) wanted(n int) string { return p.slugs.at(n) }

// Path returns a post's path on the new site.
func (p *Plan) Path(e Entry) string { return p.permalink.path(e) }

// taken assigns unique names, ignoring case.
type taken struct {
	next map[string]int // by name: the number to try next
}

// newTaken reserves the names of devices in Windows.
func newTaken() taken {
	t := taken{next: map[string]int{}}
	for _, device := range []string{"con", "prn", "aux", "nul"} {
		t.keep(device)
	}
	for n := '1'; n <= '9'; n++ {
		t.keep("com" + string(n))
		t.keep("lpt" + string(n))
	}
	return t
}

// keep reserves a name.
func (t taken) keep(name string) {
	key := strings.ToLower(name)
	t.next[key] = max(t.next[key], 2)
}

func (t taken) has(name string) bool { return t.next[strings.ToLower(name)] != 0 }

// claim returns name if it is free, or else name-2, name-3 and so on.
func (t taken) claim(name string) string {
	key := strings.ToLower(name)
	if t.next[key] == 0 {
		t.next[key] = 2
		return name
	}
	for {
		candidate := fmt.Sprintf("%s-%d", name, t.next[key])
		t.next[key]++
		if lower := strings.ToLower(candidate); t.next[lower] == 0 {
			t.next[lower] = 2
			return candidate
		}
	}
}

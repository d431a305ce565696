package export

import (
	"hash/fnv"
	"io"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// wxrPosts has the id and the time of each post in WordPress.
//
// The importer identifies a post by title, time and type: of two equal ones it drops the
// text of the second and adds its comments to the first. Titles are compared like the
// database does, ignoring case and accents; a post without a title equals any with its
// time. Such posts get a time some seconds later.
type wxrPosts struct {
	titles []uint64 // keys of titles, 0 for none; only until settle
	ids    []uint32
	late   []int32 // seconds added to a post's time
	taken  map[uint32]bool
}

// wxrPost is a post's identity in WordPress.
type wxrPost struct {
	id      uint32
	at      time.Time
	late    time.Duration // difference between at and the time of publication
	undated bool
	slug    string
}

// at returns the n-th post in the order of the records.
func (p *wxrPosts) at(n int, plan *Plan) wxrPost {
	e := plan.Entry(n)
	post := wxrPost{id: p.ids[n], at: e.At, late: time.Duration(p.late[n]) * time.Second, undated: e.At.IsZero(), slug: e.Slug}
	if post.undated {
		post.at = time.Unix(0, 0).UTC()
	}
	post.at = post.at.Add(post.late)
	return post
}

// watch records the titles of records while they are read.
func (p *wxrPosts) watch(records Records) Records {
	return func(yield func(*blog.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				p.titles = append(p.titles, titleKey(r.Title))
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// titleKey is equal for titles that the database treats as equal, and for some others:
// letters of other scripts are transliterated.
func titleKey(title string) uint64 {
	title = trimXML(title)
	if title == "" || title == "0" { // "0" is empty in PHP
		return 0
	}
	key := latin(title)
	if strings.TrimSpace(key) == "" {
		key = title
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, key) // a hash never fails
	return h.Sum64()
}

// settle assigns ids and times, the oldest post first, so that they do not change when
// newer posts are added.
func (p *wxrPosts) settle(plan *Plan) {
	p.ids, p.late, p.taken = make([]uint32, plan.Len()), make([]int32, plan.Len()), make(map[uint32]bool, plan.Len())
	times := newWXRTimes(plan, p.titles)
	for _, i := range plan.oldestFirst() {
		e := plan.Entry(i)
		p.ids[i] = p.id(e.ID)
		p.late[i] = times.claim(wxrMoment{wallSecond(e), p.titles[i]})
	}
	p.titles = nil
}

// maxWXRID leaves room for the ids of future posts, which some plugins store in 32 bits.
const maxWXRID = 1 << 30

// id returns a unique number derived from a name.
func (p *wxrPosts) id(name string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	id := h.Sum32()%maxWXRID + 1
	for p.taken[id] {
		id = id%maxWXRID + 1
	}
	p.taken[id] = true
	return id
}

// wallSecond returns the wall-clock time that a post shows; undated ones have one, too.
func wallSecond(e Entry) int64 {
	if e.At.IsZero() {
		return 0
	}
	_, offset := e.At.Zone()
	return e.At.Unix() + int64(offset)
}

package export

import (
	"hash/fnv"
	"io"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// wxrPosts knows for each post the id and the time that it has in WordPress.
//
// The importer knows a post by title, time and kind: of two that agree the
// second one's text is dropped and its comments go to the first. Titles are
// compared as the database does, ignoring case and accents; a post without title
// agrees with any of its time. Such posts move on by a second.
type wxrPosts struct {
	titles []uint64 // keys of titles, 0 for none; only until they are settled
	ids    []uint32
	late   []int32 // seconds by which a post moved
	taken  map[uint32]bool
}

// wxrPost is one post as the importer shall know it.
type wxrPost struct {
	id      uint32
	at      time.Time
	late    time.Duration // at is so much later than the post was published
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

// watch notes the titles of records as they pass.
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

// titleKey is equal for titles that are equal to the database, and for some that
// are not: letters of other scripts count as they sound.
func titleKey(title string) uint64 {
	title = trimXML(title)
	if title == "" || title == "0" { // which is empty to PHP
		return 0
	}
	key := latin(title)
	if strings.TrimSpace(key) == "" {
		key = title
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, key) // a hash takes everything
	return h.Sum64()
}

// settle assigns ids and times, the oldest post first, so that they stay when
// younger posts are added.
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

// maxWXRID leaves room for the ids of posts to come, which some plugins keep in
// 32 bits.
const maxWXRID = 1 << 30

// id makes a number of a name, another one each time.
func (p *wxrPosts) id(name string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	id := h.Sum32()%maxWXRID + 1
	for p.taken[id] {
		id = id%maxWXRID + 1
	}
	p.taken[id] = true
	return id
}

// wallSecond returns the clock that a post shows; undated ones have one, too.
func wallSecond(e Entry) int64 {
	if e.At.IsZero() {
		return 0
	}
	_, offset := e.At.Zone()
	return e.At.Unix() + int64(offset)
}

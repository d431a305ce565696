package export

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// ghostUsers are the authors as users of Ghost.
type ghostUsers struct {
	o        Options
	list     []Author
	id       map[string]int32 // by slug
	email    map[string]string
	reported map[string]bool
}

// newGhostUsers uses e-mail addresses that cannot exist if the user gave none, since
// Ghost requires them.
func newGhostUsers(plan *Plan, o Options) *ghostUsers {
	u := &ghostUsers{o: o, list: plan.Authors(), id: map[string]int32{}, email: map[string]string{}, reported: map[string]bool{}}
	names := newTaken()
	for i, a := range u.list {
		u.id[a.Slug] = int32(i + 1)
		u.email[a.Slug] = a.Email
		if a.Email == "" {
			const longest = 50 // the part before the @ may have 64
			u.email[a.Slug] = names.claim(strings.Trim(a.Login[:min(len(a.Login), longest)], "-_.")) + "@example.invalid"
		}
	}
	return u
}

// report reports how an author is changed, at their first post.
func (u *ghostUsers) report(r *blog.Record, a Author) {
	if u.reported[a.Slug] {
		return
	}
	u.reported[a.Slug] = true
	if a.Email == "" {
		u.o.warn(r, &Change{Altered, "its author " + strconv.Quote(a.Name) + " has no e-mail address and gets " + u.email[a.Slug] + "; authors.yaml can give one"})
	}
	if utf8.RuneCountInString(a.Name) > maxGhostName {
		u.o.warn(r, &Change{Cut, "the name of its author, to " + strconv.Itoa(maxGhostName) + " characters"})
	}
}

// append writes the users, all with the role that may publish their own posts. Ghost
// locks them until they request a password.
func (u *ghostUsers) append(b []byte) []byte {
	b, first := append(b, `"users":[`...), true
	for i, a := range u.list {
		b = strconv.AppendInt(append(appendRow(b, &first), `{"id":`...), int64(i+1), 10)
		b = appendText(b, `,"name":`, cmp.Or(ghostText(a.Name, maxGhostName), a.Slug))
		b = appendText(b, `,"slug":`, a.Slug)
		b = appendText(b, `,"email":`, u.email[a.Slug])
		b = appendKnown(b, `,"bio":`, ghostText(a.Role, maxGhostBio))
		b = append(b, '}')
	}
	b = append(b, "\n],\n\"roles\":[{\"id\":1,\"name\":\"Author\"}],\n\"roles_users\":["...)
	first = true
	for i := range u.list {
		b = fmt.Appendf(appendRow(b, &first), `{"id":%d,"role_id":1,"user_id":%d}`, i+1, i+1)
	}
	return append(b, "\n]"...)
}

// ghostTags are tags and categories as Ghost's tags. Ghost has no categories, so a tag
// and a category with the same name become one.
type ghostTags struct {
	o        Options
	list     []Term
	id       map[string]int32 // by key of the name
	reported map[int32]bool
}

func newGhostTags(plan *Plan, o Options) *ghostTags {
	t := &ghostTags{o: o, id: map[string]int32{}, reported: map[int32]bool{}}
	slugs := newTaken()
	for _, term := range append(plan.Categories(), plan.Tags()...) {
		key := blog.NameKey(term.Name)
		if t.id[key] == 0 {
			term.Slug = slugs.claim(term.Slug)
			t.list = append(t.list, term)
			t.id[key] = int32(len(t.list))
		}
	}
	return t
}

// ghostTag returns a name that Ghost accepts: it hides tags that start with "#", and
// rejects those that start with a comma.
func ghostTag(t Term) string {
	return cmp.Or(ghostText(strings.TrimLeft(t.Name, "#, "), maxGhostName), t.Slug)
}

// report reports how a tag is changed, at its first post.
func (t *ghostTags) report(r *blog.Record, id int32) {
	if t.reported[id] {
		return
	}
	t.reported[id] = true
	term := t.list[id-1]
	switch name := ghostTag(term); {
	case utf8.RuneCountInString(term.Name) > maxGhostName:
		t.o.warn(r, &Change{Cut, "the name of its tag " + strconv.Quote(name)})
	case strings.HasPrefix(term.Name, "#"), strings.HasPrefix(term.Name, ","):
		t.o.warn(r, &Change{Renamed, "its tag " + strconv.Quote(term.Name) + " becomes " + strconv.Quote(name)})
	}
}

func (t *ghostTags) append(b []byte) []byte {
	b, first := append(b, `"tags":[`...), true
	for i, term := range t.list {
		b = strconv.AppendInt(append(appendRow(b, &first), `{"id":`...), int64(i+1), 10)
		b = appendText(b, `,"name":`, ghostTag(term))
		b = appendText(b, `,"slug":`, term.Slug)
		b = append(b, '}')
	}
	return append(b, "\n]"...)
}

package store

import (
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// identities are the names under which a post is looked for, the strongest
// first. Where case and extension do not matter, the address as written is one
// too, so that a later run under another profile still knows the post. A post
// that shows neither address nor time nor title is known by its body, and one
// without a body by its place.
func identities(p *blog.Post, fold bool, page string, position int) []string {
	ids := p.Identities(fold)
	if fold && p.URL != "" {
		if plain := "u:" + blog.PathKey(p.URL, false); plain != ids[0] {
			ids = append([]string{ids[0], plain}, ids[1:]...)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	if p.BodyText != "" {
		return []string{"b:" + blog.ID(blog.Fold(p.BodyText))}
	}
	return []string{fmt.Sprintf("p:%s#%d", page, position)}
}

const (
	selectByAddress  = `SELECT post FROM post_identity WHERE source = ? AND identity = ? ORDER BY post LIMIT 1`
	selectLookalikes = `SELECT p.num, p.url <> '', p.body_text FROM post_identity i JOIN post p ON p.num = i.post
		WHERE i.source = ? AND i.identity = ? ORDER BY p.num`
	insertIdentity = `INSERT INTO post_identity (source, identity, post) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
	deleteIdentity = `DELETE FROM post_identity WHERE source = ? AND identity = ? AND post = ?`
	selectByID     = `SELECT num FROM post WHERE id = ?`
	selectByURL    = `SELECT num FROM post WHERE url = ? ORDER BY removed_at IS NOT NULL, num LIMIT 1`
	selectByOldID  = `SELECT post FROM post_identity WHERE identity = ? LIMIT 1`
)

// find looks for the stored post that p shows, 0 if there is none. taken are
// posts that other places of the same page show: where time and title fit
// several, p is one that is still free.
func (v view) find(source string, p *blog.Post, ids []string, taken map[int64]bool) (int64, error) {
	for _, id := range ids {
		num, err := v.findBy(source, id, p, taken)
		if num != 0 || err != nil {
			return num, err
		}
	}
	return 0, nil
}

func (v view) findBy(source, identity string, p *blog.Post, taken map[int64]bool) (int64, error) {
	if strings.HasPrefix(identity, "u:") {
		var num int64
		_, err := v.one(selectByAddress, []any{source, identity}, &num)
		return num, err
	}
	found, err := v.lookalikes(source, identity, p)
	if err != nil {
		return 0, err
	}
	var best, used int64
	same := false
	for _, c := range found {
		switch {
		case taken[c.num]:
			used = c.num
		case best == 0, c.sameBody && !same:
			best, same = c.num, c.sameBody
		}
	}
	if best == 0 && p.URL == "" {
		best = used
	}
	return best, nil
}

// lookalike is a stored post that may be the one that a page shows.
type lookalike struct {
	num      int64
	sameBody bool
}

// lookalikes are the posts that share a weak identity with p and may be it.
func (v view) lookalikes(source, identity string, p *blog.Post) (found []lookalike, err error) {
	err = v.each(selectLookalikes, []any{source, identity}, func(rows *sql.Rows) error {
		var c lookalike
		var hasURL bool
		var body string
		if err := rows.Scan(&c.num, &hasURL, &body); err != nil {
			return err
		}
		c.sameBody = alike(body, p.BodyText)
		switch {
		case hasURL && p.URL != "":
			// Two permalinks are two posts, however alike.
		case p.Title == "" && strings.HasPrefix(identity, "t:") && !c.sameBody:
			// A day is no name: posts without a title have to agree in more.
		default:
			found = append(found, c)
		}
		return nil
	})
	return found, err
}

// alike says that two bodies are one, or one the beginning of the other.
func alike(a, b string) bool {
	a, b = teaserOf(a), teaserOf(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) >= 40 && strings.HasPrefix(b, a)
}

func teaserOf(s string) string {
	s = blog.Fold(s)
	for _, cut := range []string{"…", "...", "[…]", "[...]"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, cut))
	}
	return s
}

// postNumber looks a post up by its public id, or by one that it took over.
func (v view) postNumber(id string) (int64, error) {
	return v.firstOf(id, []lookup{{selectByID, id}, {selectByOldID, "i:" + id}})
}

// postNamed looks a post up by what a user may call it: its id, or an address at
// which it is or was.
func (v view) postNamed(name string) (int64, error) {
	return v.firstOf(name, []lookup{
		{selectByID, name}, {selectByOldID, "i:" + name}, {selectByURL, blog.Canonical(name)},
		{selectByOldID, "u:" + blog.PathKey(name, false)}, {selectByOldID, "u:" + blog.PathKey(name, true)},
	})
}

type lookup struct{ query, key string }

// firstOf gives the post that the first lookup to find one finds.
func (v view) firstOf(name string, lookups []lookup) (num int64, err error) {
	found := false
	for _, l := range lookups {
		if found, err = v.one(l.query, []any{l.key}, &num); found || err != nil {
			break
		}
	}
	if !found && err == nil {
		err = fmt.Errorf("%w: %s", ErrNoPost, name)
	}
	return num, err
}

// newID makes the public id of a new post: from the first identity, and from a
// number too in the rare case that a post got its id from the same one and has
// turned out to be another.
func (v view) newID(source, identity string) (string, error) {
	for n := 1; ; n++ {
		id := blog.ID(source, identity)
		if n > 1 {
			id = blog.ID(source, identity, fmt.Sprint(n))
		}
		var num int64
		found, err := v.one(selectByID, []any{id}, &num)
		if err != nil || !found {
			return id, err
		}
	}
}

func (t *tx) addIdentities(source string, num int64, ids []string) error {
	for _, id := range ids {
		if err := t.exec(insertIdentity, source, id, num); err != nil {
			return err
		}
	}
	return nil
}

// clean makes a post fit for a database and for JSON: valid UTF-8 without NUL,
// and no empty lists beside missing ones, so that equal readings are equal bytes.
func clean(p blog.Post) blog.Post {
	for _, s := range []*string{&p.URL, &p.Title, &p.Author, &p.Role, (*string)(&p.Published), &p.PublishedRaw, &p.CommentService, &p.Excerpt, &p.BodyHTML, &p.BodyText} {
		*s = cleanText(*s)
	}
	p.Tags, p.Categories = cleanTexts(p.Tags), cleanTexts(p.Categories)
	p.Comments = cleanEach(p.Comments, func(c *blog.Comment) []*string {
		return []*string{&c.Author, (*string)(&c.Published), &c.PublishedRaw, &c.BodyText, &c.BodyHTML, &c.URL, &c.AuthorURL, &c.Parent}
	})
	p.Images = cleanEach(p.Images, func(i *blog.Image) []*string { return []*string{&i.URL, &i.Alt} })
	return p
}

func cleanText(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return s
}

func cleanTexts(s []string) []string {
	return cleanEach(s, func(s *string) []*string { return []*string{s} })
}

// cleanEach cleans the texts of a list's items, in a copy.
func cleanEach[T any](items []T, texts func(*T) []*string) []T {
	if len(items) == 0 {
		return nil
	}
	items = append([]T(nil), items...)
	for i := range items {
		for _, s := range texts(&items[i]) {
			*s = cleanText(*s)
		}
	}
	return items
}

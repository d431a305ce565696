package store

import (
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// identities returns the keys by which a post is looked up, the strongest first. With
// fold, the unfolded address is a key, too, so that a later run with another profile
// still finds the post. A post without address, time and title is identified by its body,
// and one without a body by its position.
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

// find returns the stored post that p is, 0 if there is none. taken are posts already
// matched on the same page: if time and title match several posts, p is a free one.
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

// lookalike is a stored post that may be the one shown on a page.
type lookalike struct {
	num      int64
	sameBody bool
}

// lookalikes returns the posts that share a weak identity with p.
func (v view) lookalikes(source, identity string, p *blog.Post) (found []lookalike, err error) {
	err = v.each(selectLookalikes, []any{source, identity}, func(rows *sql.Rows) error {
		var c lookalike
		var hasURL bool
		var body string
		if err := rows.Scan(&c.num, &hasURL, &body); err != nil {
			return err
		}
		c.sameBody = sameText(body, p.BodyText)
		switch {
		case hasURL && p.URL != "":
			// Different permalinks mean different posts.
		case p.Title == "" && strings.HasPrefix(identity, "t:") && !c.sameBody:
			// A date alone is not enough: posts without a title must have the same body.
		default:
			found = append(found, c)
		}
		return nil
	})
	return found, err
}

// sameText reports whether two bodies are one, or one the beginning of the other.
func sameText(a, b string) bool {
	a, b = trimEllipsis(a), trimEllipsis(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) >= 40 && strings.HasPrefix(b, a)
}

func trimEllipsis(s string) string {
	s = blog.Fold(s)
	for _, cut := range []string{"…", "...", "[…]", "[...]"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, cut))
	}
	return s
}

// postNumber returns the post with a public id, its own or that of a merged post.
func (v view) postNumber(id string) (int64, error) {
	return v.firstOf(id, []lookup{{selectByID, id}, {selectByOldID, "i:" + id}})
}

// postNamed returns the post with an id, or a current or former address.
func (v view) postNamed(name string) (int64, error) {
	return v.firstOf(name, []lookup{
		{selectByID, name}, {selectByOldID, "i:" + name}, {selectByURL, blog.Canonical(name)},
		{selectByOldID, "u:" + blog.PathKey(name, false)}, {selectByOldID, "u:" + blog.PathKey(name, true)},
	})
}

type lookup struct{ query, key string }

// firstOf returns the result of the first successful lookup.
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

// newID returns the public id of a new post, derived from its first identity, plus a
// number in the rare case that another post has that id.
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

// clean normalizes a post for storage: valid UTF-8 without NUL, and nil for empty lists,
// so that equal readings are encoded as equal bytes.
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

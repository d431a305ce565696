package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

const sourceColumns = `id, url, name, timezone, date_order, date_order_by, dates_ambiguous, profile, rules,
	teaser, stated_total, unexplained, accepted, not_before, settings, warnings`

const (
	selectSources = `SELECT ` + sourceColumns + ` FROM source ORDER BY label, id`
	selectSource  = `SELECT ` + sourceColumns + ` FROM source WHERE id = ?`
	replaceSource = `INSERT INTO source (` + sourceColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET url = excluded.url, name = excluded.name, timezone = excluded.timezone,
			date_order = excluded.date_order, date_order_by = excluded.date_order_by,
			dates_ambiguous = excluded.dates_ambiguous, profile = excluded.profile, rules = excluded.rules,
			teaser = excluded.teaser, stated_total = excluded.stated_total, unexplained = excluded.unexplained,
			accepted = excluded.accepted, not_before = excluded.not_before, settings = excluded.settings,
			warnings = excluded.warnings`
)

// Sources returns all sources, sorted by address or name.
func (db *DB) Sources(ctx context.Context) (all []*blog.Source, err error) {
	err = db.read(ctx, "list sources", func(v view) error {
		all, err = v.sources()
		return err
	})
	return all, err
}

func (v view) sources() (all []*blog.Source, err error) {
	err = v.each(selectSources, nil, func(rows *sql.Rows) error {
		s, err := scanSource(rows.Scan)
		all = append(all, s)
		return err
	})
	return all, err
}

func scanSource(scan func(...any) error) (*blog.Source, error) {
	var s blog.Source
	var notBefore sql.NullString
	var settings, warnings string
	err := scan(&s.ID, &s.URL, &s.Name, &s.Timezone, &s.DateOrder, &s.DateOrderBy, &s.DatesAmbiguous, &s.Profile, &s.Rules,
		&s.Teaser, &s.StatedTotal, &s.Unexplained, &s.Accepted, &notBefore, &settings, &warnings)
	if err != nil {
		return nil, err
	}
	if notBefore.Valid {
		if s.NotBefore, err = time.Parse(time.RFC3339Nano, notBefore.String); err != nil {
			return nil, fmt.Errorf("source %s: not_before: %w", s.ID, err)
		}
	}
	err = errors.Join(json.Unmarshal([]byte(settings), &s.Settings), json.Unmarshal([]byte(warnings), &s.Warnings))
	return &s, err
}

// SaveSource stores a source if it has changed; its ID must be set. If the time zone has
// changed, the times of all its posts and comments are recomputed from their wall-clock
// times, which does not count as a change of the posts.
func (db *DB) SaveSource(ctx context.Context, s *blog.Source) error {
	return db.write(ctx, "save source "+s.Label(), func(t *tx) error {
		old, err := t.source(s.ID)
		if err != nil || old != nil && reflect.DeepEqual(old, inUTC(s)) {
			return err
		}
		if err := t.saveSource(s); err != nil {
			return err
		}
		if old == nil || old.Timezone == s.Timezone {
			return nil
		}
		return t.moveZone(s.ID, db.location(s.Timezone))
	})
}

// inUTC returns s as it is read back from the database.
func inUTC(s *blog.Source) *blog.Source {
	c := *s
	if !c.NotBefore.IsZero() {
		c.NotBefore = c.NotBefore.UTC().Round(0)
	} else {
		c.NotBefore = time.Time{}
	}
	return &c
}

// source returns the source with an id; nil if there is none.
func (v view) source(id string) (*blog.Source, error) {
	var s *blog.Source
	err := v.each(selectSource, []any{id}, func(rows *sql.Rows) (err error) {
		s, err = scanSource(rows.Scan)
		return err
	})
	return s, err
}

func (t *tx) saveSource(s *blog.Source) error {
	if s.ID == "" {
		return errors.New("a source needs an id")
	}
	settings, err := jsonText(s.Settings)
	if err != nil {
		return err
	}
	warnings, err := jsonText(s.Warnings)
	if err != nil {
		return err
	}
	var notBefore any
	if !s.NotBefore.IsZero() {
		notBefore = s.NotBefore.UTC().Format(time.RFC3339Nano)
	}
	return t.exec(replaceSource, s.ID, s.URL, s.Name, s.Timezone, s.DateOrder, s.DateOrderBy, s.DatesAmbiguous, s.Profile, s.Rules,
		s.Teaser, s.StatedTotal, s.Unexplained, s.Accepted, notBefore, settings, warnings)
}

const (
	selectPostWalls    = `SELECT num, 0, published FROM post WHERE source = ? AND published <> ''`
	updatePostMoment   = `UPDATE post SET published_at = ?, published_utc = ? WHERE num = ?`
	selectCommentWalls = `SELECT c.post, c.position, c.published FROM post_comment c JOIN post p ON p.num = c.post
		WHERE p.source = ? AND c.published <> ''`
	updateCommentMoment = `UPDATE post_comment SET published_at = ? WHERE post = ? AND position = ?`
)

// moveZone recomputes the times of a source in another zone.
func (t *tx) moveZone(source string, zone *time.Location) error {
	// Collect first: the connection cannot write while it reads.
	posts, err := t.clocks(selectPostWalls, source)
	if err != nil {
		return err
	}
	comments, err := t.clocks(selectCommentWalls, source)
	if err != nil {
		return err
	}
	for _, c := range posts {
		if err := t.exec(updatePostMoment, c.wall.RFC3339(zone), utcText(c.wall, zone), c.post); err != nil {
			return err
		}
	}
	for _, c := range comments {
		if err := t.exec(updateCommentMoment, c.wall.RFC3339(zone), c.post, c.position); err != nil {
			return err
		}
	}
	return nil
}

// clock is the wall-clock time of a post or comment.
type clock struct {
	post, position int64
	wall           blog.Wall
}

func (v view) clocks(query, source string) (all []clock, err error) {
	err = v.each(query, []any{source}, func(rows *sql.Rows) error {
		var c clock
		err := rows.Scan(&c.post, &c.position, &c.wall)
		all = append(all, c)
		return err
	})
	return all, err
}

// utcText returns a wall-clock time in UTC, formatted to sort as text; nil if it is not a
// valid time.
func utcText(w blog.Wall, zone *time.Location) *string {
	moment, ok := w.In(zone)
	if !ok {
		return nil
	}
	s := stamp(moment)
	return &s
}

// FindSource returns the source with an id, address or heading. Scheme, www, case,
// extension and trailing slash of an address are ignored. The error wraps ErrNoSource and
// lists the sources.
func (db *DB) FindSource(ctx context.Context, name string) (*blog.Source, error) {
	all, err := db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	return findSource(all, name)
}

func findSource(all []*blog.Source, name string) (*blog.Source, error) {
	for _, same := range []func(*blog.Source) bool{
		func(s *blog.Source) bool { return s.ID == name },
		func(s *blog.Source) bool { return s.URL != "" && blog.Canonical(s.URL) == blog.Canonical(name) },
		func(s *blog.Source) bool { return s.URL != "" && blog.PathKey(s.URL, true) == blog.PathKey(name, true) },
		func(s *blog.Source) bool {
			return s.Name != "" && strings.EqualFold(blog.Fold(s.Name), blog.Fold(name))
		},
	} {
		var found []*blog.Source
		for _, s := range all {
			if same(s) {
				found = append(found, s)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return nil, fmt.Errorf("find source %q: %w by that name alone: %s", name, ErrNoSource, labels(found))
		}
	}
	return nil, fmt.Errorf("find source %q: %w: %s", name, ErrNoSource, labels(all))
}

// labels lists sources for an error message.
func labels(all []*blog.Source) string {
	if len(all) == 0 {
		return "the database has none"
	}
	var names []string
	for _, s := range all {
		names = append(names, s.Label())
	}
	return "the database has " + strings.Join(names, ", ")
}

-- 0002: posts, their lists, and their earlier versions.

CREATE TABLE post (
	num           INTEGER PRIMARY KEY,   -- internal number, the search index uses it too
	id            TEXT NOT NULL UNIQUE,  -- public id: 20 hexadecimal digits, kept for ever
	source        TEXT NOT NULL REFERENCES source (id),
	url           TEXT NOT NULL,         -- permalink, '' if none is known
	moved_to      TEXT NOT NULL,         -- where the permalink redirects for good, '' if it does not
	title         TEXT NOT NULL,         -- plain text
	author        TEXT NOT NULL,         -- '' when the page does not say
	role          TEXT NOT NULL,         -- the author's job title, '' when the page does not say
	published     TEXT NOT NULL,         -- wall clock as shown, without a zone: 2014-07-21T06:00:00; '' if undated
	published_raw TEXT NOT NULL,         -- the date as the page wrote it
	published_at  TEXT,                  -- RFC 3339 with the offset of the source's zone
	published_utc TEXT,                  -- the same moment in UTC, sorts as text
	comment_count INTEGER,               -- as stated; NULL when the page does not say
	elsewhere     TEXT NOT NULL,         -- service that holds the comments, '' when the blog does
	excerpt       TEXT NOT NULL,         -- the teaser
	excerpt_only  INTEGER NOT NULL,      -- 1 while only a teaser is known
	from_text     INTEGER NOT NULL,      -- 1 if it was read from plain text
	content_hash  TEXT NOT NULL,         -- SHA-256 over what a reader would call its content
	first_seen_at TEXT NOT NULL,         -- UTC
	first_run     INTEGER REFERENCES run (id), -- run that stored it first
	live_run      INTEGER REFERENCES run (id), -- run since which it is live: the first, or the one that restored it
	last_seen_at  TEXT,                  -- UTC, for removed posts; for live ones the view derives it from the runs
	changed_at    TEXT,                  -- UTC; when a change by the author was last seen
	removed_at    TEXT,                  -- UTC; when a consistent pass did not show it
	version       INTEGER NOT NULL,      -- number of the present version, 1 for the first
	version_at    TEXT NOT NULL,         -- UTC; since when it is the present one
	version_cause TEXT NOT NULL,         -- why it came to be: new, edit, detail, completed, reparse, date-order, moved
	detail_count  INTEGER,               -- comment count that the listing stated when the post's own page was last read
	body_html     TEXT NOT NULL,         -- the post's own markup, cleaned
	body_text     TEXT NOT NULL          -- plain text
) STRICT;

CREATE INDEX post_by_date ON post (published_utc DESC, id);
CREATE INDEX post_by_source ON post (source, published_utc DESC, id);
CREATE INDEX post_live ON post (source, published_utc) WHERE removed_at IS NULL;

CREATE TABLE post_identity (
	source   TEXT NOT NULL,    -- source id
	identity TEXT NOT NULL,    -- u:permalink, t:time|title, b:body digest, p:place, i:id of a row that was merged into it
	post     INTEGER NOT NULL REFERENCES post (num),
	PRIMARY KEY (source, identity, post)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_identity_of_post ON post_identity (post);

CREATE TABLE post_tag (
	post     INTEGER NOT NULL REFERENCES post (num),
	position INTEGER NOT NULL, -- order on the page, from 0
	tag      TEXT NOT NULL,    -- as written on the page
	PRIMARY KEY (post, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_category (
	post     INTEGER NOT NULL REFERENCES post (num),
	position INTEGER NOT NULL, -- order on the page, from 0
	category TEXT NOT NULL,    -- as written on the page
	PRIMARY KEY (post, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_image (
	post     INTEGER NOT NULL REFERENCES post (num),
	position INTEGER NOT NULL, -- order in the body, from 0
	url      TEXT NOT NULL,    -- absolute
	alt      TEXT NOT NULL,    -- alternative text
	PRIMARY KEY (post, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_comment (
	post          INTEGER NOT NULL REFERENCES post (num),
	position      INTEGER NOT NULL, -- order on the page, from 0
	author        TEXT NOT NULL,    -- name as shown
	published     TEXT NOT NULL,    -- wall clock as shown, '' if undated
	published_raw TEXT NOT NULL,    -- the date as the page wrote it
	published_at  TEXT,             -- RFC 3339 with the offset of the source's zone
	url           TEXT NOT NULL,    -- of the comment, '' if it has none
	author_url    TEXT NOT NULL,    -- what the author's name links to, '' if nothing
	parent        TEXT NOT NULL,    -- address or id of the comment answered, '' if none
	body_text     TEXT NOT NULL,    -- plain text
	body_html     TEXT NOT NULL,    -- markup, cleaned
	PRIMARY KEY (post, position)
) STRICT;

CREATE TABLE post_version (
	post    INTEGER NOT NULL REFERENCES post (num),
	number  INTEGER NOT NULL, -- 1 is the first; the present version is the row in post
	from_at TEXT NOT NULL,    -- UTC; when this state was first seen
	to_at   TEXT NOT NULL,    -- UTC; when another state took its place
	cause   TEXT NOT NULL,    -- why this state came to be
	data    BLOB NOT NULL,    -- the post as JSON, zstd
	PRIMARY KEY (post, number)
) STRICT;

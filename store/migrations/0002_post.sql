-- 0002: posts, their lists, and their earlier versions.

CREATE TABLE post (
	num           INTEGER PRIMARY KEY,   -- internal number, also used by the search index
	id            TEXT NOT NULL UNIQUE,  -- public id: 20 hexadecimal digits, never changes
	source        TEXT NOT NULL REFERENCES source (id),
	url           TEXT NOT NULL,         -- permalink, '' if unknown
	moved_to      TEXT NOT NULL,         -- target of a permanent redirect of the permalink, '' if none
	title         TEXT NOT NULL,         -- plain text
	author        TEXT NOT NULL,         -- '' if not shown
	role          TEXT NOT NULL,         -- the author's job title, '' if not shown
	published     TEXT NOT NULL,         -- wall clock as shown, without a zone: 2014-07-21T06:00:00; '' if undated
	published_raw TEXT NOT NULL,         -- the date as written on the page
	published_at  TEXT,                  -- RFC 3339 with the offset of the source's zone
	published_utc TEXT,                  -- the same time in UTC, sorts as text
	comment_count INTEGER,               -- as stated; NULL if not stated
	elsewhere     TEXT NOT NULL,         -- service that has the comments, '' for the blog itself
	excerpt       TEXT NOT NULL,         -- the teaser
	excerpt_only  INTEGER NOT NULL,      -- 1 while only a teaser is known
	from_text     INTEGER NOT NULL,      -- 1 if it was read from plain text
	content_hash  TEXT NOT NULL,         -- SHA-256 over the content that readers see
	first_seen_at TEXT NOT NULL,         -- UTC
	first_run     INTEGER REFERENCES run (id), -- run that first stored it
	live_run      INTEGER REFERENCES run (id), -- run since which it is live: the first, or the one that restored it
	last_seen_at  TEXT,                  -- UTC, for removed posts; for live ones the view derives it from the runs
	changed_at    TEXT,                  -- UTC; when a change by the author was last detected
	removed_at    TEXT,                  -- UTC; when a consistent pass did not show it
	version       INTEGER NOT NULL,      -- number of the current version, from 1
	version_at    TEXT NOT NULL,         -- UTC; start of the current version
	version_cause TEXT NOT NULL,         -- cause of the current version: new, edit, detail, completed, reparse, date-order, moved
	detail_count  INTEGER,               -- comment count stated by the listing when the post's own page was last read
	body_html     TEXT NOT NULL,         -- the post's markup, cleaned
	body_text     TEXT NOT NULL          -- plain text
) STRICT;

CREATE INDEX post_by_date ON post (published_utc DESC, id);
CREATE INDEX post_by_source ON post (source, published_utc DESC, id);
CREATE INDEX post_live ON post (source, published_utc) WHERE removed_at IS NULL;

CREATE TABLE post_identity (
	source   TEXT NOT NULL,    -- source id
	identity TEXT NOT NULL,    -- u:permalink, t:time|title, b:body digest, p:page#position, i:id of a merged post
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
	published_raw TEXT NOT NULL,    -- the date as written on the page
	published_at  TEXT,             -- RFC 3339 with the offset of the source's zone
	url           TEXT NOT NULL,    -- of the comment, '' if none
	author_url    TEXT NOT NULL,    -- link of the author's name, '' if none
	parent        TEXT NOT NULL,    -- address or id of the comment it replies to, '' if none
	body_text     TEXT NOT NULL,    -- plain text
	body_html     TEXT NOT NULL,    -- markup, cleaned
	PRIMARY KEY (post, position)
) STRICT;

CREATE TABLE post_version (
	post    INTEGER NOT NULL REFERENCES post (num),
	number  INTEGER NOT NULL, -- from 1; the current version is the row in post
	from_at TEXT NOT NULL,    -- UTC; when this version was first seen
	to_at   TEXT NOT NULL,    -- UTC; when it was replaced
	cause   TEXT NOT NULL,    -- cause of this version
	data    BLOB NOT NULL,    -- the post as JSON, zstd
	PRIMARY KEY (post, number)
) STRICT;

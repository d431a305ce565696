-- 0003: pages as they were received, and what was read from them.

CREATE TABLE dictionary (
	id     INTEGER PRIMARY KEY,
	source TEXT NOT NULL UNIQUE REFERENCES source (id),
	data   BLOB NOT NULL -- the source's first page that gave posts, zstd; never changed, later pages need it
) STRICT;

CREATE TABLE page (
	id          INTEGER PRIMARY KEY,
	source      TEXT NOT NULL REFERENCES source (id),
	run         INTEGER REFERENCES run (id),  -- run that received it
	kind        TEXT NOT NULL,                -- listing, detail, feed or comments
	post        INTEGER REFERENCES post (num),-- whose page it is, for detail and comments
	parent      INTEGER REFERENCES page (id), -- for comments: the detail page read with it
	number      INTEGER NOT NULL,             -- listing page or page of comments, from 1; 0 if unknown
	saved       INTEGER NOT NULL,             -- 1 if it was imported from disk
	request_key TEXT NOT NULL,                -- names what was asked for; a page with an equal key is the same page
	method      TEXT NOT NULL,                -- GET or POST
	request_url TEXT NOT NULL,                -- as asked
	referer     TEXT NOT NULL,                -- page on which the request was found, '' if none
	url         TEXT NOT NULL,                -- where it came from in the end
	file        TEXT NOT NULL,                -- path of a saved page, '' for a fetched one
	status      INTEGER NOT NULL,             -- HTTP status, 0 for a saved page
	headers     TEXT NOT NULL,                -- JSON object of the response's headers, each an array of strings
	received_at TEXT NOT NULL,                -- UTC
	posts       INTEGER NOT NULL,             -- how many posts were read from it
	range_from  INTEGER,                      -- stated "a-b (of N)": a; NULL when the page states none
	range_to    INTEGER,                      -- b
	range_total INTEGER,                      -- N
	dates       TEXT NOT NULL,                -- JSON array: raw dates in page order, for settling day and month
	digest      BLOB NOT NULL,                -- SHA-256 over posts, range and outcome: equal means nothing new
	size        INTEGER NOT NULL,             -- bytes of the body, before compression
	dictionary  INTEGER REFERENCES dictionary (id), -- NULL if form and body were compressed without one
	form        BLOB,                         -- fields of a POST as JSON, zstd; NULL for GET
	body        BLOB NOT NULL                 -- as received, zstd
) STRICT;

CREATE INDEX page_by_key ON page (source, request_key, kind, id);
CREATE INDEX page_of_post ON page (post) WHERE post IS NOT NULL;
CREATE INDEX page_of_parent ON page (parent) WHERE parent IS NOT NULL;

CREATE TABLE page_post (
	page     INTEGER NOT NULL REFERENCES page (id),
	position INTEGER NOT NULL, -- order on the page, from 0
	post     INTEGER NOT NULL REFERENCES post (num),
	PRIMARY KEY (page, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX page_post_of_post ON page_post (post);

CREATE TABLE reading (
	post         INTEGER NOT NULL REFERENCES post (num),
	slot         TEXT NOT NULL,                -- listing, detail, saved or feed: which kind of page showed the post so
	page         INTEGER REFERENCES page (id), -- the kept page it was read from
	excerpt_only INTEGER NOT NULL,             -- 1 if the page showed only a teaser
	from_text    INTEGER NOT NULL,             -- 1 if it was read from plain text
	digest       BLOB NOT NULL,                -- SHA-256 of what the page gave: equal means nothing new
	data         BLOB NOT NULL,                -- the post as this page showed it, JSON, zstd
	PRIMARY KEY (post, slot)
) STRICT;

CREATE INDEX reading_of_page ON reading (page);

CREATE TABLE validator (
	source        TEXT NOT NULL REFERENCES source (id),
	request_key   TEXT NOT NULL, -- the page asked for
	etag          TEXT NOT NULL, -- '' if the server gave none
	last_modified TEXT NOT NULL, -- '' if the server gave none
	page          INTEGER NOT NULL REFERENCES page (id), -- the kept copy that a 304 stands for
	PRIMARY KEY (source, request_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX validator_of_page ON validator (page);

-- 0003: pages as received, and what was read from them.

CREATE TABLE dictionary (
	id     INTEGER PRIMARY KEY,
	source TEXT NOT NULL UNIQUE REFERENCES source (id),
	data   BLOB NOT NULL -- the source's first page with posts, zstd; never changes, since later pages need it
) STRICT;

CREATE TABLE page (
	id          INTEGER PRIMARY KEY,
	source      TEXT NOT NULL REFERENCES source (id),
	run         INTEGER REFERENCES run (id),  -- run that received it
	kind        TEXT NOT NULL,                -- listing, detail, feed or comments
	post        INTEGER REFERENCES post (num),-- its post, for detail and comments
	parent      INTEGER REFERENCES page (id), -- for comments: the detail page
	number      INTEGER NOT NULL,             -- listing page or page of comments, from 1; 0 if unknown
	saved       INTEGER NOT NULL,             -- 1 if it was imported from disk
	request_key TEXT NOT NULL,                -- identifies the request: pages with equal keys are the same page
	method      TEXT NOT NULL,                -- GET or POST
	request_url TEXT NOT NULL,                -- as requested
	referer     TEXT NOT NULL,                -- page that led to the request, '' if none
	url         TEXT NOT NULL,                -- final address, after redirects
	file        TEXT NOT NULL,                -- path of a saved page, '' for a fetched one
	status      INTEGER NOT NULL,             -- HTTP status, 0 for a saved page
	headers     TEXT NOT NULL,                -- JSON object of the response's headers, each an array of strings
	received_at TEXT NOT NULL,                -- UTC
	posts       INTEGER NOT NULL,             -- number of posts read from it
	range_from  INTEGER,                      -- stated "a-b (of N)": a; NULL if not stated
	range_to    INTEGER,                      -- b
	range_total INTEGER,                      -- N
	dates       TEXT NOT NULL,                -- JSON array: raw dates in page order, to determine the date order
	digest      BLOB NOT NULL,                -- SHA-256 over posts, range and status: equal means nothing new
	size        INTEGER NOT NULL,             -- size of the body in bytes, uncompressed
	dictionary  INTEGER REFERENCES dictionary (id), -- for form and body; NULL for none
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
	slot         TEXT NOT NULL,                -- kind of page: listing, detail, saved or feed
	page         INTEGER REFERENCES page (id), -- the stored page it was read from
	excerpt_only INTEGER NOT NULL,             -- 1 if the page showed only a teaser
	from_text    INTEGER NOT NULL,             -- 1 if it was read from plain text
	digest       BLOB NOT NULL,                -- SHA-256 of the post as parsed: equal means nothing new
	data         BLOB NOT NULL,                -- the post as shown by this page, JSON, zstd
	PRIMARY KEY (post, slot)
) STRICT;

CREATE INDEX reading_of_page ON reading (page);

CREATE TABLE validator (
	source        TEXT NOT NULL REFERENCES source (id),
	request_key   TEXT NOT NULL, -- the requested page
	etag          TEXT NOT NULL, -- '' if the server sent none
	last_modified TEXT NOT NULL, -- '' if the server sent none
	page          INTEGER NOT NULL REFERENCES page (id), -- the stored copy to which a 304 refers
	PRIMARY KEY (source, request_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX validator_of_page ON validator (page);

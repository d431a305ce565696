-- 0004: walks over the listing pages, and detail pages to be read.

CREATE TABLE pass (
	id         INTEGER PRIMARY KEY,
	source     TEXT NOT NULL REFERENCES source (id),
	run        INTEGER REFERENCES run (id), -- run that started it
	started_at TEXT NOT NULL,    -- UTC
	outcome    TEXT NOT NULL,    -- consistent, inconsistent, failed, stopped or cut; '' while unfinished
	reason     TEXT NOT NULL,    -- why it was not consistent
	total      INTEGER           -- stated by all of its pages, or by the last one
) STRICT;

CREATE INDEX pass_of_source ON pass (source, id);

CREATE TABLE pass_page (
	id          INTEGER PRIMARY KEY, -- order in which they were read
	pass        INTEGER NOT NULL REFERENCES pass (id),
	number      INTEGER NOT NULL, -- page number, 1 for the first
	look        INTEGER NOT NULL, -- 1 for the last look at page 1
	request_key TEXT NOT NULL,    -- the requested page
	range_from  INTEGER,          -- stated "a-b (of N)": a; NULL if not stated
	range_to    INTEGER,          -- b
	range_total INTEGER,          -- N
	range_raw   TEXT,             -- as written on the page
	posts       TEXT NOT NULL,    -- JSON array of post ids in page order
	pager       BLOB              -- the pager, JSON, zstd; NULL if no longer needed
) STRICT;

CREATE INDEX pass_page_of_pass ON pass_page (pass);
CREATE INDEX pass_page_by_key ON pass_page (request_key);

CREATE TABLE due (
	post   INTEGER PRIMARY KEY REFERENCES post (num), -- the post whose detail page has to be read
	reason TEXT NOT NULL,    -- why
	tries  INTEGER NOT NULL, -- number of failed attempts
	error  TEXT NOT NULL,    -- of the last attempt, '' if none
	page   INTEGER NOT NULL  -- listing page that shows the post, 0 if unknown
) STRICT;

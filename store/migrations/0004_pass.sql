-- 0004: walks over the listing pages, and what they leave to be done.

CREATE TABLE pass (
	id         INTEGER PRIMARY KEY,
	source     TEXT NOT NULL REFERENCES source (id),
	run        INTEGER REFERENCES run (id), -- run that began it, or took it up
	started_at TEXT NOT NULL,    -- UTC
	outcome    TEXT NOT NULL,    -- consistent, inconsistent, failed, stopped or cut; '' while it is not at its end
	reason     TEXT NOT NULL,    -- why it was not consistent
	total      INTEGER           -- as all its pages stated, or as the last one did
) STRICT;

CREATE INDEX pass_of_source ON pass (source, id);

CREATE TABLE pass_page (
	id          INTEGER PRIMARY KEY, -- order in which they were read
	pass        INTEGER NOT NULL REFERENCES pass (id),
	number      INTEGER NOT NULL, -- page number, 1 for the first
	look        INTEGER NOT NULL, -- 1 for the last look at page 1
	request_key TEXT NOT NULL,    -- the page asked for
	range_from  INTEGER,          -- stated "a-b (of N)": a; NULL when the page states none
	range_to    INTEGER,          -- b
	range_total INTEGER,          -- N
	range_raw   TEXT,             -- as the page wrote it
	posts       TEXT NOT NULL,    -- JSON array of post ids in page order
	pager       BLOB              -- the way on, JSON, zstd; NULL once no later run can need it
) STRICT;

CREATE INDEX pass_page_of_pass ON pass_page (pass);
CREATE INDEX pass_page_by_key ON pass_page (request_key);

CREATE TABLE due (
	post   INTEGER PRIMARY KEY REFERENCES post (num), -- whose own page has still to be read
	reason TEXT NOT NULL,    -- why
	tries  INTEGER NOT NULL, -- how often it was tried in vain
	error  TEXT NOT NULL,    -- of the last try, '' before it
	page   INTEGER NOT NULL  -- listing page on which the post stood, 0 if unknown
) STRICT;

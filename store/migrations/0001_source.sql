-- 0001: blogs, and the runs over them.

CREATE TABLE source (
	id              TEXT PRIMARY KEY NOT NULL, -- public id: 20 hexadecimal digits
	url             TEXT NOT NULL,             -- address of the listing, '' if only saved pages without an address are known
	name            TEXT NOT NULL,             -- the blog's heading
	timezone        TEXT NOT NULL,             -- IANA name, '' for UTC: the zone in which wall clocks are read
	date_order      TEXT NOT NULL,             -- mdy, dmy or ymd, '' or auto if unknown
	date_order_by   TEXT NOT NULL,             -- how it was determined: flag, dates, order, declared
	dates_ambiguous INTEGER NOT NULL,          -- number of dates that depend on it
	profile         TEXT NOT NULL,             -- name of the profile, or the text of a user's file
	rules           TEXT NOT NULL,             -- what the parser learned from the pages, opaque
	teaser          TEXT NOT NULL,             -- whether listings show whole posts: whole, teaser, cut, '' if unknown
	stated_total    INTEGER,                   -- stated by the newest listing page; NULL if none did
	unexplained     INTEGER NOT NULL,          -- posts that the site counts but does not show; negative: shows but does not count
	accepted        INTEGER NOT NULL,          -- how many of them the user accepted as missing
	not_before      TEXT,                      -- Retry-After: no requests before that time, UTC; NULL if none
	settings        TEXT NOT NULL,             -- JSON object: flags for later syncs
	warnings        TEXT NOT NULL,             -- JSON array of warnings
	label           TEXT GENERATED ALWAYS AS (iif(url <> '', url, name)) VIRTUAL -- its name for users
) STRICT;

CREATE TABLE run (
	id               INTEGER PRIMARY KEY,
	source           TEXT NOT NULL REFERENCES source (id),
	kind             TEXT NOT NULL,              -- crawl, sync, import or reparse
	started_at       TEXT NOT NULL,              -- UTC
	finished_at      TEXT,                       -- UTC; NULL while running, and if the process was killed
	requests         INTEGER NOT NULL DEFAULT 0, -- every HTTP request sent
	bytes            INTEGER NOT NULL DEFAULT 0, -- received over the wire
	pages            INTEGER NOT NULL DEFAULT 0, -- documents received
	new              INTEGER NOT NULL DEFAULT 0, -- posts stored for the first time
	changed          INTEGER NOT NULL DEFAULT 0, -- posts that the author changed
	unchanged        INTEGER NOT NULL DEFAULT 0, -- posts seen unchanged
	removed          INTEGER NOT NULL DEFAULT 0, -- posts that have vanished
	restored         INTEGER NOT NULL DEFAULT 0, -- posts that have reappeared
	stated_total     INTEGER,                    -- number of posts stated by the site; NULL if it does not state one
	stored           INTEGER NOT NULL DEFAULT 0, -- live posts at the end
	complete         INTEGER NOT NULL DEFAULT 0, -- 1 if nothing is missing
	accepted_missing INTEGER NOT NULL DEFAULT 0, -- posts that the user accepted as missing
	gaps             TEXT NOT NULL DEFAULT '[]', -- JSON array: what the source still lacks
	failed           TEXT NOT NULL DEFAULT '[]', -- JSON array: requests that failed
	interrupted      INTEGER NOT NULL DEFAULT 0, -- 1 if ended by a signal
	proved           INTEGER NOT NULL DEFAULT 0, -- 1 if a proof covers all live posts as of finished_at
	warnings         TEXT NOT NULL DEFAULT '[]', -- JSON array of warnings
	looked           TEXT NOT NULL DEFAULT '',   -- what the proof is if no total is stated
	error            TEXT NOT NULL DEFAULT ''    -- why it ended early, '' if it did not
) STRICT;

CREATE INDEX run_of_source ON run (source, id);
-- For last_seen_at of every post, which is the newest proof of its source.
CREATE INDEX run_proved ON run (source, id, finished_at) WHERE proved = 1;

CREATE TABLE gap (
	source     TEXT NOT NULL REFERENCES source (id),
	position   INTEGER NOT NULL, -- order in the report
	kind       TEXT NOT NULL,    -- range, post, detail or page
	range_from INTEGER NOT NULL, -- first missing post, 0 if not applicable
	range_to   INTEGER NOT NULL, -- last missing post, 0 if not applicable
	url        TEXT NOT NULL,    -- address that could not be read, '' if not applicable
	page       INTEGER NOT NULL, -- listing page, 0 if not applicable
	reason     TEXT NOT NULL,    -- why it is missing
	PRIMARY KEY (source, position)
) STRICT, WITHOUT ROWID;

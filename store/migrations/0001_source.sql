-- 0001: blogs, and the runs over them.

CREATE TABLE source (
	id              TEXT PRIMARY KEY NOT NULL, -- public id: 20 hexadecimal digits
	url             TEXT NOT NULL,             -- address of the listing, '' while only saved pages without one are known
	name            TEXT NOT NULL,             -- the blog's heading
	timezone        TEXT NOT NULL,             -- IANA name, '' for UTC: the zone in which wall clocks are read
	date_order      TEXT NOT NULL,             -- mdy, dmy or ymd as settled, '' or auto while it is open
	date_order_by   TEXT NOT NULL,             -- what settled it: flag, dates, order, declared
	dates_ambiguous INTEGER NOT NULL,          -- how many dates that verdict decides
	profile         TEXT NOT NULL,             -- name of the profile, or the text of a user's file
	rules           TEXT NOT NULL,             -- what the parser learnt from the pages, opaque
	teaser          TEXT NOT NULL,             -- do listings show whole posts: whole, teaser, '' if not known
	stated_total    INTEGER,                   -- what the newest listing page stated; NULL if none did
	unexplained     INTEGER NOT NULL,          -- posts that the site counts beyond those it shows; negative: shows beyond those it counts
	accepted        INTEGER NOT NULL,          -- how many of them the user accepted as missing
	not_before      TEXT,                      -- Retry-After: ask the site no sooner, UTC; NULL if it may be asked
	settings        TEXT NOT NULL,             -- JSON object: flags that a later sync repeats
	warnings        TEXT NOT NULL,             -- JSON array of doubts in plain words
	label           TEXT GENERATED ALWAYS AS (iif(url <> '', url, name)) VIRTUAL -- what users know it by
) STRICT;

CREATE TABLE run (
	id               INTEGER PRIMARY KEY,
	source           TEXT NOT NULL REFERENCES source (id),
	kind             TEXT NOT NULL,              -- crawl, sync, import or reparse
	started_at       TEXT NOT NULL,              -- UTC
	finished_at      TEXT,                       -- UTC; NULL while under way, and for ever after a kill
	requests         INTEGER NOT NULL DEFAULT 0, -- every HTTP request sent
	bytes            INTEGER NOT NULL DEFAULT 0, -- received over the wire
	pages            INTEGER NOT NULL DEFAULT 0, -- documents received
	new              INTEGER NOT NULL DEFAULT 0, -- posts stored for the first time
	changed          INTEGER NOT NULL DEFAULT 0, -- posts that the author changed
	unchanged        INTEGER NOT NULL DEFAULT 0, -- posts seen as they were
	removed          INTEGER NOT NULL DEFAULT 0, -- posts found to be gone
	restored         INTEGER NOT NULL DEFAULT 0, -- posts that came back
	stated_total     INTEGER,                    -- how many posts the site says it has; NULL if it does not say
	stored           INTEGER NOT NULL DEFAULT 0, -- live posts in the end
	complete         INTEGER NOT NULL DEFAULT 0, -- 1 if nothing is missing
	accepted_missing INTEGER NOT NULL DEFAULT 0, -- posts that the user accepted as missing
	gaps             TEXT NOT NULL DEFAULT '[]', -- JSON array: what the source still lacks
	failed           TEXT NOT NULL DEFAULT '[]', -- JSON array: what the run asked for and did not get
	interrupted      INTEGER NOT NULL DEFAULT 0, -- 1 if a signal ended it
	proved           INTEGER NOT NULL DEFAULT 0, -- 1 if a proof covers all live posts as of finished_at
	warnings         TEXT NOT NULL DEFAULT '[]', -- JSON array of doubts in plain words
	looked           TEXT NOT NULL DEFAULT '',   -- how far an early stop let it look
	error            TEXT NOT NULL DEFAULT ''    -- why it ended early, '' if it did not
) STRICT;

CREATE INDEX run_of_source ON run (source, id);
-- last_seen_at of every post asks for the newest proof of its source.
CREATE INDEX run_proved ON run (source, id, finished_at) WHERE proved = 1;

CREATE TABLE gap (
	source     TEXT NOT NULL REFERENCES source (id),
	position   INTEGER NOT NULL, -- order in which the run found them
	kind       TEXT NOT NULL,    -- range, post, detail or page
	range_from INTEGER NOT NULL, -- first missing result, 0 where it does not apply
	range_to   INTEGER NOT NULL, -- last missing result, 0 where it does not apply
	url        TEXT NOT NULL,    -- address that could not be read, '' if not applicable
	page       INTEGER NOT NULL, -- listing page, 0 where it does not apply
	reason     TEXT NOT NULL,    -- why it is missing
	PRIMARY KEY (source, position)
) STRICT, WITHOUT ROWID;

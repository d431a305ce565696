-- 0007: images and other files of posts, stored in a folder beside the database.

CREATE TABLE media_file (
	digest TEXT PRIMARY KEY NOT NULL, -- SHA-256 of the file, hexadecimal
	name   TEXT NOT NULL UNIQUE,      -- in the folder: lower case, so that no two differ only in case
	type   TEXT NOT NULL,             -- by content, such as image/png
	size   INTEGER NOT NULL,          -- bytes
	note   TEXT NOT NULL              -- what was removed to make it safe, '' for nothing
) STRICT, WITHOUT ROWID;

CREATE TABLE media (
	num      INTEGER PRIMARY KEY,
	url      TEXT NOT NULL UNIQUE, -- as in the posts
	best     TEXT NOT NULL,        -- where it is requested first: the original, as far as known
	better   TEXT NOT NULL,        -- JSON array: addresses of larger copies, the best first
	link     INTEGER NOT NULL,     -- 1 if posts only link to it, 0 if a post shows it
	state    TEXT NOT NULL,        -- due, had (stored), failed, page (a link to a page, not to a file) or accepted (as missing)
	got_from TEXT NOT NULL,        -- the address it was downloaded from, '' if none
	file     TEXT REFERENCES media_file (digest), -- NULL until it was downloaded; kept if the file is removed from the folder and due again
	tries    INTEGER NOT NULL,     -- number of failed attempts
	error    TEXT NOT NULL,        -- of the last attempt, '' if none
	at       TEXT                  -- UTC; of the last attempt
) STRICT;

CREATE INDEX media_due ON media (best, num) WHERE state IN ('due', 'failed');
CREATE INDEX media_from ON media (got_from) WHERE state = 'had';
CREATE INDEX media_of_file ON media (file) WHERE file IS NOT NULL;

CREATE TABLE media_of_post (
	post     INTEGER NOT NULL REFERENCES post (num) ON DELETE CASCADE,
	position INTEGER NOT NULL, -- order in the post, from 0
	media    INTEGER NOT NULL REFERENCES media (num),
	PRIMARY KEY (post, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_of_post_by_media ON media_of_post (media);

CREATE TABLE media_read (
	post INTEGER PRIMARY KEY REFERENCES post (num) ON DELETE CASCADE, -- the post that was scanned for files
	mark TEXT NOT NULL -- rules and content hash: the post is scanned again if they differ
) STRICT;

CREATE VIEW post_media AS
SELECT
	p.id AS post_id,
	m.url,
	m.state,
	f.name,
	f.type,
	f.size,
	f.digest AS sha256,
	nullif(m.error, '') AS error
FROM media_of_post r JOIN post p ON p.num = r.post JOIN media m ON m.num = r.media LEFT JOIN media_file f ON f.digest = m.file
WHERE m.state <> 'page'
ORDER BY r.post, r.position;

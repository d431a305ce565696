-- 0007: images and other files of posts. Their bytes are in a folder beside the database.

CREATE TABLE media_file (
	digest TEXT PRIMARY KEY NOT NULL, -- SHA-256 of the file, hexadecimal
	name   TEXT NOT NULL UNIQUE,      -- in the folder: lower case, so that no two differ in case alone
	type   TEXT NOT NULL,             -- by content: image/png
	size   INTEGER NOT NULL,          -- bytes
	note   TEXT NOT NULL              -- what was taken out to make it safe, '' for nothing
) STRICT, WITHOUT ROWID;

CREATE TABLE media (
	num      INTEGER PRIMARY KEY,
	url      TEXT NOT NULL UNIQUE, -- as posts write it
	best     TEXT NOT NULL,        -- where it is asked for first: the original, as far as is known
	better   TEXT NOT NULL,        -- JSON array: addresses of larger copies, the best first
	link     INTEGER NOT NULL,     -- 1 if posts only link to it, 0 if one shows it
	state    TEXT NOT NULL,        -- due, had, failed, page (a link that leads to no file) or accepted (as missing)
	got_from TEXT NOT NULL,        -- where it came from, '' until then
	file     TEXT REFERENCES media_file (digest), -- NULL until it was had; stays when the file leaves the folder and is due again
	tries    INTEGER NOT NULL,     -- how often it was asked for in vain
	error    TEXT NOT NULL,        -- of the last try, '' if there is none
	at       TEXT                  -- UTC; when it was asked for last
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
	post INTEGER PRIMARY KEY REFERENCES post (num) ON DELETE CASCADE, -- whose names of files were read
	mark TEXT NOT NULL -- by which rules and from which content: read again when it differs
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

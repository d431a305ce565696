-- 0006: stable views for SQL users. They use nothing newer than SQLite 3.40.

CREATE VIEW posts AS
SELECT
	p.id,
	s.label AS source,
	nullif(p.url, '') AS url,
	p.title,
	p.author,
	p.role,
	p.published_at,
	p.published_raw,
	p.comment_count,
	p.excerpt,
	p.body_html,
	p.body_text,
	p.excerpt_only,
	p.first_seen_at,
	CASE WHEN p.removed_at IS NOT NULL THEN p.last_seen_at ELSE coalesce(
		(SELECT r.finished_at FROM run r
			WHERE r.source = p.source AND r.proved = 1 AND r.id >= p.live_run
			ORDER BY r.id DESC LIMIT 1),
		(SELECT r.finished_at FROM run r WHERE r.id = p.live_run),
		p.first_seen_at
	) END AS last_seen_at,
	p.changed_at,
	p.removed_at,
	p.content_hash
FROM post p JOIN source s ON s.id = p.source;

CREATE VIEW post_tags AS
SELECT p.id AS post_id, t.tag
FROM post_tag t JOIN post p ON p.num = t.post
ORDER BY t.post, t.position;

CREATE VIEW post_categories AS
SELECT p.id AS post_id, c.category
FROM post_category c JOIN post p ON p.num = c.post
ORDER BY c.post, c.position;

CREATE VIEW post_comments AS
SELECT
	p.id AS post_id,
	c.author,
	c.published_at,
	c.body_text,
	c.body_html,
	nullif(c.url, '') AS url,
	nullif(c.parent, '') AS parent
FROM post_comment c JOIN post p ON p.num = c.post
ORDER BY c.post, c.position;

CREATE VIEW post_images AS
SELECT p.id AS post_id, i.url, i.alt
FROM post_image i JOIN post p ON p.num = i.post
ORDER BY i.post, i.position;

CREATE VIEW runs AS
SELECT
	s.label AS source,
	r.started_at,
	r.finished_at,
	r.requests,
	r.bytes,
	r.pages,
	r.new,
	r.changed,
	r.unchanged,
	r.removed,
	r.restored,
	r.stated_total,
	r.stored,
	r.complete,
	r.gaps,
	r.failed
FROM run r JOIN source s ON s.id = r.source
ORDER BY r.id;

CREATE VIEW pages AS
SELECT
	g.id,
	s.label AS source,
	g.kind,
	p.id AS post_id,
	g.number,
	g.method,
	g.request_url,
	nullif(g.url, '') AS url,
	nullif(g.file, '') AS file,
	g.status,
	g.headers,
	g.received_at,
	g.posts,
	g.range_from,
	g.range_to,
	g.range_total,
	g.size
FROM page g JOIN source s ON s.id = g.source LEFT JOIN post p ON p.num = g.post
ORDER BY g.id;

-- 0008: pingbacks and trackbacks are distinguished from readers' comments.

ALTER TABLE post_comment ADD COLUMN type TEXT NOT NULL DEFAULT ''; -- pingback or trackback, '' for a reader's comment

DROP VIEW post_comments;

CREATE VIEW post_comments AS
SELECT
	p.id AS post_id,
	c.author,
	c.published_at,
	c.body_text,
	c.body_html,
	nullif(c.url, '') AS url,
	nullif(c.parent, '') AS parent,
	nullif(c.type, '') AS type
FROM post_comment c JOIN post p ON p.num = c.post
ORDER BY c.post, c.position;

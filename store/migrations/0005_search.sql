-- 0005: full-text search over title and body. The text stays in post; the
-- program writes the index rows itself, after a page's posts.

CREATE VIRTUAL TABLE post_fts USING fts5 (
	title,
	body_text,
	content = 'post',
	content_rowid = 'num',
	tokenize = 'unicode61 remove_diacritics 2'
);

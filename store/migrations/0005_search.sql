-- 0005: full-text search over title and body. The text is in post; the program
-- writes the index rows, after the posts of a page.

CREATE VIRTUAL TABLE post_fts USING fts5 (
	title,
	body_text,
	content = 'post',
	content_rowid = 'num',
	tokenize = 'unicode61 remove_diacritics 2'
);

// Package export writes stored posts: complete records for scripts (json, ndjson, csv),
// and files and folders for other programs. It knows the formats and the rules of these
// programs; the caller selects the records and provides the output.
//
// Every format streams: memory holds a few records, never the whole blog. The same
// records produce the same bytes. What a format or its destination cannot represent is
// changed and reported as a Change.
//
// Formats for other programs read the records twice: first to make the Plan, since a post
// can link to any other. An export that fails has written something, and line-based output
// does not show that the rest is missing: write files with internal/atomicfile, which
// keeps the old file on errors.
//
//	formats.go    the table of formats, the options, Write
//	stream.go     the loop that the record-by-record formats share
//	pool.go       working on records on all cores, in their order
//	json.go       one array of objects
//	ndjson.go     one object a line
//	csv.go        RFC 4180, with or without regard for spreadsheets
//	atom.go       one Atom feed (atom_comments.go another one), and jsonfeed.go one
//	              JSON Feed; feed.go is what they say alike, xmltext.go text as XML
//	ghost.go      Ghost's import file: ghost_posts.go, ghost_names.go (users and
//	              tags), ghost_zip.go (with images)
//	jsontext.go   records and strings as JSON
//	markdown.go   records given their body_markdown
//	commonmark.go one body as Markdown, with its addresses as they are (asides.go);
//	              plainmarkup.go and plaintext.go the same for paragraphs that
//	              Markdown can't misread, which shorten.go finds
//	plan.go       where everything goes in the new home: posts (slug.go,
//	              permalink.go), authors and tags (names.go), all in little memory
//	              (texts.go)
//	links.go      old addresses in markup become new ones
//	body.go       a post's body as the new home has it: links, images, files, of
//	              which copies.go takes copies along
//	change.go     what a destination can't take as it is
//	wxr.go       WordPress's export file: wxr_head.go, wxr_posts.go (ids and times),
//	             wxr_comments.go, wxr_files.go, wxr_text.go, wxr_xml.go
//	tree.go       folders of files
//	site.go       folders for generators of static sites: hugo.go (hugoterms.go),
//	              jekyll.go, markdownsite.go, frontmatter.go, oldpaths.go
//	html.go       an archive that opens from disk: html_post.go, html_outside.go
//	              (what is on other sites), html_lists.go, html_search.go,
//	              and the folder html
//	check.go      a page to compare posts with their old pages on
//	redirects.go  rules for old addresses: redirect_table.go gathers, redirect_rules.go
//	              holds them; redirect_servers.go and a file for each server
//	dialect.go    Markdown that reads as its markup does (reading.go), as the
//	              programs understand it (dialects.go)
package export

package export

import (
	"strconv"
	"unicode/utf8"

	"github.com/blogferry/blogferry/blog"
)

// appendRecord appends r as a JSON object on one line, with the keys in the order of
// blog.Record. encoding/json takes nearly twice the time (BenchmarkJSON) and writes null
// for a nil list. A test compares both, so that no field of Record is forgotten here.
func appendRecord(b []byte, r *blog.Record) []byte {
	b = appendText(b, `{"id":`, r.ID)
	b = appendText(b, `,"source":`, r.Source)
	b = appendNullable(b, `,"url":`, r.URL)
	b = appendText(b, `,"title":`, r.Title)
	b = appendText(b, `,"author":`, r.Author)
	b = appendText(b, `,"role":`, r.Role)
	b = appendNullable(b, `,"published_at":`, r.PublishedAt)
	b = appendText(b, `,"published_raw":`, r.PublishedRaw)
	b = appendList(b, `,"tags":`, r.Tags, appendString)
	b = appendList(b, `,"categories":`, r.Categories, appendString)
	b = appendCount(b, `,"comment_count":`, r.CommentCount)
	b = appendList(b, `,"comments":`, r.Comments, appendComment)
	if r.CommentsElsewhere != "" {
		b = appendText(b, `,"comments_elsewhere":`, r.CommentsElsewhere)
	}
	b = appendText(b, `,"excerpt":`, r.Excerpt)
	b = appendText(b, `,"body_html":`, r.BodyHTML)
	b = appendText(b, `,"body_text":`, r.BodyText)
	if r.BodyMarkdown != nil {
		b = appendText(b, `,"body_markdown":`, *r.BodyMarkdown)
	}
	b = appendList(b, `,"images":`, r.Images, appendImage)
	b = strconv.AppendBool(append(b, `,"excerpt_only":`...), r.ExcerptOnly)
	b = appendNullable(b, `,"first_seen_at":`, r.FirstSeenAt)
	b = appendNullable(b, `,"last_seen_at":`, r.LastSeenAt)
	b = appendNullable(b, `,"changed_at":`, r.ChangedAt)
	b = appendNullable(b, `,"removed_at":`, r.RemovedAt)
	b = appendText(b, `,"content_hash":`, r.ContentHash)
	return append(b, '}')
}

func appendComment(b []byte, c blog.RecordComment) []byte {
	b = appendText(b, `{"author":`, c.Author)
	b = appendNullable(b, `,"published_at":`, c.PublishedAt)
	b = appendText(b, `,"body_text":`, c.BodyText)
	b = appendText(b, `,"body_html":`, c.BodyHTML)
	b = appendNullable(b, `,"url":`, c.URL)
	b = appendNullable(b, `,"parent":`, c.Parent)
	if c.Type != "" {
		b = appendText(b, `,"type":`, c.Type)
	}
	return append(b, '}')
}

func appendImage(b []byte, i blog.Image) []byte {
	b = appendText(b, `{"url":`, i.URL)
	b = appendText(b, `,"alt":`, i.Alt)
	return append(b, '}')
}

func appendText(b []byte, key, s string) []byte {
	return appendString(append(b, key...), s)
}

func appendNullable(b []byte, key string, s *string) []byte {
	if s == nil {
		return append(append(b, key...), "null"...)
	}
	return appendText(b, key, *s)
}

func appendCount(b []byte, key string, n *int) []byte {
	b = append(b, key...)
	if n == nil {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, int64(*n), 10)
}

// appendList writes [] for an empty or nil list, so that readers can iterate it.
func appendList[T any](b []byte, key string, list []T, item func([]byte, T) []byte) []byte {
	b = append(append(b, key...), '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, v)
	}
	return append(b, ']')
}

const hex = "0123456789abcdef"

// appendString appends s as a JSON string. Markup characters are not escaped. Invalid
// UTF-8 becomes U+FFFD. The three line ends beyond ASCII are escaped: JSON allows them,
// but JavaScript and tools that split ndjson into lines treat them as line ends.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0 // of what is not copied yet
	for i := 0; i < len(s); {
		if plain[s[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if size > 1 && r != '\u0085' && r != '\u2028' && r != '\u2029' {
			i += size
			continue
		}
		b = appendEscape(append(b, s[start:i]...), r)
		i += size
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// plain are the bytes that need no escaping.
var plain = func() (t [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

func appendEscape(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	case utf8.RuneError:
		return utf8.AppendRune(b, r)
	}
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

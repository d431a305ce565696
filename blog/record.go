package blog

// Record is a stored post as exported: the keys of the JSON record.
type Record struct {
	ID           string          `json:"id"`
	Source       string          `json:"source"`
	URL          *string         `json:"url"`
	Title        string          `json:"title"`
	Author       string          `json:"author"`
	Role         string          `json:"role"`
	PublishedAt  *string         `json:"published_at"`
	PublishedRaw string          `json:"published_raw"`
	Tags         []string        `json:"tags"`
	Categories   []string        `json:"categories"`
	CommentCount *int            `json:"comment_count"`
	Comments     []RecordComment `json:"comments"`
	// CommentsElsewhere is the service that holds the comments, "" for none.
	CommentsElsewhere string  `json:"comments_elsewhere,omitempty"`
	Excerpt           string  `json:"excerpt"`
	BodyHTML          string  `json:"body_html"`
	BodyText          string  `json:"body_text"`
	BodyMarkdown      *string `json:"body_markdown,omitempty"`
	Images            []Image `json:"images"`
	ExcerptOnly       bool    `json:"excerpt_only"`
	FirstSeenAt       *string `json:"first_seen_at"`
	LastSeenAt        *string `json:"last_seen_at"`
	ChangedAt         *string `json:"changed_at"`
	RemovedAt         *string `json:"removed_at"`
	ContentHash       string  `json:"content_hash"`
}

// RecordComment is a comment in a Record.
type RecordComment struct {
	Author      string  `json:"author"`
	PublishedAt *string `json:"published_at"`
	BodyText    string  `json:"body_text"`
	BodyHTML    string  `json:"body_html"`
	URL         *string `json:"url"`
	Parent      *string `json:"parent"`
	Type        string  `json:"type,omitempty"`       // as in Comment
	AuthorURL   string  `json:"author_url,omitempty"` // what the name links to; no key of exported JSON
}

// Filter selects records. The zero value selects all.
type Filter struct {
	Source      string // ID, URL or name
	Since       string // RFC 3339 or date, compared with published_at; "" for no bound
	Until       string // exclusive upper bound, the same forms
	Author      string // equal, ignoring case
	Tag         string // a tag or category, equal, ignoring case
	SkipRemoved bool
}

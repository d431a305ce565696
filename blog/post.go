package blog

// Post is a post as read from one page. Fields that the page does not show are
// empty.
type Post struct {
	URL          string    `json:"url,omitempty"` // absolute, canonical; "" when the page shows no permalink
	Title        string    `json:"title"`
	Author       string    `json:"author"`
	Role         string    `json:"role"` // the author's job title
	Published    Wall      `json:"published"`
	PublishedRaw string    `json:"published_raw"` // the date as the page wrote it
	Tags         []string  `json:"tags"`
	Categories   []string  `json:"categories"`
	CommentCount *int      `json:"comment_count"` // as stated; nil when the page does not say
	Comments     []Comment `json:"comments"`
	// CommentService names the service that holds the comments ("disqus"), "" when
	// the page keeps them itself.
	CommentService string  `json:"elsewhere,omitempty"`
	Excerpt        string  `json:"excerpt"`
	BodyHTML       string  `json:"body_html"`
	BodyText       string  `json:"body_text"`
	Images         []Image `json:"images"`
	ExcerptOnly    bool    `json:"excerpt_only"` // BodyHTML and BodyText are empty or only a teaser
	FromText       bool    `json:"from_text,omitempty"`
	// Evidence is, for each field, the text it was read from, for inspect.
	Evidence map[string]string `json:"-"`
}

// Comment is a reader's comment, as far as it was read.
type Comment struct {
	Author       string `json:"author"`
	Published    Wall   `json:"published_at"` // exports turn it into RFC 3339
	PublishedRaw string `json:"published_raw,omitempty"`
	BodyText     string `json:"body_text"`
	BodyHTML     string `json:"body_html"`
	URL          string `json:"url"` // of the comment, "" if unknown
	AuthorURL    string `json:"author_url,omitempty"`
	Parent       string `json:"parent"` // URL or id of the comment answered, "" if none

	// Type is CommentPingback or CommentTrackback, "" for a reader's comment.
	Type string `json:"type,omitempty"`
}

// Types of comments that are links from other sites.
const (
	CommentPingback  = "pingback"
	CommentTrackback = "trackback"
)

// Image is one image of a body, in order of appearance, each address once.
type Image struct {
	URL string `json:"url"`
	Alt string `json:"alt"`
}

// Int returns a pointer to n, for CommentCount.
func Int(n int) *int { return &n }

package media

import (
	"context"
	"iter"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Fetcher downloads files from live sites. It handles rate limits, robots.txt, retries
// and private addresses.
type Fetcher interface {
	Fetch(ctx context.Context, r blog.Request, o blog.FetchOptions) (*blog.Page, error)
}

// Store knows which files posts refer to and their state. Every method is one
// transaction.
type Store interface {
	UnreadMedia(ctx context.Context, source, rules string) iter.Seq2[*blog.MediaPost, error]
	PutMediaNames(ctx context.Context, p *blog.MediaPost, rules string, names []blog.MediaRef) error

	CountDueMedia(ctx context.Context, source string, failedBy time.Time) (int, error)
	DueMedia(ctx context.Context, source string, failedBy time.Time) iter.Seq2[*blog.MediaDue, error]
	ReuseMedia(ctx context.Context, num int64, from string, at time.Time) (bool, error)
	PutMedia(ctx context.Context, num int64, p *blog.MediaPut) error
	FailMedia(ctx context.Context, num int64, reason string, at time.Time) error
	PassMedia(ctx context.Context, num int64, at time.Time) error
	AcceptMedia(ctx context.Context, source string) error
	CheckMedia(ctx context.Context, there func(name string, size int64) bool) error
	MediaStanding(ctx context.Context, source string) (*blog.MediaStanding, error)

	SaveSource(ctx context.Context, s *blog.Source) error
}

// Progress receives progress events. Calls come from one goroutine.
type Progress interface {
	// Files announces the number of files to request, as far as known.
	Files(ahead int)
	// File reports that a file was requested; err is nil if it was downloaded.
	File(url string, err error)
}

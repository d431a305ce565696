package blog

import "time"

// Report is the result of a run. Its JSON is the run report of --json.
type Report struct {
	Source      string    `json:"source"`
	StartedAt   time.Time `json:"started_at"`
	FinishedAt  time.Time `json:"finished_at"`
	Requests    int       `json:"requests"` // every HTTP request sent
	Bytes       int64     `json:"bytes"`
	Pages       int       `json:"pages"` // documents received
	New         int       `json:"new"`
	Changed     int       `json:"changed"`
	Unchanged   int       `json:"unchanged"`
	Removed     int       `json:"removed"`
	Restored    int       `json:"restored"`
	StatedTotal *int      `json:"stated_total"`
	Stored      int       `json:"stored"` // live posts
	Complete    bool      `json:"complete"`
	// AcceptedMissing counts the posts that the user accepted as missing.
	AcceptedMissing int       `json:"accepted_missing,omitempty"`
	Gaps            []Gap     `json:"gaps"`
	Failed          []Failure `json:"failed"`
	// Media is the state of images and files, nil if the run did not request them.
	Media       *MediaStanding `json:"media,omitempty"`
	Interrupted bool           `json:"interrupted,omitempty"`
	// Proved is set if a consistent pass or the proof of an early stop covers all
	// live posts as of FinishedAt.
	Proved   bool     `json:"-"`
	Warnings []string `json:"warnings"`
	// Looked describes how far the run read if it stopped early or no total was
	// stated.
	Looked string `json:"looked,omitempty"`
	// Error is why the run was aborted, "" if it was not.
	Error string `json:"error,omitempty"`
}

// Gap is something that is known to exist but is not stored.
type Gap struct {
	Kind   string `json:"kind"` // range, post, detail, page
	From   int    `json:"from,omitempty"`
	To     int    `json:"to,omitempty"`
	URL    string `json:"url,omitempty"`
	Page   int    `json:"page,omitempty"`
	Reason string `json:"reason"`
}

// Failure is something the run requested and did not get.
type Failure struct {
	URL   string `json:"url"`
	Page  int    `json:"page,omitempty"`
	Error string `json:"error"`
}

// Standing is the status of a source.
type Standing struct {
	Source          string `json:"source"`
	Name            string `json:"name"`
	StatedTotal     *int   `json:"stated_total"`
	Stored          int    `json:"stored"`
	RemovedPosts    int    `json:"removed"`
	Complete        bool   `json:"complete"`
	AcceptedMissing int    `json:"accepted_missing,omitempty"`
	Unexplained     int    `json:"unexplained,omitempty"`
	Gaps            []Gap  `json:"gaps"`
	// Media is nil if images and files were never requested.
	Media    *MediaStanding `json:"media,omitempty"`
	Oldest   *string        `json:"oldest"` // RFC 3339
	Newest   *string        `json:"newest"`
	LastRuns []RunBrief     `json:"last_runs"` // newest first
	// LastSuccess is the end of the last run that was complete, RFC 3339 in UTC.
	LastSuccess *string  `json:"last_success"`
	Months      []Month  `json:"months"` // posts per month, oldest first, including empty months
	Warnings    []string `json:"warnings"`
}

// RunBrief is an earlier run in a Standing.
type RunBrief struct {
	ID   int64  `json:"id"`
	Kind string `json:"kind"` // crawl, sync, import, reparse
	Report
}

// Month is the number of live posts in a month.
type Month struct {
	Month string `json:"month"` // 2014-07
	Posts int    `json:"posts"`
}

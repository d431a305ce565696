package ui

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
)

// plainEvery is the time between two progress lines if no bar is drawn.
const plainEvery = 10 * time.Second

// barWidth is the length of the bar itself; barRest is the space for percentage and
// brackets.
const (
	barWidth = 10
	barRest  = 12
)

// ProgressOptions configures a Progress. The zero value works.
type ProgressOptions struct {
	// Delay returns the pause between two requests as far as known, from which the
	// remaining time is estimated. Nil means none.
	Delay func() time.Duration
	// Requests returns the number of requests sent so far. Nil omits it.
	Requests func() int
	// Label is the name of the source if several are running.
	Label string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Progress shows the progress of a run. Its methods are called from one goroutine.
// Several runs may share a console; the one that started last is drawn.
type Progress struct {
	console *Console
	o       ProgressOptions
	bar     *progressbar.ProgressBar // nil if nothing is redrawn
	drawn   bytes.Buffer             // output of the bar, not written to the console yet

	started     time.Time
	lastLine    time.Time
	told        string // the last forecast
	ahead, done int    // requests
	pages       int
	details     int
	posts       int
	files       int
	missed      int    // files that could not be downloaded
	noun        string // of the forecast, if not pages
	addresses   int    // old addresses that were requested
	astray      int    // of them, those that do not lead to the right page
}

// Progress starts the progress of a run. Done ends it.
func (c *Console) Progress(o ProgressOptions) *Progress {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Delay == nil {
		o.Delay = func() time.Duration { return 0 }
	}
	p := &Progress{console: c, o: o, started: o.Now(), lastLine: o.Now()}
	if c.o.Terminal && !c.o.Quiet && !c.o.JSON {
		p.bar = progressbar.NewOptions(1,
			progressbar.OptionSetWriter(&p.drawn), progressbar.OptionSetWidth(barWidth),
			progressbar.OptionSetPredictTime(false), progressbar.OptionUseANSICodes(true),
			progressbar.OptionSetTheme(progressbar.ThemeASCII))
		c.mu.Lock()
		c.current = p
		c.mu.Unlock()
	}
	return p
}

// Ahead announces the number of listing pages and detail pages to read.
func (p *Progress) Ahead(pages, details int) {
	p.ahead = p.done + pages + details
	if text := p.forecast(pages, details); text != "" && text != p.told && p.firstWord(details) {
		p.told = text
		p.console.Say("%s%s", p.label(), text)
	}
	p.update()
}

// firstWord reports whether a forecast is due: the first one, and another one if details
// turn out to be due as well.
func (p *Progress) firstWord(details int) bool {
	return p.told == "" || details > 0 && !strings.Contains(p.told, "detail")
}

// forecast returns "13 pages + 54 details, about 70 s", "" for a short run.
func (p *Progress) forecast(pages, details int) string {
	if pages+details < 3 {
		return ""
	}
	var parts []string
	if pages > 0 {
		parts = append(parts, count(pages, "page"))
	}
	if details > 0 {
		parts = append(parts, count(details, "detail"))
	}
	text := strings.Join(parts, " + ")
	if left := time.Duration(pages+details) * p.o.Delay(); left >= time.Second {
		text += ", about " + about(left)
	}
	return text
}

// Page reports that a listing page was read.
func (p *Progress) Page(number int, url string, posts int) {
	p.done++
	p.pages++
	p.posts += posts
	p.console.log.Debug("page read", "number", number, "url", url, "posts", posts)
	p.update()
}

// Detail reports that a detail page was read.
func (p *Progress) Detail(url string) {
	p.done++
	p.details++
	p.console.log.Debug("detail read", "url", url)
	p.update()
}

// Files announces the number of images and files to request.
func (p *Progress) Files(ahead int) { p.expect(ahead, "file") }

func (p *Progress) expect(ahead int, noun string) {
	p.noun, p.ahead = noun, p.done+ahead
	if ahead >= 3 {
		text := count(ahead, noun)
		if left := time.Duration(ahead) * p.o.Delay(); left >= time.Second {
			text += ", about " + about(left)
		}
		p.console.Say("%s%s", p.label(), text)
	}
	p.update()
}

// File reports that an image or file was requested; err is nil if it was downloaded.
func (p *Progress) File(url string, err error) {
	p.done++
	if err == nil {
		p.files++
		p.console.log.Debug("file stored", "url", url)
	} else {
		p.missed++
		p.console.log.Info("file not downloaded", "url", url, "err", err)
	}
	p.update()
}

// Addresses announces the number of old addresses to request from a new site.
func (p *Progress) Addresses(ahead int) { p.expect(ahead, "old address") }

// Address reports that an old address was requested, and whether it leads to the right
// page.
func (p *Progress) Address(url string, arrives bool) {
	p.done++
	p.addresses++
	if !arrives {
		p.astray++
	}
	p.console.log.Debug("old address asked for", "url", url, "arrives", arrives)
	p.update()
}

// Note writes a line.
func (p *Progress) Note(message string) { p.console.Say("%s%s", p.label(), message) }

// Done removes the bar. Further calls do nothing.
func (p *Progress) Done() {
	c := p.console
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.bar != nil && c.current == p {
		p.clear()
		c.current = nil
	}
}

func (p *Progress) update() {
	if p.bar == nil {
		p.plain()
		return
	}
	p.console.mu.Lock()
	defer p.console.mu.Unlock()
	if p.console.current == p {
		p.draw()
	}
}

// plain writes a line from time to time, for logs and pipes.
func (p *Progress) plain() {
	now := p.o.Now()
	if now.Sub(p.lastLine) < plainEvery || p.done == 0 {
		return
	}
	p.lastLine = now
	p.console.Say("%s%s", p.label(), p.summary())
}

// draw redraws the bar. The caller holds the console's lock.
func (p *Progress) draw() {
	// The library draws no more after a full bar, but only Done knows that the run has
	// ended.
	limit := max(p.ahead, p.done) + 1
	p.bar.ChangeMax(limit)
	_ = p.bar.Set(min(p.done, limit-1))
	p.drawn.Reset() // the two calls above draw incomplete states
	p.bar.Describe(p.console.fit(p.label() + p.summary()))
	_, _ = p.drawn.WriteTo(p.console.w)
}

func (p *Progress) clear() {
	p.drawn.Reset()
	_ = p.bar.Clear()
	_, _ = p.drawn.WriteTo(p.console.w)
}

func (p *Progress) label() string {
	if p.o.Label == "" {
		return ""
	}
	return p.o.Label + ": "
}

// summary returns "5 pages, 12 details, 50 posts, about 40 s left (19 requests)". The
// least important comes last, since narrow terminals truncate it.
func (p *Progress) summary() string {
	var parts []string
	crawled := p.pages > 0 || p.noun == ""
	if crawled {
		parts = append(parts, count(p.pages, "page"))
	}
	if p.details > 0 {
		parts = append(parts, count(p.details, "detail"))
	}
	if crawled {
		parts = append(parts, count(p.posts, "post"))
	}
	if p.files+p.missed > 0 {
		parts = append(parts, count(p.files, "file"))
	}
	if p.missed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", p.missed))
	}
	if p.addresses > 0 {
		parts = append(parts, count(p.addresses, "old address"))
	}
	if p.astray > 0 {
		parts = append(parts, fmt.Sprintf("%d astray", p.astray))
	}
	if len(parts) == 0 {
		parts = append(parts, count(0, p.noun))
	}
	text := strings.Join(parts, ", ")
	if left := p.left(); left >= time.Second {
		text += ", about " + about(left) + " left"
	}
	if p.o.Requests != nil {
		text += " (" + count(p.o.Requests(), "request") + ")"
	}
	return text
}

// left estimates the remaining time by the rate so far.
func (p *Progress) left() time.Duration {
	if p.done == 0 || p.ahead <= p.done {
		return 0
	}
	pace := max(p.o.Now().Sub(p.started)/time.Duration(p.done), p.o.Delay())
	return pace * time.Duration(p.ahead-p.done)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "s") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// about rounds a duration for display: "70 s", "4 min", "3 h".
func about(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("%d h", int(d.Round(time.Hour).Hours()))
}

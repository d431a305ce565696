package ui

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
)

// plainEvery is the time between two progress lines where no bar is drawn.
const plainEvery = 10 * time.Second

// barWidth is the bar's own length; barRest is what percentage and brackets
// need beside it.
const (
	barWidth = 10
	barRest  = 12
)

// ProgressOptions configures a Progress. The zero value works.
type ProgressOptions struct {
	// Delay gives the pause between two requests as far as it is known, from
	// which the time left is estimated. Nil means none.
	Delay func() time.Duration
	// Requests gives the number of requests sent so far. Nil leaves it out.
	Requests func() int
	// Label names the source when several are under way.
	Label string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Progress shows how a run is going. Its calls come from one goroutine; several
// runs may share a console, the last one to begin is drawn.
type Progress struct {
	console *Console
	o       ProgressOptions
	bar     *progressbar.ProgressBar // nil where nothing is redrawn
	drawn   bytes.Buffer             // what the bar has written, on its way to the console

	started     time.Time
	lastLine    time.Time
	told        string // what was said to be ahead
	ahead, done int    // requests
	pages       int
	details     int
	posts       int
	files       int
	missed      int    // files that could not be downloaded
	noun        string // what was said to be ahead, if not pages
	addresses   int    // old ones that were asked for
	astray      int    // of them, those that do not arrive
}

// Progress begins the progress of one run. Done ends it.
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

// Ahead is told how many listing pages and details are still to come.
func (p *Progress) Ahead(pages, details int) {
	p.ahead = p.done + pages + details
	if text := p.forecast(pages, details); text != "" && text != p.told && p.firstWord(details) {
		p.told = text
		p.console.Say("%s%s", p.label(), text)
	}
	p.update()
}

// firstWord keeps the forecast from being repeated with every page: it is said
// once, and once more if it turns out that details are due as well.
func (p *Progress) firstWord(details int) bool {
	return p.told == "" || details > 0 && !strings.Contains(p.told, "detail")
}

// forecast is "13 pages + 54 details, about 70 s", "" for a short run.
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

// Page is told that a listing page was read.
func (p *Progress) Page(number int, url string, posts int) {
	p.done++
	p.pages++
	p.posts += posts
	p.console.log.Debug("page read", "number", number, "url", url, "posts", posts)
	p.update()
}

// Detail is told that the page of one post was read.
func (p *Progress) Detail(url string) {
	p.done++
	p.details++
	p.console.log.Debug("detail read", "url", url)
	p.update()
}

// Files is told how many images and files are still to come.
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

// File is told that an image or file was asked for; err is nil if it was had.
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

// Addresses is told how many old addresses a new site will be asked for.
func (p *Progress) Addresses(ahead int) { p.expect(ahead, "old address") }

// Address is told that an old address was asked for, and whether it arrives.
func (p *Progress) Address(url string, arrives bool) {
	p.done++
	p.addresses++
	if !arrives {
		p.astray++
	}
	p.console.log.Debug("old address asked for", "url", url, "arrives", arrives)
	p.update()
}

// Note shows a line of its own.
func (p *Progress) Note(message string) { p.console.Say("%s%s", p.label(), message) }

// Done takes the bar away. Calling it twice does no harm.
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

// plain writes a line now and then, for logs and pipes.
func (p *Progress) plain() {
	now := p.o.Now()
	if now.Sub(p.lastLine) < plainEvery || p.done == 0 {
		return
	}
	p.lastLine = now
	p.console.Say("%s%s", p.label(), p.summary())
}

// draw redraws the bar. The console's lock is held.
func (p *Progress) draw() {
	// The library takes a full bar for finished and draws no more; whether the
	// run is at its end is known only when Done is called.
	limit := max(p.ahead, p.done) + 1
	p.bar.ChangeMax(limit)
	_ = p.bar.Set(min(p.done, limit-1))
	p.drawn.Reset() // the two above draw half of the news
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

// summary is "5 pages, 12 details, 50 posts, about 40 s left (19 requests)". What
// matters least comes last: a narrow terminal cuts it.
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

// left returns the time that the requests ahead will take at the pace so far.
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

// about rounds a duration the way one says it: "70 s", "4 min", "3 h".
func about(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("%d h", int(d.Round(time.Hour).Hours()))
}

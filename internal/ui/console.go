package ui

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"
)

// Options configures a Console. The zero value writes plain text, warnings and
// errors only, and redraws nothing.
type Options struct {
	// Quiet suppresses everything but errors.
	Quiet bool
	// Verbose adds details for debugging.
	Verbose bool
	// JSON writes every line as one JSON object with time and level.
	JSON bool
	// Terminal is set if the writer is one: the progress line is redrawn.
	Terminal bool
	// Color colors errors and warnings.
	Color bool
}

// Console writes to standard error. It is safe for concurrent use.
type Console struct {
	mu      sync.Mutex
	w       io.Writer
	o       Options
	log     *slog.Logger
	current *Progress // the bar on screen, cleared before every line
}

// NewConsole returns a Console that writes to w.
func NewConsole(w io.Writer, o Options) *Console {
	c := &Console{w: w, o: o}
	c.log = slog.New(c.handler())
	return c
}

func (c *Console) handler() slog.Handler {
	level := slog.LevelWarn
	switch {
	case c.o.Quiet:
		level = slog.LevelError
	case c.o.Verbose:
		level = slog.LevelDebug
	case c.o.JSON:
		level = slog.LevelInfo // JSON is for programs, which filter by level
	}
	if c.o.JSON {
		return slog.NewJSONHandler(lineWriter{c}, &slog.HandlerOptions{Level: level})
	}
	return &textHandler{console: c, level: level}
}

// Log returns the logger whose records appear on the console. On a text console only
// warnings and errors do, unless it is verbose.
func (c *Console) Log() *slog.Logger { return c.log }

// Error writes an error, followed by hints.
func (c *Console) Error(err error, hints ...string) {
	if c.o.JSON {
		args := []any{}
		for _, hint := range hints {
			args = append(args, "hint", hint)
		}
		c.log.Error(err.Error(), args...)
		return
	}
	c.line("error", err.Error())
	for _, hint := range hints {
		c.line("hint", hint)
	}
}

// Warn writes a warning, unless the console is quiet.
func (c *Console) Warn(format string, args ...any) {
	c.log.Warn(fmt.Sprintf(format, args...))
}

// Say writes a line for the user, unless the console is quiet.
func (c *Console) Say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if c.o.JSON {
		c.log.Info(text)
	} else if !c.o.Quiet {
		c.line("", text)
	}
}

// line writes one line with the program's name, and redraws the bar below.
func (c *Console) line(kind, text string) {
	prefix := "blogferry: "
	if kind != "" {
		prefix += c.paint(kind) + ": "
	}
	// Further lines of a message are indented, to be recognizable in a log.
	text = strings.ReplaceAll(strings.TrimRight(Harmless(text), "\n"), "\n", "\nblogferry:   ")
	_, _ = io.WriteString(lineWriter{c}, prefix+text+"\n")
}

func (c *Console) paint(kind string) string {
	style := map[string]Style{"error": Red, "warning": Yellow, "hint": Cyan}[kind]
	return Paint(c.o.Color).In(style, kind)
}

// lineWriter writes whole lines while the bar is cleared.
type lineWriter struct{ c *Console }

func (l lineWriter) Write(b []byte) (n int, err error) {
	err = l.c.Aside(func() (err error) {
		n, err = l.c.w.Write(b)
		return err
	})
	return n, err
}

// Aside calls f while the bar is cleared, since f may write to the same terminal.
func (c *Console) Aside(f func() error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.current != nil {
		c.current.clear()
		defer c.current.draw()
	}
	return f()
}

// fit truncates a description so that the bar fits on one line: a wrapped line can't be
// redrawn.
func (c *Console) fit(text string) string {
	width := 80
	if f, ok := c.w.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			width = w
		}
	}
	room := max(width-barWidth-barRest, 10)
	if runes := []rune(text); len(runes) > room {
		return string(runes[:room-1]) + "…"
	}
	return text
}

// IsTerminal reports whether w is a terminal.
func IsTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

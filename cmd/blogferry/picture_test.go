package main

import (
	"flag"
	"fmt"
	"html"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "draw the README's picture anew")

// pictured are the commands in the picture of the README.
var pictured = []string{
	"blogferry crawl http://127.0.0.1:8000/blog --delay 0s --max-pages 4",
	"blogferry status",
	"blogferry crawl http://127.0.0.1:8000/blog --delay 0s",
	"blogferry search thermometer",
	"blogferry export --format csv --out posts.csv",
}

// TestPicture draws the output of the commands and compares it with the picture in
// docs. After a change: go test ./cmd/blogferry -run TestPicture -update
func TestPicture(t *testing.T) {
	const file = "../../docs/terminal.svg"
	old, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	shell := newREADMEShell(t)
	var lines []string
	for _, command := range pictured {
		lines = append(lines, "$ "+command)
		lines = append(lines, strings.Split(shell.run(t, command), "\n")...)
	}
	picture := draw(lines)
	t.Chdir(dir)
	if *update {
		if err := os.WriteFile(file, []byte(picture), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if plain(picture) != plain(string(old)) {
		t.Errorf("the picture is out of date (-update draws it anew):\n%s", cmp.Diff(plain(string(old)), plain(picture)))
	}
}

// Sizes of the picture, in pixels.
const (
	columns    = 100
	charWidth  = 8.43 // of a monospaced font of 14 pixels
	lineHeight = 19
	margin     = 16
)

// draw returns an SVG image of a terminal with these lines. Long lines are cut off, as
// at the edge of a window.
func draw(lines []string) string {
	var b strings.Builder
	width, height := int(columns*charWidth)+2*margin, len(lines)*lineHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">`+"\n", width, height)
	b.WriteString("<title>blogferry in a terminal</title>\n" +
		"<style>text { font: 14px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d0d7de; white-space: pre } " +
		".command { fill: #7ee787; font-weight: bold } .good { fill: #7ee787 } .missing { fill: #e3b341 }</style>\n")
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="8" fill="#161b22"/>`+"\n", width, height)
	for i, line := range lines {
		if line == "" {
			continue
		}
		text := html.EscapeString(shorten(line, columns))
		fmt.Fprintf(&b, `<text x="%d" y="%d"%s xml:space="preserve">%s</text>`+"\n", margin, margin+(i+1)*lineHeight-5, classOf(line), text)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// classOf returns the class attribute of a line that should stand out.
func classOf(line string) string {
	switch {
	case strings.HasPrefix(line, "$ "):
		return ` class="command"`
	case strings.HasSuffix(line, ": complete"):
		return ` class="good"`
	case strings.HasSuffix(line, " missing"), strings.HasPrefix(line, "gap: "), strings.HasPrefix(line, "  gaps "):
		return ` class="missing"`
	}
	return ""
}

package export

import (
	"bytes"

	"github.com/yuin/goldmark"
	gm "github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
)

// plainDialect is CommonMark with GFM tables, in which markup may stand, for programs
// that strike out what is between tildes: most do.
func plainDialect() *dialect {
	return &dialect{
		escape:         escapeTildes,
		strongPictures: true,
		reader:         goldmark.New(goldmark.WithExtensions(gm.Table, gm.Strikethrough), goldmark.WithRendererOptions(html.WithUnsafe())),
	}
}

func escapeTildes(text []byte, i int) int {
	if text[i] == '~' && run(text, i) >= 2 {
		return 1
	}
	return -1
}

// hugoDialect returns that of Hugo as it comes: it drops markup within Markdown, and
// knows definition lists, footnotes, tasks and attributes. It runs shortcodes also in
// code. Hugo 0.111 shows the asterisks of "**[![a](b)](c)**".
func hugoDialect() *dialect {
	return &dialect{
		chars:   []rune{':'},
		escape:  escapeCommon,
		misread: []string{"{{<", "{{%", "<!--more-->"},
		reader: goldmark.New(
			goldmark.WithExtensions(gm.Table, gm.Strikethrough, gm.TaskList, gm.Footnote, gm.DefinitionList),
			goldmark.WithParserOptions(parser.WithAttribute()),
		),
		excerpt: true,
	}
}

// jekyllDialect is kramdown's, and Liquid's before it.
func jekyllDialect() *dialect {
	return &dialect{
		chars: []rune{':', '{'}, escapesWords: true,
		escape:  escapeKramdown,
		misread: []string{"{{", "{%", "{:/", "[^", "\n^", " ^", "]:", "==="},
		blocks:  []string{"<iframe"}, strongPictures: true,
		reader: goldmark.New(goldmark.WithExtensions(gm.GFM), goldmark.WithRendererOptions(html.WithUnsafe())),
	}
}

// escapeCommon are characters for the typographer of both programs, which makes
// other characters of dashes and dots; for strikethrough; for definition lists.
func escapeCommon(text []byte, i int) int {
	escape := false
	switch text[i] {
	case '-', '~':
		escape = run(text, i) >= 2
	case '.':
		escape = run(text, i) >= 3
	case ':':
		escape = beginsLine(text, i)
	}
	if escape {
		return 1
	}
	return -1
}

// escapeKramdown has tables without rules above and below, attributes and
// mathematics to mind, too.
func escapeKramdown(text []byte, i int) int {
	switch text[i] {
	case '|', '{':
		return 1
	case '$':
		if run(text, i) >= 2 {
			return 1
		}
	}
	return escapeCommon(text, i)
}

// The converter puts a mark before characters that could need an escape.
const mark = '\a'

// run returns how many of the same character stand around the i-th, three at most being
// looked at on either side.
func run(text []byte, i int) int {
	n := 1
	for _, step := range []int{-1, 1} {
		for k, seen := i+step, 0; k >= 0 && k < len(text) && seen < 3; k += step {
			if text[k] == mark {
				continue
			}
			if text[k] != text[i] {
				break
			}
			n++
			seen++
		}
	}
	return n
}

// beginsLine reports whether nothing but spaces is before the i-th character.
func beginsLine(text []byte, i int) bool {
	before := bytes.TrimRight(text[:i], " \t\a")
	return len(before) == 0 || before[len(before)-1] == '\n'
}

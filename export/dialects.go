package export

import (
	"bytes"

	"github.com/yuin/goldmark"
	gm "github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
)

// plainDialect returns CommonMark with GFM tables and HTML, and strikethrough between
// tildes, which most programs support.
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

// hugoDialect returns Hugo's default: it omits HTML within Markdown, and supports
// definition lists, footnotes, tasks and attributes. It runs shortcodes even in code.
// Hugo 0.111 shows the asterisks of "**[![a](b)](c)**".
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

// jekyllDialect returns kramdown's dialect, preceded by Liquid.
func jekyllDialect() *dialect {
	return &dialect{
		chars: []rune{':', '{'}, escapesWords: true,
		escape:  escapeKramdown,
		misread: []string{"{{", "{%", "{:/", "[^", "\n^", " ^", "]:", "==="},
		blocks:  []string{"<iframe"}, strongPictures: true,
		reader: goldmark.New(goldmark.WithExtensions(gm.GFM), goldmark.WithRendererOptions(html.WithUnsafe())),
	}
}

// escapeCommon escapes what both programs interpret: dashes and dots (typographer),
// strikethrough, definition lists.
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

// escapeKramdown also escapes tables, attributes and mathematics.
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

// run returns the number of equal characters around the i-th, at most three on either
// side.
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

// beginsLine reports whether only spaces precede the i-th character on its line.
func beginsLine(text []byte, i int) bool {
	before := bytes.TrimRight(text[:i], " \t\a")
	return len(before) == 0 || before[len(before)-1] == '\n'
}
